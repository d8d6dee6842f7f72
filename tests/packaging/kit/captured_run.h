// Runs a command of the kit in the test process and keeps its output. Tests only.
#pragma once

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "packaging/kit/commands.h"

namespace tocsin::kit {

struct CapturedRun {
  int exit_code = 0;
  std::string out, err;
};

class CapturedStream {
 public:
  explicit CapturedStream(std::ostream& stream) : stream_(stream), before_(stream.rdbuf(text_.rdbuf())) {}
  ~CapturedStream() { stream_.rdbuf(before_); }
  CapturedStream(const CapturedStream&) = delete;
  CapturedStream& operator=(const CapturedStream&) = delete;

  [[nodiscard]] std::string text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  std::ostream& stream_;
  std::streambuf* before_;
};

/// Runs the kit with these arguments.
inline CapturedRun run_command(std::vector<std::string> arguments) {
  const CapturedStream out(std::cout), err(std::cerr);
  arguments.insert(arguments.begin(), "tocsin");
  std::vector<char*> words;
  for (std::string& argument : arguments) words.push_back(argument.data());
  const int exit_code = run_kit(static_cast<int>(words.size()), words.data());
  return {exit_code, out.text(), err.text()};
}

}  // namespace tocsin::kit
