// The machine's own id, from its file.
#include <doctest/doctest.h>

#include "schema/platform/known_paths.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

TEST_CASE("machine_id: 32 hex digits or none") {
  struct Row {
    std::string_view name, text, wanted;
  };
  constexpr std::string_view kId = "0123456789abcdef0123456789abcdef";
  const Row rows[] = {{"id", "0123456789abcdef0123456789abcdef\n", kId},
                      {"no line end", "0123456789abcdef0123456789abcdef", kId},
                      {"an image's", "uninitialized\n", ""},
                      {"empty", "", ""},
                      {"short", "0123456789abcdef\n", ""},
                      {"two", "0123456789abcdef0123456789abcdef\n0123456789abcdef0123456789abcdef\n", ""},
                      {"not hex", "0123456789abcdef0123456789abcdeg\n", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Scratch root;
    root.write("etc/machine-id", row.text);
    CHECK(machine_id(root.path()) == row.wanted);
  }
  const Scratch bare;
  CHECK(machine_id(bare.path()).empty());
}
