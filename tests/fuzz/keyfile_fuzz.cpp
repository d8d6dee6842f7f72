// os-release and its like: a value quoted as the format has it is read back. Input: a key, a line end, the
// file.
#include "notifier/facts/sources/file_values.h"

#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

/// As os-release(5) would have it written.
std::string quoted(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\' || c == '$' || c == '`') text += '\\';
    text += c;
  }
  return text + '"';
}

std::optional<std::string> value_of(const std::string& text, std::string_view key) {
  return keyfile_value(text, key).value_or(std::nullopt);
}

void run(std::string_view input) {
  const std::string_view key = take_line(input);
  const auto value = keyfile_value(input, key);
  const bool is_found = value && *value;
  expect(!is_found || (*value)->find('\n') == std::string::npos, "a value is of one line");
  expect(!is_found || input.find(std::string(key) + "=") != std::string_view::npos, "of a key that is there");
  if (key.empty() || key.find_first_of("= \t\r#") != std::string_view::npos) return;
  if (input.find('\0') != std::string_view::npos || input.starts_with("\xFF\xFE") ||
      input.starts_with("\xFE\xFF")) {
    return expect(!value, "another encoding is refused");
  }
  std::string file(input);
  if (!file.empty() && !file.ends_with('\n')) file += '\n';
  const std::string wanted(take_line(input));
  expect(value_of(file + std::string(key) + "=" + quoted(wanted), key) == wanted, "the last one counts");
  if (wanted.find('\'') == std::string::npos) {
    expect(value_of(file + std::string(key) + "='" + wanted + "'", key) == wanted, "in single quotes, too");
  }
}

const Registered kRegistered("keyfile", run);

}  // namespace
}  // namespace tocsin::fuzz
