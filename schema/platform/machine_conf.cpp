// machine.conf: `Key=value` lines, read strictly, since only the update patch writes them.
#include "schema/platform/machine_conf.h"

#include <algorithm>
#include <optional>

#include "schema/core/set_layout.h"
#include "schema/core/text/ascii.h"
#include "schema/core/text/text.h"
#include "schema/platform/files.h"

namespace tocsin {
namespace {

/// A gid or a SID.
bool is_group(std::string_view text) {
  const auto is_fit = [](char c) { return is_digit(c) || is_upper(c) || c == '-'; };
  return text.size() <= 200 && std::all_of(text.begin(), text.end(), is_fit);
}

struct Draft {
  std::optional<std::string> group;
};

/// Reads one line. Returns what is wrong with it, or an empty view.
std::string_view take_setting(std::string_view line, Draft& draft) {
  if (line.empty() || line.front() == '#') return {};
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos || equals == 0) return "no Key=value";
  const std::string_view key = line.substr(0, equals);
  const std::string_view value = line.substr(equals + 1);
  if (key == "Group") {
    if (draft.group) return "second Group";
    if (!is_group(value)) return "Group is neither a gid nor a SID";
    draft.group = std::string(value);
  }
  return {};
}

Failure malformed(std::string_view what, int line) {
  return fail(Error{
      .code = Code::malformed, .operation = "machine_conf.parse", .detail = std::string(what), .line = line});
}

Result<std::string> read_in_state(const Places& places, const char* name, Ownership ownership) {
  const Folder folder = TRY(Folder::open(places.machine_folder, ownership));
  return folder.read(name, kMachineConfBytes);
}

}  // namespace

Result<MachineConf> parse_machine_conf(std::string_view text) {
  if (text.size() > kMachineConfBytes) return fail(Code::too_large, "machine_conf.parse");
  Draft draft;
  int number = 0;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    ++number;
    if (const auto fault = take_setting(text.substr(0, length), draft); !fault.empty()) {
      return malformed(fault, number);
    }
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  if (!draft.group) return malformed("no Group", number);
  return MachineConf{std::move(*draft.group), {}};
}

Result<MachineConf> read_machine_conf(const Places& places) {
  auto text = read_in_state(places, kMachineConfName, Ownership::required);
  const bool is_doubtful = !text && text.error().rule == "OWNER";
  const std::string doubt = is_doubtful ? describe(text.error()) + ": used all the same" : std::string();
  if (is_doubtful) text = read_in_state(places, kMachineConfName, Ownership::ignored);
  const std::string bytes = TRY(std::move(text));
  MachineConf conf = TRY(parse_machine_conf(bytes));
  conf.doubt = doubt;
  return conf;
}

std::string serialise_machine_conf(const MachineConf& conf) {
  return "Group=" + conf.group + "\n";
}

Result<std::string> parse_machine_secret(std::string_view text) {
  const auto secret = unhex(text.substr(0, 2 * kMachineSecretBytes));
  if (!secret || serialise_machine_secret(*secret) != text)
    return fail(Code::malformed, "machine_secret.parse", "not 64 hex digits and a line end");
  return *secret;
}

std::string serialise_machine_secret(std::string_view secret) {
  return hex(secret) + "\n";
}

// Whose file it is does not matter for a pseudonym: its author could know the secret anyway.
Result<std::string> read_machine_secret(const Places& places) {
  const std::string text = TRY_IN(read_in_state(places, kSecretName, Ownership::ignored),
                                  "reading the secret of the group's pseudonyms");
  return parse_machine_secret(text);
}

}  // namespace tocsin
