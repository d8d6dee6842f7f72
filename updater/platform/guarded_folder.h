// Folders and files that only an administrator can have created, reached and changed without following a
// link. The privileged program changes the disk only through these classes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/platform/native_handle.h"

namespace tocsin::updater {

/// The fixed name of a file's next content, which is renamed over it.
[[nodiscard]] std::string temporary_name(const std::string& name);

/// `durable`: on the disk when the call returns. `cached`: when the system gets to it.
enum class Durability : std::uint8_t { durable, cached };

/// Permission bits as POSIX writes them; Windows maps them to an access list (win/guarded_rights.h).
inline constexpr unsigned kFolderMode = 0755;
inline constexpr unsigned kProgramMode = 0755;
inline constexpr unsigned kReadableMode = 0644;
inline constexpr unsigned kPrivateMode = 0600;

/// A newly created file, open for writing. If finish() is not called, the file is left on disk.
class NewFile {
 public:
  NewFile(NativeHandle handle, std::string name) : handle_(handle), name_(std::move(name)) {}
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  [[nodiscard]] Result<void> write(std::string_view bytes);
  /// Asks the system to begin writing to the disk, so that several files are written together.
  void begin_writeback();
  /// Closes the file. After a failure its content is undefined, and finish() must not be repeated.
  [[nodiscard]] Result<void> finish(Durability durability);

 private:
  NativeHandle handle_;
  std::string name_;
};

/// An open folder whose owner is root (or the user who runs this program) and that nobody else can write; the
/// same was checked of each folder above it, up to the root below which it was opened. Names are single
/// components. An object with another owner, or a link where none is expected, is refused with `denied` and
/// `rule` OWNER or KIND. Windows lets everyone create folders beside ours (in C:\, in ProgramData). There,
/// the check of the folders above is that nobody else can rename, remove or take over what lies in them.
class GuardedFolder {
 public:
  /// `path` is absolute and taken below `root` (empty: the system's own). Errors: not_found, denied, io.
  [[nodiscard]] static Result<GuardedFolder> open(const std::string& root, const std::string& path);
  /// As open; creates the folders that are missing.
  [[nodiscard]] static Result<GuardedFolder> make(const std::string& root, const std::string& path);
  /// Removes the folder `path` if it is empty; it, or those above it, may be missing. Errors: conflict when
  /// it is not empty.
  [[nodiscard]] static Result<void> remove_if_empty(const std::string& root, const std::string& path);
  GuardedFolder(GuardedFolder&& other) noexcept;
  GuardedFolder& operator=(GuardedFolder&&) = delete;
  ~GuardedFolder();

  [[nodiscard]] const std::string& path() const { return path_; }
  /// The path of an entry, for messages.
  [[nodiscard]] std::string at(const std::string& name) const;
  /// For the sources of one system.
  [[nodiscard]] NativeHandle handle() const { return handle_; }

  [[nodiscard]] Result<GuardedFolder> folder(const std::string& name) const;
  /// Exclusively: it is an error (conflict) if the name exists.
  [[nodiscard]] Result<GuardedFolder> create_folder(const std::string& name) const;
  [[nodiscard]] Result<NewFile> create_file(const std::string& name, unsigned mode) const;

  /// A regular file with one name, at most `cap` bytes. Errors: not_found, denied, too_large, io.
  [[nodiscard]] Result<std::string> read(const std::string& name, std::size_t cap) const;
  /// Whether it is a regular file with one name, of this mode, size and owner.
  [[nodiscard]] bool holds_file(const std::string& name, unsigned mode, std::uint64_t size) const;
  /// Writes the whole new content under a fixed temporary name (`.NAME.new`; one that an interrupted run left
  /// is removed first), then renames it. A crash leaves the old or the new file.
  [[nodiscard]] Result<void> replace(const std::string& name, std::string_view bytes, unsigned mode,
                                     Durability durability) const;
  /// Replaces the file only if it differs in content, mode or kind. Returns whether it did.
  [[nodiscard]] Result<bool> ensure(const std::string& name, std::string_view bytes, unsigned mode) const;

  /// Removes a file or a link; not an error if the name does not exist. Folders are not removed.
  [[nodiscard]] Result<void> remove(const std::string& name) const;
  /// As remove(), for regular files only: another kind is `denied`.
  [[nodiscard]] Result<void> remove_regular(const std::string& name) const;
  /// Removes an empty folder. Errors: conflict when it is not empty.
  [[nodiscard]] Result<void> remove_folder(const std::string& name) const;
  [[nodiscard]] Result<std::vector<std::string>> names() const;
  /// Gives it the rights it was created with: readable by all. Returns whether that changed anything.
  [[nodiscard]] Result<bool> ensure_mode() const;
  /// Makes durable what was created, renamed or removed in it.
  [[nodiscard]] Result<void> sync() const;

 private:
  GuardedFolder(NativeHandle handle, std::string path) : handle_(handle), path_(std::move(path)) {}
  static Result<GuardedFolder> walk(const std::string& root, const std::string& path, bool make_missing);

  NativeHandle handle_;
  std::string path_;
};

/// Whether a file that is held open can be removed (POSIX), or not before it is closed (Windows).
[[nodiscard]] bool held_files_can_go();

/// The path of the folder that holds `path`; empty for one directly below the root (Windows: of a drive).
[[nodiscard]] std::string folder_above(const std::string& path);

}  // namespace tocsin::updater
