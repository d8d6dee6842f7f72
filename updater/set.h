// A set: the folder that holds the files of one release. How it is named, staged, checked and removed.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/brand.h"
#include "schema/core/position.h"
#include "schema/core/set_layout.h"
#include "schema/trust/document.h"
#include "updater/patch.h"
#include "updater/platform/guarded_folder.h"

namespace tocsin {

/// A proven set that is to be written.
struct NewSet {
  Position notices;  // by which its folder is called
  std::string_view scf;
  std::vector<FileEntry> files;
  /// Passes the bytes of a file to `take`, having compared their digest at the latest at the end.
  std::function<Result<void>(const FileEntry& file, const Take& take)> copy;
};

/// Step 12 of the order of proof: a new set beside the live one. Creates its folder, exclusively and with its
/// final permissions; writes scf.dat first, then each file while it is hashed. All of it is on the disk when
/// stage() returns the folder's name. After a failure it removes what it made, as far as the disk allows.
/// Errors: those of `copy`; denied, io.
[[nodiscard]] Result<std::string> stage(const GuardedFolder& install, const NewSet& set);

/// Passes the bytes of a file of a set to `take`, in pieces and in order: it is opened once, and hashed as it
/// is read. Errors: FILE_HASH at the end, when it is not the file that was signed; those of
/// GuardedFolder::read_pieces.
[[nodiscard]] Result<void> copy_signed(const GuardedFolder& set, const FileEntry& file, const Take& take);

/// Every file of `files` is there with its owner, mode, size and digest. Errors: FILE_HASH (also for a
/// missing one), io.
[[nodiscard]] Result<void> check_set_files(const GuardedFolder& set, const std::vector<FileEntry>& files);

/// Names of all sets, live or not.
[[nodiscard]] Result<std::vector<SetName>> all_sets(const GuardedFolder& install);

/// Removes these sets: of each the regular files that a set of this brand has, then the folder if it is
/// empty. Never descends into folders, never follows links. Returns a line for each set that had to be left.
[[nodiscard]] std::vector<std::string> remove_sets(const GuardedFolder& install, const Brand& brand,
                                                   const std::vector<SetName>& sets);

struct Kept {
  std::string live;
  std::string replaced;  // empty: the highest set below the live one, by its notices, then by its programs
};

/// Removes all sets except these two, and what an interrupted run left of the pointer. Returns a line for
/// each thing that had to be left.
[[nodiscard]] std::vector<std::string> clean_up(const GuardedFolder& install, const Brand& brand,
                                                const Kept& kept);

}  // namespace tocsin
