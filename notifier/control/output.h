// Output of messengerctl: results on standard output, everything else on standard error, plain text without
// colour.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin::control {

/// Exit code for monitoring: a critical notice is unacknowledged.
inline constexpr int kCriticalUnacknowledged = 20;

using Json = nlohmann::ordered_json;

/// Writes a result to standard output, unchanged.
void print(std::string_view text);
/// Indented by two, with a line end. What is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::string json_text(const Json& json);

/// "example-messengerctl: text", on standard error.
void complain(std::string_view text);
void complain(const Error& error);
/// Complains; returns the exit code of the error.
[[nodiscard]] int failed(const Error& error);

/// Text from a catalog, a machine or the network, made safe for one line of a terminal.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace tocsin::control
