// Becomes another program of the same set. The process id stays, so that a service manager sees one program.
#include <linux/close_range.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "notifier/platform/posix/session.h"
#include "notifier/platform/session.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin {

// execve does not write to the strings; its type is older than const.
ArgumentVector::ArgumentVector(const std::string& program, std::span<const std::string> arguments) {
  pointers_.reserve(arguments.size() + 2);
  pointers_.push_back(const_cast<char*>(program.c_str()));
  for (const std::string& argument : arguments) pointers_.push_back(const_cast<char*>(argument.c_str()));
  pointers_.push_back(nullptr);
}

// Our own descriptors are close-on-exec anyway, so that an error of an older kernel can be ignored.
void close_others_on_exec() {
  constexpr unsigned kFirst = STDERR_FILENO + 1;
  ::syscall(SYS_close_range, kFirst, ~0u, CLOSE_RANGE_CLOEXEC);
}

namespace {

bool is_plain_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos;
}

}  // namespace

Result<void> become(const std::string& folder, const std::string& name,
                    const std::vector<std::string>& arguments, bool /*hidden: no consoles here*/) {
  if (!folder.starts_with('/') || !is_plain_name(name)) {
    return fail(Code::invalid_argument, "session.become", folder + '/' + name);
  }
  const std::string program = folder + '/' + name;
  const ArgumentVector vector(program, arguments);
  close_others_on_exec();
  ::execve(program.c_str(), vector.get(), environ);
  return system_failure(errno, "session.become", program);
}

}  // namespace tocsin
