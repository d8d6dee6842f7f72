// The page "Receipts seen": one static HTML document from counters. Pure.
// `tocsin tally --html` and `tocsin-intake report --html` both draw with it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tocsin::report_page {

/// Receipts counted by the hour (hours since 1970-01-01T00:00Z).
using Hours = std::map<std::int64_t, std::uint64_t>;
/// Receipts counted by the name of a group.
using Groups = std::map<std::string, std::uint64_t>;

struct Notice {
  std::string message;
  std::uint32_t revision = 1;
  std::int64_t opened = 0;  // hour; orders the notices where no receipt has come yet
  Hours displayed, acknowledged;
  Groups languages, systems, clients;
};

struct Page {
  std::vector<Notice> notices;
  std::string source;                     // what it was made from: "counters", "receipts.ndjson"
  std::int64_t made_at = 0;               // seconds since 1970
  std::optional<std::uint64_t> expected;  // how many displays the vendor expects for each notice
  std::string note;                       // one more sentence below the heading, or empty
};

/// Groups below 5 are merged into "other"; "other" takes the next larger groups until it has 5. If all
/// together are below 5, there are none. Source: packaging/intake/sql/3_views.sql, groups_v1, does the same.
[[nodiscard]] Groups merged_groups(const Groups& groups);

/// Hours until half of the receipts had come, counted from the first one; nothing without receipts.
[[nodiscard]] std::optional<std::int64_t> half_reached_in(const Hours& hours);

/// A whole document without scripts and without anything loaded from elsewhere.
[[nodiscard]] std::string html(const Page& page);

}  // namespace tocsin::report_page
