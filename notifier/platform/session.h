// The session in which this program runs: display, languages, links, other programs, one instance.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/core/result.h"
#include "schema/platform/native_handle.h"

namespace tocsin {

/// Whether a window can be shown here (X11 or Wayland named in the environment).
[[nodiscard]] bool has_display();

/// Whether standard input and output are a terminal, so that a person can be asked.
[[nodiscard]] bool is_terminal();

/// BCP 47 tags in the reader's order. POSIX: LANGUAGE (when a locale is set), LC_ALL, LC_MESSAGES, LANG; C
/// and POSIX: none.
[[nodiscard]] std::vector<std::string> preferred_languages();

/// The host's name for the window's title; sanitised.
[[nodiscard]] std::string host_name();

/// Becomes the program `name` of `folder`. POSIX: execve, with the same process id and environment; returns
/// only on failure. Windows: creates the process, without a console window if `hidden`, and returns.
[[nodiscard]] Result<void> become(const std::string& folder, const std::string& name,
                                  const std::vector<std::string>& arguments, bool hidden = false);

/// Passes an https URL that is_allowed_link accepted to the desktop's own opener: argument vector, no shell,
/// the opener by absolute path. Does not wait for the browser. Errors: invalid_argument when is_link()
/// refuses it (the last check, without the list of hosts), not_found when there is no opener, io.
[[nodiscard]] Result<void> open_link(const std::string& url);

/// One instance for each login session (POSIX: a locked file in $XDG_RUNTIME_DIR, named by display and brand;
/// where there is none, in the user's state folder). Errors: conflict when another holds it, io.
class SingleInstance {
 public:
  [[nodiscard]] static Result<SingleInstance> take(const std::string& name, const std::string& state_folder);
  SingleInstance(SingleInstance&& other) noexcept;
  SingleInstance& operator=(SingleInstance&&) = delete;
  ~SingleInstance();

 private:
  explicit SingleInstance(NativeHandle handle) : handle_(handle) {}
  NativeHandle handle_;
};

}  // namespace tocsin
