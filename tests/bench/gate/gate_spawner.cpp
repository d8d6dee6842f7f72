// Starts several programs in turn, many times, as an ordinary user. Usage: gate_spawner ROUNDS UID COMMAND...
// each COMMAND one word of words parted by blanks: first NAME=VALUE for its environment, then a path and
// arguments; it must exit 0. Prints a line a round: of each command microseconds from start to end, and of
// the processor; then a line "memory" with the peak of each in KiB, as median of five runs.
#include <grp.h>
#include <sched.h>
#include <spawn.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Program {
  std::vector<std::string> words, environment;
  double microseconds = 0, processor = 0;
};

double microseconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (auto& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

Program program_of(const char* command) {
  Program program;
  for (char** variable = environ; *variable != nullptr; ++variable)
    program.environment.emplace_back(*variable);
  std::istringstream in(command);
  for (std::string word; in >> word;) {
    const bool is_variable = program.words.empty() && word[0] != '/';
    (is_variable ? program.environment : program.words).push_back(word);
  }
  return program;
}

bool ended_well(int status) {
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool run_once(Program& program) {
  const auto words = pointers(program.words), environment = pointers(program.environment);
  pid_t child = 0;
  int status = 0;
  const auto start = std::chrono::steady_clock::now();
  if (posix_spawn(&child, words[0], nullptr, nullptr, words.data(), environment.data()) != 0) return false;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) return false;
  program.processor = microseconds_of(usage.ru_utime) + microseconds_of(usage.ru_stime);
  program.microseconds =
      std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
  return ended_well(status);
}

long peak_kib(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::strtol(line.c_str() + 6, nullptr, 10);
  }
  return 0;
}

// Looked up at the program's last moment: what wait4 reports begins with the peak of whoever started it.
long memory_once(Program& program) {
  const auto words = pointers(program.words), environment = pointers(program.environment);
  const pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    execve(words[0], words.data(), environment.data());
    _exit(127);
  }
  int status = 0;
  long peak = 0;
  if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return 0;  // the exec
  ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACEEXIT);
  ptrace(PTRACE_CONT, child, nullptr, nullptr);
  while (waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
    const bool at_exit = status >> 8 == (SIGTRAP | (PTRACE_EVENT_EXIT << 8));
    if (at_exit) peak = peak_kib(child);
    ptrace(PTRACE_CONT, child, nullptr, at_exit ? 0 : WSTOPSIG(status));
  }
  return ended_well(status) ? peak : 0;
}

long median_memory(Program& program) {
  std::vector<long> peaks;
  for (int i = 0; i < 5; ++i) peaks.push_back(memory_once(program));
  std::sort(peaks.begin(), peaks.end());
  return peaks[0] == 0 ? 0 : peaks[2];
}

bool become_user(uid_t user) {
  return setgroups(0, nullptr) == 0 && setgid(user) == 0 && setuid(user) == 0;
}

int failed(const Program& program) {
  std::fprintf(stderr, "%s: did not end with 0\n", program.words[0].c_str());
  return 1;
}

}  // namespace

int main(int count, char** words) {
  if (count < 4) return 2;
  if (!become_user(static_cast<uid_t>(std::strtoul(words[2], nullptr, 10)))) return 6;
  std::vector<Program> programs;
  std::transform(words + 3, words + count, std::back_inserter(programs), program_of);
  const auto rounds = std::strtoul(words[1], nullptr, 10);
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < programs.size(); ++i) {  // another one is first in each round
      auto& program = programs[(round + i) % programs.size()];
      if (!run_once(program)) return failed(program);
    }
    for (const auto& program : programs) std::printf("%.1f %.1f ", program.microseconds, program.processor);
    std::printf("\n");
  }
  std::printf("memory");
  for (auto& program : programs) {
    const long peak = median_memory(program);
    if (peak == 0) return failed(program);
    std::printf(" %ld", peak);
  }
  std::printf("\n");
}
