// Folders and files that only an administrator can have made, reached and changed without following a link:
// all that the privileged program does to the disk is done through this. Layer: updater/platform.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/result.h"

namespace tocsin {

/// `durable`: on the disk when the call returns. `cached`: when the system gets to it.
enum class Durability : std::uint8_t { durable, cached };

/// Permission bits as POSIX writes them; Windows maps them to an access list (win/guarded_rights.h).
inline constexpr unsigned kFolderMode = 0755;
inline constexpr unsigned kProgramMode = 0755;
inline constexpr unsigned kReadableMode = 0644;
inline constexpr unsigned kPrivateMode = 0600;

/// A file that did not exist before, open for writing; removed by nobody if it is not finished.
class NewFile {
 public:
  NewFile(std::intptr_t handle, std::string name) : handle_(handle), name_(std::move(name)) {}
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  [[nodiscard]] Result<void> write(std::string_view bytes);
  /// Asks the system to begin writing to the disk, so that several files go there together.
  void begin_writeback();
  /// Closes; after a failure nothing is known of the content, and it is not tried again.
  [[nodiscard]] Result<void> finish(Durability durability);

 private:
  std::intptr_t handle_;  // a descriptor or a HANDLE; -1 is none
  std::string name_;
};

/// An open folder: owner root (or whoever runs this), writable by nobody else; so was each folder above it,
/// up to the root it was opened below. Names are single components. What has another owner, or is a link
/// where none is expected, is refused with `denied` and `rule` OWNER or KIND. Windows lets everyone create
/// folders beside ours (in C:\, in ProgramData): of the folders above it asks only that nobody else may
/// rename, remove or take over what lies in them.
class GuardedFolder {
 public:
  /// `path` is absolute and taken below `root` (empty: the system's own). Errors: not_found, denied, io.
  [[nodiscard]] static Result<GuardedFolder> open(const std::string& root, const std::string& path);
  /// As open; what is missing is made.
  [[nodiscard]] static Result<GuardedFolder> make(const std::string& root, const std::string& path);
  /// Removes the folder `path` if it is empty; it, or those above it, may be missing. Errors: conflict when
  /// it is not empty.
  [[nodiscard]] static Result<void> remove_if_empty(const std::string& root, const std::string& path);
  GuardedFolder(GuardedFolder&& other) noexcept;
  GuardedFolder& operator=(GuardedFolder&&) = delete;
  ~GuardedFolder();

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Of what lies in it, for messages.
  [[nodiscard]] std::string at(const std::string& name) const;
  /// For the sources of one system.
  [[nodiscard]] std::intptr_t handle() const { return handle_; }

  [[nodiscard]] Result<GuardedFolder> folder(const std::string& name) const;
  /// Exclusively: what exists already is an error (conflict).
  [[nodiscard]] Result<GuardedFolder> create_folder(const std::string& name) const;
  [[nodiscard]] Result<NewFile> create_file(const std::string& name, unsigned mode) const;

  /// A regular file with one name, at most `cap` bytes. Errors: not_found, denied, too_large, io.
  [[nodiscard]] Result<std::string> read(const std::string& name, std::size_t cap) const;
  /// Whether it is a regular file with one name, of this mode, size and owner.
  [[nodiscard]] bool holds_file(const std::string& name, unsigned mode, std::uint64_t size) const;
  /// The whole new content under a fixed temporary name (`.NAME.new`; a rest of an interrupted run is
  /// removed), then renamed: a crash leaves the old or the new one.
  [[nodiscard]] Result<void> replace(const std::string& name, std::string_view bytes, unsigned mode,
                                     Durability durability) const;
  /// Replaces only what differs in content, mode or kind. Returns whether it did.
  [[nodiscard]] Result<bool> ensure(const std::string& name, std::string_view bytes, unsigned mode) const;

  /// Removes a file or a link; nothing there is fine. Folders are not removed.
  [[nodiscard]] Result<void> remove(const std::string& name) const;
  /// Removes regular files only: another kind is `denied`.
  [[nodiscard]] Result<void> remove_regular(const std::string& name) const;
  /// Removes an empty folder. Errors: conflict when it is not empty.
  [[nodiscard]] Result<void> remove_folder(const std::string& name) const;
  [[nodiscard]] Result<std::vector<std::string>> names() const;
  /// Readable by all, as it was made. Returns whether that had to be mended.
  [[nodiscard]] Result<bool> ensure_mode() const;
  /// Makes what was created, renamed or removed in it durable.
  [[nodiscard]] Result<void> sync() const;

 private:
  GuardedFolder(std::intptr_t handle, std::string path) : handle_(handle), path_(std::move(path)) {}
  static Result<GuardedFolder> walk(const std::string& root, const std::string& path, bool make_missing);

  std::intptr_t handle_;  // a descriptor or a HANDLE; -1 is none
  std::string path_;
};

/// Whether a file's name goes while the file is held open (POSIX), or not before it is let go (Windows).
[[nodiscard]] bool held_files_can_go();

/// The path of the folder that holds `path`; empty for one directly below the root (Windows: of a drive).
[[nodiscard]] std::string folder_above(const std::string& path);

}  // namespace tocsin
