// Files of a guarded folder: reads judged by the open file, writes under a name aside. Layer:
// updater/platform, Windows only.
#include <windows.h>

#include <winternl.h>

#include "schema/platform/win/access_list.h"
#include "updater/platform/guarded_folder.h"
#include "updater/platform/win/guarded_handle.h"
#include "updater/platform/win/guarded_rights.h"
#include "updater/platform/win/own_image.h"

namespace tocsin {
namespace {

std::string temporary_of(const std::string& name) {
  return '.' + name + ".new";
}

/// A regular file with one name; returns its size.
Result<std::uint64_t> size_of_single(HANDLE file, const std::string& path) {
  auto size = size_of_kind(file, Kind::file, Links::refused, path);
  if (!size) return size;
  BY_HANDLE_FILE_INFORMATION about = {};
  if (::GetFileInformationByHandle(file, &about) == 0) {
    return system_failure(::GetLastError(), "file.stat", path);
  }
  if (about.nNumberOfLinks == 1) return size;
  return fail(Code::denied, "file.open", path + ": not a regular file with one name", "KIND");
}

/// A folder that is no link.
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
  auto file = create_below(as_handle(handle_), name, file_security(mode), kAccess, FILE_NON_DIRECTORY_FILE);
  if (!file) return Failure(std::move(file).error());
  return NewFile(kept(file->release()), at(name));
}

Result<std::string> GuardedFolder::read(const std::string& name, std::size_t cap) const {
  constexpr ACCESS_MASK kAccess = FILE_READ_DATA | FILE_READ_ATTRIBUTES | READ_CONTROL;
  const auto file = open_below(as_handle(handle_), name, kAccess, FILE_OPEN, 0);
  if (!file) return Failure(file.error());
  const auto size = size_of_single(file->get(), at(name));
  if (!size) return Failure(size.error());
  const auto list = access_list_of(file->get(), at(name));
  if (!list) return Failure(list.error());
  if (!is_guarded(*list, own_sid())) {
    return fail(Code::denied, "file.open", at(name) + ": others may write it, or own it", "OWNER");
  }
  return read_whole(file->get(), *size, cap, at(name));
}

bool GuardedFolder::holds_file(const std::string& name, unsigned mode, std::uint64_t size) const {
  const auto file = open_below(as_handle(handle_), name, FILE_READ_ATTRIBUTES | READ_CONTROL, FILE_OPEN, 0);
  if (!file) return false;
  const auto found = size_of_single(file->get(), at(name));
  const auto list = access_list_of(file->get(), at(name));
  return found && *found == size && list && has_rights_of(*list, own_sid(), mode);
}

// The name in the last place changes while the file is open: nobody has come between what was written and
// what is renamed.
Result<void> GuardedFolder::replace(const std::string& name, std::string_view bytes, unsigned mode,
                                    Durability durability) const {
  const std::string temporary = temporary_of(name);
  if (auto removed = remove(temporary); !removed) return removed;
  auto file = create_file(temporary, mode);
  if (!file) return Failure(std::move(file).error());
  auto written = file->write(bytes).and_then([&] { return file->finish(durability); });
  if (written) {
    const auto whole = open_below(as_handle(handle_), temporary, DELETE, FILE_OPEN, FILE_WRITE_THROUGH);
    written = whole ? rename_over(whole->get(), as_handle(handle_), name) : Failure(whole.error());
  }
  if (!written) {
    static_cast<void>(remove(temporary));
    return written;
  }
  return durability == Durability::durable ? sync() : Result<void>();
}

Result<bool> GuardedFolder::ensure(const std::string& name, std::string_view bytes, unsigned mode) const {
  if (holds_file(name, mode, bytes.size())) {
    const auto there = read(name, bytes.size());
    if (there && *there == bytes) return remove(temporary_of(name)).map([] { return false; });
  }
  return replace(name, bytes, mode, Durability::durable).map([] { return true; });
}

Result<void> GuardedFolder::remove(const std::string& name) const {
  const auto object = open_to_remove(as_handle(handle_), name);
  if (!object) return is_missing(object.error()) ? Result<void>() : Failure(object.error());
  if (is_plain_folder(object->get())) return fail(Code::denied, "file.remove", at(name), "KIND");
  return remove_open(object->get(), at(name));
}

// Windows removes no program that runs. That this one does is no fault: it goes out of the way instead.
Result<void> GuardedFolder::remove_regular(const std::string& name) const {
  const auto file = open_to_remove(as_handle(handle_), name);
  if (!file) return is_missing(file.error()) ? Result<void>() : Failure(file.error());
  if (const auto size = size_of_kind(file->get(), Kind::file, Links::refused, at(name)); !size) {
    return Failure(size.error());
  }
  auto removed = remove_open(file->get(), at(name));
  if (removed || !is_own_image(file->get())) return removed;
  return move_own_image_aside(file->get(), *this);
}

Result<void> GuardedFolder::remove_folder(const std::string& name) const {
  const auto object = open_to_remove(as_handle(handle_), name);
  if (!object) return is_missing(object.error()) ? Result<void>() : Failure(object.error());
  if (!is_plain_folder(object->get())) return fail(Code::denied, "folder.remove", at(name), "KIND");
  auto removed = remove_open(object->get(), at(name));
  if (!removed && removed.error().system == ERROR_DIR_NOT_EMPTY) {
    return fail(Code::conflict, "folder.remove", at(name) + ": not empty");
  }
  return removed;
}

}  // namespace tocsin
