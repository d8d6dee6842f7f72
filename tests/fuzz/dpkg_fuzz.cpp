// dpkg's status file: the quick search against one that reads stanza by stanza. Input: the package's name, a
// line end, the file.
#include "notifier/facts/sources/posix/dpkg_status.h"

#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

struct Stanza {
  std::optional<std::string_view> status, version;
  bool has_name = false;

  void take(std::string_view line, std::string_view package) {
    if (line == "Package: " + std::string(package)) has_name = true;
    if (!status && line.starts_with("Status: ")) status = line.substr(8);
    if (!version && line.starts_with("Version: ")) version = line.substr(9);
  }
  [[nodiscard]] bool is_installed() const {
    return has_name && (status == "install ok installed" || status == "hold ok installed");
  }
};

std::optional<std::string_view> naive(std::string_view status, std::string_view package) {
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
    if (stanza.is_installed()) return stanza.version.value_or("");
  }
  return std::nullopt;
}

void run(std::string_view input) {
  const std::string_view package = take_line(input);
  if (package.empty()) return;
  const auto found = installed_version(input, package);
  expect(found == naive(input, package), "both searches agree");
  if (found && !found->empty()) {
    expect(found->data() >= input.data() && found->data() + found->size() <= input.data() + input.size(),
           "the answer points into the file");
  }
}

const Registered kRegistered("dpkg", run);

}  // namespace
}  // namespace tocsin::fuzz
