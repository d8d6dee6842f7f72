// The dpkg database as text: whether a package is installed, and its version. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace tocsin {

/// What the database says about one package.
struct PackageEntry {
  enum class State : std::uint8_t { absent, present, unknown };
  State state = State::absent;
  std::string_view version;  // of a present one; empty if its stanza has none
};

/// Reads the third word of Status: `installed` and `triggers-*` are present, `config-files` and
/// `not-installed` absent, anything else (`unpacked`, `half-*`) is unknown, as is every status with an error
/// flag (`reinstreq`). The first word, what an administrator selected, does not matter.
/// Shape:  `status` is the whole file as dpkg writes it; `version` points into it. Of several stanzas of
///         exactly that name (one an architecture) a present one counts, then an unknown one.
/// Source: dpkg(1), "PACKAGE STATES" and "PACKAGE FLAGS".
[[nodiscard]] PackageEntry package_entry(std::string_view status, std::string_view package);

}  // namespace tocsin
