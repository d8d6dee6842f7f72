// See release/draft.h.
#include "packaging/kit/release/draft.h"

#include <algorithm>
#include <array>

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/option_values.h"
#include "schema/format/catalog/catalog.h"
#include "schema/format/config/config.h"
#include "schema/format/limits.h"
#include "schema/platform/durable_file.h"
#include "schema/platform/native_path.h"
#include "schema/trust/chain.h"

namespace tocsin {
namespace {

constexpr std::array<std::string_view, 6> kRoleNames = {"notifier", "config",  "catalog",
                                                        "dialog",   "control", "updater"};
constexpr Duration kGrace = std::chrono::days(30);

struct Content {
  FileEntry entry;
  std::string bytes;
};

Result<std::vector<std::string>> read_roots(const std::vector<std::string>& paths) {
  std::vector<std::string> roots;
  for (const std::string& path : paths) {
    auto bytes = read_draft(path);
    if (!bytes) return Failure(bytes.error());
    roots.push_back(std::move(*bytes));
  }
  return roots;
}

/// A client that has only root 1 must be able to climb: the chain is checked as it would.
Result<Root> newest_root(const std::vector<std::string_view>& roots) {
  auto first = open_first_root(roots.front());
  if (!first) return first;
  if (roots.size() > kMostRoots) return fail(Code::too_large, "release.roots", "64 roots at most", "COUNT");
  return climb_chain(roots, *first, first->product);
}

std::string name_of(const ReleaseRequest& request, FileRole role, const std::string& path) {
  const auto given = request.names.find(role);
  return given != request.names.end() ? given->second : utf8_path(native_path(path).filename());
}

Result<std::vector<Content>> read_contents(const ReleaseRequest& request) {
  std::vector<Content> contents;
  for (const auto& [role, path] : request.files) {  // a map: ascending by role
    auto bytes = read_file(path, limits::kPayloadBytes);
    if (!bytes) return Failure(in_file(bytes.error(), path));
    FileEntry entry{role, name_of(request, role, path), bytes->size(), sha256(*bytes)};
    contents.push_back({std::move(entry), std::move(*bytes)});
  }
  return contents;
}

std::vector<FileEntry> entries_of(const std::vector<Content>& contents) {
  std::vector<FileEntry> entries;
  entries.reserve(contents.size());
  for (const Content& content : contents) entries.push_back(content.entry);
  return entries;
}

const std::string& bytes_of(const std::vector<Content>& contents, FileRole role) {
  return std::ranges::find_if(contents, [role](const Content& c) { return c.entry.role == role; })->bytes;
}

/// Strictly, so that nothing is signed which the author's grammar refuses.
/// Shape: when the last notice expires; nothing for a catalog without notices.
Result<std::optional<Instant>> last_notice(const std::vector<Content>& contents,
                                           const ReleaseRequest& request) {
  const auto config =
      parse_config(AuthorBytes::of(bytes_of(contents, FileRole::config)), brand(), ConfigMode::strict);
  if (!config) return Failure(in_file(config.error(), request.files.at(FileRole::config)));
  const auto catalog =
      parse_catalog(AuthorBytes::of(bytes_of(contents, FileRole::catalog)), ReadMode::strict);
  if (!catalog) return Failure(in_file(catalog.error(), request.files.at(FileRole::catalog)));
  std::optional<Instant> last;
  for (const Message& message : catalog->messages)
    last = std::max(last.value_or(message.expires), message.expires);
  return last;
}

Result<Instant> expiry_of(const ReleaseRequest& request, std::optional<Instant> last) {
  if (!request.expires && !last)
    return fail(Code::invalid_argument, "release.expires", "no notice: --expires is needed");
  const Instant expires = request.expires ? *request.expires : *last + kGrace;
  if (expires <= request.issued)
    return fail(Code::invalid_argument, "release.expires", "not after --issued", "DATES");
  if (last && expires < *last && !request.force) {
    return fail(Code::invalid_argument, "release.expires",
                "before the last notice's " + format_instant(*last) + " (--force accepts it)");
  }
  return expires;
}

Result<ReleaseDraft> put_together(const ReleaseRequest& request, const Root& root, Instant expires) {
  if (request.serial < root.floor)
    return fail(Code::invalid_argument, "release.serial", "below the root's floor", "FLOOR");
  ReleaseDraft release;
  release.product = std::string(root.product);
  release.root_version = root.version;
  release.epoch = root.epoch;
  release.serial = request.serial;
  release.issued = request.issued;
  release.expires = expires;
  release.platform = request.platform;
  return release;
}

Result<std::string> assemble(const std::vector<std::string_view>& roots, const ReleaseDraft& release,
                             const std::vector<Content>& contents) {
  const std::string scf = write_scf(roots, write_envelope(write_release(release), {}));
  if (scf.size() > limits::kScfBytes)
    return fail(Code::too_large, "release.scf", "scf.dat above 64 KiB", "SIZE");
  std::string blobs;
  for (const Content& content : contents) blobs += content.bytes;
  std::string payload = write_payload(scf, blobs);
  if (payload.size() > limits::kPayloadBytes)
    return fail(Code::too_large, "release.payload", "above 64 MiB", "SIZE");
  return payload;
}

}  // namespace

std::string_view role_name(FileRole role) {
  const auto index = static_cast<std::size_t>(role) - 1;
  return index < kRoleNames.size() ? kRoleNames[index] : "unknown";
}

std::optional<FileRole> role_from_name(std::string_view name) {
  const auto found = std::ranges::find(kRoleNames, name);
  if (found == kRoleNames.end()) return std::nullopt;
  return static_cast<FileRole>(found - kRoleNames.begin() + 1);
}

Result<ReleaseResult> draft_release(const ReleaseRequest& request) {
  const auto owned = read_roots(request.roots);
  if (!owned) return Failure(owned.error());
  const std::vector<std::string_view> roots(owned->begin(), owned->end());
  const auto root = newest_root(roots);
  if (!root) return Failure(root.error());
  const auto contents = read_contents(request);
  if (!contents) return Failure(contents.error());
  const std::vector<FileEntry> entries = entries_of(*contents);
  if (const auto sound = check_files(entries); !sound) return Failure(sound.error());
  const auto last = last_notice(*contents, request);
  if (!last) return Failure(last.error());
  const auto expires = expiry_of(request, *last);
  if (!expires) return Failure(expires.error());
  auto release = put_together(request, *root, *expires);
  if (!release) return Failure(release.error());
  release->files = entries;
  auto payload = assemble(roots, *release, *contents);
  if (!payload) return Failure(payload.error());
  return ReleaseResult{std::move(*payload), std::move(*release)};
}

}  // namespace tocsin
