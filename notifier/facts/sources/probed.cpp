// Values of a product's own files as answers.
#include "notifier/facts/sources/probed.h"

#include "notifier/facts/sources/file_values.h"
#include "schema/platform/files.h"

namespace tocsin {
namespace {

using Outcome = Probed::Outcome;

constexpr std::size_t kConfigBytes = 1u << 20;

}  // namespace

Probed missing_or_failed(const Error& error) {
  return {error.code == Code::not_found ? Outcome::absent : Outcome::failed, {}};
}

Probed found_or_absent(const std::optional<std::string_view>& version) {
  if (!version) return {Outcome::absent, {}};
  if (version->size() > kVersionBytes) return {Outcome::failed, {}};
  return {Outcome::found, std::string(*version)};
}

Probed probe_keyfile(const std::string& path, std::string_view key) {
  const auto text = read_file(path, kKeyfileBytes);
  return text ? found_or_absent(keyfile_value(*text, key)) : missing_or_failed(text.error());
}

Probed probe_config(const std::string& path, std::string_view place) {
  const auto text = read_file(path, kConfigBytes);
  if (!text) return missing_or_failed(text.error());
  const auto value = config_value(*text, place);
  return value ? found_or_absent(*value) : Probed{Outcome::failed, {}};
}

}  // namespace tocsin
