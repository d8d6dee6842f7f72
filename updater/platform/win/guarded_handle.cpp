// Handles below a folder that is held open: opened by NtCreateFile, judged by their rights,
// listed, renamed and removed.
#include "updater/platform/win/guarded_handle.h"

#include <windows.h>

#include <sddl.h>
#include <winternl.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include "schema/platform/win/access_list.h"
#include "schema/platform/win/wide_text.h"
#include "updater/platform/win/guarded_rights.h"

namespace tocsin::updater {
namespace {

struct FreeLocal {
  void operator()(void* memory) const { ::LocalFree(memory); }
};
using Descriptor = std::unique_ptr<void, FreeLocal>;

Result<Descriptor> parsed(const std::string& security) {
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  if (::ConvertStringSecurityDescriptorToSecurityDescriptorW(wide(security).c_str(), SDDL_REVISION_1,
                                                             &descriptor, nullptr) == 0) {
    return system_failure(::GetLastError(), "security.parse", security);
  }
  return Descriptor(descriptor);
}

Result<Handle> create_relative(HANDLE folder, std::wstring name, PSECURITY_DESCRIPTOR security,
                               ACCESS_MASK access, ULONG disposition, ULONG options) {
  UNICODE_STRING exact = {};
  exact.Buffer = name.data();
  exact.Length = exact.MaximumLength = static_cast<USHORT>(name.size() * sizeof(wchar_t));
  OBJECT_ATTRIBUTES where = {};
  InitializeObjectAttributes(&where, &exact, OBJ_CASE_INSENSITIVE, folder, security);
  IO_STATUS_BLOCK done = {};
  HANDLE opened = INVALID_HANDLE_VALUE;
  constexpr ULONG kShared = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
  const NTSTATUS status = ::NtCreateFile(
      &opened, access | SYNCHRONIZE, &where, &done, nullptr, FILE_ATTRIBUTE_NORMAL, kShared, disposition,
      options | FILE_OPEN_REPARSE_POINT | FILE_SYNCHRONOUS_IO_NONALERT, nullptr, 0);
  if (status < 0) return system_failure(::RtlNtStatusToDosError(status), "file.open", narrow(name));
  return Handle(opened);
}

/// A SID of this process's token.
template <TOKEN_INFORMATION_CLASS kWhich, typename Info>
std::string token_sid(PSID Info::*member) {
  HANDLE token = nullptr;
  if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token) == 0) return {};
  const Handle owned(token);
  alignas(Info) std::array<char, sizeof(Info) + SECURITY_MAX_SID_SIZE> bytes = {};
  DWORD size = 0;
  if (::GetTokenInformation(token, kWhich, bytes.data(), static_cast<DWORD>(bytes.size()), &size) == 0)
    return {};
  return sid_text(reinterpret_cast<const Info*>(bytes.data())->*member);
}

struct UserSid {
  PSID sid;
  DWORD attributes;
};

/// The path of an object, as the system reports it; empty when it does not.
std::wstring final_path(HANDLE object) {
  std::vector<wchar_t> path(32768);
  const DWORD length = ::GetFinalPathNameByHandleW(object, path.data(), static_cast<DWORD>(path.size()),
                                                   FILE_NAME_NORMALIZED | VOLUME_NAME_DOS);
  return length < path.size() ? std::wstring(path.data(), length) : std::wstring();
}

bool is_directly_below(HANDLE parent, HANDLE child, const std::string& name) {
  std::wstring expected = final_path(parent);
  const std::wstring found = final_path(child);
  if (expected.empty() || expected.back() != L'\\') expected += L'\\';
  expected += wide(name);
  return ::CompareStringOrdinal(expected.data(), static_cast<int>(expected.size()), found.data(),
                                static_cast<int>(found.size()), TRUE) == CSTR_EQUAL;
}

}  // namespace

const std::string& own_sid() {
  static const std::string own = [] {
    const std::string owner = token_sid<TokenOwner>(&TOKEN_OWNER::Owner);
    return owner.empty() || is_administrative(owner) ? std::string() : token_sid<TokenUser>(&UserSid::sid);
  }();
  return own;
}

Result<void> judge_folder(HANDLE folder, Judgement judgement, const std::string& path) {
  TRY(size_of_kind(folder, Kind::folder, Links::refused, path));
  const AccessList list = TRY(access_list_of(folder, path));
  const bool is_right =
      judgement == Judgement::guarded ? is_guarded(list, own_sid()) : is_passage(list, own_sid());
  if (is_right) return {};
  return fail(Code::denied, "folder.open", path + ": others may write there, or own it", "OWNER");
}

