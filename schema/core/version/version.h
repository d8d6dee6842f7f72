// Version numbers in three schemes: dotted numbers, Semantic Versioning, Debian.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin {

enum class Scheme : std::uint8_t { dotted, semver, deb };

[[nodiscard]] std::optional<Scheme> scheme_from_name(std::string_view name);
[[nodiscard]] std::string_view scheme_name(Scheme scheme);

/// dotted: 1..16 decimal numbers of 1..18 digits between dots; semver: 2.0.0's grammar; deb: dpkg's
/// (epoch:upstream-revision, at least as strict as `dpkg --compare-versions`).
[[nodiscard]] bool is_version(Scheme scheme, std::string_view text);

/// nullopt if either side is not a version in this scheme. dotted: missing parts are zero. semver: build
/// metadata is ignored. No allocation.
[[nodiscard]] std::optional<std::strong_ordering> compare_versions(Scheme scheme, std::string_view a,
                                                                   std::string_view b);

}  // namespace tocsin
