// What is logged of the reader's acts. Standard error is made a terminal, on which every line of the log
// appears whatever log this machine has.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <tuple>

#include "schema/platform/posix/descriptor.h"
#include "tests/notifier/session/read_here.h"

namespace tocsin::test {
namespace {

/// All that was written to the terminal: reading ends when its other side is closed.
std::string read_out(const Descriptor& terminal) {
  std::string out;
  std::array<char, 4096> bytes = {};
  while (true) {
    const ssize_t size = ::read(terminal.get(), bytes.data(), bytes.size());
    if (size <= 0) return out;
    out.append(bytes.data(), static_cast<std::size_t>(size));
  }
}

std::string logged_by(const std::function<void()>& act) {
  const Descriptor ours(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  REQUIRE(::grantpt(ours.get()) == 0);
  REQUIRE(::unlockpt(ours.get()) == 0);
  const Descriptor before(::dup(STDERR_FILENO));
  {
    const Descriptor theirs(::open(::ptsname(ours.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
    REQUIRE(theirs.is_open());
    ::dup2(theirs.get(), STDERR_FILENO);
  }
  act();
  ::dup2(before.get(), STDERR_FILENO);
  return read_out(ours);
}

TEST_CASE("each act is one line of the log, and so is each act that could not be recorded") {
  const struct {
    std::string_view name;
    bool has_record;
    std::string_view first, second;
  } rows[] = {{"recorded", true, "shown: one/1", "acknowledged: one/1"},
              {"no record", false, "store.open: io", "store.open: io"}};
  for (const auto& row : rows) {
    CAPTURE(row.name);
    ReadHere here;
    if (!row.has_record) here.session.places.state_db.clear();
    open_record(here.session);
    const std::string shown = logged_by(
        [&here] { CHECK(here.show([](Presenter& presenter) { std::ignore = presenter.displayed(0); })); });
    const std::string acknowledged = logged_by(
        [&here] { CHECK(here.show([](Presenter& presenter) { std::ignore = presenter.acknowledge(0); })); });
    CHECK(shown.find(row.first) != std::string::npos);
    CHECK(acknowledged.find(row.second) != std::string::npos);
  }
}

}  // namespace
}  // namespace tocsin::test
