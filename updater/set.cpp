// A set's whole life, except for the one step that makes it live (live_pointer.h).
#include "updater/set.h"

#include <algorithm>
#include <compare>
#include <utility>

#include "schema/trust/composition.h"
#include "schema/trust/framing.h"
#include "schema/trust/rejection.h"
#include "updater/platform/live_pointer.h"
#include "updater/platform/process.h"

namespace tocsin {

// Staging.
namespace {

unsigned mode_of(FileRole role) {
  return is_notices_file(role) ? kReadableMode : kProgramMode;
}

Result<NewFile> write_scf(const GuardedFolder& folder, std::string_view scf) {
  NewFile file = TRY(folder.create_file(kScfName, kReadableMode));
  TRY(file.write(scf));
  return file;
}

Result<NewFile> write_blob(const GuardedFolder& folder, const NewSet& set, const FileEntry& entry) {
  NewFile file = TRY(folder.create_file(entry.name, mode_of(entry.role)));
  TRY(set.copy(entry, [&](std::string_view piece) { return file.write(piece); }));
  file.begin_writeback();
  return file;
}

/// All files are written before the first is waited for, so that the disk takes them together.
Result<void> fill(const GuardedFolder& folder, const NewSet& set) {
  std::vector<NewFile> files;
  files.push_back(TRY(write_scf(folder, set.scf)));
  for (const FileEntry& entry : set.files) files.push_back(TRY(write_blob(folder, set, entry)));
  for (NewFile& file : files) TRY(file.finish(Durability::durable));
  return folder.sync();
}

void discard(const GuardedFolder& install, const std::string& name, const NewSet& set) {
  const auto folder = install.folder(name);
  if (!folder) return;
  static_cast<void>(folder->remove_regular(kScfName));
  for (const FileEntry& entry : set.files) static_cast<void>(folder->remove_regular(entry.name));
  static_cast<void>(install.remove_folder(name));
}

}  // namespace

Result<std::string> stage(const GuardedFolder& install, const NewSet& set) {
  std::string name = make_set_name(set.notices, TRY(random_bytes(4))).text;
  const GuardedFolder folder = TRY(install.create_folder(name));
  const auto staged = fill(folder, set).and_then([&] { return install.sync(); });
  if (!staged) discard(install, name, set);
  return staged.map([&] { return name; });
}

// Checking.
namespace {

Result<void> check_file(const GuardedFolder& set, const FileEntry& file) {
  if (!set.holds_file(file.name, mode_of(file.role), file.size)) {
    return reject("FILE_HASH", file.name + " is missing, or has another size, mode or owner");
  }
  return copy_signed(set, file, [](std::string_view) { return Result<void>(); });
}

}  // namespace

Result<void> copy_signed(const GuardedFolder& set, const FileEntry& file, const Take& take) {
  Sha256 digest;
  TRY(set.read_pieces(file.name, file.size, [&](std::string_view piece) {
    digest.add(piece);
    return take(piece);
  }));
  if (digest.finish() == file.sha256) return {};
  return reject("FILE_HASH", file.name + " is not the file that was signed");
}

Result<void> check_set_files(const GuardedFolder& set, const std::vector<FileEntry>& files) {
  for (const FileEntry& file : files) TRY(check_file(set, file));
  return {};
}

// Removal.
namespace {

Result<void> remove_set(const GuardedFolder& install, const std::string& set, const FileNames& names) {
  const GuardedFolder folder = TRY(install.folder(set));
  TRY(folder.remove_regular(kScfName));
  for (const std::string& name : names) TRY(folder.remove_regular(name));
  return install.remove_folder(set);
}

/// Which of two sets was live later: a new one has higher notices, or the same ones and higher programs.
struct Rank {
  Position notices;
  Position programs;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the 0 that <=> is compared with for a pointer.
  friend constexpr auto operator<=>(const Rank&, const Rank&) = default;
};

/// What the set says of itself, unproven. None for what was never live or is no longer whole: an interrupted
/// run leaves a folder without a sound scf.dat, which is written first and removed first. An scf.dat that
/// cannot be read at the moment is no such thing: then the folder's name counts.
std::optional<Rank> rank_of(const GuardedFolder& install, const SetName& set) {
  const auto scf = install.folder(set.text).and_then(
      [](const GuardedFolder& found) { return found.read(kScfName, kScfMostBytes); });
  if (!scf && scf.error().code != Code::not_found) return Rank{set.notices, {}};
  const auto sections = scf ? split_sections(*scf) : fail(scf.error());
  if (!sections) return std::nullopt;
  if (!sections->programs) return Rank{set.notices, {}};
  const auto envelope = split_envelope(*sections->programs);
  const auto programs =
      envelope ? decode_document(envelope->payload, Role::programs) : fail(envelope.error());
  return programs ? std::optional(Rank{set.notices, programs->position}) : std::nullopt;
}

/// The one that was live before, as far as the sets tell.
std::string predecessor_of(const GuardedFolder& install, const std::vector<SetName>& sets,
                           const std::string& live) {
  const auto current = std::ranges::find(sets, live, &SetName::text);
  const auto limit = current == sets.end() ? std::nullopt : rank_of(install, *current);
  std::string best;
  std::optional<Rank> highest;
  for (const SetName& set : sets) {
    const auto rank = rank_of(install, set);
    if (!rank || !limit || *rank >= *limit || (highest && *rank <= *highest)) continue;
    highest = rank;
    best = set.text;
  }
  return best;
}

}  // namespace

Result<std::vector<SetName>> all_sets(const GuardedFolder& install) {
  const auto names = TRY(install.names());
  std::vector<SetName> sets;
  for (const std::string& name : names) {
    if (auto set = parse_set_name(name)) sets.push_back(std::move(*set));
  }
  return sets;
}

std::vector<std::string> remove_sets(const GuardedFolder& install, const Brand& brand,
                                     const std::vector<SetName>& sets) {
  const FileNames names = file_names(brand);
  std::vector<std::string> left;
  for (const SetName& set : sets) {
    const auto removed = remove_set(install, set.text, names);
    if (!removed) left.push_back("left " + set.text + ": " + describe(removed.error()));
  }
  return left;
}

std::vector<std::string> clean_up(const GuardedFolder& install, const Brand& brand, const Kept& kept) {
  auto sets = all_sets(install);
  if (!sets) return {"not cleaned up: " + describe(sets.error())};
  const std::string before =
      kept.replaced.empty() ? predecessor_of(install, *sets, kept.live) : kept.replaced;
  std::erase_if(*sets, [&](const SetName& set) { return set.text == kept.live || set.text == before; });
  auto left = remove_sets(install, brand, *sets);
  if (const auto tidied = tidy_live_pointer(install); !tidied) left.push_back(describe(tidied.error()));
  return left;
}

}  // namespace tocsin
