// Becoming another program: the same process, its environment, no descriptor too many.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "notifier/platform/session.h"
#include "tests/notifier/platform/posix/child.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

TEST_CASE("become: same process id, arguments byte for byte, environment kept, other descriptors closed") {
  const Scratch scratch;
  const Variable kept("TOCSIN_TEST_KEPT", "a b\n'c'");
  const std::string script =
      "{ echo $$; printf '%s|' \"$TOCSIN_TEST_KEPT\" \"$@\"; test -e /proc/$$/fd/77 && echo open || echo "
      "closed; } >" +
      (scratch / "out") + "; exit 7";
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(STDERR_FILENO, 77);
    const auto failed = become("/bin", "sh", {"-c", script, "name", "two words", "", "$(id)", "--x=\"y\""});
    ::_exit(failed ? 98 : 99);
  }
  CHECK(ended(child) == 7);
  CHECK(content_of(scratch / "out") ==
        std::to_string(child) + "\na b\n'c'|two words||$(id)|--x=\"y\"|closed\n");
}

TEST_CASE("become: a failed attempt returns and says why") {
  const Scratch scratch;
  scratch.write("plain", "no program");
  struct Row {
    std::string_view name;
    std::string folder, program;
    Code wanted;
  };
  const Row rows[] = {{"missing", scratch.path(), "missing", Code::not_found},
                      {"not executable", scratch.path(), "plain", Code::denied},
                      {"a folder", "/", "usr", Code::denied},
                      {"relative folder", "bin", "sh", Code::invalid_argument},
                      {"no folder", "", "sh", Code::invalid_argument},
                      {"a path for a name", "/", "bin/sh", Code::invalid_argument},
                      {"no name", "/bin", "", Code::invalid_argument},
                      {"above", "/bin", "..", Code::invalid_argument}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const int code = in_child([&] {
      const auto result = become(row.folder, row.program, {});
      return result ? 99 : static_cast<int>(result.error().code);
    });
    CHECK(code == static_cast<int>(row.wanted));
  }
}
