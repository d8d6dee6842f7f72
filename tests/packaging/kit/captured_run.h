// Runs a command of the kit within the test, as main would, and keeps what it prints. Tests only.
#pragma once

#include <CLI/CLI.hpp>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "packaging/kit/commands.h"

namespace tocsin {

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

/// `add` is one of the functions of commands.h; a bad command line exits with 2, as in main.
inline CapturedRun run_command(void (*add)(CLI::App&, int&), std::vector<std::string> arguments) {
  const CapturedStream out(std::cout), err(std::cerr);
  CLI::App app;
  app.require_subcommand(1);
  int exit_code = 0;
  add(app, exit_code);
  try {
    app.parse(
        std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // CLI11 takes them from the back
  } catch (const CLI::ParseError& stop) {
    exit_code = app.exit(stop) == 0 ? 0 : 2;
  }
  return {exit_code, out.text(), err.text()};
}

}  // namespace tocsin
