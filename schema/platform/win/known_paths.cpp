// Folders of this machine and this user from the known-folder calls. Environment variables are not used,
// since a user can set them.
#include "schema/platform/known_paths.h"

#include <windows.h>

#include <knownfolders.h>
#include <shlobj.h>

#include <algorithm>
#include <array>
#include <memory>

#include "schema/core/text/text.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/known_folder.h"
#include "schema/platform/win/registry.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

struct FreeTaskMemory {
  void operator()(wchar_t* memory) const { ::CoTaskMemFree(memory); }
};

}  // namespace

std::string known_folder(const KNOWNFOLDERID& id) {
  wchar_t* found = nullptr;
  const HRESULT result = ::SHGetKnownFolderPath(id, KF_FLAG_DONT_VERIFY, nullptr, &found);
  const std::unique_ptr<wchar_t, FreeTaskMemory> owned(found);
  return SUCCEEDED(result) && found != nullptr ? narrow(found) : std::string();
}

namespace {

std::string below(const std::string& base, std::string_view name) {
  return base.empty() ? base : base + '\\' + std::string(name);
}

/// --root as an absolute prefix, without a closing separator; a bare drive means its root.
std::string absolute_root(const std::string& root) {
  if (root.empty()) return root;
  std::array<wchar_t, 32768> full = {};
  const DWORD length =
      ::GetFullPathNameW(wide_path(root).c_str(), static_cast<DWORD>(full.size()), full.data(), nullptr);
  std::string path = length < full.size() ? narrow_path({full.data(), length}) : root;
  while (!path.empty() && path.back() == '\\') path.pop_back();
  return path;
}

std::string final_path(HANDLE file) {
  std::array<wchar_t, 32768> target = {};
  const DWORD length =
      ::GetFinalPathNameByHandleW(file, target.data(), static_cast<DWORD>(target.size()), VOLUME_NAME_DOS);
  return length < target.size() ? narrow_path({target.data(), length}) : std::string();
}

}  // namespace

std::string below_root(const std::string& root, const std::string& path) {
  if (root.empty()) return path;
  const bool has_drive = path.size() > 2 && path[1] == ':';
  return root + (has_drive ? path.substr(2) : path);
}

Places known_places(const Brand& brand, const std::string& root) {
  Places places;
  places.root = absolute_root(root);
  const auto machine = [&](const KNOWNFOLDERID& id) {
    return below_root(places.root, below(known_folder(id), brand.win_folder));
  };
  places.install_folder = machine(FOLDERID_ProgramFiles);
  places.machine_folder = machine(FOLDERID_ProgramData);
  places.machine_policy = below("HKLM", brand.win_policy_key);
  places.user_policy = below("HKCU", brand.win_product_key);
  places.state_db = below(below(known_folder(FOLDERID_LocalAppData), brand.win_folder), "state.db");
  if (places.state_db.empty()) places.no_home = "this user has no folder for local application data";
  return places;
}

Result<std::string> own_folder() {
  std::array<wchar_t, 32768> name = {};
  const DWORD length = ::GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size()));
  if (length == 0 || length == name.size()) return system_failure(::GetLastError(), "paths.own_folder", {});
  const std::string given = narrow_path({name.data(), length});
  const Handle file = TRY(open_path(given, {FILE_READ_ATTRIBUTES}));
  const std::string program = final_path(file.get());
  const std::size_t slash = program.rfind('\\');
  if (slash == std::string::npos) return fail(Code::io, "paths.own_folder", given);
  return program.substr(0, slash);
}

// From the native view of the registry; the 32-bit view has no id. --root moves folders only, not the
// registry.
std::string machine_id(const std::string& /*root*/) {
  constexpr std::size_t kDigits = 32;
  const auto key = RegistryKey::open(HKEY_LOCAL_MACHINE, "SOFTWARE\\Microsoft\\Cryptography", View::native);
  if (!key) return {};
  const auto guid = key->value("MachineGuid");
  if (!guid || guid->type != REG_SZ) return {};
  std::string id = guid->text;
  std::erase(id, '-');
  const auto bytes = unhex(id);
  return bytes && id.size() == kDigits ? hex(*bytes) : std::string();
}

}  // namespace tocsin
