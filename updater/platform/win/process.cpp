// A run that does not depend on who started it.
#include "updater/platform/process.h"

#include <windows.h>

#include <bcrypt.h>
#include <userenv.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <vector>

#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin::updater {
namespace {

constexpr DWORD kLongestRunMs = 300'000;
constexpr UINT kOutOfTime = 9;

// The machine's own, as an administrator set them. PATH is not kept, since nothing is searched for.
constexpr std::array<std::wstring_view, 8> kKept = {L"SystemRoot",   L"SystemDrive",       L"windir",
                                                    L"ProgramData",  L"ALLUSERSPROFILE",   L"ProgramFiles",
                                                    L"ProgramW6432", L"CommonProgramFiles"};

std::wstring name_of(std::wstring_view variable) {
  return std::wstring(variable.substr(0, variable.find(L'=', 1)));
}

bool is_kept(const std::wstring& name) {
  for (const std::wstring_view kept : kKept) {
    const bool is_equal = ::CompareStringOrdinal(name.data(), static_cast<int>(name.size()), kept.data(),
                                                 static_cast<int>(kept.size()), TRUE) == CSTR_EQUAL;
    if (is_equal) return true;
  }
  return false;
}

/// Strings up to the empty one.
std::vector<std::wstring> strings_of(const wchar_t* block) {
  std::vector<std::wstring> strings;
  for (; block != nullptr && *block != L'\0'; block += strings.back().size() + 1) strings.emplace_back(block);
  return strings;
}

struct FreeStrings {
  void operator()(wchar_t* block) const { ::FreeEnvironmentStringsW(block); }
};
struct DestroyBlock {
  void operator()(void* block) const { ::DestroyEnvironmentBlock(block); }
};

/// By _wputenv, which also changes the C library's copy.
void forget_callers_variables() {
  const std::unique_ptr<wchar_t, FreeStrings> block(::GetEnvironmentStringsW());
  for (const std::wstring& variable : strings_of(block.get())) {
    if (!variable.starts_with(L'=')) ::_wputenv((name_of(variable) + L'=').c_str());
  }
}

Result<void> set_clean_environment() {
  void* found = nullptr;
  if (::CreateEnvironmentBlock(&found, nullptr, FALSE) == 0) {
    return system_failure(::GetLastError(), "entry.environment", {});
  }
  const std::unique_ptr<void, DestroyBlock> block(found);
  forget_callers_variables();
  for (const std::wstring& variable : strings_of(static_cast<const wchar_t*>(block.get()))) {
    if (is_kept(name_of(variable))) ::_wputenv(variable.c_str());
  }
  return {};
}

DWORD WINAPI end_in_time(void* /*nothing*/) {
  ::Sleep(kLongestRunMs);
  ::TerminateProcess(::GetCurrentProcess(), kOutOfTime);
  return 0;
}

Result<void> limit_time() {
  const Handle watcher(::CreateThread(nullptr, 0, end_in_time, nullptr, 0, nullptr));
  if (watcher.is_open()) return {};
  return system_failure(::GetLastError(), "entry.limit", {});
}

Result<void> enter_system_folder() {
  std::array<wchar_t, MAX_PATH + 1> folder = {};
  const UINT length = ::GetSystemDirectoryW(folder.data(), static_cast<UINT>(folder.size()));
  const bool is_there = length > 0 && length < folder.size() && ::SetCurrentDirectoryW(folder.data()) != 0;
  if (is_there) return {};
  return system_failure(::GetLastError(), "entry.folder", narrow(folder.data()));
}

}  // namespace

Result<void> restrict_libraries() {
  if (::SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32) != 0) return {};
  return system_failure(::GetLastError(), "entry.libraries", {});
}

// No dialog of the system may block the run; a damaged heap ends it.
Result<void> enter_clean() {
  ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
  ::HeapSetInformation(nullptr, HeapEnableTerminationOnCorruption, nullptr, 0);
  TRY(set_clean_environment());
  TRY(enter_system_folder());
  return limit_time();
}

std::string absolute_path(const std::string& path) {
  if (path.empty()) return path;
  std::vector<wchar_t> full(32768);
  const DWORD length =
      ::GetFullPathNameW(wide_path(path).c_str(), static_cast<DWORD>(full.size()), full.data(), nullptr);
  return length > 0 && length < full.size() ? narrow_path({full.data(), length}) : path;
}

std::string_view system_name() {
  return "LocalSystem or an elevated administrator";
}

// In a token that is not elevated (UAC), Administrators counts for denials only: that is not membership.
bool is_system() {
  for (const WELL_KNOWN_SID_TYPE who : {WinLocalSystemSid, WinBuiltinAdministratorsSid}) {
    std::array<char, SECURITY_MAX_SID_SIZE> sid = {};
    auto size = static_cast<DWORD>(sid.size());
    BOOL is_member = FALSE;
    const bool is_asked = ::CreateWellKnownSid(who, nullptr, sid.data(), &size) != 0 &&
                          ::CheckTokenMembership(nullptr, sid.data(), &is_member) != 0;
    if (is_asked && is_member != FALSE) return true;
  }
  return false;
}

Result<std::string> random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  const NTSTATUS status =
      ::BCryptGenRandom(nullptr, reinterpret_cast<PUCHAR>(bytes.data()), static_cast<ULONG>(bytes.size()),
                        BCRYPT_USE_SYSTEM_PREFERRED_RNG);
  if (status >= 0) return bytes;
  return fail(Code::io, "random.bytes", "BCryptGenRandom");
}

}  // namespace tocsin::updater
