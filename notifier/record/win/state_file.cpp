// state.db as a file. It inherits its access list from the user's own folder.
#include <windows.h>

#include "notifier/record/state_file.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

/// Every error but not_found becomes io.
Failure failed(DWORD number, std::string detail) {
  Failure failure = system_failure(number, "state.file", std::move(detail));
  if (failure.value().code != Code::not_found) failure.value().code = Code::io;
  return failure;
}

Failure not_made(std::string detail, DWORD number) {
  return fail(Error{.code = Code::io,
                    .operation = "state.file",
                    .detail = std::move(detail),
                    .system = static_cast<int>(number)});
}

bool is_folder(const std::string& path) {
  const DWORD attributes = ::GetFileAttributesW(wide_path(path).c_str());
  return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
}

/// Checks the innermost folder first: folders above an existing one may not be accessible.
Result<void> make_folder(const std::string& folder) {
  if (folder.size() < 4 || is_folder(folder)) return {};
  TRY(make_folder(folder.substr(0, folder.find_last_of("\\/"))));
  if (::CreateDirectoryW(wide_path(folder).c_str(), nullptr) != 0) return {};
  const DWORD number = ::GetLastError();
  if (number == ERROR_ALREADY_EXISTS && is_folder(folder)) return {};
  return not_made("the folder cannot be made: " + folder, number);
}

}  // namespace

std::string foreign_owner(const std::string& /*path*/) {
  return {};
}

bool is_absence(int system) {
  return system == ERROR_FILE_NOT_FOUND || system == ERROR_PATH_NOT_FOUND;
}

Result<FileIdentity> identify_state_file(const std::string& path) {
  OpenWish wish;
  wish.access = FILE_READ_ATTRIBUTES;
  wish.flags = FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS;
  const auto file = open_path(path, wish);
  if (!file) return failed(static_cast<DWORD>(file.error().system), "the file cannot be examined");
  BY_HANDLE_FILE_INFORMATION about = {};
  if (::GetFileInformationByHandle(file->get(), &about) == 0) {
    return failed(::GetLastError(), "the file cannot be examined");
  }
  if (!size_of_kind(file->get(), Kind::file, Links::refused, path)) {
    return fail(Code::io, "state.file", "not a regular file: " + path, "KIND");
  }
  if (about.nNumberOfLinks != 1) {
    return fail(Code::io, "state.file", "the file has more than one name: " + path, "LINKS");
  }
  const std::uint64_t index = static_cast<std::uint64_t>(about.nFileIndexHigh) << 32 | about.nFileIndexLow;
  return FileIdentity{about.dwVolumeSerialNumber, index};
}

Result<void> create_state_file(const std::string& path) {
  const std::size_t slash = path.find_last_of("\\/");
  if (slash != std::string::npos) {
    TRY(make_folder(path.substr(0, slash)));
  }
  OpenWish wish;
  wish.access = GENERIC_WRITE;
  wish.disposition = CREATE_NEW;
  wish.flags = FILE_FLAG_OPEN_REPARSE_POINT;
  const auto file = open_path(path, wish);
  if (file && ::FlushFileBuffers(file->get()) != 0) return {};
  const DWORD number = file ? ::GetLastError() : static_cast<DWORD>(file.error().system);
  const bool is_there = number == ERROR_FILE_EXISTS || number == ERROR_ALREADY_EXISTS;
  // For a folder in its place Windows reports "access denied". identify_state_file() then reports the kind.
  if (is_there || (number == ERROR_ACCESS_DENIED && is_folder(path))) return {};
  return not_made("the file cannot be created: " + path, number);
}

Result<void> move_state_file(const std::string& from, const std::string& to) {
  constexpr DWORD kHow = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
  if (::MoveFileExW(wide_path(from).c_str(), wide_path(to).c_str(), kHow) != 0) return {};
  return failed(::GetLastError(), "the file cannot be renamed: " + from);
}

Result<void> remove_leftover(const std::string& path) {
  if (::DeleteFileW(wide_path(path).c_str()) != 0) return {};
  const DWORD number = ::GetLastError();
  if (is_absence(static_cast<int>(number))) return {};
  return not_made("the file cannot be removed: " + path, number);
}

}  // namespace tocsin
