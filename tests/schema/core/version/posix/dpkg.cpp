#include "tests/schema/core/version/posix/dpkg.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>

namespace tocsin {
namespace {

class QuietFiles {
 public:
  QuietFiles() {
    posix_spawn_file_actions_init(&actions_);
    for (const int fd : {1, 2}) posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_WRONLY, 0);
  }
  ~QuietFiles() { posix_spawn_file_actions_destroy(&actions_); }
  QuietFiles(const QuietFiles&) = delete;
  QuietFiles& operator=(const QuietFiles&) = delete;

  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

int run_dpkg(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "dpkg");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const QuietFiles files;
  char plain_locale[] = "LC_ALL=C";  // half of the time of a run otherwise
  char* const environment[] = {plain_locale, nullptr};
  pid_t child = 0;
  if (posix_spawnp(&child, argv[0], files.get(), nullptr, argv.data(), environment) != 0) return -1;
  return wait_for(child);
}

}  // namespace tocsin
