// The value of the machine's Run key, which only an administrator can write; below --root the file `current`.
#include "notifier/session/installed_set.h"

#include <windows.h>

#include <algorithm>
#include <array>

#include "notifier/session/win/live_set.h"
#include "schema/core/brand.h"
#include "schema/core/set_layout.h"
#include "schema/platform/files.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/registry.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

constexpr std::size_t kPointerBytes = 256;

/// As own_folder() spells it: links resolved, letters in their true case.
std::optional<std::string> resolved(const std::string& folder) {
  OpenWish wish;
  wish.access = FILE_READ_ATTRIBUTES;
  wish.flags = FILE_FLAG_BACKUP_SEMANTICS;
  const auto opened = open_path(folder, wish);
  if (!opened || !size_of_kind(opened->get(), Kind::folder, Links::followed, folder)) return std::nullopt;
  std::array<wchar_t, 32768> path = {};
  const DWORD length = ::GetFinalPathNameByHandleW(opened->get(), path.data(),
                                                   static_cast<DWORD>(path.size()), VOLUME_NAME_DOS);
  if (length == 0 || length >= path.size()) return std::nullopt;
  return narrow_path({path.data(), length});
}

std::optional<std::string> pointer_in_registry() {
  const auto key = RegistryKey::open(HKEY_LOCAL_MACHINE, "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run",
                                     View::native);
  if (!key) return std::nullopt;
  const auto value = key->value(std::string(brand().win_run_value));
  if (!value || value->type != REG_SZ) return std::nullopt;
  return folder_of_run_value(value->text);
}

std::optional<std::string> pointer_in_file(const std::string& install_folder) {
  auto name = read_file(install_folder + "\\" + kPointerName, kPointerBytes);
  if (!name) return std::nullopt;
  while (name->ends_with('\n') || name->ends_with('\r')) name->pop_back();
  if (!parse_set_name(*name)) return std::nullopt;
  return install_folder + "\\" + *name;
}

}  // namespace

std::optional<std::string> folder_of_run_value(std::string_view value) {
  const std::size_t end = value.starts_with('"') ? value.find('"', 1) : std::string_view::npos;
  if (end == std::string_view::npos) return std::nullopt;
  if (end + 1 < value.size() && value[end + 1] != ' ') return std::nullopt;
  const std::string_view program = value.substr(1, end - 1);
  const std::size_t slash = program.rfind('\\');
  const bool has_drive = program.size() > 3 && program[1] == ':' && program[2] == '\\';
  if (!has_drive || slash < 3 || slash + 1 == program.size()) return std::nullopt;
  return std::string(program.substr(0, slash));
}

std::optional<std::string> live_folder(const Places& places) {
  const auto folder = places.root.empty() ? pointer_in_registry() : pointer_in_file(places.install_folder);
  return folder ? resolved(*folder) : std::nullopt;
}

}  // namespace tocsin
