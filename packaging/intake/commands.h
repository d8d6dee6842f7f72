// The subcommands of tocsin-intake. Each works on all stores of the settings.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "packaging/intake/settings.h"

namespace tocsin::intake {

/// Serves until SIGTERM or SIGINT. Prints "ready port=N watch=N" once it listens.
/// Errors: invalid_argument, io.
[[nodiscard]] Result<void> serve(const Settings& settings);

/// A notice as the command line names it: ID/REVISION.
struct NoticeName {
  std::string message;
  std::uint32_t revision = 1;
};
[[nodiscard]] Result<NoticeName> parse_notice(const std::string& text);

struct OpenOptions {
  std::string from, ends;  // RFC 3339, or empty
  std::vector<std::string> clients, locales;
  std::vector<std::uint64_t> epochs;
};

struct InitOptions {
  std::string writer, reader;  // roles that are granted add_v1, and the views
  unsigned up_to = 0;          // 0: the newest version
};

/// Creates or upgrades the schema. Says on standard output what was done, as all commands do.
[[nodiscard]] Result<void> init_stores(const Settings& settings, const InitOptions& options);
/// Publishes words; opens the notice, if one is named.
[[nodiscard]] Result<void> open_notice(const Settings& settings, const std::string& notice,
                                       const OpenOptions& options);
/// Errors: denied if the notice ended less than 400 days ago and `is_early` is not set.
[[nodiscard]] Result<void> close_notice(const Settings& settings, const NoticeName& notice, bool is_early);
[[nodiscard]] Result<void> drop_unopened(const Settings& settings, unsigned days);
/// Errors: denied if the notice ended less than 90 days ago and `is_early` is not set; not_found.
[[nodiscard]] Result<void> forget_notice(const Settings& settings, const NoticeName& notice, bool is_early);
[[nodiscard]] Result<void> list_suspects(const Settings& settings);
/// Receipts as NDJSON on standard output. An empty `notice` means all.
[[nodiscard]] Result<void> export_receipts(const Settings& settings, const std::string& notice);
/// The page, from the counters of all stores.
[[nodiscard]] Result<void> write_report(const Settings& settings, const std::string& html,
                                        std::uint64_t expected);

}  // namespace tocsin::intake
