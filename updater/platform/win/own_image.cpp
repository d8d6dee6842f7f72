// See win/own_image.h. Layer: updater/platform, Windows only.
#include "updater/platform/win/own_image.h"

#include <windows.h>

#include <vector>

#include "schema/platform/win/wide_text.h"
#include "updater/platform/win/guarded_handle.h"

namespace tocsin {
namespace {

constexpr const char* kAside = ".removed-at-restart.exe";

bool read_identity(HANDLE file, BY_HANDLE_FILE_INFORMATION& about) {
  return ::GetFileInformationByHandle(file, &about) != 0;
}

/// What is not empty, or is gone by then, the system passes over.
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
  const auto path = own_image_path();
  const auto own = path ? open_path(*path, {FILE_READ_ATTRIBUTES}) : Failure(path.error());
  BY_HANDLE_FILE_INFORMATION one = {};
  BY_HANDLE_FILE_INFORMATION other = {};
  return own && read_identity(file, one) && read_identity(own->get(), other) &&
         one.dwVolumeSerialNumber == other.dwVolumeSerialNumber &&
         one.nFileIndexHigh == other.nFileIndexHigh && one.nFileIndexLow == other.nFileIndexLow;
}

Result<void> move_own_image_aside(HANDLE file, const GuardedFolder& folder) {
  const std::string above = folder_above(folder.path());
  if (above.empty()) return fail(Code::denied, "image.move", folder.path(), "KIND");
  const auto place = GuardedFolder::open({}, above);
  if (!place) return Failure(place.error());
  if (auto moved = rename_over(file, as_handle(place->handle()), kAside); !moved) return moved;
  const bool is_noted = remove_at_restart(place->at(kAside)) && remove_at_restart(above) &&
                        remove_at_restart(folder_above(above));
  if (is_noted) return {};
  return system_failure(::GetLastError(), "image.remove_at_restart", place->at(kAside));
}

}  // namespace tocsin
