// Becomes another program of the same set: the process id stays, so a service manager sees one program to its
// end. Layer: notifier/platform, POSIX only.
#include <unistd.h>

#include <cerrno>

#include "notifier/platform/posix/arguments.h"
#include "notifier/platform/session.h"
#include "schema/platform/posix/descriptor.h"

namespace tocsin {
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
