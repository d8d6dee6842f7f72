// dpkg's status file: the quick search against one that reads stanza by stanza. Input: the package's name, a
// line end, the file.
#include "notifier/facts/sources/posix/dpkg_status.h"

#include <algorithm>
#include <optional>

#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

using State = PackageEntry::State;

struct Stanza {
  std::optional<std::string_view> status, version;
  bool has_name = false;

  void take(std::string_view line, std::string_view package) {
    if (line == "Package: " + std::string(package)) has_name = true;
    if (!status && line.starts_with("Status: ")) status = line.substr(8);
    if (!version && line.starts_with("Version: ")) version = line.substr(9);
  }
  [[nodiscard]] State state() const {
    const std::string text = " " + std::string(status.value_or("")) + " ";
    if (!has_name || std::count(text.begin(), text.end(), ' ') != 4)
      return has_name ? State::unknown : State::absent;
    const auto says = [&](std::string_view ending) {
      return text.ends_with(" ok " + std::string(ending) + " ");
    };
    if (says("installed") || says("triggers-awaited") || says("triggers-pending")) return State::present;
    return says("config-files") || says("not-installed") ? State::absent : State::unknown;
  }
};

PackageEntry naive(std::string_view status, std::string_view package) {
  PackageEntry found;
  while (!status.empty()) {
    Stanza stanza;
    const std::size_t end = status.find("\n\n");
    std::string_view lines = status.substr(0, end);
    status.remove_prefix(end == std::string_view::npos ? status.size() : end + 2);
    while (!lines.empty()) {
      const std::string_view rest = lines;
      const std::string_view line = take_line(lines);
      // dpkg ends every line; a name on a line that was cut off is not taken for one.
      const bool is_cut = lines.empty() && !rest.ends_with('\n') && end == std::string_view::npos;
      if (!is_cut || !line.starts_with("Package: ")) stanza.take(line, package);
    }
    const State state = stanza.state();
    if (state == State::present) return {state, stanza.version.value_or("")};
    if (state == State::unknown) found.state = state;
  }
  return found;
}

void run(std::string_view input) {
  const std::string_view package = take_line(input);
  if (package.empty()) return;
  const PackageEntry found = package_entry(input, package), expected = naive(input, package);
  expect(found.state == expected.state && found.version == expected.version, "both searches agree");
  if (!found.version.empty()) {
    expect(found.version.data() >= input.data() &&
               found.version.data() + found.version.size() <= input.data() + input.size(),
           "the answer points into the file");
  }
}

const Registered kRegistered("dpkg", run);

}  // namespace
}  // namespace tocsin::fuzz
