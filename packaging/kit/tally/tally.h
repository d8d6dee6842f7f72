// Counts collected receipts by notice. Reads no file. Nobody attests that a receipt is genuine.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "packaging/kit/tally/event.h"
#include "packaging/kit/tally/text_pool.h"
#include "packaging/report/page.h"

namespace tocsin::kit {

/// The receipts of one notice. A reader is a pair of installation and actor; a receipt without an actor
/// counts as a reader of its installation.
struct NoticeCounts {
  std::size_t installations = 0, readers = 0, displayed = 0, acknowledged = 0;
  std::map<std::string, std::size_t> by_locale, by_os, by_client;  // readers of each
};

struct TallyCounts {
  using Key = std::pair<std::string, std::uint32_t>;  // message, revision
  std::size_t receipts = 0, duplicates = 0, tests = 0;
  std::map<Key, NoticeCounts> notices;
};

/// Each (source, id) counts once, however often it was delivered. A receipt takes about 80 bytes of memory:
/// its id, because it may be delivered again, and four numbers.
class Tally {
 public:
  /// Adds one line of NDJSON. Returns the empty text, or why the line does not count.
  [[nodiscard]] std::string add(std::string_view line);

  /// The counts of what was added so far.
  [[nodiscard]] TallyCounts counts();

  /// The same receipts by the hour of their time, for the page; a receipt counts, not a reader. A receipt
  /// whose time cannot be read is left out, and the page says how many were.
  [[nodiscard]] report_page::Page page() const;

 private:
  /// One receipt; its numbers index the pools and tables below. Sorting the rows groups them by notice, then
  /// by installation, then by reader.
  struct Row {
    std::uint32_t notice, source, actor, circumstance;
    auto operator<=>(const Row&) const = default;  // NOLINT(modernize-use-nullptr): clang 14 reads 0 in it
    [[nodiscard]] bool has_installation_of(const Row& other) const {
      return notice == other.notice && source == other.source;
    }
    [[nodiscard]] bool has_reader_of(const Row& other) const {
      return has_installation_of(other) && actor == other.actor;
    }
  };
  using Rows = std::deque<Row>;                            // never moved, so growing needs no second copy
  using Notice = std::pair<std::uint32_t, std::uint32_t>;  // message, revision
  /// How and where a reader saw the notice. There are few different ones, so a row holds one number for all
  /// four fields.
  struct Circumstance {
    std::uint32_t locale, os, client;
    bool is_acknowledged;
    auto operator<=>(const Circumstance&) const = default;  // NOLINT(modernize-use-nullptr)
  };
  /// Values, numbered in the order of their first use.
  template <typename T>
  struct Numbered {
    std::map<T, std::uint32_t> numbers;
    std::deque<T> values;
    std::uint32_t number_of(const T& value);
  };

  void count_reader(NoticeCounts& counts, Rows::const_iterator first, const Rows::const_iterator& last) const;

  TallyEvent event_;
  std::string receipt_;  // the key of one receipt; a member to reuse its memory
  TextPool receipts_;    // (source, id)
  TextPool texts_;
  Numbered<Notice> notices_;
  Numbered<Circumstance> circumstances_;
  Rows rows_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, report_page::Hours> hours_;  // by notice and circumstance
  std::size_t duplicates_ = 0, tests_ = 0, without_time_ = 0;
};

/// For people, and schema tocsin.tally/1.
[[nodiscard]] std::string tally_text(const TallyCounts& tally);
[[nodiscard]] std::string tally_json(const TallyCounts& tally);

}  // namespace tocsin::kit
