// Starts several programs in turn, many times, and prints how long each took to its first window on the
// screen, told by the X server (MapNotify), not asked for. Usage: window_spawner [--memory] ROUNDS COMMAND...
// each COMMAND one word of words parted by blanks. Prints a line a round: milliseconds of each command; with
// --memory the KiB of its proportional set size once its window is open and no more is added. What has shown
// its window is killed. Exit 1: a program ended, or showed nothing within 30 s.
#include <X11/Xlib.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Words = std::vector<std::string>;

constexpr int kDeadlineMs = 30000;

Words words_of(const char* command) {
  Words words;
  std::istringstream in(command);
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

pid_t start(Words words) {
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t child = 0;
  return posix_spawnp(&child, pointers[0], nullptr, nullptr, pointers.data(), environ) == 0 ? child : 0;
}

class Watch {
 public:
  explicit Watch(Display* display) : display_(display) {
    XSelectInput(display_, DefaultRootWindow(display_), SubstructureNotifyMask);
    XSync(display_, False);
  }

  /// Waits for a window large enough to be read; false when there is none in time.
  bool wait_mapped() {
    return wait([this](const XEvent& event) {
      if (event.type == ConfigureNotify) sizes(event.xconfigure.window, event.xconfigure.width);
      if (event.type == CreateNotify) sizes(event.xcreatewindow.window, event.xcreatewindow.width);
      if (event.type == MapNotify && wide_.contains(event.xmap.window)) mapped_.insert(event.xmap.window);
      return !mapped_.empty();
    });
  }

  /// Waits until all that was mapped is gone.
  bool wait_gone() {
    return wait([this](const XEvent& event) {
      if (event.type == MapNotify && wide_.contains(event.xmap.window)) mapped_.insert(event.xmap.window);
      if (event.type == UnmapNotify) mapped_.erase(event.xunmap.window);
      if (event.type == DestroyNotify) mapped_.erase(event.xdestroywindow.window);
      return mapped_.empty();
    });
  }

 private:
  void sizes(Window window, int width) {
    constexpr int kReadable = 32;
    if (width >= kReadable) wide_.insert(window);
  }

  template <typename Seen>
  bool wait(Seen seen) {
    const auto deadline = Clock::now() + std::chrono::milliseconds(kDeadlineMs);
    while (Clock::now() < deadline) {
      while (XPending(display_) > 0) {
        XEvent event;
        XNextEvent(display_, &event);
        if (seen(event)) return true;
      }
      pollfd from{ConnectionNumber(display_), POLLIN, 0};
      poll(&from, 1, kDeadlineMs);
    }
    return false;
  }

  Display* display_;
  std::set<Window> wide_, mapped_;
};

/// KiB: private pages, and of each page that n processes share one n-th. -1: cannot be read.
double proportional_set_size(pid_t process) {
  std::ifstream rollup("/proc/" + std::to_string(process) + "/smaps_rollup");
  for (std::string word; rollup >> word;) {
    double kib = 0;
    if (word == "Pss:" && rollup >> kib) return kib;
  }
  return -1;
}

/// A window that was just mapped is still to be drawn: waits until ten readings one after the other are as
/// good as equal (what other processes share may change), at most until the deadline.
double settled_memory(pid_t process) {
  const auto deadline = Clock::now() + std::chrono::milliseconds(kDeadlineMs);
  constexpr double kAsGoodAsEqualKib = 64;
  double last = proportional_set_size(process);
  for (int equal = 0; equal < 10; ++equal) {
    if (last < 0 || Clock::now() > deadline) return -1;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const double now = proportional_set_size(process);
    if (std::abs(now - last) > kAsGoodAsEqualKib) equal = -1;
    last = now;
  }
  return last;
}

enum class Measure { time, memory };

// Milliseconds or KiB, or less than 0.
double run_once(Watch& watch, const Words& words, Measure measure) {
  const auto begin = Clock::now();
  const pid_t child = start(words);
  if (child == 0) return -1;
  const bool is_there = watch.wait_mapped();
  double measured = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
  if (is_there && measure == Measure::memory) measured = settled_memory(child);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  return is_there && watch.wait_gone() ? measured : -1;
}

}  // namespace

int main(int count, char** words) {
  const bool is_memory = count > 1 && std::string(words[1]) == "--memory";
  if (is_memory) {
    --count;
    ++words;
  }
  Display* const display = XOpenDisplay(nullptr);
  if (count < 3 || display == nullptr) return 2;
  Watch watch(display);
  std::vector<Words> programs;
  std::transform(words + 2, words + count, std::back_inserter(programs), words_of);
  const auto rounds = std::strtoul(words[1], nullptr, 10);
  for (std::size_t round = 0; round < rounds; ++round) {
    std::vector<double> values(programs.size());
    for (std::size_t i = 0; i < programs.size(); ++i) {  // another one is first in each round
      const std::size_t which = (round + i) % programs.size();
      values[which] = run_once(watch, programs[which], is_memory ? Measure::memory : Measure::time);
      if (values[which] < 0) {
        std::fprintf(stderr, "%s: no window\n", programs[which][0].c_str());
        return 1;
      }
    }
    for (const double value : values) std::printf("%.2f ", value);
    std::printf("\n");
  }
}
