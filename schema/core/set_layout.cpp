#include "schema/core/set_layout.h"

#include <algorithm>

#include "schema/core/text/ascii.h"
#include "schema/core/text/text.h"

namespace tocsin {
namespace {

constexpr std::size_t kRandomDigits = 8;

}  // namespace

FileNames file_names(const Brand& brand) {
  FileNames names;
  const auto set = [&names](FileRole role, std::string_view name) {
    names.at(static_cast<std::size_t>(role) - 1) = name;
  };
  set(FileRole::notifier, brand.gate_file);
  set(FileRole::config, brand.config_file);
  set(FileRole::catalog, brand.catalog_file);
  set(FileRole::dialog, brand.dialog_file);
  set(FileRole::control, brand.control_file);
  set(FileRole::updater, brand.updater_file);
  return names;
}

SetName make_set_name(const Position& notices, std::string_view random) {
  return {notices, format_position(notices) + '.' + hex(random)};
}

std::optional<SetName> parse_set_name(std::string_view text) {
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto notices = parse_position(text.substr(0, dot));
  const std::string_view random = text.substr(dot + 1);
  if (!notices || random.size() != kRandomDigits || !std::ranges::all_of(random, is_lower_hex))
    return std::nullopt;
  return SetName{*notices, std::string(text)};
}

}  // namespace tocsin
