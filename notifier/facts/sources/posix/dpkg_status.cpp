// Finds one line in a text of megabytes, then reads that stanza only. By memmem(3), which is twice as fast
// here as std::string_view::find: a gate that looks for a package spends most of its time here.
#include "notifier/facts/sources/posix/dpkg_status.h"

#include <string.h>  // NOLINT(modernize-deprecated-headers): memmem is declared there alone

#include <algorithm>
#include <optional>
#include <string>

namespace tocsin {
namespace {

std::size_t find_text(std::string_view text, std::string_view wanted) {
  if (text.empty())
    return std::string_view::npos;  // data() can be a null pointer, which memmem does not accept
  const void* found = ::memmem(text.data(), text.size(), wanted.data(), wanted.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

/// From the blank line before `at` to the one after it.
std::string_view stanza_around(std::string_view status, std::size_t at) {
  const std::size_t before = status.substr(0, at).rfind("\n\n");
  const std::size_t start = before == std::string_view::npos ? 0 : before + 2;
  const std::size_t length = find_text(status.substr(at), "\n\n");
  return length == std::string_view::npos ? status.substr(start) : status.substr(start, at - start + length);
}

/// The value of a field on one line. Continuation lines begin with a blank, so that none is mistaken for a
/// field.
std::optional<std::string_view> field(std::string_view stanza, std::string_view name) {
  while (!stanza.empty()) {
    const std::string_view line = stanza.substr(0, stanza.find('\n'));
    if (line.starts_with(name)) return line.substr(name.size());
    stanza.remove_prefix(std::min(line.size() + 1, stanza.size()));
  }
  return std::nullopt;
}

using State = PackageEntry::State;

/// "WANT FLAG STATE"; any other shape is unknown.
State state_of(std::string_view status) {
  const std::size_t first = status.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : status.find(' ', first + 1);
  if (second == std::string_view::npos) return State::unknown;
  if (status.substr(first + 1, second - first - 1) != "ok") return State::unknown;
  const std::string_view word = status.substr(second + 1);
  if (word == "installed" || word == "triggers-awaited" || word == "triggers-pending") return State::present;
  return word == "config-files" || word == "not-installed" ? State::absent : State::unknown;
}

PackageEntry entry_of(std::string_view stanza) {
  const auto status = field(stanza, "Status: ");
  const State state = status ? state_of(*status) : State::unknown;
  if (state != State::present) return {state, {}};
  return {state, field(stanza, "Version: ").value_or(std::string_view())};
}

}  // namespace

PackageEntry package_entry(std::string_view status, std::string_view package) {
  const std::string line = "\nPackage: " + std::string(package) + "\n";
  PackageEntry found;
  const auto is_present = [&](std::string_view stanza) {
    const PackageEntry entry = entry_of(stanza);
    if (entry.state != State::absent) found = entry;
    return entry.state == State::present;
  };
  // The first line of the file has no line end before it.
  if (status.starts_with(std::string_view(line).substr(1)) && is_present(stanza_around(status, 0)))
    return found;
  std::size_t from = 0;
  while (true) {
    const std::size_t at = find_text(status.substr(from), line);
    if (at == std::string_view::npos) return found;
    from += at + 1;
    if (is_present(stanza_around(status, from))) return found;
  }
}

}  // namespace tocsin
