// Runs every target linked here once over its files, without libFuzzer: seeds, and whatever was found once.
// Usage: PROGRAM FOLDER...   reads FOLDER/TARGET/* of each; ends at the first that does not
// hold.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "schema/trust/digest.h"
#include "tests/fuzz/fuzz.h"

namespace {

namespace fs = std::filesystem;

std::string current;  // for the handler

void name_file(int) {
  std::fprintf(stderr, "while reading %s\n", current.c_str());
  std::_Exit(1);
}

std::vector<fs::path> files_of(std::string_view target, int count, char** folders) {
  std::vector<fs::path> files;
  for (int i = 1; i < count; ++i) {
    const fs::path folder = fs::path(folders[i]) / target;
    if (!fs::is_directory(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void replay(const tocsin::fuzz::Entry& target, const fs::path& path) {
  current = path.string();
  std::ifstream stream(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(stream), {});
  target.run(bytes);
  // Cut short, and with one byte more: what a reader that counts wrongly meets first.
  target.run(std::string(bytes, 0, bytes.size() / 2));
  target.run(bytes + '\0');
}

}  // namespace

int main(int count, char** arguments) {
  if (!tocsin::init_crypto() || tocsin::fuzz::entries().empty()) return 1;
  std::signal(SIGABRT, name_file);
  bool is_complete = true;
  for (const auto& target : tocsin::fuzz::entries()) {
    const auto files = files_of(target.name, count, arguments);
    for (const fs::path& path : files) replay(target, path);
    std::printf("%-14s %zu files\n", std::string(target.name).c_str(), files.size());
    is_complete = is_complete && files.size() >= 3;
  }
  if (!is_complete) std::fprintf(stderr, "a target has fewer than 3 files to read\n");
  return is_complete ? 0 : 1;
}
