// machine.conf: `Key=value` lines, read strictly, since only the update patch writes them.
#include "schema/platform/machine_conf.h"

#include <algorithm>
#include <optional>

#include "schema/core/text/ascii.h"
#include "schema/core/text/text.h"
#include "schema/platform/files.h"

namespace tocsin {
namespace {

constexpr std::size_t kSecretBytes = 32;

/// A gid or a SID.
bool is_group(std::string_view text) {
  const auto is_fit = [](char c) { return is_digit(c) || is_upper(c) || c == '-'; };
  return text.size() <= 200 && std::all_of(text.begin(), text.end(), is_fit);
}

struct Draft {
  std::optional<std::string> secret;
  std::optional<std::string> group;
};

/// Reads one line. Returns what is wrong with it, or an empty view.
std::string_view take_setting(std::string_view line, Draft& draft) {
  if (line.empty() || line.front() == '#') return {};
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos || equals == 0) return "no Key=value";
  const std::string_view key = line.substr(0, equals);
  const std::string_view value = line.substr(equals + 1);
  if (key == "Secret") {
    if (draft.secret) return "second Secret";
    draft.secret = unhex(value);
    if (!draft.secret || draft.secret->size() != kSecretBytes) return "Secret is not 64 hex digits";
  } else if (key == "Group") {
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

Result<std::string> conf_text(const Places& places, Ownership ownership) {
  const Folder folder = TRY(Folder::open(places.machine_folder, ownership));
  return folder.read("machine.conf", kMachineConfBytes);
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
  if (!draft.secret) return malformed("no Secret", number);
  return MachineConf{std::move(*draft.secret), draft.group.value_or(""), {}};
}

Result<MachineConf> read_machine_conf(const Places& places) {
  auto text = conf_text(places, Ownership::required);
  const bool is_doubtful = !text && text.error().rule == "OWNER";
  const std::string doubt = is_doubtful ? describe(text.error()) + ": used all the same" : std::string();
  if (is_doubtful) text = conf_text(places, Ownership::ignored);
  const std::string bytes = TRY(std::move(text));
  MachineConf conf = TRY(parse_machine_conf(bytes));
  conf.doubt = doubt;
  return conf;
}

std::string serialise_machine_conf(const MachineConf& conf) {
  return "Secret=" + hex(conf.secret) + "\nGroup=" + conf.group + "\n";
}

}  // namespace tocsin
