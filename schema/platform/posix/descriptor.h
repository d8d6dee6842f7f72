// An owned file descriptor, whole reads, locks, and errno as our codes: for all POSIX sources.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int handle) : handle_(handle) {}
  Descriptor(Descriptor&& other) noexcept : handle_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  [[nodiscard]] int get() const { return handle_; }
  [[nodiscard]] bool is_open() const { return handle_ >= 0; }
  /// Gives the descriptor up to the caller.
  [[nodiscard]] int release();

 private:
  int handle_ = -1;
};

/// The failure for a number of errno: ENOENT and ENOTDIR not_found; EACCES, EPERM, EROFS and ELOOP denied;
/// else io.
[[nodiscard]] Failure system_failure(int number, std::string operation, std::string detail);

/// openat(2), close-on-exec, restarted after a signal.
[[nodiscard]] Result<Descriptor> open_at(int folder, const std::string& path, int flags, unsigned mode = 0);

enum class LastLink { followed, refused };

/// Opens what is a regular file, and nothing else: its kind is asked first, of a descriptor that opens
/// nothing (O_PATH). To open a device can have an effect: /dev/watchdog restarts the machine some time later.
/// To open a fifo can block. `flags` are those of open(2); O_CREAT is not one of them. Errors: denied (`rule`
/// KIND: another kind, or a last link that is refused); those of system_failure.
[[nodiscard]] Result<Descriptor> open_regular(int folder, const std::string& path, int flags,
                                              LastLink last_link);

/// Reads all of an open regular file of `size` bytes (by fstat), and checks that nothing follows.
/// Errors: too_large, io (also when the file shrinks or grows meanwhile).
[[nodiscard]] Result<std::string> read_whole(int handle, std::size_t size, std::size_t cap,
                                             const std::string& detail);

/// True when all bytes were written; else errno has the reason.
[[nodiscard]] bool write_all(int handle, std::string_view bytes);

/// Opens (creating it with `mode`, links not followed) and locks a regular file, without waiting.
/// Errors: conflict when another holds it, denied (`rule` KIND), io.
[[nodiscard]] Result<Descriptor> take_lock(const std::string& path, unsigned mode);

}  // namespace tocsin
