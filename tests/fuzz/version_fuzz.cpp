// Versions in all schemes: a total order over what is a version, and nothing else is compared.
// Input: three of them, a line each.
#include "schema/core/version/version.h"

#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

void check_pair(Scheme scheme, std::string_view a, std::string_view b) {
  const auto forward = compare_versions(scheme, a, b);
  const auto backward = compare_versions(scheme, b, a);
  expect(forward.has_value() == (is_version(scheme, a) && is_version(scheme, b)),
         "compared if both are versions");
  expect(forward.has_value() == backward.has_value(), "either way round");
  if (forward)
    expect((*forward < 0) == (*backward > 0) && (*forward == 0) == (*backward == 0), "antisymmetric");
}

void check_triple(Scheme scheme, std::string_view a, std::string_view b, std::string_view c) {
  const auto ab = compare_versions(scheme, a, b), bc = compare_versions(scheme, b, c),
             ac = compare_versions(scheme, a, c);
  if (!ab || !bc) return;
  if (*ab <= 0 && *bc <= 0) expect(*ac <= 0, "transitive");
  if (*ab >= 0 && *bc >= 0) expect(*ac >= 0, "transitive downwards");
  if (*ab == 0 && *bc == 0) expect(*ac == 0, "equal things are equal");
}

void run(std::string_view input) {
  const std::string_view a = take_line(input), b = take_line(input), c = take_line(input);
  for (const Scheme scheme : kAllSchemes) {
    expect(scheme_from_name(scheme_name(scheme)) == scheme, "a scheme has a name");
    const auto self = compare_versions(scheme, a, a);
    expect(self.has_value() == is_version(scheme, a) && (!self || *self == 0), "equal to itself");
    const std::string_view part = compared_part(scheme, a);
    expect(a.find(part) != std::string_view::npos, "a part of what was found");
    expect(
        compared_part(Scheme::dotted, compared_part(Scheme::dotted, a)) == compared_part(Scheme::dotted, a),
        "and nothing is taken off it twice");
    check_pair(scheme, a, b);
    check_triple(scheme, a, b, c);
    check_triple(scheme, c, a, b);
  }
}

const Registered kRegistered("version", run);

}  // namespace
}  // namespace tocsin::fuzz
