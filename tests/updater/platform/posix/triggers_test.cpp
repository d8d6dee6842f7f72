// The trigger files: words quoted by the rules of the program that reads them, and each file as a whole.
#include "updater/platform/posix/triggers.h"

#include <doctest/doctest.h>

namespace tocsin::updater {
namespace {

TEST_CASE("words") {
  const struct {
    std::string_view name, word, desktop, unit, shell;
  } rows[] = {
      {"plain", "/opt/a/b", "\"/opt/a/b\"", "\"/opt/a/b\"", "'/opt/a/b'"},
      {"blank", "/opt/a b", "\"/opt/a b\"", "\"/opt/a b\"", "'/opt/a b'"},
      {"percent", "100%", "\"100%%\"", "\"100%%\"", "'100%'"},
      {"dollar", "$HOME", "\"\\\\$HOME\"", "\"$$HOME\"", "'$HOME'"},
      {"double quote", "a\"b", "\"a\\\\\"b\"", "\"a\\\"b\"", "'a\"b'"},
      {"backslash", "a\\b", "\"a\\\\\\\\b\"", "\"a\\\\b\"", "'a\\b'"},
      {"backquote", "`id`", "\"\\\\`id\\\\`\"", "\"`id`\"", "'`id`'"},
      {"single quote", "a'b", "\"a'b\"", "\"a'b\"", "'a'\\''b'"},
      {"empty", "", "\"\"", "\"\"", "''"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(desktop_word(row.word) == row.desktop);
    CHECK(unit_word(row.word) == row.unit);
    CHECK(shell_word(row.word) == row.shell);
  }
}

/// With the names of the system that has these files.
Brand plain_brand() {
  Brand plain = brand();
  plain.gate_file = "messenger";
  plain.control_file = "messengerctl";
  return plain;
}

/// A brand whose names need every quoting.
Brand odd_brand() {
  Brand odd = brand();
  odd.console = "50% Console";
  odd.install_folder = "/opt/Odd Vendor/$x 50%";
  odd.gate_file = "Odd Gate";
  odd.control_file = "Odd Ctl";
  odd.unit = "odd-1.x";
  return odd;
}

TEST_CASE("autostart") {
  CHECK(autostart_text(plain_brand()).starts_with("[Desktop Entry]\nType=Application\n"));
  CHECK(autostart_text(plain_brand()).find("\nExec=\"/opt/example/messenger/current/messenger\"\n") !=
        std::string::npos);
  CHECK(autostart_text(odd_brand()).find("\nExec=\"/opt/Odd Vendor/\\\\$x 50%%/current/Odd Gate\"\n") !=
        std::string::npos);
}

TEST_CASE("units") {
  CHECK(service_text(plain_brand())
            .find("\nExecStart=\"/opt/example/messenger/current/messenger\" --scheduled\n") !=
        std::string::npos);
  CHECK(service_text(odd_brand())
            .find("\nExecStart=\"/opt/Odd Vendor/$$x 50%%/current/Odd Gate\" --scheduled\n") !=
        std::string::npos);
  CHECK(service_text(odd_brand()).find("administrators of 50%% Console\n") != std::string::npos);
  CHECK(timer_text(plain_brand()).find("\nPersistent=true\n") != std::string::npos);
  CHECK(timer_text(plain_brand()).find("\nRandomizedDelaySec=1h\n") !=
        std::string::npos);  // not all at midnight
  CHECK(timer_text(plain_brand()).find("\nWantedBy=timers.target\n") != std::string::npos);
}

TEST_CASE("terminal hook") {
  const std::string hook = hook_text(odd_brand());
  CHECK(hook.find("'/opt/Odd Vendor/$x 50%/current/Odd Ctl' list --summary 2>/dev/null") !=
        std::string::npos);
  CHECK(hook.find("TOCSIN_TOLD_odd_1_x=1") != std::string::npos);
  CHECK(hook.find("exit") == std::string::npos);
  CHECK(hook.find("return") == std::string::npos);
}

}  // namespace
}  // namespace tocsin::updater
