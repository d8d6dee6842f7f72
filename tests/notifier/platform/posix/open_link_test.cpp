// Links reach the opener byte for byte, as one argument, without a shell, or not at all.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <thread>

#include "notifier/platform/posix/session.h"
#include "tests/schema/platform/scratch.h"

using namespace tocsin;

namespace {

std::string write_opener(const Scratch& scratch, std::string_view name, std::string_view script) {
  const std::string path = scratch.write(name, script);
  ::chmod(path.c_str(), 0755);
  return path;
}

/// Writes each argument between bars, then renames the result into place.
std::string recording_script(const Scratch& scratch, std::string_view out) {
  return "#!/bin/sh\nprintf '|%s' \"$@\" >'" + (scratch / "part") + "'\nmv '" + (scratch / "part") + "' '" +
         (scratch / out) + "'\n";
}

std::string awaited(const std::string& path) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(120);
  while (!std::filesystem::exists(path) && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return content_of(path);
}

}  // namespace

TEST_CASE("open_link: the opener's arguments") {
  const Scratch scratch;
  const Opener opener{write_opener(scratch, "opener", recording_script(scratch, "out")), {"open"}};
  const std::string_view links[] = {
      "https://support.example.com/kb/119053",   "https://support.example.com/?a=1&b=$(id);c=`id`&d='e'#f",
      "https://support.example.com/%20%0a%22",   "https://support.example.com/--help",
      "https://support.example.com/*?[a]~{b}|c", "HTTPS://support.example.com/"};
  for (const std::string_view link : links) {
    CAPTURE(link);
    std::filesystem::remove(scratch / "out");
    CHECK(open_link_with(std::string(link), {&opener, 1}).has_value());
    CHECK(awaited(scratch / "out") == "|open|" + std::string(link));
  }
}

TEST_CASE("open_link: what is refused never reaches the opener") {
  const Scratch scratch;
  const Opener opener{write_opener(scratch, "opener", recording_script(scratch, "out")), {}};
  const std::string links[] = {"",
                               "https://",
                               "http://support.example.com/",
                               "file:///etc/passwd",
                               "smb://host/share",
                               "javascript:alert(1)",
                               "mailto:a@example.com",
                               "support.example.com",
                               "//support.example.com",
                               "-https://support.example.com",
                               "--help",
                               " https://support.example.com/",
                               "https://support.example.com/a b",
                               "https://support.example.com/a\tb",
                               "https://support.example.com/\r\nHost: x",
                               std::string("https://support.example.com/\0x", 30),
                               "https://support.example.com/\x1b[1m",
                               "https://support.example.com/\x7f",
                               "https://support.example.com\\@evil.example/",
                               "https://sup\xC3\xB6rt.example.com/",
                               "https://" + std::string(4096, 'a')};
  for (const std::string& link : links) {
    CAPTURE(link);
    const auto opened = open_link_with(link, {&opener, 1});
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == Code::invalid_argument);
  }
  CHECK_FALSE(std::filesystem::exists(scratch / "out"));
}

TEST_CASE("open_link: the first opener that is there") {
  const Scratch scratch;
  const Opener missing{scratch / "missing", {}};
  const Opener plain{scratch.write("plain", "no program"), {}};
  const Opener second{write_opener(scratch, "second", recording_script(scratch, "out")), {"2"}};
  const Opener third{write_opener(scratch, "third", recording_script(scratch, "out")), {"3"}};
  const Opener openers[] = {missing, plain, second, third};
  CHECK(open_link_with("https://a.example/", openers).has_value());
  CHECK(awaited(scratch / "out") == "|2|https://a.example/");

  const Opener absent[] = {missing};
  const auto none = open_link_with("https://a.example/", absent);
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().code == Code::not_found);
  CHECK_FALSE(open_link_with("https://a.example/", {}).has_value());
}

TEST_CASE("open_link: an opener that cannot start is reported") {
  const Scratch scratch;
  const Opener no_interpreter{write_opener(scratch, "a", "#!/no/such/interpreter\n"), {}};
  const Opener no_program{write_opener(scratch, "b", "neither script nor program"), {}};
  CHECK_FALSE(open_link_with("https://a.example/", {&no_interpreter, 1}).has_value());
  CHECK_FALSE(open_link_with("https://a.example/", {&no_program, 1}).has_value());
}

TEST_CASE("open_link: neither waits for the browser nor leaves a child behind") {
  const Scratch scratch;
  // The browser runs until this test has come back from the call: one that waits for it never does.
  const std::string until_let_go = "until [ -e '" + (scratch / "go") + "' ]; do sleep 0.01; done\n";
  const Opener slow{write_opener(scratch, "slow",
                                 "#!/bin/sh\n" + until_let_go + "echo ended >'" + (scratch / "part") +
                                     "'\nmv '" + (scratch / "part") + "' '" + (scratch / "out") + "'\n"),
                    {}};
  CHECK(open_link_with("https://a.example/", {&slow, 1}).has_value());
  CHECK_FALSE(std::filesystem::exists(scratch / "out"));
  scratch.write("go", "");
  CHECK(awaited(scratch / "out") == "ended\n");
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
  CHECK(errno == ECHILD);
}
