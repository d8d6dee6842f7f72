// machine.conf: `Key=value` lines, read strictly, since only the update patch writes it. Layer: platform.
#include "schema/platform/machine_conf.h"

#include <algorithm>
#include <optional>

#include "schema/core/text/text.h"
#include "schema/platform/owned_file.h"

namespace tocsin {
namespace {

constexpr std::size_t kSecretBytes = 32;

/// A gid or a SID.
bool is_group(std::string_view text) {
  const auto is_fit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-'; };
  return text.size() <= 200 && std::all_of(text.begin(), text.end(), is_fit);
}

struct Draft {
  std::optional<std::string> secret;
  std::optional<std::string> group;
};

/// What is wrong with the line, or empty.
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
  Failure failure = fail(Code::malformed, "machine_conf.parse", std::string(what));
  failure.value().line = line;
  return failure;
}

Result<std::string> conf_text(const Places& places, Ownership ownership) {
  const auto folder = Folder::open(places.machine_folder, ownership);
  if (!folder) return Failure(folder.error());
  return folder->read("machine.conf", kMachineConfBytes);
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
  if (!text) return Failure(text.error());
  auto conf = parse_machine_conf(*text);
  if (conf) conf->doubt = doubt;
  return conf;
}

std::string serialise_machine_conf(const MachineConf& conf) {
  return "Secret=" + hex(conf.secret) + "\nGroup=" + conf.group + "\n";
}

}  // namespace tocsin
