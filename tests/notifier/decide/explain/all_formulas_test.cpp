// Explaining looks at every node, deciding stops early: on every small formula both come to the same.
#include "tests/notifier/decide/all_formulas.h"

#include <doctest/doctest.h>

#include "notifier/decide/explain/explain.h"

namespace tocsin {

TEST_CASE("every formula of up to four nodes: the explained value is the decided one") {
  Formulas formulas = formulas_of_two();
  auto machines = machines_of_two();
  std::size_t compared = 0, wrong = 0;
  for (std::size_t nodes = 1; nodes <= 4; ++nodes) {
    for (const Condition& formula : formulas.of_size(nodes)) {
      for (ScriptedFacts& machine : machines) {
        ++compared;
        wrong += explain_condition(formula, machine, {}).result == holds(formula, machine, {}) ? 0 : 1;
      }
    }
  }
  CHECK(compared == 9 * (3 + 12 + 75 + 597));
  CHECK(wrong == 0);
}

}  // namespace tocsin
