// The output of loginctl is untrusted text: a table of what counts, and a longer one of what does not.
#include "updater/platform/session_facts.h"

#include <doctest/doctest.h>

namespace tocsin::updater {
namespace {

TEST_CASE("session ids") {
  const std::string many = [] {
    std::string text;
    for (int i = 0; i < 3000; ++i) text += std::to_string(i) + " 1000 user\n";
    return text;
  }();
  using Ids = std::vector<std::string>;
  const struct {
    std::string_view name, text;
    Ids ids;
  } rows[] = {
      {"two", "1 1000 ann seat0 tty2\nc2 1001 bob\n", {"1", "c2"}},
      {"indented", "   1 1000 ann\n", {"1"}},
      {"no line end", "7 1000", {"7"}},
      {"twice", "1 a\n1 b\n", {"1"}},
      {"empty", "", {}},
      {"blank lines", "\n  \n", {}},
      {"option", "--help 1\n", {}},
      {"path", "../1 x\n/etc 1\n", {}},
      {"control", "1\x1b[0m x\n", {}},
      {"too long", "123456789012345678901234567890123 x\n", {}},
      {"not ASCII", "\xc3\xa4 x\n", {}},
      {"NUL", std::string_view("1\0 x\n", 5), {}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(session_ids(row.text) == row.ids);
  }
  CHECK(session_ids(many).size() == kMostSessions);
}

TEST_CASE("a person's graphical session") {
  const struct {
    std::string_view name, text, display;
    std::uint32_t uid;
  } rows[] = {
      {"X11", "User=1000\nType=x11\nClass=user\nState=active\nDisplay=:0\n", ":0", 1000},
      {"X11 with a screen", "Display=:10.0\nUser=1000\nType=x11\nClass=user\nState=online\n", ":10.0", 1000},
      {"Wayland", "User=4294967294\nType=wayland\nClass=user\nState=online\nDisplay=\n", "", 4294967294},
      {"more than asked", "Id=2\nUser=1\nType=mir\nClass=user\nState=active\nName=x\n", "", 1},
      {"a display that is none", "User=1000\nType=x11\nClass=user\nState=active\nDisplay=:0;reboot\n", "",
       1000},
      {"a display elsewhere", "User=1000\nType=x11\nClass=user\nState=active\nDisplay=host:0\n", "", 1000},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const auto got = graphical_session(row.text);
    CHECK(got.has_value());
    if (!got) continue;
    CHECK(got->uid == row.uid);
    CHECK(got->display == row.display);
  }
}

TEST_CASE("no session to start anything in") {
  const struct {
    std::string_view name, text;
  } rows[] = {
      {"empty", ""},
      {"root", "User=0\nType=x11\nClass=user\nState=active\n"},
      {"terminal", "User=1000\nType=tty\nClass=user\nState=active\n"},
      {"no type", "User=1000\nClass=user\nState=active\n"},
      {"unspecified", "User=1000\nType=unspecified\nClass=user\nState=active\n"},
      {"greeter", "User=112\nType=wayland\nClass=greeter\nState=active\n"},
      {"lock screen", "User=1000\nType=wayland\nClass=lock-screen\nState=active\n"},
      {"background", "User=1000\nType=wayland\nClass=background\nState=active\n"},
      {"manager", "User=1000\nType=wayland\nClass=manager\nState=active\n"},
      {"no class", "User=1000\nType=x11\nState=active\n"},
      {"closing", "User=1000\nType=x11\nClass=user\nState=closing\n"},
      {"no state", "User=1000\nType=x11\nClass=user\n"},
      {"no user", "Type=x11\nClass=user\nState=active\n"},
      {"user by name", "User=ann\nType=x11\nClass=user\nState=active\n"},
      {"user -1", "User=-1\nType=x11\nClass=user\nState=active\n"},
      {"user as 32 bits of ones", "User=4294967295\nType=x11\nClass=user\nState=active\n"},
      {"user beyond 32 bits", "User=4294968296\nType=x11\nClass=user\nState=active\n"},
      {"user with a blank", "User=1000 \nType=x11\nClass=user\nState=active\n"},
      {"user hexadecimal", "User=0x3e8\nType=x11\nClass=user\nState=active\n"},
      {"a key twice", "User=1000\nUser=1000\nType=x11\nClass=user\nState=active\n"},
      {"a key twice, differing", "User=1000\nType=tty\nType=x11\nClass=user\nState=active\n"},
      {"CR", "User=1000\r\nType=x11\r\nClass=user\r\nState=active\r\n"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(!graphical_session(row.text).has_value());
  }
}

}  // namespace
}  // namespace tocsin::updater
