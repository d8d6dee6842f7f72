// The live Windows machine: registry, installed programs, files, services.
#include "notifier/facts/sources/source_probe.h"

#include <windows.h>

#include <optional>
#include <utility>

#include "notifier/facts/sources/file_values.h"
#include "notifier/facts/sources/probed.h"
#include "notifier/facts/sources/win/machine.h"
#include "notifier/facts/sources/win/registry_probe.h"
#include "schema/platform/files.h"
#include "schema/platform/known_paths.h"
#include "schema/platform/win/handle.h"
#include "schema/platform/win/wide_text.h"

namespace tocsin {
namespace {

using Outcome = Probed::Outcome;

constexpr std::string_view kUninstallKey = R"(SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall)";

Probed probe_file(const std::string& path) {
  OpenWish wish;
  wish.access = FILE_READ_ATTRIBUTES;
  wish.flags = FILE_FLAG_BACKUP_SEMANTICS;
  const auto file = open_path(path, wish);
  if (!file) return missing_or_failed(file.error());
  if (size_of_kind(file->get(), Kind::folder, Links::followed, path)) return {Outcome::absent, {}};
  if (!size_of_kind(file->get(), Kind::file, Links::followed, path)) return {Outcome::failed, {}};
  const auto version = file_version(path);
  return version ? Probed{Outcome::found, *version} : Probed{Outcome::failed, {}};
}

/// A drive letter can stand for a folder of another machine, which is not read.
bool is_remote(const std::string& path) {
  return ::GetDriveTypeW(wide(path.substr(0, 3)).c_str()) == DRIVE_REMOTE;
}

class SystemProbe : public SourceProbe {
 public:
  explicit SystemProbe(std::string root) : root_(std::move(root)) {}

  // --root applies to paths only: registry and services are always those of this machine.
  Probed look(const Source& source) override {
    switch (source.kind) {
      case Source::Kind::registry:
        return registry(std::string(source.name), std::string(source.value));
      case Source::Kind::uninstall:
        return uninstall(source.name);
      case Source::Kind::service:
        return {probe_service(std::string(source.name)), {}};
      case Source::Kind::file:
      case Source::Kind::keyfile:
      case Source::Kind::config:
        return at_path(source);
      case Source::Kind::package:
        return {Outcome::not_applicable, {}};
      case Source::Kind::unknown:
        break;
    }
    return {Outcome::failed, {}};
  }

  OsFact os() override { return system_os(); }

 private:
  static Probed registry(const std::string& key, const std::string& value) {
    constexpr std::string_view kHive = "HKLM\\";
    if (!key.starts_with(kHive)) return {Outcome::failed, {}};
    return probe_registry(HKEY_LOCAL_MACHINE, key.substr(kHive.size()), value);
  }

  // The entries are read at the first question and kept for the next.
  Probed uninstall(std::string_view name) {
    if (name.empty()) return {Outcome::failed, {}};
    if (!installed_) installed_ = read_uninstall_entries(HKEY_LOCAL_MACHINE, std::string(kUninstallKey));
    return find_entry(*installed_, name);
  }

  // A path of the other system begins with a slash.
  Probed at_path(const Source& source) const {
    if (source.name.starts_with('/')) return {Outcome::not_applicable, {}};
    const auto expanded = expanded_path(source.name, system_folder);
    if (!expanded || (root_.empty() && is_remote(*expanded))) return {Outcome::failed, {}};
    const std::string path = below_root(root_, *expanded);
    if (source.kind == Source::Kind::file) return probe_file(path);
    return source.kind == Source::Kind::keyfile ? probe_keyfile(path, source.value)
                                                : probe_config(path, source.value);
  }

  std::string root_;
  std::optional<UninstallEntries> installed_;
};

}  // namespace

std::unique_ptr<SourceProbe> system_probe(const std::string& root) {
  return std::make_unique<SystemProbe>(root);
}

}  // namespace tocsin
