// See machine.h.
#include "updater/machine.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "schema/core/text/text.h"

namespace tocsin {
namespace {

Result<std::optional<GuardedFolder>> install_folder(const Places& places) {
  auto folder = GuardedFolder::open(places.root, seen_from_root(places, places.install_folder));
  if (folder) return std::optional(std::move(*folder));
  if (folder.error().code == Code::not_found) return std::optional<GuardedFolder>();
  return Failure(std::move(folder).error());
}

Result<Machine> assemble(const Brand& brand, Places places, Result<GuardedFolder> state) {
  if (!state) return Failure(std::move(state).error());
  auto install = install_folder(places);
  if (!install) return Failure(std::move(install).error());
  return Machine{brand, std::move(places), std::move(*state), std::move(*install)};
}

bool is_lower_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

}  // namespace

Result<Machine> Machine::prepare(const Brand& brand, const std::string& root) {
  Places places = known_places(brand, root);
  auto state = GuardedFolder::make(places.root, seen_from_root(places, places.machine_folder));
  return assemble(brand, std::move(places), std::move(state));
}

Result<Machine> Machine::look(const Brand& brand, const std::string& root) {
  Places places = known_places(brand, root);
  auto state = GuardedFolder::open(places.root, seen_from_root(places, places.machine_folder));
  return assemble(brand, std::move(places), std::move(state));
}

std::string seen_from_root(const Places& places, const std::string& place) {
  return place.substr(places.root.size());
}

std::optional<SetName> parse_set_name(std::string_view text) {
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto epoch = parse_decimal(text.substr(0, first), std::numeric_limits<std::uint32_t>::max());
  const auto serial =
      parse_decimal(text.substr(first + 1, second - first - 1), std::numeric_limits<std::uint64_t>::max());
  const std::string_view random = text.substr(second + 1);
  if (!epoch || !serial || random.size() != 8 || !std::ranges::all_of(random, is_lower_hex))
    return std::nullopt;
  return SetName{static_cast<std::uint32_t>(*epoch), *serial, std::string(text)};
}

}  // namespace tocsin
