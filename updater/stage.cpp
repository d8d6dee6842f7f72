// See stage.h.
#include "updater/stage.h"

#include <utility>
#include <vector>

#include "schema/core/text/text.h"
#include "updater/live_set.h"
#include "updater/platform/process.h"

namespace tocsin {
namespace {

Result<std::string> new_set_name(const ProvenRelease& release) {
  auto random = random_bytes(4);
  if (!random) return random;
  return std::to_string(release.epoch) + '.' + std::to_string(release.serial) + '.' + hex(*random);
}

Result<NewFile> write_scf(const GuardedFolder& set, const Patch& patch) {
  auto file = set.create_file(kScfName, kReadableMode);
  if (!file) return file;
  if (auto written = file->write(patch.head.scf); !written) return Failure(written.error());
  return file;
}

Result<NewFile> write_blob(const GuardedFolder& set, const Patch& patch, const ProvenRelease& release,
                           const FileEntry& entry) {
  auto file = set.create_file(entry.name, mode_of(entry.role));
  if (!file) return file;
  const auto copied =
      copy_file(patch, release, entry.role, [&](std::string_view piece) { return file->write(piece); });
  if (!copied) return Failure(copied.error());
  file->begin_writeback();
  return file;
}

Result<void> finish_all(std::vector<NewFile> files) {
  for (NewFile& file : files) {
    if (auto finished = file.finish(Durability::durable); !finished) return finished;
  }
  return {};
}

/// All are written before the first is waited for: the disk takes them together.
Result<void> fill(const GuardedFolder& set, const Patch& patch, const ProvenRelease& release) {
  std::vector<NewFile> files;
  auto scf = write_scf(set, patch);
  if (!scf) return Failure(std::move(scf).error());
  files.push_back(std::move(*scf));
  for (const FileEntry& entry : release.files) {
    auto file = write_blob(set, patch, release, entry);
    if (!file) return Failure(std::move(file).error());
    files.push_back(std::move(*file));
  }
  return finish_all(std::move(files)).and_then([&] { return set.sync(); });
}

void discard(const GuardedFolder& install, const std::string& name, const ProvenRelease& release) {
  const auto set = install.folder(name);
  if (!set) return;
  static_cast<void>(set->remove_regular(kScfName));
  for (const FileEntry& entry : release.files) static_cast<void>(set->remove_regular(entry.name));
  static_cast<void>(install.remove_folder(name));
}

}  // namespace

Result<std::string> stage(const GuardedFolder& install, const Patch& patch, const ProvenRelease& release) {
  auto name = new_set_name(release);
  if (!name) return name;
  const auto set = install.create_folder(*name);
  if (!set) return Failure(set.error());
  const auto filled = fill(*set, patch, release);
  const auto kept = filled ? install.sync() : filled;
  if (kept) return name;
  discard(install, *name, release);
  return Failure(kept.error());
}

}  // namespace tocsin
