// The gate of links against libcurl's reading of the same URL: what we let pass goes to the host that we
// checked, by https, on 443, without user. Input: link hosts by blanks, a line end, the URL.
#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "schema/core/https_address.h"
#include "schema/format/config/config.h"
#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

class CurlUrl {
 public:
  explicit CurlUrl(const std::string& text) : handle_(curl_url(), curl_url_cleanup) {
    is_url_ = curl_url_set(handle_.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER) == CURLUE_OK;
  }
  [[nodiscard]] bool is_url() const { return is_url_; }
  [[nodiscard]] std::string part(CURLUPart which, unsigned flags = 0) const {
    char* found = nullptr;
    if (curl_url_get(handle_.get(), which, &found, flags) != CURLUE_OK) return {};
    std::string text(found);
    curl_free(found);
    return text;
  }

 private:
  std::unique_ptr<CURLU, void (*)(CURLU*)> handle_;
  bool is_url_ = false;
};

bool is_numeric(const std::string& host) {
  return host.find_first_not_of("0123456789.xabcdef") == std::string::npos;
}

/// curl makes one spelling of numeric addresses (127.1 -> 127.0.0.1); our hosts are compared as written.
void expect_same_host(const std::string& ours, const CurlUrl& url) {
  const std::string theirs = lowered(url.part(CURLUPART_HOST));
  expect(theirs == ours || (is_numeric(ours) && !theirs.empty()), "libcurl sees the same host");
}

void check_allowed(const std::string& text, const std::vector<std::string>& hosts) {
  const std::string host = host_of(text);
  expect(!host.empty() && is_link(text), "allowed is a link");
  expect(std::ranges::any_of(hosts,
                             [&](const std::string& entry) {
                               return lowered(entry) == host ||
                                      (entry.starts_with('.') && ("." + host).ends_with(lowered(entry)));
                             }),
         "of a host that is listed");
  const CurlUrl url(text);
  if (!url.is_url()) return;  // libcurl refuses more than we do; the browser then may, too
  expect(url.part(CURLUPART_SCHEME) == "https" && url.part(CURLUPART_USER).empty(), "https without user");
  expect(url.part(CURLUPART_PORT, CURLU_DEFAULT_PORT) == "443", "on 443");
  expect_same_host(host, url);
}

void check_receipt_address(const std::string& text) {
  const auto address = parse_https_address(text);
  if (!address) return;
  const std::string written = to_text(*address);
  const auto again = parse_https_address(written);
  expect(again && to_text(*again) == written, "an address written and read is the same");
  const CurlUrl url(written);
  if (!url.is_url()) return;
  if (!address->host.starts_with('[')) expect_same_host(lowered(address->host), url);
  expect(url.part(CURLUPART_SCHEME) == "https" && url.part(CURLUPART_USER).empty(), "https without user");
}

void run(std::string_view input) {
  std::vector<std::string> hosts;
  for (std::string_view list = take_line(input); !list.empty();) {
    const std::size_t blank = list.find(' ');
    if (blank != 0) hosts.emplace_back(list.substr(0, blank));
    list.remove_prefix(blank == std::string_view::npos ? list.size() : blank + 1);
  }
  const std::string text(input);
  if (is_allowed_link(text, hosts)) check_allowed(text, hosts);
  check_receipt_address(text);
}

const Registered kRegistered("link", run);

}  // namespace
}  // namespace tocsin::fuzz
