// Reads below a held folder: reparse points are never followed, owner and access list are those of the open
// file, not of a name. Layer: platform, Windows only.
#include "schema/platform/owned_file.h"

#include <windows.h>

#include <winternl.h>

#include <utility>

#include "schema/platform/win/access_list.h"
#include "schema/platform/win/handle.h"

namespace tocsin {
namespace {

Failure renamed(Error error) {
  error.operation = "owned_file.open";
  return Failure(std::move(error));
}

Result<std::uint64_t> checked_size(HANDLE handle, Kind kind, Ownership ownership, const std::string& detail) {
  auto size = size_of_kind(handle, kind, Links::refused, detail);
  if (!size) return renamed(std::move(size).error());
  if (ownership == Ownership::ignored) return size;
  const auto list = access_list_of(handle, detail);
  if (!list) return Failure(list.error());
  if (!only_administrators_can_write(*list)) return fail(Code::denied, "owned_file.open", detail, "OWNER");
  return size;
}

}  // namespace

Result<Folder> Folder::open(const std::string& path, Ownership ownership) {
  OpenWish wish;
  wish.access = FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_READ_ATTRIBUTES | READ_CONTROL;
  wish.flags = FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT;
  auto handle = open_path(path, wish);
  if (!handle) return renamed(std::move(handle).error());
  if (auto size = checked_size(handle->get(), Kind::folder, ownership, path); !size) {
    return Failure(std::move(size).error());
  }
  return Folder(kept(handle->release()), ownership);
}

Folder::Folder(Folder&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)), ownership_(other.ownership_) {}

Folder::~Folder() {
  const Handle closed(as_handle(handle_));
}

Result<std::string> Folder::read(const std::string& name, std::size_t cap) const {
  constexpr ACCESS_MASK kAccess = FILE_READ_DATA | FILE_READ_ATTRIBUTES | READ_CONTROL;
  auto file = open_below(as_handle(handle_), name, kAccess, FILE_OPEN, 0);
  if (!file) return renamed(std::move(file).error());
  const auto size = checked_size(file->get(), Kind::file, ownership_, name);
  if (!size) return Failure(size.error());
  return read_whole(file->get(), *size, cap, name);
}

}  // namespace tocsin
