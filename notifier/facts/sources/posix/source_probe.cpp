// The live Linux machine: each kind of source is one look at the file system. Layer: notifier/facts/sources,
// POSIX only.
#include "notifier/facts/sources/source_probe.h"

#include <sys/stat.h>
#include <sys/utsname.h>

#include <cerrno>
#include <optional>
#include <utility>

#include "notifier/facts/sources/config_place.h"
#include "notifier/facts/sources/dpkg_status.h"
#include "notifier/facts/sources/keyfile.h"
#include "notifier/facts/sources/posix/mapped_file.h"
#include "notifier/facts/sources/posix/service_unit.h"
#include "schema/platform/durable_file.h"

namespace tocsin {
namespace {

using Outcome = Probed::Outcome;

constexpr std::size_t kKeyfileBytes = 64u << 10;
constexpr std::size_t kConfigBytes = 1u << 20;
constexpr std::size_t kDpkgStatusBytes = 64u << 20;
constexpr std::size_t kVersionBytes = 256;

Probed missing_or_failed(const Error& error) {
  return {error.code == Code::not_found ? Outcome::absent : Outcome::failed, {}};
}

/// What no version can be is not carried further.
Probed found(std::string_view version) {
  if (version.size() > kVersionBytes) return {Outcome::failed, {}};
  return {Outcome::found, std::string(version)};
}

Probed found_or_absent(const std::optional<std::string>& value) {
  return value ? found(*value) : Probed{Outcome::absent, {}};
}

Probed probe_file(const std::string& path) {
  struct stat about = {};
  if (::stat(path.c_str(), &about) == 0)
    return {S_ISREG(about.st_mode) ? Outcome::found : Outcome::absent, {}};
  return {errno == ENOENT || errno == ENOTDIR ? Outcome::absent : Outcome::failed, {}};
}

Probed probe_keyfile(const std::string& path, std::string_view key) {
  const auto text = read_file(path, kKeyfileBytes);
  return text ? found_or_absent(keyfile_value(*text, key)) : missing_or_failed(text.error());
}

Probed probe_config(const std::string& path, std::string_view place) {
  const auto text = read_file(path, kConfigBytes);
  if (!text) return missing_or_failed(text.error());
  const auto value = config_value(*text, place);
  return value ? found_or_absent(*value) : Probed{Outcome::failed, {}};
}

/// Names as the catalog spells them; other processors by the kernel's name.
std::string architecture() {
  utsname about = {};
  if (::uname(&about) != 0) return {};
  const std::string machine = about.machine;
  return machine == "aarch64" ? "arm64" : machine;
}

class SystemProbe : public SourceProbe {
 public:
  explicit SystemProbe(std::string root) : root_(std::move(root)) {}

  Probed look(const Source& source) override {
    switch (source.kind) {
      case Source::Kind::package:
        return package(source.name);
      case Source::Kind::service:
        return {probe_service(root_, std::string(source.name)), {}};
      case Source::Kind::file:
      case Source::Kind::keyfile:
      case Source::Kind::config:
        return at_path(source);
      case Source::Kind::registry:
      case Source::Kind::uninstall:
        return {Outcome::not_applicable, {}};
      case Source::Kind::unknown:
        break;
    }
    return {Outcome::failed, {}};
  }

  // /usr/lib is asked only where /etc has none: os-release(5).
  OsFact os() override {
    auto text = read_file(root_ + "/etc/os-release", kKeyfileBytes);
    if (!text && text.error().code == Code::not_found) {
      text = read_file(root_ + "/usr/lib/os-release", kKeyfileBytes);
    }
    OsFact fact{"linux", {}, {}, architecture()};
    if (!text) return fact;
    fact.id = keyfile_value(*text, "ID").value_or("");
    fact.version = keyfile_value(*text, "VERSION_ID").value_or("");
    return fact;
  }

 private:
  // A path of the other system begins otherwise.
  Probed at_path(const Source& source) const {
    if (!source.name.starts_with('/')) return {Outcome::not_applicable, {}};
    const std::string path = root_ + std::string(source.name);
    if (source.kind == Source::Kind::file) return probe_file(path);
    return source.kind == Source::Kind::keyfile ? probe_keyfile(path, source.value)
                                                : probe_config(path, source.value);
  }

  // Mapped at the first question, kept for the next.
  Probed package(std::string_view name) {
    if (!dpkg_) dpkg_.emplace(MappedFile::open(root_ + "/var/lib/dpkg/status", kDpkgStatusBytes));
    if (!*dpkg_) return missing_or_failed(dpkg_->error());
    const auto version = installed_version((*dpkg_)->view(), name);
    return version ? found(*version) : Probed{Outcome::absent, {}};
  }

  std::string root_;
  std::optional<Result<MappedFile>> dpkg_;
};

}  // namespace

std::unique_ptr<SourceProbe> system_probe(const std::string& root) {
  return std::make_unique<SystemProbe>(root);
}

}  // namespace tocsin
