// The intake's settings: a file of lines KEY=VALUE.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "packaging/intake/batching.h"
#include "packaging/intake/throttle.h"
#include "schema/core/result.h"

namespace tocsin::intake {

/// Source: packaging/man/tocsin-intake.8, "SETTINGS".
struct Settings {
  std::string listen = "127.0.0.1:8470";
  std::string watch = "127.0.0.1:9470";
  std::string path = "/v1/receipts";
  Origin origin;
  std::vector<std::string> stores;
  std::size_t connections = 2;  // for each store
  Batcher::Limits limits;
  Throttle::Limits throttle;
  std::chrono::milliseconds deadline{10000};
  unsigned retry_after_s = 600;
};

/// Errors: malformed, with the line. Lines that start with # and empty lines are skipped; a key that is not
/// known, a value out of its range, and a missing Source, Type or Store are errors.
[[nodiscard]] Result<Settings> parse_settings(std::string_view text);
/// Errors: not_found, and those of parse_settings.
[[nodiscard]] Result<Settings> read_settings(const std::string& path);

}  // namespace tocsin::intake
