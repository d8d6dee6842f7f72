// The machine's own pointer is the Run value: one REG_SZ in the native view, the live gate's path, quoted.
// Below --root it is a file, `current`, with the set's name: an image's registry is not this machine's.
#include "updater/platform/live_pointer.h"

#include <windows.h>

#include "schema/core/brand.h"
#include "schema/platform/known_paths.h"
#include "updater/platform/win/registry_write.h"
#include "updater/platform/win/trigger_text.h"

namespace tocsin::updater {
namespace {

constexpr const char* kPointer = "current";
constexpr const char* kRun = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run";
constexpr std::size_t kMostNameBytes = 64;

bool is_of_this_machine(const GuardedFolder& install) {
  return install.path() == known_places(brand(), {}).install_folder;
}

std::string value_name() {
  return std::string(brand().win_run_value);
}

std::string gate() {
  return std::string(brand().gate_file);
}

Result<std::string> read_run_value(const GuardedFolder& install) {
  const RegistryKey key = TRY(RegistryKey::open(HKEY_LOCAL_MACHINE, kRun, View::native));
  const auto value = TRY(key.value(value_name()));
  const auto set = set_of_run_value(value.text, install.path(), gate());
  if (value.type == REG_SZ && set) return *set;
  return fail(Code::denied, "pointer.read", value.text, "KIND");
}

}  // namespace

Result<std::string> read_live_pointer(const GuardedFolder& install) {
  return is_of_this_machine(install) ? read_run_value(install) : install.read(kPointer, kMostNameBytes);
}

Result<void> set_live_pointer(const GuardedFolder& install, const std::string& set) {
  if (!is_of_this_machine(install)) return install.replace(kPointer, set, kReadableMode, Durability::durable);
  const std::vector<WantedValue> values = {{value_name(), run_value(install.path(), set, gate())}};
  return write_values(HKEY_LOCAL_MACHINE, kRun, View::native, values);
}

Result<void> clear_live_pointer(const GuardedFolder& install) {
  const auto cleared = is_of_this_machine(install)
                           ? remove_value(HKEY_LOCAL_MACHINE, kRun, View::native, value_name())
                           : install.remove(kPointer);
  return cleared.and_then([&] { return tidy_live_pointer(install); });
}

// Windows starts what either view of the registry names, so a value in the other view would start it twice.
Result<void> tidy_live_pointer(const GuardedFolder& install) {
  if (!is_of_this_machine(install)) return install.remove('.' + std::string(kPointer) + ".new");
  return remove_value(HKEY_LOCAL_MACHINE, kRun, View::wow32, value_name());
}

std::string live_program_path(const GuardedFolder& install, const std::string& file) {
  const auto set = read_live_pointer(install);
  return set ? install.at(*set) + '\\' + file : std::string();
}

}  // namespace tocsin::updater
