// See language_name.h.
#include "notifier/present/language_name.h"

#include <utility>

#include "schema/core/locale/locale.h"

namespace tocsin {
namespace {

constexpr std::pair<std::string_view, std::string_view> kNames[] = {
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

}  // namespace

std::string language_name(std::string_view tag) {
  for (const auto& [prefix, name] : kNames) {
    if (tag == prefix) return std::string(name);
    if (matches_range(prefix, tag)) return std::string(name) + " (" + std::string(tag) + ")";
  }
  return std::string(tag);
}

}  // namespace tocsin
