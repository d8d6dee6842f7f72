// The table "What a source answers" of schema/README.md, against what the probe of this system answers.
#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/facts/sources/source_probe.h"

namespace tocsin {

/// By "source: what is there": the answers to samples of it.
using AnswerSamples = std::map<std::string, std::vector<Probed>>;

inline std::string answer_word(const Probed& probed) {
  switch (probed.outcome) {
    case Probed::Outcome::found:
      return probed.version.empty() ? "found, no version" : "found";
    case Probed::Outcome::absent:
      return "absent";
    case Probed::Outcome::failed:
      return "failed";
    case Probed::Outcome::not_applicable:
      break;
  }
  return "not applicable";
}

/// The cells of "| a | b |", without the blanks around them; empty for any other line.
inline std::vector<std::string> table_cells(std::string_view line) {
  std::vector<std::string> cells;
  if (!line.starts_with("| ")) return cells;
  line.remove_prefix(2);
  for (std::size_t end = line.find(" |"); end != line.npos; end = line.find(" |")) {
    cells.emplace_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 3, line.size()));
  }
  return cells;
}

/// Every row for `system` must have samples that answer as it says, and every sample must belong to a row.
inline void check_answer_table(std::string_view system, const AnswerSamples& samples) {
  std::ifstream file(std::string(TOCSIN_SOURCE_DIR) + "/schema/README.md", std::ios::binary);
  std::size_t rows = 0;
  bool is_inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line == "| source | system | what is there | answer |") is_inside = true;
    if (line.empty()) is_inside = false;
    const auto cells = is_inside ? table_cells(line) : std::vector<std::string>();
    if (cells.size() != 4 || (cells[1] != system && cells[1] != "both")) continue;
    ++rows;
    const std::string name = cells[0] + ": " + cells[2];
    CAPTURE(name);
    const auto found = samples.find(name);
    REQUIRE(found != samples.end());
    CHECK_FALSE(found->second.empty());
    for (std::size_t at = 0; at < found->second.size(); ++at) {
      CAPTURE(at);
      CHECK(answer_word(found->second[at]) == cells[3]);
    }
  }
  CHECK(rows == samples.size());
}

}  // namespace tocsin
