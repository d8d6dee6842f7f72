// A set: the folder that holds the files of one release. How it is named, staged, checked and removed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/brand.h"
#include "schema/trust/proof.h"
#include "updater/patch.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin::updater {

inline constexpr const char* kScfName = "scf.dat";

/// The name of a set's folder: "2.7.0123abcd".
struct SetName {
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;
  std::string text;
};
/// None for any other form, so that nothing else is ever taken for a set.
[[nodiscard]] std::optional<SetName> parse_set_name(std::string_view text);

/// Step 12 of the order of proof: a new set beside the live one. Creates its folder, exclusively and with its
/// final permissions; writes scf.dat first, then each file while it is hashed. All of it is on the disk when
/// stage() returns the folder's name. After a failure it removes what it made, as far as the disk allows.
/// Errors: FILE_HASH, denied, io.
[[nodiscard]] Result<std::string> stage(const GuardedFolder& install, const Patch& patch,
                                        const ProvenRelease& release);

/// Every file of `files` is there with its owner, mode, size and digest. Errors: FILE_HASH (also for a
/// missing one), io.
[[nodiscard]] Result<void> check_set_files(const GuardedFolder& set, const std::vector<FileEntry>& files);

/// Names of all sets, live or not.
[[nodiscard]] Result<std::vector<SetName>> all_sets(const GuardedFolder& install);

/// The names that files of a set can have: scf.dat, the brand's, and those of `files`.
[[nodiscard]] std::vector<std::string> file_names(const Brand& brand, const std::vector<FileEntry>& files);

/// Removes these sets: of each the files of these names, regular ones only, then the folder if it is empty.
/// Never descends into folders, never follows links. Returns a line for each set that had to be left.
[[nodiscard]] std::vector<std::string> remove_sets(const GuardedFolder& install,
                                                   const std::vector<std::string>& names,
                                                   const std::vector<std::string>& sets);

struct Kept {
  std::string live;
  std::string replaced;  // empty: the highest set below the live one
};

/// Removes all sets except these two, and what an interrupted run left of the pointer. Returns a line for
/// each thing that had to be left.
[[nodiscard]] std::vector<std::string> clean_up(const GuardedFolder& install, const Brand& brand,
                                                const ProvenRelease& release, const Kept& kept);

}  // namespace tocsin::updater
