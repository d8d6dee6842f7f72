// Version numbers in four schemes: dotted numbers, Semantic Versioning, Debian's with and without revision.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tocsin {

enum class Scheme : std::uint8_t { dotted, semver, deb, upstream };
inline constexpr Scheme kAllSchemes[] = {Scheme::dotted, Scheme::semver, Scheme::deb, Scheme::upstream};

[[nodiscard]] std::optional<Scheme> scheme_from_name(std::string_view name);
[[nodiscard]] std::string_view scheme_name(Scheme scheme);

/// dotted: 1..16 decimal numbers of 1..18 digits between dots; semver: 2.0.0's grammar; deb: dpkg's
/// (epoch:upstream-revision, at least as strict as `dpkg --compare-versions`); upstream: the middle part of
/// that, without a colon.
[[nodiscard]] bool is_version(Scheme scheme, std::string_view text);

/// nullopt if either side is not a version in this scheme. dotted: missing parts are zero. semver: build
/// metadata is ignored. upstream: as deb. No allocation.
[[nodiscard]] std::optional<std::strong_ordering> compare_versions(Scheme scheme, std::string_view a,
                                                                   std::string_view b);

/// The part of a version found on a machine that is compared. dotted, semver: without a `v` before the first
/// digit. upstream: without epoch and revision; empty if it is not a version of a Debian package.
[[nodiscard]] std::string_view compared_part(Scheme scheme, std::string_view found);

}  // namespace tocsin
