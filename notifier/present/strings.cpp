// English is the language of the sources: an English sentence is the key of its translations.
#include "notifier/present/strings.h"

#include <map>
#include <optional>

#include "notifier/present/message_catalog.h"
#include "schema/core/locale/locale.h"

namespace tocsin {
namespace {

/// The first range that matches a tag counts: scripts stand before languages.
constexpr std::pair<std::string_view, std::string_view> kLanguageNames[] = {
    {"zh-Hans", "简体中文"}, {"zh-Hant", "繁體中文"}, {"zh", "中文"},       {"ar", "العربية"},
    {"bg", "Български"},     {"cs", "Čeština"},       {"da", "Dansk"},      {"de", "Deutsch"},
    {"el", "Ελληνικά"},      {"en", "English"},       {"es", "Español"},    {"et", "Eesti"},
    {"fa", "فارسی"},         {"fi", "Suomi"},         {"fr", "Français"},   {"he", "עברית"},
    {"hi", "हिन्दी"},         {"hr", "Hrvatski"},      {"hu", "Magyar"},     {"id", "Indonesia"},
    {"it", "Italiano"},      {"ja", "日本語"},        {"ko", "한국어"},     {"lt", "Lietuvių"},
    {"lv", "Latviešu"},      {"nb", "Norsk bokmål"},  {"nl", "Nederlands"}, {"pl", "Polski"},
    {"pt", "Português"},     {"ro", "Română"},        {"ru", "Русский"},    {"sk", "Slovenčina"},
    {"sl", "Slovenščina"},   {"sr", "Српски"},        {"sv", "Svenska"},    {"th", "ไทย"},
    {"tr", "Türkçe"},        {"uk", "Українська"},    {"ur", "اردو"},       {"vi", "Tiếng Việt"},
};

std::string_view accented(char c) {
  switch (c) {
    case 'a':
      return "á";
    case 'c':
      return "ç";
    case 'e':
      return "é";
    case 'i':
      return "ï";
    case 'n':
      return "ñ";
    case 'o':
      return "ó";
    case 's':
      return "š";
    case 'u':
      return "ü";
    case 'y':
      return "ý";
    default:
      return {};
  }
}

std::string pseudo_made(std::string_view english) {
  std::string out = "[";
  bool is_name = false;
  for (const char c : english) {
    is_name = c == '{' || (is_name && c != '}');
    const std::string_view other = is_name ? std::string_view() : accented(c);
    if (other.empty()) {
      out += c;
    } else {
      out += other;
    }
  }
  return out + " " + std::string(english.size() * 2 / 5, '~') + "]";
}

/// Kept until the program ends, because `tr` returns views.
std::string_view pseudo_sentence(std::string_view english) {
  static std::map<std::string, std::string, std::less<>> sentences;
  const auto known = sentences.find(english);
  if (known != sentences.end()) return known->second;
  return sentences.emplace(english, pseudo_made(english)).first->second;
}

struct Language {
  std::string_view tag = "en";
  std::optional<MessageCatalog> catalog;  // empty: English
  bool is_pseudo = false;
};

Language& language() {
  static Language chosen;
  return chosen;
}

}  // namespace

void choose_interface_language(std::span<const std::string> locales) {
  const auto tags = interface_languages();
  const std::size_t index = lookup_language(tags, locales).value_or(0);
  Language& chosen = language();
  chosen = {tags[index], std::nullopt, false};
  if (index > 0) chosen.catalog.emplace(translations()[index - 1].mo);
}

void choose_pseudo_language() {
  language() = {"en", std::nullopt, true};
}

std::vector<std::string_view> interface_languages() {
  std::vector<std::string_view> tags = {"en"};
  for (const Translation& translation : translations()) tags.push_back(translation.tag);
  return tags;
}

std::string_view interface_language() {
  return language().tag;
}

std::string_view tr(std::string_view english) {
  const Language& chosen = language();
  if (chosen.is_pseudo) return pseudo_sentence(english);
  const auto found = chosen.catalog ? chosen.catalog->find(english) : std::nullopt;
  return found.value_or(english);
}

std::string_view tr_count(std::string_view one, std::string_view many, std::size_t count) {
  const Language& chosen = language();
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

std::string language_name(std::string_view tag) {
  for (const auto& [prefix, name] : kLanguageNames) {
    if (tag == prefix) return std::string(name);
    if (matches_range(prefix, tag)) return std::string(name) + " (" + std::string(tag) + ")";
  }
  return std::string(tag);
}

}  // namespace tocsin
