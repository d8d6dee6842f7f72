// Arguments as execve wants them, and no descriptor but the standard ones for the next program.
// Layer: notifier/platform, POSIX only.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace tocsin {

/// A null-terminated argument vector; the strings stay where they are and outlive it.
class ArgumentVector {
 public:
  ArgumentVector(const std::string& program, std::span<const std::string> arguments);
  [[nodiscard]] char* const* get() const { return pointers_.data(); }

 private:
  std::vector<char*> pointers_;
};

/// Marks every descriptor above standard error close-on-exec, ours and those that were handed to us. Safe
/// after fork.
void close_others_on_exec();

}  // namespace tocsin
