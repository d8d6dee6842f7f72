// The record of what was written: what it takes, what it does not, and what a missing or damaged one is.
#include "updater/platform/trigger_record.h"

#include <doctest/doctest.h>

#include "tests/schema/platform/scratch.h"
#include "tests/updater/platform/below.h"

namespace tocsin {
namespace {

TEST_CASE("what is written is read again") {
  const TriggerRecord record = {{"/etc/a b", "text\n"}, {"/usr/bin/x", "../y"}, {"\\Task", "z"}};
  CHECK(serialise_trigger_record(record).starts_with("746578740a /etc/a b\n"));
  CHECK(parse_trigger_record(serialise_trigger_record(record)) == record);
  CHECK(parse_trigger_record("") == TriggerRecord());
}

TEST_CASE("no record") {
  const struct {
    std::string_view name, text;
  } rows[] = {
      {"no name", "7465\n"},       {"no content", " /etc/a\n"}, {"half a byte", "746 /etc/a\n"},
      {"no hex", "text /etc/a\n"}, {"an empty line", "\n"},     {"NUL", std::string_view("\0 a\n", 4)},
      {"twice", "74 a\n75 a\n"},   {"another format", "a=b\n"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(!parse_trigger_record(row.text).has_value());
  }
}

TEST_CASE("on the disk") {
  const Scratch scratch;
  const auto state = folder_below(scratch.path(), "/");
  REQUIRE(state.has_value());
  CHECK(read_trigger_record(*state) == TriggerRecord());
  CHECK(write_trigger_record(*state, {{"a", "x"}}).has_value());
  CHECK(read_trigger_record(*state) == TriggerRecord{{"a", "x"}});
  CHECK(write_trigger_record(*state, {}).has_value());
  CHECK(scratch.names().empty());
  scratch.write("triggers", "damaged");
  CHECK(read_trigger_record(*state) == TriggerRecord());
}

}  // namespace
}  // namespace tocsin
