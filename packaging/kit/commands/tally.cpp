// tocsin tally: counts the receipts in files.
#include <cstdint>
#include <fstream>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/progress.h"
#include "packaging/kit/tally/tally.h"
#include "packaging/report/page.h"
#include "schema/platform/clock.h"
#include "schema/platform/native_path.h"

namespace tocsin::kit {
namespace {

constexpr int kFindings = 1;
constexpr std::size_t kLineBytes = 1 << 20;  // 64 times what a collector takes as one receipt

struct Options {
  std::vector<std::string> files;
  bool json = false;
  std::string html;
  std::uint64_t expected = 0;
};

/// The state that all files share.
struct Counting {
  Tally tally;
  Progress progress;
  std::string buffer = std::string(kLineBytes + 1, '\0');  // a line and its end
  bool is_whole = true;                                    // every line counted
};

struct Line {
  std::string_view text;
  bool is_too_long = false;
};
/// Reads the next line into the buffer. Nothing at the end of the file. A line that does not fit is skipped
/// to its end.
std::optional<Line> next_line(std::istream& file, std::string& buffer) {
  file.getline(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  if (file.bad() || (file.eof() && file.gcount() == 0)) return std::nullopt;
  auto bytes = static_cast<std::size_t>(file.gcount());
  if (!file.eof() && !file.fail()) --bytes;  // the line feed, which is not stored
  const bool is_too_long = file.fail();
  if (is_too_long) {
    file.clear();
    file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return Line{std::string_view(buffer).substr(0, bytes), is_too_long};
}

/// Empty, or why the line does not count. A blank line is not an error.
std::string count(Tally& tally, const Line& line) {
  if (line.is_too_long) return "longer than 1 MiB";
  return line.text.find_first_not_of(" \t\r") == std::string_view::npos ? "" : tally.add(line.text);
}

/// Errors: not_found, io.
Result<void> count_file(Counting& counting, const std::string& path) {
  std::ifstream file(native_path(path), std::ios::binary);
  if (!file) return fail(Code::not_found, "tally.read", path + ": cannot be read");
  std::uint64_t number = 0;
  while (const auto line = next_line(file, counting.buffer)) {
    ++number;
    counting.progress.count_line(path);
    const std::string fault = count(counting.tally, *line);
    if (fault.empty()) continue;
    counting.is_whole = false;
    counting.progress.wipe();
    std::cerr << path << ':' << number << ": not counted: " << fault << '\n';
  }
  if (file.bad()) return fail(Code::io, "tally.read", path);
  return {};
}

/// Errors: io.
Result<void> write_page(const Tally& tally, const Options& options) {
  report_page::Page page = tally.page();
  page.source =
      options.files.size() == 1 ? options.files[0] : std::to_string(options.files.size()) + " files";
  page.made_at = seconds_of(system_now());
  if (options.expected > 0) page.expected = options.expected;
  std::ofstream file(native_path(options.html), std::ios::binary | std::ios::trunc);
  file << report_page::html(page);
  file.close();
  if (!file) return fail(Code::io, "tally.html", options.html + ": cannot be written");
  return {};
}

int run(const Options& options) {
  Counting counting;
  for (const std::string& path : options.files) {
    const auto counted = count_file(counting, path);
    counting.progress.wipe();
    if (!counted) return report(counted.error());
  }
  if (!options.html.empty()) {
    if (const auto written = write_page(counting.tally, options); !written) return report(written.error());
    return counting.is_whole ? 0 : kFindings;
  }
  const TallyCounts counts = counting.tally.counts();
  std::cout << (options.json ? tally_json(counts) : tally_text(counts));
  return counting.is_whole ? 0 : kFindings;
}

}  // namespace

void add_tally_command(CommandLine app) {
  auto options = std::make_shared<Options>();
  CommandLine command =
      app.command("tally", "Count collected receipts by notice, language, system and client");
  command
      .option("FILE", options->files,
              "Receipts, one JSON object a line, as `tocsin-intake export` prints them")
      .required();
  command.flag("--json", options->json, "Print JSON (schema tocsin.tally/1)");
  command.option("--html", options->html, "Write the page \"Receipts seen\" to this file instead");
  command.option("--expected", options->expected,
                 "With --html: how many displays are expected of each notice");
  command.run([options] { return run(*options); });
}

}  // namespace tocsin::kit
