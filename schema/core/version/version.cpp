// Names of the schemes, and the way from a scheme to its order.
// Layer: core.
#include "schema/core/version/version.h"

#include "schema/core/version/schemes.h"

namespace tocsin {

std::optional<Scheme> scheme_from_name(std::string_view name) {
  if (name == "dotted") return Scheme::dotted;
  if (name == "semver") return Scheme::semver;
  if (name == "deb") return Scheme::deb;
  return std::nullopt;
}

std::string_view scheme_name(Scheme scheme) {
  return scheme == Scheme::dotted ? "dotted" : scheme == Scheme::semver ? "semver" : "deb";
}

bool is_version(Scheme scheme, std::string_view text) {
  switch (scheme) {
    case Scheme::dotted:
      return versions::is_dotted(text);
    case Scheme::semver:
      return versions::is_semver(text);
    case Scheme::deb:
      return versions::is_deb(text);
  }
  return false;
}

std::optional<std::strong_ordering> compare_versions(Scheme scheme, std::string_view a, std::string_view b) {
  switch (scheme) {
    case Scheme::dotted:
      return versions::compare_dotted(a, b);
    case Scheme::semver:
      return versions::compare_semver(a, b);
    case Scheme::deb:
      return versions::compare_deb(a, b);
  }
  return std::nullopt;
}

}  // namespace tocsin
