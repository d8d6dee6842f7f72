// One holder a session and user.
#include <doctest/doctest.h>
#include <windows.h>

#include "notifier/platform/identity.h"
#include "notifier/platform/session.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

using namespace tocsin;

namespace {

std::string code_of(const Result<SingleInstance>& result) {
  return result ? "" : std::string(code_name(result.error().code));
}

std::string unique(std::string_view name) {
  return std::string(name) + std::to_string(::GetCurrentProcessId());
}

}  // namespace

TEST_CASE("SingleInstance: the second is turned away, until the first ends") {
  const std::string name = unique("tocsin-one-");
  {
    auto first = SingleInstance::take(name, "");
    REQUIRE(first.has_value());
    CHECK(code_of(SingleInstance::take(name, "")) == "conflict");
    CHECK(code_of(SingleInstance::take(name, "C:\\elsewhere")) == "conflict");
    CHECK(code_of(SingleInstance::take(unique("tocsin-other-"), "")) == "");
    const SingleInstance moved = std::move(*first);
    CHECK(code_of(SingleInstance::take(name, "")) == "conflict");
  }
  CHECK(code_of(SingleInstance::take(name, "")) == "");
}

TEST_CASE(
    "SingleInstance: another user's is no hindrance, and neither is a thing of another kind an answer") {
  const std::string name = unique("tocsin-kind-");
  const std::wstring of_another = wide("Local\\" + name + ".S-1-5-21-1-2-3-4");
  const Handle other(::CreateMutexW(nullptr, FALSE, of_another.c_str()));
  CHECK(code_of(SingleInstance::take(name, "")) == "");
  const Handle event(::CreateEventW(nullptr, TRUE, FALSE, wide("Local\\" + name + "." + user_id()).c_str()));
  REQUIRE(event.is_open());
  CHECK(code_of(SingleInstance::take(name, "")) == "io");
}

TEST_CASE("SingleInstance: a name that none can be") {
  CHECK(code_of(SingleInstance::take("a\\b", "")) != "");
}
