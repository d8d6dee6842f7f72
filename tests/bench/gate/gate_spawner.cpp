// Starts several programs in turn, many times, as an ordinary user, and prints the times of each start to its
// end. Usage: gate_spawner ROUNDS UID COMMAND...     each COMMAND one word of words parted by blanks; it must
// exit 0. Prints one line a command: median, 10th and 90th percentile in microseconds.
#include <grp.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Program {
  std::vector<std::string> words;
  std::vector<double> microseconds;
};

Program program_of(const char* command) {
  Program program;
  std::istringstream in(command);
  for (std::string word; in >> word;) program.words.push_back(word);
  return program;
}

bool run_once(Program& program) {
  std::vector<char*> words;
  for (auto& word : program.words) words.push_back(word.data());
  words.push_back(nullptr);
  pid_t child = 0;
  int status = 0;
  const auto start = std::chrono::steady_clock::now();
  if (posix_spawn(&child, words[0], nullptr, nullptr, words.data(), environ) != 0) return false;
  if (waitpid(child, &status, 0) != child) return false;
  const std::chrono::duration<double, std::micro> taken = std::chrono::steady_clock::now() - start;
  program.microseconds.push_back(taken.count());
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

double percentile(std::vector<double>& times, std::size_t percent) {
  std::sort(times.begin(), times.end());
  return times[(times.size() - 1) * percent / 100];
}

bool become_user(uid_t user) {
  return setgroups(0, nullptr) == 0 && setgid(user) == 0 && setuid(user) == 0;
}

}  // namespace

int main(int count, char** words) {
  if (count < 4) return 2;
  if (!become_user(static_cast<uid_t>(std::strtoul(words[2], nullptr, 10)))) return 6;
  std::vector<Program> programs;
  std::transform(words + 3, words + count, std::back_inserter(programs), program_of);
  for (long round = std::strtol(words[1], nullptr, 10); round > 0; --round) {
    for (auto& program : programs) {
      if (run_once(program)) continue;
      std::fprintf(stderr, "%s: did not end with 0\n", program.words[0].c_str());
      return 1;
    }
  }
  for (auto& program : programs) {
    std::printf("%.1f %.1f %.1f\n", percentile(program.microseconds, 50),
                percentile(program.microseconds, 10), percentile(program.microseconds, 90));
  }
}
