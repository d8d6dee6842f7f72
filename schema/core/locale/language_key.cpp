// Tags brought to one form by the tables of CLDR.
#include "schema/core/locale/language_key.h"

#include "schema/core/locale/cldr_tables.h"
#include "schema/core/locale/subtags.h"

namespace tocsin::locales {
namespace {

/// What stands behind " KEY:" in the table, up to the next blank; nullopt if there is no such row from `from`
/// on. Moves `from` behind the row.
std::optional<std::string_view> next_row(std::string_view table, std::string_view key, std::size_t& from) {
  std::string mark(" ");
  mark.append(key).append(":");
  const std::size_t at = table.find(mark, from);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t begin = at + mark.size();
  from = table.find(' ', begin);
  return table.substr(begin, from - begin);
}

/// "SCRIPT:REGION" of a key; nullopt if the table lacks it.
std::optional<std::string_view> likely(std::string_view language, std::string_view more) {
  std::string key(language);
  if (!more.empty()) key.append("-").append(more);
  std::size_t from = 0;
  return next_row(kLikelySubtags, key, from);
}

std::string_view likely_script(std::string_view language, std::string_view region) {
  auto row = region.empty() ? std::nullopt : likely(language, region);
  if (!row) row = likely(language, {});
  return row ? row->substr(0, row->find(':')) : std::string_view();
}

void use_current_code(LanguageKey& key) {
  std::size_t from = 0;
  const auto row = next_row(kLanguageAliases, key.language, from);
  if (!row) return;
  const std::size_t colon = row->find(':');
  key.language = row->substr(0, colon);
  if (key.script.empty()) key.script = row->substr(colon + 1);
}

}  // namespace

std::optional<LanguageKey> written_key_of(std::string_view tag) {
  const auto subtags = split_tag(tag);
  if (!subtags) return std::nullopt;
  LanguageKey key{lowered(subtags->extended.empty() ? subtags->language : subtags->extended),
                  lowered(subtags->script), lowered(subtags->region), lowered(subtags->rest)};
  use_current_code(key);
  return key;
}

std::optional<LanguageKey> key_of(std::string_view tag) {
  auto key = written_key_of(tag);
  if (key && key->script.empty()) key->script = likely_script(key->language, key->region);
  return key;
}

std::string_view parent_region(const LanguageKey& key) {
  for (const ParentRegion& row : kParentRegions) {
    if (row.language == key.language && row.script == key.script && lists(row.regions, key.region))
      return row.parent;
  }
  return {};
}

std::string_view likely_region(const LanguageKey& key) {
  auto row = likely(key.language, key.script);
  if (!row) row = likely(key.language, {});
  return row ? row->substr(row->find(':') + 1) : std::string_view();
}

bool has_likely_script(std::string_view language) {
  return likely(language, {}).has_value();
}

std::vector<std::string_view> languages_read_by(std::string_view language, Kinship kinship) {
  const std::string_view table = kinship == Kinship::general ? kParentLanguages : kCloseLanguages;
  std::vector<std::string_view> languages;
  std::size_t from = 0;
  while (const auto row = next_row(table, language, from)) languages.push_back(*row);
  return languages;
}

}  // namespace tocsin::locales
