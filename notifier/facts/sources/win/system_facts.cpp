// What Windows says of itself and its services: the true version, not the one a manifest is told. Layer:
// notifier/facts/sources, Windows only.
#include "notifier/facts/sources/win/system_facts.h"

#include <windows.h>

#include <winsvc.h>

#include "schema/platform/win/registry.h"
#include "schema/platform/win/wide_text.h"

// Declared in the driver kit's headers only, under this name.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" LONG NTAPI RtlGetVersion(PRTL_OSVERSIONINFOW);

namespace tocsin {
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

// A service that may not be opened is there all the same.
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
