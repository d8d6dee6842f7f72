// Asks the name service, where directories of a company are reachable too; an image's own file under --root.
// Layer: updater/platform, POSIX only.
#include "updater/platform/group.h"

#include <grp.h>

#include <cerrno>
#include <limits>
#include <string_view>
#include <vector>

#include "schema/core/text/text.h"
#include "schema/platform/posix/descriptor.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin {
namespace {

constexpr std::size_t kMostGroupBytes = 16u << 20;  // a group of 100,000 members, and to spare
constexpr std::size_t kMostEntryBytes = 16u << 20;

/// "name:password:gid:members" with this name; empty for another.
std::string gid_of_line(std::string_view line, std::string_view name) {
  if (!line.starts_with(name) || line.substr(name.size(), 1) != ":") return {};
  line.remove_prefix(name.size() + 1);
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  line.remove_prefix(colon + 1);
  const auto gid = parse_decimal(line.substr(0, line.find(':')), std::numeric_limits<gid_t>::max() - 1);
  return gid ? std::to_string(*gid) : std::string();
}

std::string gid_in_text(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (std::string gid = gid_of_line(text.substr(0, end), name); !gid.empty()) return gid;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return {};
}

Result<std::string> gid_in_image(const std::string& root, const std::string& name) {
  const auto etc = GuardedFolder::open(root, "/etc");
  const auto text = etc ? etc->read("group", kMostGroupBytes) : Failure(etc.error());
  if (text) return gid_in_text(*text, name);
  if (text.error().code == Code::not_found) return std::string();
  return Failure(text.error());
}

Result<std::string> gid_by_name_service(const std::string& name) {
  std::vector<char> room(16u << 10);
  group entry = {};
  group* found = nullptr;
  int number = 0;
  do {
    number = ::getgrnam_r(name.c_str(), &entry, room.data(), room.size(), &found);
    if (number == ERANGE) room.resize(2 * room.size());
  } while (number == EINTR || (number == ERANGE && room.size() <= kMostEntryBytes));
  if (found != nullptr) return std::to_string(found->gr_gid);
  // POSIX allows any of these for "no such name".
  if (number == 0 || number == ENOENT || number == ESRCH) return std::string();
  Failure failure = system_failure(number, "group.resolve", name);
  failure.value().code = Code::unavailable;
  return failure;
}

}  // namespace

Result<std::string> resolve_group(const std::string& root, const std::string& name) {
  return root.empty() ? gid_by_name_service(name) : gid_in_image(root, name);
}

}  // namespace tocsin