Result<Handle> open_folder_below(HANDLE parent, const std::string& name, Judgement judgement,
                                 const std::string& path) {
  constexpr ACCESS_MASK kAccess = FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_READ_ATTRIBUTES | READ_CONTROL;
  Handle folder = TRY(open_below(parent, name, kAccess, FILE_OPEN, 0));
  TRY(judge_folder(folder.get(), judgement, path));
  if (is_directly_below(parent, folder.get(), name)) return folder;
  return fail(Code::denied, "folder.open", path + ": leads elsewhere", "KIND");
}

Result<Handle> create_below(HANDLE parent, const std::string& name, const std::string& security,
                            ACCESS_MASK access, ULONG options) {
  if (!is_plain_name(name)) return fail(Code::denied, "file.create", name, "KIND");
  const Descriptor descriptor = TRY(parsed(security));
  return create_relative(parent, wide(name), descriptor.get(), access, FILE_CREATE, options)
      .map_error([](Error error) {
        if (error.system == ERROR_FILE_EXISTS || error.system == ERROR_ALREADY_EXISTS)
          error.code = Code::conflict;
        return error;
      });
}

Result<Handle> reopen(HANDLE object, ACCESS_MASK access, const std::string& path) {
  auto again = create_relative(object, {}, nullptr, access, FILE_OPEN, 0);
  if (!again) again.error().detail = path;
  return again;
}

// Unlike SetSecurityInfo, this does not change what lies in a folder.
Result<void> set_security(HANDLE object, const std::string& security, const std::string& path) {
  const Descriptor descriptor = TRY(parsed(security));
  constexpr SECURITY_INFORMATION kWhat =
      OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION;
  if (::SetKernelObjectSecurity(object, kWhat, descriptor.get()) == 0) {
    return system_failure(::GetLastError(), "file.security", path);
  }
  return {};
}

Result<std::vector<std::string>> names_below(HANDLE folder, const std::string& path) {
  std::vector<std::string> names;
  alignas(FILE_ID_BOTH_DIR_INFO) std::array<char, 64u << 10> bytes = {};
  for (auto which = FileIdBothDirectoryRestartInfo;; which = FileIdBothDirectoryInfo) {
    if (::GetFileInformationByHandleEx(folder, which, bytes.data(), static_cast<DWORD>(bytes.size())) == 0) {
      const DWORD number = ::GetLastError();
      if (number == ERROR_NO_MORE_FILES) return names;
      return system_failure(number, "folder.list", path);
    }
    for (const char* at = bytes.data();;) {
      const auto& entry = *reinterpret_cast<const FILE_ID_BOTH_DIR_INFO*>(at);
      const std::string name = narrow({entry.FileName, entry.FileNameLength / sizeof(wchar_t)});
      if (name != "." && name != "..") names.push_back(name);
      if (entry.NextEntryOffset == 0) break;
      at += entry.NextEntryOffset;
    }
  }
}

namespace {

// Renames and removals in the form that works while others have the file open. An older file system (and
// Wine) has only the other form. These numbers are not in winternl.h; they are those of Microsoft's ntifs.h.
constexpr auto kRename = static_cast<FILE_INFORMATION_CLASS>(10);
constexpr auto kRenameEx = static_cast<FILE_INFORMATION_CLASS>(65);
constexpr auto kDisposition = static_cast<FILE_INFORMATION_CLASS>(13);
constexpr auto kDispositionEx = static_cast<FILE_INFORMATION_CLASS>(64);
constexpr ULONG kReplace = 1;
constexpr ULONG kRenameLikePosix = 2;
constexpr ULONG kRenameReadOnlyToo = 0x40;
constexpr ULONG kRemove = 1;
constexpr ULONG kRemoveLikePosix = 2;
constexpr ULONG kRemoveReadOnlyToo = 0x10;

/// FILE_RENAME_INFORMATION with room for a name.
struct RenameRequest {
  ULONG flags = 0;
  HANDLE folder = nullptr;
  ULONG bytes = 0;
  wchar_t name[256] = {};
};

NTSTATUS set_information(HANDLE object, void* request, std::size_t size, FILE_INFORMATION_CLASS which) {
  IO_STATUS_BLOCK done = {};
  return ::NtSetInformationFile(object, &done, request, static_cast<ULONG>(size), which);
}

/// Repeats a change that a virus scanner or indexer may prevent for a moment: they open new files.
template <typename Change>
NTSTATUS repeat_while_busy(const Change& change) {
  constexpr int kTries = 10;
  constexpr DWORD kPauseMs = 30;
  for (int attempt = 1;; ++attempt) {
    const NTSTATUS status = change();
    const DWORD reason = status < 0 ? ::RtlNtStatusToDosError(status) : ERROR_SUCCESS;
    const bool may_pass = reason == ERROR_SHARING_VIOLATION || reason == ERROR_ACCESS_DENIED;
    if (!may_pass || attempt == kTries) return status;
    ::Sleep(kPauseMs);
  }
}

}  // namespace

