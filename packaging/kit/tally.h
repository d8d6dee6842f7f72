// Receipts as they were collected, counted by notice. Layer: packaging/kit. Reads no file; counts are
// unattested.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace tocsin {

/// One notice's receipts. Readers are (installation, actor); a receipt without an actor stands for its
/// installation.
struct NoticeTally {
  using Reader = std::pair<std::string, std::string>;
  std::set<std::string> installations;
  std::set<Reader> displayed, acknowledged;
  std::map<std::string, std::set<Reader>> by_locale, by_os, by_client;

  [[nodiscard]] std::size_t readers() const;
};

/// Each (source, id) counts once, however often it was delivered.
class Tally {
 public:
  /// One line of NDJSON. Empty, or why it does not count: it is then left out whole.
  [[nodiscard]] std::string add(std::string_view line);

  using Key = std::pair<std::string, std::uint32_t>;  // message, revision
  [[nodiscard]] const std::map<Key, NoticeTally>& notices() const { return notices_; }
  [[nodiscard]] std::size_t receipts() const { return seen_.size(); }
  [[nodiscard]] std::size_t duplicates() const { return duplicates_; }
  [[nodiscard]] std::size_t tests() const { return tests_; }

 private:
  std::map<Key, NoticeTally> notices_;
  std::set<std::pair<std::string, std::string>> seen_;
  std::size_t duplicates_ = 0, tests_ = 0;
};

/// For people, and schema tocsin.tally/1.
[[nodiscard]] std::string tally_text(const Tally& tally);
[[nodiscard]] std::string tally_json(const Tally& tally);

}  // namespace tocsin
