// Walks component by component: each is opened relative to the handle of the one before, so that a
// rename in between does not redirect the work.
#include "updater/platform/guarded_folder.h"

#include <windows.h>

#include <winternl.h>

#include <algorithm>
#include <utility>

#include "schema/platform/win/access_list.h"
#include "schema/platform/win/handle.h"
#include "updater/platform/win/guarded_handle.h"
#include "updater/platform/win/guarded_rights.h"

namespace tocsin::updater {
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
  std::string folder;             // "C:\", or DIR of --root
  std::vector<std::string> rest;  // of the path
};

/// Without a root, the path names its drive. Errors: denied (KIND) if it names none, or a network path.
Result<Start> start_of(const std::string& root, const std::string& path) {
  const bool has_drive = path.size() > 2 && path[1] == ':' && kSeparators.find(path[2]) != std::string::npos;
  if (root.empty() && !has_drive) return fail(Code::denied, "folder.open", path, "KIND");
  if (root.empty()) return Start{path.substr(0, 2) + '\\', components_of(path.substr(3))};
  return Start{root.ends_with(':') ? root + '\\' : root, components_of(path)};
}

// The root itself comes from an administrator's command line, so links on the way to it are followed.
Result<Handle> open_start(const Start& start, Judgement judgement) {
  OpenWish wish;
  wish.access = FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_READ_ATTRIBUTES | READ_CONTROL | SYNCHRONIZE;
  wish.flags = FILE_FLAG_BACKUP_SEMANTICS;
  Handle folder = TRY(open_path(start.folder, wish));
  TRY(judge_folder(folder.get(), judgement, start.folder));
  return folder;
}

Result<Handle> make_folder(HANDLE parent, const std::string& name, const std::string& path) {
  auto made =
      create_below(parent, name, folder_security(), FILE_LIST_DIRECTORY | READ_CONTROL, FILE_DIRECTORY_FILE);
  if (!made) made.error().detail = path;
  return made;
}

/// If another process creates a folder of that name in between, it is judged like any other.
Result<Handle> open_or_make(HANDLE parent, const std::string& name, Judgement judgement,
                            const std::string& path, bool make_missing) {
  auto folder = open_folder_below(parent, name, judgement, path);
  if (folder || folder.error().code != Code::not_found || !make_missing) return folder;
  const auto made = make_folder(parent, name, path);
  if (!made && made.error().code != Code::conflict) return fail(made.error());
  return open_folder_below(parent, name, judgement, path);
}

struct Walked {
  Handle folder;
  std::string path;
};

Result<Walked> walk_to(const Start& start, Judgement last, bool make_missing) {
  Handle folder = TRY(open_start(start, start.rest.empty() ? last : Judgement::passage));
  std::string so_far = start.folder;
  for (std::size_t k = 0; k < start.rest.size(); ++k) {
    so_far = joined(so_far, start.rest[k]);
    const Judgement judgement = k + 1 == start.rest.size() ? last : Judgement::passage;
    folder = TRY(open_or_make(folder.get(), start.rest[k], judgement, so_far, make_missing));
  }
  return Walked{std::move(folder), std::move(so_far)};
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
  const Start start = TRY(start_of(root, path));
  Walked walked = TRY(walk_to(start, Judgement::guarded, make_missing));
  return GuardedFolder(walked.folder.release(), std::move(walked.path));
}

// Others may create entries in the folder above, too. An empty folder of this name is ours to remove.
Result<void> GuardedFolder::remove_if_empty(const std::string& root, const std::string& path) {
  auto start = start_of(root, path);
  if (!start || start->rest.empty()) return fail(Code::denied, "folder.remove", path, "KIND");
  const std::string name = start->rest.back();
  start->rest.pop_back();
  auto above = walk_to(*start, Judgement::passage, false);
  if (!above) return above.error().code == Code::not_found ? Result<void>() : fail(above.error());
  return GuardedFolder(above->folder.release(), above->path).remove_folder(name);
}

GuardedFolder::GuardedFolder(GuardedFolder&& other) noexcept
    : handle_(std::exchange(other.handle_, kNoHandle)), path_(std::move(other.path_)) {}

GuardedFolder::~GuardedFolder() {
  const Handle closed(handle_);
}

std::string GuardedFolder::at(const std::string& name) const {
  return joined(path_, name);
}

Result<GuardedFolder> GuardedFolder::folder(const std::string& name) const {
  Handle below = TRY(open_folder_below(handle_, name, Judgement::guarded, at(name)));
  return GuardedFolder(below.release(), at(name));
}

Result<GuardedFolder> GuardedFolder::create_folder(const std::string& name) const {
  TRY(make_folder(handle_, name, at(name)));
  auto made = folder(name);
  if (!made) static_cast<void>(remove_folder(name));
  return made;
}

Result<std::vector<std::string>> GuardedFolder::names() const {
  return names_below(handle_, path_);
}

Result<bool> GuardedFolder::ensure_mode() const {
  const AccessList list = TRY(access_list_of(handle_, path_));
  if (has_rights_of(list, own_sid(), kFolderMode)) return false;
  const Handle again = TRY(reopen(handle_, WRITE_DAC | WRITE_OWNER, path_));
  return set_security(again.get(), folder_security(), path_).map([] { return true; });
}

// NTFS flushes a folder through a handle that may add entries. What was renamed or created with write-through
// is on the disk already.
Result<void> GuardedFolder::sync() const {
  const Handle again = TRY(reopen(handle_, FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY, path_));
  if (::FlushFileBuffers(again.get()) != 0) return {};
  return system_failure(::GetLastError(), "folder.sync", path_);
}

