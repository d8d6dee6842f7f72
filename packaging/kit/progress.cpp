#include "packaging/kit/progress.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include "schema/core/text/text.h"
#include "schema/platform/program_start.h"

namespace tocsin::kit {
namespace {

using namespace std::chrono_literals;

constexpr auto kSilence = 1s;
constexpr auto kPause = 250ms;
constexpr std::size_t kPathCodePoints = 40;  // with the count, a line of 80 columns

}  // namespace

Progress::Progress()
    : Progress(std::cerr, is_error_terminal(), [] { return std::chrono::steady_clock::now(); }) {}

Progress::Progress(std::ostream& out, bool is_terminal, Clock now)
    : out_(out), is_terminal_(is_terminal), now_(std::move(now)) {
  if (is_terminal_) next_ = now_() + kSilence;
}

Progress::~Progress() {
  wipe();
}

void Progress::count_line(const std::string& path) {
  ++lines_;
  if (!is_terminal_) return;
  const auto now = now_();
  if (now < next_) return;
  next_ = now + kPause;
  write(path);
}

void Progress::wipe() {
  if (width_ == 0) return;
  out_ << '\r' << std::string(width_, ' ') << '\r' << std::flush;
  width_ = 0;
}

// Blanks cover the rest of a longer line before it, because not every console reads escape sequences.
void Progress::write(const std::string& path) {
  const std::string line = std::to_string(lines_) + " lines read, in " + sanitised(path, kPathCodePoints);
  const std::size_t width = code_points(line);
  out_ << '\r' << line << std::string(width_ - std::min(width, width_), ' ') << std::flush;
  width_ = width;
}

}  // namespace tocsin::kit
