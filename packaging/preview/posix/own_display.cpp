// Xvfb chooses a free display number and writes it into a pipe.
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <utility>

#include "packaging/preview/own_display.h"

namespace tocsin::preview {
namespace {

constexpr int kStartMs = 120'000;
constexpr int kNotThere = 127;
constexpr const char* kServer = "/usr/bin/Xvfb";
// High enough for the longest body at two pixels for each point.
constexpr const char* kScreen = "2600x16000x24";

[[noreturn]] void become_xvfb(int tell) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  dup2(tell, 3);
  const char* const words[] = {kServer, "-displayfd", "3",   "-screen",  "0",
                               kScreen, "-nolisten",  "tcp", "-noreset", nullptr};
  execv(kServer, const_cast<char* const*>(words));
  _exit(kNotThere);
}

/// The number that Xvfb writes, with a colon before it. Empty if it wrote none in time.
std::string read_number(int from) {
  std::string number;
  pollfd wait = {from, POLLIN, 0};
  std::array<char, 16> bytes{};
  while (!number.ends_with('\n') && poll(&wait, 1, kStartMs) == 1) {
    const auto count = read(from, bytes.data(), bytes.size());
    if (count <= 0) return {};
    number.append(bytes.data(), static_cast<std::size_t>(count));
  }
  if (!number.ends_with('\n')) return {};
  number.pop_back();
  return ":" + number;
}

void end_process(int process) {
  kill(process, SIGTERM);
  waitpid(process, nullptr, 0);
}

}  // namespace

Result<OwnDisplay> OwnDisplay::start() {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) return fail(Code::io, "preview.display", "no pipe");
  const int process = fork();
  if (process == 0) {
    close(ends[0]);
    become_xvfb(ends[1]);
  }
  close(ends[1]);
  std::string name = process > 0 ? read_number(ends[0]) : std::string();
  close(ends[0]);
  if (!name.empty()) return OwnDisplay(process, std::move(name));
  if (process > 0) end_process(process);
  return fail(Code::unavailable, "preview.display", "Xvfb does not start; is the package xvfb installed?");
}

OwnDisplay::OwnDisplay(OwnDisplay&& other) noexcept
    : process_(std::exchange(other.process_, 0)), name_(std::move(other.name_)) {}

OwnDisplay::~OwnDisplay() {
  if (process_ > 0) end_process(process_);
}

void OwnDisplay::set_environment(const std::string& theme, unsigned scale) const {
  const std::string pixels = std::to_string(scale);
  setenv("DISPLAY", name_.c_str(), 1);
  setenv("GDK_BACKEND", "x11", 1);
  setenv("GTK_THEME", theme == "dark" ? "Adwaita:dark" : "Adwaita", 1);
  setenv("GDK_SCALE", pixels.c_str(), 1);
  setenv("GSETTINGS_BACKEND", "memory", 1);
  setenv("NO_AT_BRIDGE", "1", 1);
  for (const char* name :
       {"WAYLAND_DISPLAY", "GTK_MODULES", "GTK2_RC_FILES", "GDK_DPI_SCALE", "XDG_CONFIG_HOME"})
    unsetenv(name);
}

}  // namespace tocsin::preview
