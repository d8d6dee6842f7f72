#include "notifier/facts/sources/file_probe.h"

#include "notifier/facts/sources/file_values.h"
#include "schema/platform/files.h"

namespace tocsin {
namespace {

using Outcome = Probed::Outcome;

constexpr std::size_t kKeyfileBytes = 64u << 10;
constexpr std::size_t kConfigBytes = 1u << 20;

/// A value that is there and not understood is an error, so that it fails.
Probed value_of(const Result<std::optional<std::string>>& value) {
  if (!value) return {Outcome::failed, {}};
  return *value ? found_text(**value) : Probed{Outcome::absent, {}};
}

}  // namespace

Probed missing_or_failed(const Error& error) {
  return {error.code == Code::not_found ? Outcome::absent : Outcome::failed, {}};
}

Probed found_text(std::string_view text) {
  if (text.size() > kVersionBytes) return {Outcome::failed, {}};
  return {Outcome::found, std::string(text)};
}

Probed probe_keyfile(const std::string& path, std::string_view key) {
  const auto text = read_file(path, kKeyfileBytes);
  return text ? value_of(keyfile_value(*text, key)) : missing_or_failed(text.error());
}

Probed probe_config(const std::string& path, std::string_view place) {
  const auto text = read_file(path, kConfigBytes);
  return text ? value_of(config_value(*text, place)) : missing_or_failed(text.error());
}

}  // namespace tocsin
