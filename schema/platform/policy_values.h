// What policy values mean, whether they were found in a file or in the registry.
#pragma once

#include <string_view>

#include "schema/platform/policy.h"

namespace tocsin {

enum class PolicyScope { machine, user };
/// The type of a value where it was found: lines of a file have none, registry values have one.
enum class PolicyForm { line, number, text };

/// Collects values in the order of their precedence and decides which apply.
class PolicyReader {
 public:
  /// `root`: the DIR of --root; ReceiptCAFile is a path below it.
  explicit PolicyReader(std::string root) : root_(std::move(root)) {}

  /// Adds a value as found. It applies, or is kept as ignored with the reason.
  void add(PolicyScope scope, std::string_view name, std::string_view value, std::string source,
           PolicyForm form = PolicyForm::line);
  /// Adds something that is not a value.
  void add_ignored(std::string_view name, std::string_view value, std::string source, std::string reason);
  [[nodiscard]] Policy settle() &&;

 private:
  std::string root_;
  Policy policy_;
  std::uint32_t settled_ = 0;  // one bit per name: a valid value was found
};

/// Reads the lines of one file. Shape: as in read_policy(); a UTF-8 byte order mark and CR before LF are
/// accepted.
void read_policy_text(std::string_view text, PolicyScope scope, const std::string& path, PolicyReader& into);

/// The https address of a server: "https://host[:port]"; a closing slash is accepted.
[[nodiscard]] bool is_relay(std::string_view text);
/// "[http://|https://]host[:port]", without credentials: every user could read them, and they would be
/// sent as Basic.
[[nodiscard]] bool is_proxy(std::string_view text);
/// Absolute on this system, without "..", controls or a place on the network.
[[nodiscard]] bool is_local_file_path(std::string_view text);

}  // namespace tocsin