namespace {

/// A regular file with one name; returns its size.
Result<std::uint64_t> size_of_single(HANDLE file, const std::string& path) {
  const std::uint64_t size = TRY(size_of_kind(file, Kind::file, Links::refused, path));
  BY_HANDLE_FILE_INFORMATION about = {};
  if (::GetFileInformationByHandle(file, &about) == 0) {
    return system_failure(::GetLastError(), "file.stat", path);
  }
  if (about.nNumberOfLinks == 1) return size;
  return fail(Code::denied, "file.open", path + ": not a regular file with one name", "KIND");
}

/// Whether it is a folder and not a link.
bool is_plain_folder(HANDLE object) {
  BY_HANDLE_FILE_INFORMATION about = {};
  constexpr DWORD kBoth = FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT;
  return ::GetFileInformationByHandle(object, &about) != 0 &&
         (about.dwFileAttributes & kBoth) == FILE_ATTRIBUTE_DIRECTORY;
}

Result<Handle> open_to_remove(HANDLE folder, const std::string& name) {
  return open_below(folder, name, DELETE | FILE_READ_ATTRIBUTES, FILE_OPEN, 0);
}

bool is_missing(const Error& error) {
  return error.code == Code::not_found;
}

}  // namespace

Result<NewFile> GuardedFolder::create_file(const std::string& name, unsigned mode) const {
  constexpr ACCESS_MASK kAccess = FILE_GENERIC_WRITE | DELETE | FILE_READ_ATTRIBUTES;
  Handle file = TRY(create_below(handle_, name, file_security(mode), kAccess, FILE_NON_DIRECTORY_FILE));
  return NewFile(file.release(), at(name));
}

Result<std::string> GuardedFolder::read(const std::string& name, std::size_t cap) const {
  constexpr ACCESS_MASK kAccess = FILE_READ_DATA | FILE_READ_ATTRIBUTES | READ_CONTROL;
  const Handle file = TRY(open_below(handle_, name, kAccess, FILE_OPEN, 0));
  const std::uint64_t size = TRY(size_of_single(file.get(), at(name)));
  const AccessList list = TRY(access_list_of(file.get(), at(name)));
  if (!is_guarded(list, own_sid())) {
    return fail(Code::denied, "file.open", at(name) + ": others may write it, or own it", "OWNER");
  }
  return read_whole(file.get(), size, cap, at(name));
}

bool GuardedFolder::holds_file(const std::string& name, unsigned mode, std::uint64_t size) const {
  const auto file = open_below(handle_, name, FILE_READ_ATTRIBUTES | READ_CONTROL, FILE_OPEN, 0);
  if (!file) return false;
  const auto found = size_of_single(file->get(), at(name));
  const auto list = access_list_of(file->get(), at(name));
  return found && *found == size && list && has_rights_of(*list, own_sid(), mode);
}

Result<void> GuardedFolder::replace(const std::string& name, std::string_view bytes, unsigned mode,
                                    Durability durability) const {
  const std::string temporary = temporary_name(name);
  TRY(remove(temporary));
  NewFile file = TRY(create_file(temporary, mode));
  auto written =
      file.write(bytes)
          .and_then([&] { return file.finish(durability); })
          .and_then([&] { return open_below(handle_, temporary, DELETE, FILE_OPEN, FILE_WRITE_THROUGH); })
          .and_then([&](const Handle& whole) { return rename_over(whole.get(), handle_, name); });
  if (!written) {
    static_cast<void>(remove(temporary));
    return written;
  }
  return durability == Durability::durable ? sync() : Result<void>();
}

Result<void> GuardedFolder::remove(const std::string& name) const {
  const auto object = open_to_remove(handle_, name);
  if (!object) return is_missing(object.error()) ? Result<void>() : fail(object.error());
  if (is_plain_folder(object->get())) return fail(Code::denied, "file.remove", at(name), "KIND");
  return remove_open(object->get(), at(name));
}

// Windows does not remove a program that runs, and this one may have to remove itself. It is moved instead.
Result<void> GuardedFolder::remove_regular(const std::string& name) const {
  const auto file = open_to_remove(handle_, name);
  if (!file) return is_missing(file.error()) ? Result<void>() : fail(file.error());
  TRY(size_of_kind(file->get(), Kind::file, Links::refused, at(name)));
  auto removed = remove_open(file->get(), at(name));
  if (removed || !is_own_image(file->get())) return removed;
  return move_own_image_aside(file->get(), *this);
}

Result<void> GuardedFolder::remove_folder(const std::string& name) const {
  const auto object = open_to_remove(handle_, name);
  if (!object) return is_missing(object.error()) ? Result<void>() : fail(object.error());
  if (!is_plain_folder(object->get())) return fail(Code::denied, "folder.remove", at(name), "KIND");
  auto removed = remove_open(object->get(), at(name));
  if (!removed && removed.error().system == ERROR_DIR_NOT_EMPTY) {
    return fail(Code::conflict, "folder.remove", at(name) + ": not empty");
  }
  return removed;
}

NewFile::NewFile(NewFile&& other) noexcept
    : handle_(std::exchange(other.handle_, kNoHandle)), name_(std::move(other.name_)) {}

NewFile::~NewFile() {
  const Handle closed(handle_);
}

Result<void> NewFile::write(std::string_view bytes) {
  if (write_all(handle_, bytes)) return {};
  return system_failure(::GetLastError(), "file.write", name_);
}

// Windows has no such call; finish() writes everything.
void NewFile::begin_writeback() {}

Result<void> NewFile::finish(Durability durability) {
  const Handle file(std::exchange(handle_, kNoHandle));
  if (durability == Durability::cached || ::FlushFileBuffers(file.get()) != 0) return {};
  return system_failure(::GetLastError(), "file.sync", name_);
}

}  // namespace tocsin::updater
