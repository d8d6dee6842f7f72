// What policy values mean, wherever they were found: the file here, the registry on Windows. Layer: platform.
#pragma once

#include <string_view>

#include "schema/platform/policy.h"

namespace tocsin {

enum class PolicyScope { machine, user };
/// How a place types its values: a file's lines do not, the registry's do.
enum class PolicyForm { line, number, text };

/// Collects values in the order of their rank and settles them.
class PolicyReader {
 public:
  /// `root`: --root's DIR, which ReceiptCAFile is taken below.
  explicit PolicyReader(std::string root) : root_(std::move(root)) {}

  /// A value as found; has force, or is kept as ignored with the reason.
  void add(PolicyScope scope, std::string_view name, std::string_view value, std::string source,
           PolicyForm form = PolicyForm::line);
  /// Something that is no value at all.
  void add_ignored(std::string_view name, std::string_view value, std::string source, std::string reason);
  [[nodiscard]] Policy settle() &&;

 private:
  std::string root_;
  Policy policy_;
  std::uint32_t settled_ = 0;  // one bit a name: a valid value was found
};

/// One file's lines. Shape: as read_policy says; a UTF-8 byte order mark and CR before LF are let pass.
void read_policy_text(std::string_view text, PolicyScope scope, const std::string& path, PolicyReader& into);

/// "https://host[:port]", at most 300 bytes; a closing slash is let pass.
[[nodiscard]] bool is_relay(std::string_view text);
/// "[http://|https://]host[:port]", without credentials: they would be read by everyone, and sent as Basic.
[[nodiscard]] bool is_proxy(std::string_view text);
/// Absolute on this system, without "..", controls or a place on the network.
[[nodiscard]] bool is_local_file_path(std::string_view text);

}  // namespace tocsin
