// What the stores hold, on its way out: `export` as NDJSON, `report` as a page.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iostream>

#include "packaging/intake/commands.h"
#include "packaging/intake/database.h"
#include "packaging/report/page.h"
#include "schema/core/text/text.h"

namespace tocsin::intake {
namespace {

using report_page::Notice;
using Key = std::pair<std::string, std::uint32_t>;  // message, revision

std::int64_t number(const std::optional<std::string>& text) {
  std::int64_t value = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

Id id_of_uuid(const std::string& text) {
  std::string digits = text;
  digits.erase(std::remove(digits.begin(), digits.end(), '-'), digits.end());
  const std::string bytes = unhex(digits).value_or(std::string(16, '\0'));
  Id id{};
  std::copy_n(bytes.begin(), id.size(), id.begin());
  return id;
}

Event event_of(const Row& row) {
  Event event;
  event.id = id_of_uuid(row[0].value_or(""));
  event.installation = id_of_uuid(row[1].value_or(""));
  if (row[2]) event.actor = static_cast<std::uint64_t>(number(row[2]));
  event.message = row[3].value_or("");
  event.revision = static_cast<std::uint32_t>(number(row[4]));
  event.epoch = static_cast<std::uint32_t>(std::max<std::int64_t>(number(row[5]), 0));  // -1: not published
  event.serial = static_cast<std::uint64_t>(number(row[6]));
  event.is_acknowledged = row[7] == "t";
  event.hour = static_cast<std::int32_t>(number(row[8]));
  event.locale = row[9].value_or("");
  event.client = row[10].value_or("");
  event.system = row[11].value_or("");
  event.detail = row[12].value_or("");
  return event;
}

constexpr const char* kEvents =
    "SELECT id, installation, actor, message, revision, epoch, serial, acknowledged, receipts.hour_of(hour), "
    "locale, "
    "client, system, detail FROM receipts.events_v1 WHERE $1 = '' OR (message = $1 AND revision = "
    "$2::bigint)";

/// Adds one store's counters. Nothing is merged before all stores are summed.
Result<void> add_counters(Database& database, std::map<Key, Notice>& notices) {
  const auto notice_of = [&](const Row& row) -> Notice& {
    const Key key{row[0].value_or(""), static_cast<std::uint32_t>(number(row[1]))};
    Notice& notice = notices[key];
    notice.message = key.first;
    notice.revision = key.second;
    return notice;
  };
  const auto listed = TRY(database.run("SELECT message, revision, opened FROM receipts.notice"));
  for (const Row& row : listed) notice_of(row).opened = number(row[2]);
  const auto hours = TRY(database.run(
      "SELECT message, revision, acknowledged, hour, events FROM receipts.hourly JOIN receipts.notice USING "
      "(notice)"));
  for (const Row& row : hours) {
    Notice& notice = notice_of(row);
    (row[2] == "t" ? notice.acknowledged : notice.displayed)[number(row[3])] +=
        static_cast<std::uint64_t>(number(row[4]));
  }
  const auto groups = TRY(database.run(
      "SELECT message, revision, dimension, name, events FROM receipts.group_counts JOIN receipts.notice "
      "USING (notice)"));
  for (const Row& row : groups) {
    Notice& notice = notice_of(row);
    report_page::Groups& into = row[2] == "language" ? notice.languages
                                : row[2] == "system" ? notice.systems
                                                     : notice.clients;
    into[row[3].value_or("")] += static_cast<std::uint64_t>(number(row[4]));
  }
  return {};
}

}  // namespace

Result<void> export_receipts(const Settings& settings, const std::string& notice) {
  NoticeName name;
  if (!notice.empty()) name = TRY(parse_notice(notice));
  for (const std::string& store : settings.stores) {
    auto database = TRY(Database::open(store));
    TRY(database.stream(kEvents, {name.message, std::to_string(name.revision)}, [&](const Row& row) {
      std::cout << event_json(event_of(row), settings.origin) << '\n';
    }));
    const auto forgotten = TRY(
        database.run("SELECT message, revision FROM receipts.notice WHERE forgotten OR state = 'closed'"));
    for (const Row& row : forgotten) {
      std::cerr << "not exported: " << row[0].value_or("") << "/" << row[1].value_or("")
                << " (its pseudonyms were forgotten, or it is closed)\n";
    }
  }
  return {};
}

Result<void> write_report(const Settings& settings, const std::string& path, std::uint64_t expected) {
  std::map<Key, Notice> notices;
  for (const std::string& store : settings.stores) {
    auto database = TRY(Database::open(store));
    TRY(add_counters(database, notices));
  }
  report_page::Page page;
  for (auto& [key, notice] : notices) page.notices.push_back(std::move(notice));
  page.source = settings.stores.size() == 1
                    ? "counters"
                    : "the counters of " + std::to_string(settings.stores.size()) + " stores";
  page.made_at =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  if (expected > 0) page.expected = expected;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << report_page::html(page);
  file.close();
  if (!file) return fail(Code::io, "intake.report", path + ": cannot be written");
  return {};
}

}  // namespace tocsin::intake
