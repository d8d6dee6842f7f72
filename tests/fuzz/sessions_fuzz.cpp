// What the login manager's files say: only ids that are plain words, only people's sessions.
#include <algorithm>

#include "tests/fuzz/fuzz.h"
#include "updater/platform/session_facts.h"

namespace tocsin::fuzz {
namespace {

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void run(std::string_view input) {
  expect(!is_session_id(input) || (input.size() <= 32 && std::ranges::all_of(input, is_alphanumeric)),
         "an id is a plain word");
  const auto session = graphical_session(input);
  if (!session) return;
  expect(session->uid != 0 && session->uid != 0xFFFFFFFF, "never root's, never the number that means nobody");
  expect(session->display.empty() || session->display.starts_with(':'), "a local display");
  const auto lines = lines_of(input);
  const auto count = [&](std::string_view start) {
    return std::ranges::count_if(lines, [&](const std::string& line) { return line.starts_with(start); });
  };
  expect(count("UID=") == 1 && count("CLASS=") == 1 && count("TYPE=") == 1 && count("STATE=") == 1,
         "said once");
  expect(std::ranges::count(lines, "CLASS=user") == 1, "a person's");
}

const Registered kRegistered("sessions", run);

}  // namespace
}  // namespace tocsin::fuzz
