// Counts receipts by notice, and prints the counts for people and as JSON.
#include "packaging/kit/tally/tally.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "schema/core/instant.h"

namespace tocsin::kit {
namespace {

using Counts = std::map<std::string, std::size_t>;

std::string counts_text(const Counts& by) {
  std::string out;
  for (const auto& [name, readers] : by) {
    out += (out.empty() ? "" : ", ") + (name.empty() ? "(none)" : name) + " " + std::to_string(readers);
  }
  return out;
}

nlohmann::ordered_json counts_json(const Counts& by) {
  auto json = nlohmann::ordered_json::object();
  for (const auto& [name, readers] : by) json[name] = readers;
  return json;
}

}  // namespace

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
  if (const auto time = parse_instant(event_.time)) {
    ++hours_[{notice, circumstance}][seconds_of(*time) / 3600];
  } else {
    ++without_time_;
  }
  return {};
}

TallyCounts Tally::counts() {
  std::sort(rows_.begin(), rows_.end());
  rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
  TallyCounts all{receipts_.size(), duplicates_, tests_, {}};
  const Row* before = nullptr;  // the last row of the reader before
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

report_page::Page Tally::page() const {
  report_page::Page page;
  page.notices.resize(notices_.values.size());
  for (std::size_t i = 0; i < page.notices.size(); ++i) {
    page.notices[i].message = texts_.at(notices_.values[i].first);
    page.notices[i].revision = notices_.values[i].second;
  }
  for (const auto& [key, hours] : hours_) {
    report_page::Notice& notice = page.notices[key.first];
    auto& into = circumstances_.values[key.second].is_acknowledged ? notice.acknowledged : notice.displayed;
    for (const auto& [hour, count] : hours) into[hour] += count;
  }
  // The groups count displays, or acknowledgements where a notice has no display.
  for (const auto& [key, hours] : hours_) {
    report_page::Notice& notice = page.notices[key.first];
    const Circumstance& circumstance = circumstances_.values[key.second];
    if (circumstance.is_acknowledged != notice.displayed.empty()) continue;
    for (const auto& [hour, count] : hours) {
      notice.languages[std::string(texts_.at(circumstance.locale))] += count;
      notice.systems[std::string(texts_.at(circumstance.os))] += count;
      notice.clients[std::string(texts_.at(circumstance.client))] += count;
    }
  }
  if (without_time_ > 0)
    page.note = std::to_string(without_time_) + " receipts without a readable time are left out.";
  return page;
}

// The rows of one reader and notice. The reader counts once for each language, system and client.
void Tally::count_reader(NoticeCounts& counts, Rows::const_iterator first,
                         const Rows::const_iterator& last) const {
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

std::string tally_text(const TallyCounts& tally) {
  std::string out = "Receipts seen: " + std::to_string(tally.receipts) + " (" +
                    std::to_string(tally.duplicates) + " more were duplicates, " +
                    std::to_string(tally.tests) + " were tests); nobody attests them\n";
  for (const auto& [key, notice] : tally.notices) {
    out += key.first + "/" + std::to_string(key.second) + ": " + std::to_string(notice.installations) +
           " installations, " + std::to_string(notice.readers) + " readers, displayed to " +
           std::to_string(notice.displayed) + ", acknowledged by " + std::to_string(notice.acknowledged) +
           "\n    locale: " + counts_text(notice.by_locale) + "\n    os: " + counts_text(notice.by_os) +
           "\n    client: " + counts_text(notice.by_client) + "\n";
  }
  return out;
}

std::string tally_json(const TallyCounts& tally) {
  nlohmann::ordered_json json = {{"schema", "tocsin.tally/1"},
                                 {"receipts", tally.receipts},
                                 {"duplicates", tally.duplicates},
                                 {"tests", tally.tests},
                                 {"attested", false},
                                 {"notices", nlohmann::ordered_json::array()}};
  for (const auto& [key, notice] : tally.notices) {
    json["notices"].push_back({{"message", key.first},
                               {"revision", key.second},
                               {"installations", notice.installations},
                               {"readers", notice.readers},
                               {"displayed", notice.displayed},
                               {"acknowledged", notice.acknowledged},
                               {"locales", counts_json(notice.by_locale)},
                               {"os", counts_json(notice.by_os)},
                               {"clients", counts_json(notice.by_client)}});
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace tocsin::kit
