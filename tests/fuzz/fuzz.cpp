#include "tests/fuzz/fuzz.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace tocsin::fuzz {
namespace {

std::vector<Entry>& table() {
  static std::vector<Entry> entries;
  return entries;
}

}  // namespace

Registered::Registered(const char* name, Target target) {
  table().push_back({name, target});
}

const std::vector<Entry>& entries() {
  return table();
}

void expect(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return line;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) lines.emplace_back(take_line(text));
  return lines;
}

std::string source_file(std::string_view path) {
  std::ifstream stream(std::string(TOCSIN_SOURCE_DIR "/") + std::string(path), std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(stream), {});
  expect(!bytes.empty(), "a file of the source tree is there: " + std::string(path));
  return bytes;
}

}  // namespace tocsin::fuzz
