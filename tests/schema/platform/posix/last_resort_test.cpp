// What would abort the program ends it with a code.
#include "schema/platform/program_start.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace tocsin;

namespace {

struct End {
  int status = 0;  // as wait(2) has it
  std::string said;
};

End end_of(void (*what)()) {
  int pipe[2] = {};
  REQUIRE(::pipe(pipe) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(pipe[1], STDERR_FILENO);
    what();
    ::_exit(0);
  }
  ::close(pipe[1]);
  End end;
  char piece[256];
  for (ssize_t size = 0; (size = ::read(pipe[0], piece, sizeof piece)) > 0;)
    end.said.append(piece, static_cast<std::size_t>(size));
  ::close(pipe[0]);
  ::waitpid(child, &end.status, 0);
  return end;
}

/// Out of where nothing may fail, so that nobody can catch it.
template <class Thrown>
void lose(Thrown what) {
  [what]() noexcept { static_cast<void>([what] { throw what; }()); }();
}

}  // namespace

TEST_CASE("an end that nobody foresaw has a code and a sentence") {
  struct Row {
    std::string_view name;
    void (*what)();
    std::string_view says;
  };
  const Row rows[] = {
      {"no memory", [] { lose(std::bad_alloc()); }, "bad_alloc"},
      {"thrown where nobody catches", [] { lose(std::runtime_error("odd")); }, "odd"},
      {"not an exception of the library", [] { lose(5); }, "unknown"},
      {"by itself", [] { std::terminate(); }, "cannot go on"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    static void (*what)() = nullptr;
    what = row.what;
    const End end = end_of([] {
      end_with_a_code();
      what();
    });
    CHECK(WIFEXITED(end.status));
    CHECK(WEXITSTATUS(end.status) == 9);
    CHECK(end.said.find(row.says) != std::string::npos);
    CHECK(end.said.ends_with('\n'));
  }
}

TEST_CASE("each program begins so, and a file that may not grow is an error of the write") {
  const End end = end_of([] {
    static_cast<void>(start_program(0, nullptr));
    ::raise(SIGXFSZ);
    std::terminate();
  });
  CHECK(WIFEXITED(end.status));
  CHECK(WEXITSTATUS(end.status) == 9);
}
