// Policy from /etc and the user's configuration folder. A missing file is the usual case and costs one failed
// open.
#include "schema/platform/files.h"
#include "schema/platform/policy_values.h"

namespace tocsin {
namespace {

void read_policy_file(const std::string& path, PolicyScope scope, PolicyReader& into) {
  constexpr std::size_t kPolicyBytes = 64u << 10;
  if (path.empty()) return;
  const auto text = read_file(path, kPolicyBytes);
  if (text) {
    read_policy_text(*text, scope, path, into);
  } else if (text.error().code != Code::not_found) {
    into.add_ignored({}, {}, path, "file not read: " + std::string(code_name(text.error().code)));
  }
}

}  // namespace

Policy read_policy(const Places& places) {
  PolicyReader reader(places.root);
  read_policy_file(places.machine_policy, PolicyScope::machine, reader);
  read_policy_file(places.user_policy, PolicyScope::user, reader);
  return std::move(reader).settle();
}

Policy read_machine_policy(const Places& places) {
  PolicyReader reader(places.root);
  read_policy_file(places.machine_policy, PolicyScope::machine, reader);
  return std::move(reader).settle();
}

bool is_local_file_path(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
  }
  const bool climbs = text.find("/../") != std::string_view::npos || text.ends_with("/..");
  return text.size() > 1 && text.size() < 4096 && text.front() == '/' && !climbs;
}

}  // namespace tocsin
