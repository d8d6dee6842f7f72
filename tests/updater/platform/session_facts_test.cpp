// The login manager's file about a session is untrusted text: a table of what counts, and a longer one of
// what does not.
#include "updater/platform/session_facts.h"

#include <doctest/doctest.h>

namespace tocsin {
namespace {

TEST_CASE("session ids") {
  const struct {
    std::string_view name, text;
    bool is_id;
  } rows[] = {
      {"a number", "1", true},
      {"a seat's", "c2", true},
      {"as long as may be", "12345678901234567890123456789012", true},
      {"longer", "123456789012345678901234567890123", false},
      {"empty", "", false},
      {"the login manager's pipe", "2.ref", false},
      {"its temporary file", ".#2aBcDeF", false},
      {"option", "--help", false},
      {"path", "../1", false},
      {"blank", "1 2", false},
      {"control", "1\x1b[0m", false},
      {"not ASCII", "\xc3\xa4", false},
      {"NUL", std::string_view("1\0", 2), false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(is_session_id(row.text) == row.is_id);
  }
}

TEST_CASE("a person's graphical session") {
  const struct {
    std::string_view name, text, display;
    std::uint32_t uid;
  } rows[] = {
      {"X11", "UID=1000\nTYPE=x11\nCLASS=user\nSTATE=active\nDISPLAY=:0\n", ":0", 1000},
      {"X11 with a screen", "DISPLAY=:10.0\nUID=1000\nTYPE=x11\nCLASS=user\nSTATE=online\n", ":10.0", 1000},
      {"Wayland", "UID=4294967294\nTYPE=wayland\nCLASS=user\nSTATE=online\nDISPLAY=\n", "", 4294967294},
      {"as systemd 252 writes it",
       "# This is private data. Do not "
       "parse.\nUID=1\nUSER=ann\nACTIVE=1\nIS_DISPLAY=1\nSTATE=active\nREMOTE=0\n"
       "TYPE=mir\nORIGINAL_TYPE=tty\nCLASS=user\nSCOPE=session-2.scope\nSEAT=seat0\nTTY=tty2\nVTNR=2\n",
       "", 1},
      {"another person's key", "USER=root\nUID=7\nTYPE=x11\nCLASS=user\nSTATE=active\n", "", 7},
      {"a display that is none", "UID=1000\nTYPE=x11\nCLASS=user\nSTATE=active\nDISPLAY=:0;reboot\n", "",
       1000},
      {"a display elsewhere", "UID=1000\nTYPE=x11\nCLASS=user\nSTATE=active\nDISPLAY=host:0\n", "", 1000},
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
      {"root", "UID=0\nTYPE=x11\nCLASS=user\nSTATE=active\n"},
      {"terminal", "UID=1000\nTYPE=tty\nCLASS=user\nSTATE=active\n"},
      {"no type", "UID=1000\nCLASS=user\nSTATE=active\n"},
      {"unspecified", "UID=1000\nTYPE=unspecified\nCLASS=user\nSTATE=active\n"},
      {"greeter", "UID=112\nTYPE=wayland\nCLASS=greeter\nSTATE=active\n"},
      {"lock screen", "UID=1000\nTYPE=wayland\nCLASS=lock-screen\nSTATE=active\n"},
      {"background", "UID=1000\nTYPE=wayland\nCLASS=background\nSTATE=active\n"},
      {"manager", "UID=1000\nTYPE=wayland\nCLASS=manager\nSTATE=active\n"},
      {"no class", "UID=1000\nTYPE=x11\nSTATE=active\n"},
      {"closing", "UID=1000\nTYPE=x11\nCLASS=user\nSTATE=closing\n"},
      {"no state", "UID=1000\nTYPE=x11\nCLASS=user\n"},
      {"no user", "TYPE=x11\nCLASS=user\nSTATE=active\n"},
      {"user by name", "UID=ann\nTYPE=x11\nCLASS=user\nSTATE=active\n"},
      {"user -1", "UID=-1\nTYPE=x11\nCLASS=user\nSTATE=active\n"},
      {"user as 32 bits of ones", "UID=4294967295\nTYPE=x11\nCLASS=user\nSTATE=active\n"},
      {"user beyond 32 bits", "UID=4294968296\nTYPE=x11\nCLASS=user\nSTATE=active\n"},
      {"user with a blank", "UID=1000 \nTYPE=x11\nCLASS=user\nSTATE=active\n"},
      {"user hexadecimal", "UID=0x3e8\nTYPE=x11\nCLASS=user\nSTATE=active\n"},
      {"a key twice", "UID=1000\nUID=1000\nTYPE=x11\nCLASS=user\nSTATE=active\n"},
      {"a key twice, differing", "UID=1000\nTYPE=tty\nTYPE=x11\nCLASS=user\nSTATE=active\n"},
      {"CR", "UID=1000\r\nTYPE=x11\r\nCLASS=user\r\nSTATE=active\r\n"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(!graphical_session(row.text).has_value());
  }
}

}  // namespace
}  // namespace tocsin
