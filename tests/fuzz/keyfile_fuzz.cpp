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

void run(std::string_view input) {
  const std::string_view key = take_line(input);
  const auto value = keyfile_value(input, key);
  expect(!value || value->find('\n') == std::string::npos, "a value is of one line");
  expect(!value || input.find(std::string(key) + "=") != std::string_view::npos, "of a key that is there");
  if (key.empty() || key.find_first_of("= \t\r#") != std::string_view::npos) return;
  std::string file(input);
  if (!file.empty() && !file.ends_with('\n')) file += '\n';
  const std::string wanted(take_line(input));
  expect(keyfile_value(file + std::string(key) + "=" + quoted(wanted), key) == wanted, "the last one counts");
  if (wanted.find('\'') == std::string::npos) {
    expect(keyfile_value(file + std::string(key) + "='" + wanted + "'", key) == wanted,
           "in single quotes, too");
  }
}

const Registered kRegistered("keyfile", run);

}  // namespace
}  // namespace tocsin::fuzz
