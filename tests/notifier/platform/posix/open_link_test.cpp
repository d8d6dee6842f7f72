// Links reach the opener byte for byte, as one argument, without a shell, or not at all.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <thread>

#include "notifier/platform/posix/session.h"
#include "tests/schema/core/https_addresses.h"
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
  const std::string_view links[] = {"https://support.example.com/kb/119053",
                                    "https://support.example.com/?a=1&b=$(id);c=*&d='e'#f",
                                    "https://support.example.com/%20%0a%22",
                                    "https://support.example.com/--help", "HTTPS://support.example.com/"};
  for (const std::string_view link : links) {
    CAPTURE(link);
    std::filesystem::remove(scratch / "out");
    CHECK(open_link_with(std::string(link), {&opener, 1}).has_value());
    CHECK(awaited(scratch / "out") == "|open|" + std::string(link));
  }
}

TEST_CASE("open_link: of the one table of https addresses the links reach the opener, the others never") {
  const Scratch scratch;
  const Opener opener{write_opener(scratch, "opener", recording_script(scratch, "out")), {}};
  for (const HttpsAddressRow& row : https_addresses()) {
    CAPTURE(row.name);
    const auto opened = open_link_with(row.text, {&opener, 1});
    CHECK(opened.has_value() == row.is_link());
    if (opened) {
      CHECK(awaited(scratch / "out") == "|" + row.text);
    } else {
      CHECK(opened.error().code == Code::invalid_argument);
    }
    CHECK(std::filesystem::remove(scratch / "out") == row.is_link());
  }
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
