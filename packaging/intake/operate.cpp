// What the vendor's operator does: init, open, close, forget, suspects.
// Each command works on one store after the other and may be repeated after a failure: steps that were done
// already do nothing the second time.
#include <chrono>
#include <iostream>
#include <thread>

#include "packaging/intake/commands.h"
#include "packaging/intake/database.h"
#include "packaging/intake/postgres.h"
#include "schema/core/instant.h"
#include "schema/core/text/text.h"

namespace tocsin::intake {
namespace {

constexpr int kLockTries = 30;
constexpr std::chrono::milliseconds kLockPause{500};

template <typename Work>  // Result<void>(Database&, const std::string& name)
Result<void> on_each_store(const Settings& settings, Work work) {
  for (std::size_t i = 0; i < settings.stores.size(); ++i) {
    auto database = TRY(Database::open(settings.stores[i]));
    const std::string name =
        settings.stores.size() == 1 ? std::string() : "store " + std::to_string(i) + ": ";
    TRY(work(database, name));
  }
  return {};
}

/// One transaction that waits at most 2 s for a lock, so that it never holds up receipts behind it; tried
/// again.
Result<std::vector<Row>> with_lock_timeout(Database& database, const std::string& sql,
                                           const std::vector<std::optional<std::string>>& values) {
  for (int i = 1;; ++i) {
    TRY(database.run("BEGIN; SET LOCAL lock_timeout = '2s'"));
    auto rows = database.run(sql, values);
    auto ended = database.run(rows ? "COMMIT" : "ROLLBACK");
    if (rows && !ended) return ended;
    if (rows || rows.error().code != Code::conflict || i == kLockTries) return rows;
    std::this_thread::sleep_for(kLockPause);
  }
}

Result<int> version_of(Database& database) {
  const auto found = TRY(database.run("SELECT to_regclass('receipts.schema_version') IS NOT NULL"));
  if (found.at(0).at(0) != "t") return 0;
  const auto version = TRY(database.run("SELECT version FROM receipts.schema_version"));
  const auto number =
      version.empty() ? std::nullopt : parse_decimal(version.at(0).at(0).value_or(""), 1000000);
  return static_cast<int>(number.value_or(0));
}

Result<void> upgrade(Database& database, int from, int to) {
  for (int version = from + 1; version <= to; ++version) {
    TRY(database.run("BEGIN; " + schema_versions()[static_cast<std::size_t>(version - 1)] +
                     "; UPDATE receipts.schema_version SET version = " + std::to_string(version) +
                     "; COMMIT"));
  }
  return {};
}

Result<void> grant(Database& database, const InitOptions& options) {
  for (const auto& [role, sql] :
       {std::pair{options.writer,
                  "GRANT USAGE ON SCHEMA receipts TO %1$I; GRANT SELECT ON receipts.schema_version TO %1$I; "
                  "GRANT EXECUTE ON FUNCTION receipts.add_v1 TO %1$I"},
        std::pair{
            options.reader,
            "GRANT USAGE ON SCHEMA receipts TO %1$I; GRANT SELECT ON receipts.reach_v1, receipts.notices_v1, "
            "receipts.groups_v1, receipts.store_v1 TO %1$I"}}) {
    if (role.empty()) continue;
    const auto text = TRY(database.run("SELECT format($1, $2::text)", {sql, role}));
    TRY(database.run(text.at(0).at(0).value_or("")));
  }
  return {};
}

/// Refuses what would come too early after the end of a notice; `ends` in the database decides.
Result<void> check_age(Database& database, const NoticeName& notice, int days, const std::string& what) {
  const auto row = TRY(database.run(
      "SELECT ends, ends IS NULL OR ends + make_interval(days => $3::int) > clock_timestamp() FROM "
      "receipts.notice "
      "WHERE message = $1 AND revision = $2::bigint",
      {notice.message, std::to_string(notice.revision), std::to_string(days)}));
  if (row.empty() || row.at(0).at(1) != "t") return {};
  const std::string ends = row.at(0).at(0) ? "it ends " + *row.at(0).at(0) : "its end was never given";
  return fail(Code::denied, "intake.notice", ends + "; " + what + " Give --early to do it all the same.");
}

Result<std::optional<std::string>> moment(const std::string& text) {
  if (text.empty()) return std::optional<std::string>();
  if (!parse_instant(text))
    return fail(Code::invalid_argument, "intake.open", text + ": not YYYY-MM-DDThh:mm:ssZ");
  return std::optional<std::string>(text);
}

Result<void> detach_and_drop(Database& database, const std::string& number) {
  const std::string table = "receipts.event_" + number;
  const auto state =
      TRY(database.run("SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = to_regclass($1)", {table}));
  if (!state.empty()) {
    const bool is_pending = state.at(0).at(0) == "t";
    TRY(database.run("ALTER TABLE receipts.event DETACH PARTITION " + table +
                     (is_pending ? " FINALIZE" : " CONCURRENTLY")));
  }
  const auto present = TRY(database.run("SELECT to_regclass($1) IS NOT NULL", {table}));
  if (present.at(0).at(0) != "t") return {};
  TRY(database.run("BEGIN; DELETE FROM receipts.detail d USING " + table +
                   " e WHERE d.id = e.id; DROP TABLE " + table + "; COMMIT"));
  return {};
}

}  // namespace

Result<NoticeName> parse_notice(const std::string& text) {
  const std::size_t slash = text.rfind('/');
  const auto revision = slash == std::string::npos
                            ? std::nullopt
                            : parse_decimal(std::string_view(text).substr(slash + 1), 4294967295U);
  if (!revision || *revision == 0 || !is_identifier(std::string_view(text).substr(0, slash))) {
    return fail(Code::invalid_argument, "intake.notice", text + ": not ID/REVISION");
  }
  return NoticeName{text.substr(0, slash), static_cast<std::uint32_t>(*revision)};
}

Result<void> init_stores(const Settings& settings, const InitOptions& options) {
  const int newest = options.up_to ? static_cast<int>(options.up_to) : kSchemaVersion;
  if (newest > kSchemaVersion) return fail(Code::invalid_argument, "intake.init", "there is no such version");
  return on_each_store(settings, [&](Database& database, const std::string& name) -> Result<void> {
    const auto version = TRY(version_of(database));
    if (version > newest) {
      return fail(Code::denied, "intake.init",
                  name + "the store has version " + std::to_string(version) + ", this program knows " +
                      std::to_string(newest));
    }
    TRY(upgrade(database, version, newest));
    TRY(grant(database, options));
    std::cout << name << "schema version " << newest
              << (version == newest ? ", as before"
                  : version         ? ", upgraded from " + std::to_string(version)
                                    : ", new")
              << "\n";
    return {};
  });
}

Result<void> open_notice(const Settings& settings, const std::string& notice, const OpenOptions& options) {
  NoticeName name;
  if (!notice.empty()) name = TRY(parse_notice(notice));
  const auto from = TRY(moment(options.from));
  const auto ends = TRY(moment(options.ends));
  std::vector<std::string> epochs;
  for (const std::uint64_t epoch : options.epochs) epochs.push_back(std::to_string(epoch));
  return on_each_store(settings, [&](Database& database, const std::string& store) -> Result<void> {
    TRY(database.run("SELECT receipts.publish_v1($1::text[], $2::text[], $3::bigint[])",
                     {array_text(options.clients), array_text(options.locales), array_text(epochs)}));
    if (notice.empty()) return {};
    const auto moved = TRY(with_lock_timeout(
        database, "SELECT receipts.open_v1($1, $2::bigint, $3::timestamptz, $4::timestamptz)",
        {name.message, std::to_string(name.revision), from, ends}));
    std::cout << store << notice << " is open; " << moved.at(0).at(0).value_or("0")
              << " receipts had come before\n";
    return {};
  });
}

Result<void> close_notice(const Settings& settings, const NoticeName& notice, bool is_early) {
  return on_each_store(settings, [&](Database& database, const std::string& store) -> Result<void> {
    if (!is_early) {
      TRY(check_age(database, notice, 400, "closing earlier than 400 days after that loses late receipts."));
    }
    const auto number = TRY(with_lock_timeout(database, "SELECT receipts.close_v1($1, $2::bigint)",
                                              {notice.message, std::to_string(notice.revision)}));
    TRY(detach_and_drop(database, number.at(0).at(0).value_or("0")));
    std::cout << store << notice.message << "/" << notice.revision
              << " is closed; its counters stay, and late receipts are answered and not counted\n";
    return {};
  });
}

Result<void> drop_unopened(const Settings& settings, unsigned days) {
  return on_each_store(settings, [&](Database& database, const std::string& store) -> Result<void> {
    const auto gone =
        TRY(with_lock_timeout(database, "SELECT receipts.drop_unopened_v1(make_interval(days => $1::int))",
                              {std::to_string(days)}));
    std::cout << store << gone.at(0).at(0).value_or("0")
              << " receipts of notices never opened were dropped\n";
    return {};
  });
}

Result<void> forget_notice(const Settings& settings, const NoticeName& notice, bool is_early) {
  return on_each_store(settings, [&](Database& database, const std::string& store) -> Result<void> {
    if (!is_early) TRY(check_age(database, notice, 90, "pseudonyms are kept for 90 days after that."));
    const auto number = TRY(with_lock_timeout(database, "SELECT receipts.begin_forget_v1($1, $2::bigint)",
                                              {notice.message, std::to_string(notice.revision)}));
    if (!number.at(0).at(0)) {
      return fail(Code::not_found, "intake.forget", store + notice.message + ": no such open notice");
    }
    const auto rows =
        TRY(with_lock_timeout(database, "SELECT receipts.end_forget_v1($1::int)", {*number.at(0).at(0)}));
    TRY(database.run("VACUUM FULL receipts.detail"));
    std::cout << store << notice.message << "/" << notice.revision << ": " << rows.at(0).at(0).value_or("0")
              << " receipts keep their ids and have lost their pseudonyms\n";
    return {};
  });
}

Result<void> list_suspects(const Settings& settings) {
  std::size_t listed = 0;
  auto done = on_each_store(settings, [&](Database& database, const std::string& store) -> Result<void> {
    const auto rows =
        TRY(database.run("SELECT reason, message, revision, subject, events FROM receipts.suspects_v1()"));
    for (const Row& row : rows) {
      std::cout << store << row[1].value_or("") << "/" << row[2].value_or("") << "\t" << row[0].value_or("")
                << "\t" << row[3].value_or("") << "\t" << row[4].value_or("") << "\n";
    }
    listed += rows.size();
    return {};
  });
  if (done && listed == 0) std::cout << "nothing looks forged\n";
  return done;
}

}  // namespace tocsin::intake
