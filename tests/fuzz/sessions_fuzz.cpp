// What loginctl says: only ids that may stand on a command line, only people's sessions.
#include <algorithm>
#include <set>

#include "tests/fuzz/fuzz.h"
#include "updater/platform/session_facts.h"

namespace tocsin::fuzz {

using namespace updater;
namespace {

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void run(std::string_view input) {
  const auto ids = session_ids(input);
  expect(ids.size() <= kMostSessions, "so many and no more");
  expect(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size(), "each once");
  for (const std::string& id : ids) {
    expect(!id.empty() && id.size() <= 32 && std::ranges::all_of(id, is_alphanumeric),
           "an id is a plain word");
  }
  const auto session = graphical_session(input);
  if (!session) return;
  expect(session->uid != 0 && session->uid != 0xFFFFFFFF, "never root's, never the number that means nobody");
  expect(session->display.empty() || session->display.starts_with(':'), "a local display");
  const auto lines = lines_of(input);
  const auto count = [&](std::string_view start) {
    return std::ranges::count_if(lines, [&](const std::string& line) { return line.starts_with(start); });
  };
  expect(count("User=") == 1 && count("Class=") == 1 && count("Type=") == 1 && count("State=") == 1,
         "said once");
  expect(std::ranges::count(lines, "Class=user") == 1, "a person's");
}

const Registered kRegistered("sessions", run);

}  // namespace
}  // namespace tocsin::fuzz
