// Parts of the session that the sources of this folder share, or that tests call.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/result.h"

namespace tocsin {

/// The reader's languages from POSIX's variables.
///
/// Shape:  `language` is LANGUAGE's list, `locale` the message locale (the first of LC_ALL, LC_MESSAGES and
/// LANG
///         that is not empty). BCP 47 tags, each once, at most 32. None under C, POSIX or C.UTF-8, whatever
///         LANGUAGE says; a C within LANGUAGE ends the list.
/// Source: gettext manual, "The LANGUAGE variable".
[[nodiscard]] std::vector<std::string> languages_from_posix(std::string_view language,
                                                            std::string_view locale);

/// A null-terminated argument vector for execve. The strings must outlive it.
class ArgumentVector {
 public:
  ArgumentVector(const std::string& program, std::span<const std::string> arguments);
  [[nodiscard]] char* const* get() const { return pointers_.data(); }

 private:
  std::vector<char*> pointers_;
};

/// Marks every descriptor above standard error close-on-exec, also inherited ones. Safe after fork.
void close_others_on_exec();

/// A program that opens links. `arguments` come before the link.
struct Opener {
  std::string program;
  std::vector<std::string> arguments;
};

/// Opens the link with the first opener that can be executed. Errors: invalid_argument, not_found, io.
[[nodiscard]] Result<void> open_link_with(const std::string& url, std::span<const Opener> openers);

}  // namespace tocsin
