// The host name.
#include "notifier/platform/session.h"

#include <doctest/doctest.h>

#include "schema/core/text/text.h"

using namespace tocsin;

TEST_CASE("host_name can be shown") {
  CHECK_FALSE(host_name().empty());
  CHECK(text_fault(host_name()).empty());
}
