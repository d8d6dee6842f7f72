// The audience's group: by name, by SID, and names that are no group.
#include "updater/platform/audience.h"

#include <doctest/doctest.h>

namespace tocsin::updater {
namespace {

TEST_CASE("groups") {
  const struct {
    std::string_view name, group, sid;
  } rows[] = {
      {"by SID", "S-1-5-32-544", "S-1-5-32-544"},
      {"a domain's", "S-1-5-21-1-2-3-1001", "S-1-5-21-1-2-3-1001"},
      {"by name", "Administrators", "S-1-5-32-544"},
      {"in whatever case", "ADMINISTRATORS", "S-1-5-32-544"},
      {"missing", "tocsin-no-such-group", ""},
      {"half a SID", "S-1-5-", ""},
      {"no SID", "S-1-example", ""},
      {"a SID and more", "S-1-5-32-544 x", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(resolve_group("", std::string(row.group)) == std::string(row.sid));
  }
}

}  // namespace
}  // namespace tocsin::updater
