// See trigger_text.h.
#include "updater/platform/trigger_text.h"

#include <array>

namespace tocsin {
namespace {

std::string quoted(std::string_view word, std::string_view escaped) {
  std::string text = "\"";
  for (const char c : word) {
    if (escaped.find(c) != std::string_view::npos) text += '\\';
    text += c;
  }
  return text += '"';
}

std::string doubled(std::string_view text, std::string_view which) {
  std::string result;
  for (const char c : text) {
    result += c;
    if (which.find(c) != std::string_view::npos) result += c;
  }
  return result;
}

}  // namespace

TriggerPaths trigger_paths(const Brand& brand) {
  const std::string live = std::string(brand.install_folder) + "/current/";
  return {live + std::string(brand.gate_file), live + std::string(brand.control_file)};
}

// Quoted for Exec, then the backslashes again because the value is a string; % begins a field code.
std::string desktop_word(std::string_view word) {
  return doubled(quoted(doubled(word, "%"), "\"`$\\"), "\\");
}

std::string unit_word(std::string_view word) {
  return quoted(doubled(word, "%$"), "\"\\");
}

std::string shell_word(std::string_view word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text += '\'';
}

std::string autostart_text(const Brand& brand) {
  return "[Desktop Entry]\n"
         "Type=Application\n"
         "Version=1.0\n"
         "Name=" +
         std::string(brand.console) +
         " Messenger\n"
         "Comment=Notices for the administrators of " +
         std::string(brand.console) +
         "\n"
         "Exec=" +
         desktop_word(trigger_paths(brand).gate) +
         "\n"
         "Terminal=false\n"
         "NoDisplay=true\n"
         "X-GNOME-Autostart-enabled=true\n";
}

std::string service_text(const Brand& brand) {
  return "[Unit]\n"
         "Description=Notices for the administrators of " +
         doubled(brand.console, "%") +
         "\n\n"
         "[Service]\n"
         "ExecStart=" +
         unit_word(trigger_paths(brand).gate) + " --scheduled\n";
}

std::string timer_text(const Brand& brand) {
  return "[Unit]\n"
         "Description=Looks for notices of " +
         doubled(brand.console, "%") +
         " once a day\n\n"
         "[Timer]\n"
         "OnCalendar=daily\n"
         "RandomizedDelaySec=1h\n"
         "Persistent=true\n\n"
         "[Install]\n"
         "WantedBy=timers.target\n";
}

// `return` would end the reader's own profile where it is not sourced by a function: hence one `if` and no
// exit.
std::string hook_text(const Brand& brand) {
  std::string once = "TOCSIN_TOLD_";
  for (const char c : brand.unit) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    once += is_word ? c : '_';
  }
  const std::string control = shell_word(trigger_paths(brand).control);
  return "# Says in one line that notices are waiting: interactive shells on a terminal only, once a "
         "session.\n"
         "case $- in *i*)\n"
         "  if [ -t 0 ] && [ -t 1 ] && [ -z \"${" +
         once + "-}\" ] && [ \"$(id -u 2>/dev/null)\" != 0 ] && [ -x " + control +
         " ]; then\n"
         "    " +
         once + "=1; export " + once +
         "\n"
         "    timeout 1 " +
         control +
         " list --summary 2>/dev/null || :\n"
         "  fi ;;\n"
         "esac\n";
}

}  // namespace tocsin
