// tocsin tally: files of receipts in, counts out.
// Layer: packaging/kit.
#include <fstream>
#include <iostream>
#include <memory>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/tally.h"
#include "schema/platform/native_path.h"

namespace tocsin {
namespace {

constexpr int kFindings = 1;

struct Options {
  std::vector<std::string> files;
  bool json = false;
};

/// Whether every line of it counted. Errors: not_found.
Result<bool> add_file(Tally& tally, const std::string& path) {
  std::ifstream file(native_path(path), std::ios::binary);
  if (!file) return fail(Code::not_found, "tally.read", path + ": cannot be read");
  bool is_whole = true;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string fault = tally.add(line);
    if (fault.empty()) continue;
    is_whole = false;
    std::cerr << path << ':' << number << ": not counted: " << fault << '\n';
  }
  if (file.bad()) return fail(Code::io, "tally.read", path);
  return is_whole;
}

int run(const Options& options) {
  Tally tally;
  bool is_whole = true;
  for (const std::string& path : options.files) {
    const auto added = add_file(tally, path);
    if (!added) return report(added.error());
    is_whole = is_whole && *added;
  }
  std::cout << (options.json ? tally_json(tally) : tally_text(tally));
  return is_whole ? 0 : kFindings;
}

}  // namespace

void add_tally_command(CommandLine app) {
  auto options = std::make_shared<Options>();
  CommandLine command =
      app.command("tally", "Count collected receipts by notice, language, system and client");
  command.option("FILE", options->files, "Receipts, one JSON object a line, as the collector writes them")
      .required();
  command.flag("--json", options->json, "Print JSON (schema tocsin.tally/1)");
  command.run([options] { return run(*options); });
}

}  // namespace tocsin
