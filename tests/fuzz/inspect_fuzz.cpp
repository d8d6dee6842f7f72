// The kit's look into any file of the format: both listings or a named refusal, and text that a terminal may
// show.
#include "packaging/kit/release/inspect.h"

#include "schema/core/text/text.h"
#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {

using namespace kit;
namespace {

void run(std::string_view input) {
  const auto json = inspect_file(input, Listing::json);
  const auto text = inspect_file(input, Listing::text);
  expect(json.has_value() == text.has_value(), "both or neither");
  if (!json) {
    // trust.dat is refused without a name: nobody is told of it.
    expect(!json.error().rule.empty() || !json.error().detail.empty(), "a refusal says why");
    return;
  }
  expect(text_fault(*text).empty() && !first_bad_utf8(*json), "fit for a terminal");
}

const Registered kRegistered("inspect", run);

}  // namespace
}  // namespace tocsin::fuzz
