// A receipt as it arrives at the vendor: what is read and written again is read alike.
#include "packaging/intake/reading.h"
#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

// The input's first line is the key, the rest the body.
void run(std::string_view input) {
  const std::size_t end = input.find('\n');
  if (end == std::string_view::npos) return;
  for (const bool is_site : {false, true}) {
    const intake::Origin origin{"urn:example:messenger", "com.example.messenger", is_site};
    const auto event = intake::read_event(input.substr(end + 1), input.substr(0, end), origin);
    if (!event) {
      expect(!event.error().detail.empty(), "a refusal says why");
      continue;
    }
    const std::string written = intake::event_json(*event, origin);
    const auto again = intake::read_event(written, intake::id_text(event->id), origin);
    expect(again.has_value(), "what is written can be read");
    expect(intake::event_json(*again, origin) == written, "and is written alike");
  }
}

const Registered kRegistered("receipt", run);

}  // namespace
}  // namespace tocsin::fuzz
