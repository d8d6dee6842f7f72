// Answers to detection's questions about Windows itself, a file or a service.
#include "notifier/facts/sources/win/machine.h"

#include <windows.h>

#include <knownfolders.h>
#include <shlobj.h>
#include <winsvc.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "schema/core/text/ascii.h"
#include "schema/platform/win/known_folder.h"
#include "schema/platform/win/registry.h"
#include "schema/platform/win/wide_text.h"

// Declared only in the headers of the driver kit. Unlike GetVersionEx it ignores the program's manifest.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" LONG NTAPI RtlGetVersion(PRTL_OSVERSIONINFOW);

namespace tocsin {
namespace {

struct Variable {
  std::string_view name;
  const KNOWNFOLDERID& folder;
};

// This is a 64-bit program, so that ProgramFiles and ProgramW6432 are the same folder.
constexpr Variable kVariables[] = {{"programfiles", FOLDERID_ProgramFiles},
                                   {"programfiles(x86)", FOLDERID_ProgramFilesX86},
                                   {"programw6432", FOLDERID_ProgramFiles},
                                   {"commonprogramfiles", FOLDERID_ProgramFilesCommon},
                                   {"programdata", FOLDERID_ProgramData},
                                   {"systemroot", FOLDERID_Windows},
                                   {"windir", FOLDERID_Windows}};

}  // namespace

std::string system_folder(std::string_view variable) {
  const auto* found = std::find_if(std::begin(kVariables), std::end(kVariables),
                                   [&](const Variable& known) { return known.name == variable; });
  return found == std::end(kVariables) ? std::string() : known_folder(found->folder);
}

std::optional<std::string> expanded_path(std::string_view path, const FolderLookup& folders) {
  const bool has_drive = path.size() > 3 && is_letter(path[0]) && path[1] == ':' && path[2] == '\\';
  if (has_drive) return std::string(path);
  if (!path.starts_with('%')) return std::nullopt;
  const std::size_t end = path.find('%', 1);
  if (end == std::string_view::npos || path.substr(end + 1).size() < 2 || path[end + 1] != '\\') {
    return std::nullopt;
  }
  std::string folder = folders(lowered(path.substr(1, end - 1)));
  if (folder.empty()) return std::nullopt;
  if (folder.back() == '\\') folder.pop_back();
  return folder + std::string(path.substr(end + 1));
}

namespace {

constexpr DWORD kMostBytes = 1u << 20;

bool has_no_resource(DWORD number) {
  return number == ERROR_RESOURCE_DATA_NOT_FOUND || number == ERROR_RESOURCE_TYPE_NOT_FOUND ||
         number == ERROR_RESOURCE_NAME_NOT_FOUND || number == ERROR_RESOURCE_LANG_NOT_FOUND ||
         number == ERROR_BAD_EXE_FORMAT || number == ERROR_BAD_FORMAT;
}

}  // namespace

std::string version_text(const VS_FIXEDFILEINFO& info) {
  constexpr DWORD kSignature = 0xFEEF04BD;
  if (info.dwSignature != kSignature) return {};
  std::string text;
  for (const unsigned part : {HIWORD(info.dwFileVersionMS), LOWORD(info.dwFileVersionMS),
                              HIWORD(info.dwFileVersionLS), LOWORD(info.dwFileVersionLS)}) {
    text += (text.empty() ? "" : ".") + std::to_string(part);
  }
  return text;
}

// Reads the file's own block, not that of a file with translated texts (.mui) beside it. The system's reader
// treats the file as data and never runs it.
std::optional<std::string> file_version(const std::string& path) {
  const std::wstring name = wide_path(path);
  DWORD ignored = 0;
  const DWORD size = ::GetFileVersionInfoSizeExW(FILE_VER_GET_NEUTRAL, name.c_str(), &ignored);
  if (size == 0) return has_no_resource(::GetLastError()) ? std::optional<std::string>("") : std::nullopt;
  if (size > kMostBytes) return std::nullopt;
  std::vector<char> block(size);
  if (::GetFileVersionInfoExW(FILE_VER_GET_NEUTRAL, name.c_str(), 0, size, block.data()) == 0) {
    return std::nullopt;
  }
  void* found = nullptr;
  UINT length = 0;
  if (::VerQueryValueW(block.data(), L"\\", &found, &length) == 0) return "";
  if (length < sizeof(VS_FIXEDFILEINFO)) return "";
  return version_text(*static_cast<const VS_FIXEDFILEINFO*>(found));
}

namespace {

using Outcome = Probed::Outcome;

class Service {
 public:
  explicit Service(SC_HANDLE handle) : handle_(handle) {}
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service() {
    if (handle_ != nullptr) ::CloseServiceHandle(handle_);
  }
  [[nodiscard]] SC_HANDLE get() const { return handle_; }

 private:
  SC_HANDLE handle_;
};

std::string update_revision() {
  const auto key =
      RegistryKey::open(HKEY_LOCAL_MACHINE, "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion", View::native);
  if (!key) return {};
  const auto value = key->value("UBR");
  return value && value->type == REG_DWORD ? value->text : std::string();
}

std::uint16_t native_machine() {
  USHORT process = IMAGE_FILE_MACHINE_UNKNOWN;
  USHORT machine = IMAGE_FILE_MACHINE_UNKNOWN;
  ::IsWow64Process2(::GetCurrentProcess(), &process, &machine);
  return machine;
}

std::string architecture(std::uint16_t machine) {
  if (machine == IMAGE_FILE_MACHINE_AMD64) return "x86_64";
  return machine == IMAGE_FILE_MACHINE_ARM64 ? "arm64" : "";
}

}  // namespace

OsFact os_fact(const WindowsVersion& version, std::uint16_t machine) {
  std::string text = std::to_string(version.major) + '.' + std::to_string(version.minor) + '.' +
                     std::to_string(version.build);
  if (!version.revision.empty()) text += '.' + version.revision;
  return {"windows", version.is_workstation ? "client" : "server", text, architecture(machine)};
}

OsFact system_os() {
  RTL_OSVERSIONINFOEXW info = {};
  info.dwOSVersionInfoSize = sizeof info;
  if (::RtlGetVersion(reinterpret_cast<PRTL_OSVERSIONINFOW>(&info)) < 0) {
    return {"windows", {}, {}, architecture(native_machine())};
  }
  return os_fact({info.dwMajorVersion, info.dwMinorVersion, info.dwBuildNumber, update_revision(),
                  info.wProductType == VER_NT_WORKSTATION},
                 native_machine());
}

// A service that this user may not open exists all the same.
Outcome probe_service(const std::string& name) {
  if (name.empty() || name.find_first_of("/\\") != std::string::npos) return Outcome::failed;
  const Service manager(::OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT));
  if (manager.get() == nullptr) return Outcome::failed;
  const Service service(::OpenServiceW(manager.get(), wide(name).c_str(), SERVICE_QUERY_STATUS));
  if (service.get() != nullptr) return Outcome::found;
  const DWORD number = ::GetLastError();
  if (number == ERROR_ACCESS_DENIED) return Outcome::found;
  return number == ERROR_SERVICE_DOES_NOT_EXIST ? Outcome::absent : Outcome::failed;
}

}  // namespace tocsin
