// See tally.h.
#include "packaging/kit/tally/tally.h"

#include <algorithm>
#include <set>

namespace tocsin {

template <typename T>
std::uint32_t Tally::Numbered<T>::number_of(const T& value) {
  const auto [entry, is_new] = numbers.try_emplace(value, static_cast<std::uint32_t>(values.size()));
  if (is_new) values.push_back(value);
  return entry->second;
}

std::string Tally::add(std::string_view line) {
  if (std::string fault = read_event(line, event_); !fault.empty()) return fault;
  const std::uint32_t source = texts_.add(event_.source).number;
  receipt_.assign(reinterpret_cast<const char*>(&source), sizeof source).append(event_.id);
  if (!receipts_.add(receipt_).is_new) {
    ++duplicates_;
    return {};
  }
  if (event_.outcome == "test") {
    ++tests_;
    return {};
  }
  const std::uint32_t notice = notices_.number_of({texts_.add(event_.message).number, event_.revision});
  const std::uint32_t circumstance =
      circumstances_.number_of({texts_.add(event_.locale).number, texts_.add(event_.os).number,
                                texts_.add(event_.client).number, event_.outcome == "acknowledged"});
  rows_.push_back({notice, source, texts_.add(event_.actor).number, circumstance});
  return {};
}

TallyCounts Tally::counts() {
  std::sort(rows_.begin(), rows_.end());
  rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
  TallyCounts all{receipts_.size(), duplicates_, tests_, {}};
  const Row* before = nullptr;  // of another reader
  for (auto first = rows_.cbegin(), end = rows_.cend(); first != end;) {
    const auto last = std::find_if_not(first, end, [&](const Row& row) { return row.has_reader_of(*first); });
    const auto [message, revision] = notices_.values[first->notice];
    NoticeCounts& counts = all.notices[{std::string(texts_.at(message)), revision}];
    const bool is_known = before != nullptr && before->has_installation_of(*first);
    counts.installations += is_known ? 0 : 1;
    count_reader(counts, first, last);
    before = &*first;
    first = last;
  }
  return all;
}

// One reader's rows of one notice: of each language, system and client the reader counts once.
void Tally::count_reader(NoticeCounts& counts, Rows::const_iterator first, Rows::const_iterator last) const {
  std::set<std::uint32_t> locales, systems, clients;
  bool is_displayed = false, is_acknowledged = false;
  for (; first != last; ++first) {
    const Circumstance& circumstance = circumstances_.values[first->circumstance];
    locales.insert(circumstance.locale);
    systems.insert(circumstance.os);
    clients.insert(circumstance.client);
    (circumstance.is_acknowledged ? is_acknowledged : is_displayed) = true;
  }
  ++counts.readers;
  counts.displayed += is_displayed ? 1 : 0;
  counts.acknowledged += is_acknowledged ? 1 : 0;
  for (const auto locale : locales) ++counts.by_locale[std::string(texts_.at(locale))];
  for (const auto os : systems) ++counts.by_os[std::string(texts_.at(os))];
  for (const auto client : clients) ++counts.by_client[std::string(texts_.at(client))];
}

}  // namespace tocsin
