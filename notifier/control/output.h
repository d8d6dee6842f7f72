// How messengerctl speaks: results on standard output, everything else on standard error, plain text without
// colour. Layer: notifier/control.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "schema/core/result.h"

namespace tocsin {

/// Exit code for monitoring: a critical notice is unacknowledged.
inline constexpr int kCriticalUnacknowledged = 20;

using Json = nlohmann::ordered_json;

/// A result, as it is.
void print(std::string_view text);
/// Indented by two, with a line end. What is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::string json_text(const Json& json);

/// "example-messengerctl: text", on standard error.
void complain(std::string_view text);
void complain(const Error& error);
/// The same, and the exit code of the error.
[[nodiscard]] int failed(const Error& error);

/// Text from catalog, machine or network, fit for one line of a terminal.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace tocsin
