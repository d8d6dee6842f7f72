// holds() on every formula of up to five nodes and every machine that can tell them apart.
#include "tests/notifier/decide/all_formulas.h"

#include <doctest/doctest.h>

#include "notifier/decide/evaluate.h"
#include "tests/notifier/decide/naive_value.h"

namespace tocsin {

TEST_CASE("every formula of up to five nodes has the naive value on every machine") {
  constexpr std::size_t kCounts[] = {3, 12, 75, 597, 5142};
  Formulas formulas = formulas_of_two();
  auto machines = machines_of_two();
  REQUIRE(machines.size() == 9);
  std::size_t wrong = 0, hasty = 0;
  for (std::size_t nodes = 1; nodes <= std::size(kCounts); ++nodes) {
    CHECK(formulas.of_size(nodes).size() == kCounts[nodes - 1]);
    for (const Condition& formula : formulas.of_size(nodes)) {
      for (ScriptedFacts& machine : machines) {
        const int before = machine.component_calls;
        const Truth naive = naive_value(formula, machine, {});
        const int all = machine.component_calls - before;
        const Truth quick = holds(formula, machine, {});
        wrong += quick == naive ? 0 : 1;
        hasty += machine.component_calls - before - all > all ? 1 : 0;
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(hasty == 0);  // stopping early never asks more
}

}  // namespace tocsin
