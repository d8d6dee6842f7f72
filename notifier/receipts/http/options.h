// All settings of the connection. Each is checked.
#pragma once

#include <curl/curl.h>

#include <string>

#include "schema/core/result.h"
#include "schema/platform/policy.h"

namespace tocsin {

/// Sets options and keeps the first that the library refused: an option that is silently missing would be a
/// downgrade.
class CurlOptions {
 public:
  explicit CurlOptions(CURL* handle) : handle_(handle) {}

  template <typename Value>
  CurlOptions& set(CURLoption option, Value value) {
    note(option, curl_easy_setopt(handle_, option, value));
    return *this;
  }
  /// Switches a feature off. A library that was built without the feature is accepted.
  template <typename Value>
  CurlOptions& switch_off(CURLoption option, Value off) {
    const CURLcode code = curl_easy_setopt(handle_, option, off);
    note(option, code == CURLE_UNKNOWN_OPTION ? CURLE_OK : code);
    return *this;
  }
  [[nodiscard]] Result<void> result() const;

 private:
  void note(CURLoption option, CURLcode code);
  CURL* handle_;
  CURLoption refused_{};
  CURLcode code_ = CURLE_OK;
};

/// Sets everything that is the same for all requests of a run. Errors: internal, with the option's name.
[[nodiscard]] Result<void> lock_down(CURL* handle, const std::string& target, const Policy& policy,
                                     const std::string& user_agent);

}  // namespace tocsin