Result<void> rename_over(HANDLE file, HANDLE folder, const std::string& name) {
  const std::wstring text = wide(name);
  RenameRequest request;
  if (!is_plain_name(name) || text.size() > std::size(request.name)) {
    return fail(Code::denied, "file.rename", name, "KIND");
  }
  std::ranges::copy(text, request.name);
  request.folder = folder;
  request.bytes = static_cast<ULONG>(text.size() * sizeof(wchar_t));
  const std::size_t size =
      std::max(offsetof(RenameRequest, name) + request.bytes, sizeof(RenameRequest) - sizeof request.name);
  const NTSTATUS status = repeat_while_busy([&] {
    request.flags = kReplace | kRenameLikePosix | kRenameReadOnlyToo;
    if (set_information(file, &request, size, kRenameEx) >= 0) return NTSTATUS{0};
    request.flags = kReplace;
    return set_information(file, &request, size, kRename);
  });
  if (status >= 0) return {};
  return system_failure(::RtlNtStatusToDosError(status), "file.rename", name);
}

Result<void> remove_open(HANDLE object, const std::string& path) {
  ULONG flags = kRemove | kRemoveLikePosix | kRemoveReadOnlyToo;
  if (set_information(object, &flags, sizeof flags, kDispositionEx) >= 0) return {};
  BOOLEAN goes = TRUE;
  const NTSTATUS status = set_information(object, &goes, sizeof goes, kDisposition);
  if (status >= 0) return {};
  return system_failure(::RtlNtStatusToDosError(status), "file.remove", path);
}

namespace {

constexpr const char* kAside = ".removed-at-restart.exe";

bool read_identity(HANDLE file, BY_HANDLE_FILE_INFORMATION& about) {
  return ::GetFileInformationByHandle(file, &about) != 0;
}

/// The system skips what is not empty, or no longer there, by then.
bool remove_at_restart(const std::string& path) {
  return ::MoveFileExW(wide_path(path).c_str(), nullptr, MOVEFILE_DELAY_UNTIL_REBOOT) != 0;
}

}  // namespace

Result<std::string> own_image_path() {
  std::vector<wchar_t> name(32768);
  const DWORD length = ::GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size()));
  if (length == 0 || length == name.size()) return system_failure(::GetLastError(), "image.path", {});
  return narrow_path({name.data(), length});
}

bool is_own_image(HANDLE file) {
  const auto own = own_image_path().and_then(
      [](const std::string& path) { return open_path(path, {FILE_READ_ATTRIBUTES}); });
  BY_HANDLE_FILE_INFORMATION one = {};
  BY_HANDLE_FILE_INFORMATION other = {};
  return own && read_identity(file, one) && read_identity(own->get(), other) &&
         one.dwVolumeSerialNumber == other.dwVolumeSerialNumber &&
         one.nFileIndexHigh == other.nFileIndexHigh && one.nFileIndexLow == other.nFileIndexLow;
}

Result<void> move_own_image_aside(HANDLE file, const GuardedFolder& folder) {
  const std::string above = folder_above(folder.path());
  if (above.empty()) return fail(Code::denied, "image.move", folder.path(), "KIND");
  const GuardedFolder place = TRY(GuardedFolder::open({}, above));
  TRY(rename_over(file, place.handle(), kAside));
  const bool is_noted = remove_at_restart(place.at(kAside)) && remove_at_restart(above) &&
                        remove_at_restart(folder_above(above));
  if (is_noted) return {};
  return system_failure(::GetLastError(), "image.remove_at_restart", place.at(kAside));
}

}  // namespace tocsin::updater
