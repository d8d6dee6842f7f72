// See strings.h. English is the language of the sources, so a sentence is its own translation, and the key of
// the others.
#include "notifier/present/strings.h"

#include <optional>

#include "notifier/present/message_catalog.h"
#include "notifier/present/pseudo_language.h"
#include "notifier/present/translations.h"
#include "schema/core/locale/locale.h"

namespace tocsin {
namespace {

struct Spoken {
  std::string_view tag = "en";
  std::optional<MessageCatalog> catalog;  // none: English
  bool is_pseudo = false;
};

Spoken& spoken() {
  static Spoken chosen;
  return chosen;
}

}  // namespace

void choose_interface_language(std::span<const std::string> locales) {
  const auto tags = interface_languages();
  const std::size_t index = lookup_language(tags, locales).value_or(0);
  Spoken& chosen = spoken();
  chosen = {tags[index], std::nullopt, false};
  if (index > 0) chosen.catalog.emplace(translations()[index - 1].mo);
}

void choose_pseudo_language() {
  spoken() = {"en", std::nullopt, true};
}

std::vector<std::string_view> interface_languages() {
  std::vector<std::string_view> tags = {"en"};
  for (const Translation& translation : translations()) tags.push_back(translation.tag);
  return tags;
}

std::string_view interface_language() {
  return spoken().tag;
}

std::string_view tr(std::string_view english) {
  const Spoken& chosen = spoken();
  if (chosen.is_pseudo) return pseudo_sentence(english);
  const auto found = chosen.catalog ? chosen.catalog->find(english) : std::nullopt;
  return found.value_or(english);
}

std::string_view tr_count(std::string_view one, std::string_view many, std::size_t count) {
  const Spoken& chosen = spoken();
  const std::string_view english = count == 1 ? one : many;
  if (chosen.is_pseudo) return pseudo_sentence(english);
  const auto found = chosen.catalog ? chosen.catalog->find(one, count) : std::nullopt;
  return found.value_or(english);
}

std::string filled(std::string_view sentence,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  std::string out;
  while (!sentence.empty()) {
    const auto open = sentence.find('{');
    out += sentence.substr(0, open);
    if (open == std::string_view::npos) break;
    sentence.remove_prefix(open + 1);
    const auto close = sentence.find('}');
    const std::string_view name = sentence.substr(0, close);
    for (const auto& [key, value] : values) {
      if (key == name) out += value;
    }
    sentence.remove_prefix(close == std::string_view::npos ? sentence.size() : close + 1);
  }
  return out;
}

}  // namespace tocsin
