// Arguments as execve wants them. Layer: notifier/platform, POSIX only.
#include "notifier/platform/posix/arguments.h"

#include <linux/close_range.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace tocsin {

// execve promises not to write to the strings; its type is older than const.
ArgumentVector::ArgumentVector(const std::string& program, std::span<const std::string> arguments) {
  pointers_.reserve(arguments.size() + 2);
  pointers_.push_back(const_cast<char*>(program.c_str()));
  for (const std::string& argument : arguments) pointers_.push_back(const_cast<char*>(argument.c_str()));
  pointers_.push_back(nullptr);
}

// Our own descriptors are close-on-exec anyway, so an older kernel that refuses loses little.
void close_others_on_exec() {
  constexpr unsigned kFirst = STDERR_FILENO + 1;
  ::syscall(SYS_close_range, kFirst, ~0u, CLOSE_RANGE_CLOEXEC);
}

}  // namespace tocsin
