// See live_set.h.
#include "updater/live_set.h"

#include <optional>
#include <utility>

#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

/// The live set's own release: signatures and product right, dates left aside. Views into `memory`.
Result<AuthenticRelease> live_release(const Memory& memory, const Root& trusted, std::string_view product) {
  if (!memory.live) return fail(Code::not_found, "live_set", "no set is live");
  auto release = authenticate(memory.live->scf, trusted, product, std::nullopt);
  if (!release) return release;
  if (auto files = check_files(release->release.files); !files) return Failure(files.error());
  return release;
}

/// scf.dat has no digest of its own in the set; its bytes were authenticated as they were read.
bool has_right_scf(const LiveSet& live) {
  return live.folder.holds_file(kScfName, kReadableMode, live.scf.size());
}

Result<void> check_file(const GuardedFolder& set, const FileEntry& file) {
  if (!set.holds_file(file.name, mode_of(file.role), file.size)) {
    return reject("FILE_HASH", file.name + " is missing, or has another size, mode or owner");
  }
  const auto bytes = set.read(file.name, file.size);
  if (!bytes) return Failure(bytes.error());
  if (sha256(*bytes) != file.sha256)
    return reject("FILE_HASH", file.name + " is not the file that was signed");
  return {};
}

}  // namespace

unsigned mode_of(FileRole role) {
  return role == FileRole::config || role == FileRole::catalog ? kReadableMode : kProgramMode;
}

Result<void> check_set_files(const GuardedFolder& set, const std::vector<FileEntry>& files) {
  for (const FileEntry& file : files) {
    if (auto right = check_file(set, file); !right) return right;
  }
  return {};
}

bool is_live_and_sound(const Memory& memory, const ProvenRelease& release) {
  const auto trusted = sound_root(release.root_envelope, release.product);
  if (!trusted) return false;
  const auto live = live_release(memory, *trusted, release.product);
  return live && sha256(live->envelope.payload) == release.payload_hash && has_right_scf(*memory.live) &&
         check_set_files(memory.live->folder, release.files).has_value();
}

bool is_newer_and_sound(const Memory& memory, std::string_view product, std::uint32_t epoch,
                        std::uint64_t serial) {
  const auto trusted = sound_root(memory.anchor.root_envelope, product);
  if (!trusted) return false;
  const auto live = live_release(memory, *trusted, product);
  return live && std::pair(live->release.epoch, live->release.serial) > std::pair(epoch, serial) &&
         has_right_scf(*memory.live) && check_set_files(memory.live->folder, live->release.files).has_value();
}

}  // namespace tocsin
