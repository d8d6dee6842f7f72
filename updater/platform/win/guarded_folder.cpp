// Walks component by component, each opened below the handle before it, and works relative to the last: what
// is renamed meanwhile does not move the work. Layer: updater/platform, Windows only.
#include "updater/platform/guarded_folder.h"

#include <windows.h>

#include <winternl.h>

#include <algorithm>

#include <utility>

#include "schema/platform/win/access_list.h"
#include "updater/platform/win/guarded_handle.h"
#include "updater/platform/win/guarded_rights.h"

namespace tocsin {
namespace {

constexpr std::string_view kSeparators = "\\/";

std::vector<std::string> components_of(std::string_view path) {
  std::vector<std::string> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find_first_of(kSeparators), path.size());
    if (end > 0) parts.emplace_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return parts;
}

std::string joined(const std::string& folder, const std::string& name) {
  return folder.ends_with('\\') ? folder + name : folder + '\\' + name;
}

struct Start {
  std::string folder;             // "C:\", or --root's DIR
  std::vector<std::string> rest;  // of the path
};

/// Without a root the path names its drive itself. None: it has none of its own, or is on the network.
Result<Start> start_of(const std::string& root, const std::string& path) {
  const bool has_drive = path.size() > 2 && path[1] == ':' && kSeparators.find(path[2]) != std::string::npos;
  if (root.empty() && !has_drive) return fail(Code::denied, "folder.open", path, "KIND");
  if (root.empty()) return Start{path.substr(0, 2) + '\\', components_of(path.substr(3))};
  return Start{root.ends_with(':') ? root + '\\' : root, components_of(path)};
}

// The root itself is an administrator's word on the command line: links on the way to it are followed.
Result<Handle> open_start(const Start& start, Judgement judgement) {
  OpenWish wish;
  wish.access = FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_READ_ATTRIBUTES | READ_CONTROL | SYNCHRONIZE;
  wish.flags = FILE_FLAG_BACKUP_SEMANTICS;
  auto folder = open_path(start.folder, wish);
  if (!folder) return folder;
  if (auto judged = judge_folder(folder->get(), judgement, start.folder); !judged) {
    return Failure(judged.error());
  }
  return folder;
}

Result<Handle> make_folder(HANDLE parent, const std::string& name, const std::string& path) {
  auto made =
      create_below(parent, name, folder_security(), FILE_LIST_DIRECTORY | READ_CONTROL, FILE_DIRECTORY_FILE);
  if (!made) made.error().detail = path;
  return made;
}

/// Somebody else's folder of that name, made a moment before, is judged like any other.
Result<Handle> open_or_make(HANDLE parent, const std::string& name, Judgement judgement,
                            const std::string& path, bool make_missing) {
  auto folder = open_folder_below(parent, name, judgement, path);
  if (folder || folder.error().code != Code::not_found || !make_missing) return folder;
  const auto made = make_folder(parent, name, path);
  if (!made && made.error().code != Code::conflict) return Failure(made.error());
  return open_folder_below(parent, name, judgement, path);
}

struct Walked {
  Handle folder;
  std::string path;
};

Result<Walked> walk_to(const Start& start, Judgement last, bool make_missing) {
  auto folder = open_start(start, start.rest.empty() ? last : Judgement::passage);
  if (!folder) return Failure(std::move(folder).error());
  std::string so_far = start.folder;
  for (std::size_t k = 0; k < start.rest.size(); ++k) {
    so_far = joined(so_far, start.rest[k]);
    const Judgement judgement = k + 1 == start.rest.size() ? last : Judgement::passage;
    auto next = open_or_make(folder->get(), start.rest[k], judgement, so_far, make_missing);
    if (!next) return Failure(std::move(next).error());
    folder = std::move(next);
  }
  return Walked{std::move(*folder), std::move(so_far)};
}

}  // namespace

bool held_files_can_go() {
  return false;
}

std::string folder_above(const std::string& path) {
  const std::size_t separator = path.find_last_of(kSeparators);
  if (separator == std::string::npos) return {};
  const std::string above = path.substr(0, separator);
  return above.ends_with(':') ? std::string() : above;
}

Result<GuardedFolder> GuardedFolder::open(const std::string& root, const std::string& path) {
  return walk(root, path, false);
}

Result<GuardedFolder> GuardedFolder::make(const std::string& root, const std::string& path) {
  return walk(root, path, true);
}

Result<GuardedFolder> GuardedFolder::walk(const std::string& root, const std::string& path,
                                          bool make_missing) {
  const auto start = start_of(root, path);
  if (!start) return Failure(start.error());
  auto walked = walk_to(*start, Judgement::guarded, make_missing);
  if (!walked) return Failure(std::move(walked).error());
  return GuardedFolder(kept(walked->folder.release()), std::move(walked->path));
}

// The folder above may be one in which others create too: what is removed there is empty, and ours to remove.
Result<void> GuardedFolder::remove_if_empty(const std::string& root, const std::string& path) {
  auto start = start_of(root, path);
  if (!start || start->rest.empty()) return fail(Code::denied, "folder.remove", path, "KIND");
  const std::string name = start->rest.back();
  start->rest.pop_back();
  auto above = walk_to(*start, Judgement::passage, false);
  if (!above) return above.error().code == Code::not_found ? Result<void>() : Failure(above.error());
  return GuardedFolder(kept(above->folder.release()), above->path).remove_folder(name);
}

GuardedFolder::GuardedFolder(GuardedFolder&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)), path_(std::move(other.path_)) {}

GuardedFolder::~GuardedFolder() {
  const Handle closed(as_handle(handle_));
}

std::string GuardedFolder::at(const std::string& name) const {
  return joined(path_, name);
}

Result<GuardedFolder> GuardedFolder::folder(const std::string& name) const {
  auto below = open_folder_below(as_handle(handle_), name, Judgement::guarded, at(name));
  if (!below) return Failure(std::move(below).error());
  return GuardedFolder(kept(below->release()), at(name));
}

Result<GuardedFolder> GuardedFolder::create_folder(const std::string& name) const {
  if (auto made = make_folder(as_handle(handle_), name, at(name)); !made) return Failure(made.error());
  auto made = folder(name);
  if (!made) static_cast<void>(remove_folder(name));
  return made;
}

Result<std::vector<std::string>> GuardedFolder::names() const {
  return names_below(as_handle(handle_), path_);
}

Result<bool> GuardedFolder::ensure_mode() const {
  const auto list = access_list_of(as_handle(handle_), path_);
  if (!list) return Failure(list.error());
  if (has_rights_of(*list, own_sid(), kFolderMode)) return false;
  const auto again = reopen(as_handle(handle_), WRITE_DAC | WRITE_OWNER, path_);
  if (!again) return Failure(again.error());
  return set_security(again->get(), folder_security(), path_).map([] { return true; });
}

// NTFS flushes a folder's handle that may add to it; what was renamed or made with write-through is on the
// disk already.
Result<void> GuardedFolder::sync() const {
  const auto again = reopen(as_handle(handle_), FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY, path_);
  if (!again) return Failure(again.error());
  if (::FlushFileBuffers(again->get()) != 0) return {};
  return system_failure(::GetLastError(), "folder.sync", path_);
}

}  // namespace tocsin
