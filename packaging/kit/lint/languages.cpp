// Rules of languages: tags that mean nothing, languages that are missing, languages by region only.
#include <algorithm>
#include <map>

#include "packaging/kit/lint/language_codes.h"
#include "packaging/kit/lint/rules.h"
#include "schema/core/locale/locale.h"

namespace tocsin::rules {
namespace {

/// Calls `visit` for the words of a list, which blanks separate, until it returns true.
template <typename Visit>
bool any_word(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const std::string_view word = list.substr(0, list.find(' '));
    if (visit(word)) return true;
    list.remove_prefix(std::min(word.size() + 1, list.size()));
  }
  return false;
}

bool lists(std::string_view list, std::string_view word) {
  return any_word(list, [word](std::string_view one) { return one == word; });
}

/// "de" for "deu" in "deu:de ger:de"; empty if the list does not have it.
std::string_view mapped(std::string_view list, std::string_view word) {
  std::string_view value;
  any_word(list, [&](std::string_view one) {
    const std::size_t colon = one.find(':');
    if (one.substr(0, colon) != word) return false;
    value = one.substr(colon + 1);
    return true;
  });
  return value;
}

std::string with_case(std::string_view text, bool is_capital) {
  std::string out(text);
  for (char& c : out) {
    const bool is_small = c >= 'a' && c <= 'z', is_big = c >= 'A' && c <= 'Z';
    if (is_capital ? is_small : is_big) c = static_cast<char>(c ^ 0x20);
  }
  return out;
}

/// Language and region of a tag or range; the region is empty if there is none.
struct Parts {
  std::string language, region, behind_language;
};

Parts parts_of(std::string_view tag) {
  const std::size_t end = std::min(tag.find('-'), tag.size());
  Parts parts{with_case(tag.substr(0, end), false), {}, std::string(tag.substr(end))};
  std::string_view rest = tag.substr(end);
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view part = rest.substr(0, rest.find('-'));
    if (part.size() == 1) break;  // extensions, private use
    if (part.size() == 2) parts.region = with_case(part, true);
    rest.remove_prefix(part.size());
  }
  return parts;
}

/// What is wrong with a well-formed tag or range; empty if nothing is.
std::string tag_fault(std::string_view tag) {
  constexpr std::size_t kShort = 2, kLong = 3;
  const Parts parts = parts_of(tag);
  const std::string& language = parts.language;
  if (language == "*" || language == "x" || language == "i") return {};
  const auto unknown = [&](std::string_view meant) {
    return " has no language: " + in_quotes(language) + " is no code of ISO 639." + did_you_mean(meant);
  };
  if (language.size() == kShort && !lists(kLanguageCodes, language)) {
    const bool is_country = lists(kRegionCodes, with_case(language, true));
    return unknown({}) + (is_country ? " It is the code of a country; a language comes first." : "");
  }
  if (language.size() == kLong) {
    const std::string_view code = mapped(kLongLanguageCodes, language);
    if (!code.empty()) {
      return " is not what systems call this language, which has two letters." +
             did_you_mean(std::string(code) + parts.behind_language);
    }
  }
  if (language.size() > kLong) return unknown(mapped(kLanguageNames, language));
  if (parts.region.empty() || lists(kRegionCodes, parts.region)) return {};
  return " has no country: " + in_quotes(parts.region) + " is no code of ISO 3166." +
         (parts.region == "UK" ? did_you_mean(language + "-GB") : std::string());
}

void check_tag(Lint& lint, int line, std::string_view message, std::string_view attribute,
               std::string_view tag) {
  const std::string fault = tag_fault(tag);
  if (fault.empty()) return;
  lint.add("unknown-language", line, message, std::string(attribute) + "=" + in_quotes(tag) + fault);
}

/// Languages in which more than half of the messages are written.
std::vector<std::string> usual_languages(const Catalog& catalog) {
  std::map<std::string, std::size_t> uses;
  std::size_t messages = 0;
  for (const Message& message : catalog.messages) {
    if (message.fault != Message::Fault::none) continue;
    ++messages;
    for (const Text& text : message.texts)
      ++uses[canonical_tag(text.locale).value_or(std::string(text.locale))];
  }
  std::vector<std::string> usual;
  for (const auto& [language, count] : uses) {
    if (2 * count > messages) usual.push_back(language);
  }
  return usual;
}

// A text in a language that is only close to it is none in it.
bool is_written_in(const Message& message, const std::string& language) {
  std::vector<std::string_view> have;
  for (const Text& text : message.texts) have.push_back(text.locale);
  const auto found = lookup_language(have, std::span(&language, 1));
  return found && range_means(parts_of(language).language, have[*found]);
}

/// Languages that differ so much between regions that a text is always for one of them.
bool is_regional(std::string_view language) {
  return language == "pt" || language == "zh" || language == "x" || language == "i";
}

}  // namespace

void unknown_default_language(Lint& lint) {
  constexpr int kLine = 0;
  if (lint.catalog().default_locale.empty()) return;
  check_tag(lint, kLine, {}, "default-locale", lint.catalog().default_locale);
}

void unknown_languages(Lint& lint, const Message& message) {
  for (const Text& text : message.texts) check_tag(lint, text.line, message.id, "locale", text.locale);
  each_condition(message, [&](const Condition& condition) {
    for (const std::string_view range : condition.locale_ranges)
      check_tag(lint, condition.line, message.id, "match", range);
  });
}

void missing_translations(Lint& lint) {
  const Catalog& catalog = lint.catalog();
  const std::string fallback =
      canonical_tag(catalog.default_locale).value_or(std::string(catalog.default_locale));
  const auto usual = usual_languages(catalog);
  for (const Message& message : catalog.messages) {
    if (message.fault != Message::Fault::none || lint.has_faulty_texts(message)) continue;
    if (!fallback.empty() && !is_written_in(message, fallback)) {
      lint.add("no-default-text", message.line, message.id,
               "Has no text in " + in_quotes(fallback) +
                   ", the default-locale: readers of other languages would be shown whatever stands "
                   "first. Add it.");
    }
    for (const std::string& language : usual) {
      if (language == fallback || is_written_in(message, language)) continue;
      lint.add("missing-translation", message.line, message.id,
               "Has no text in " + in_quotes(language) + ", as most messages have: add it.");
    }
  }
}

void regions_only(Lint& lint, const Message& message) {
  std::map<std::string, std::vector<const Text*>> by_language;
  for (const Text& text : message.texts) by_language[parts_of(text.locale).language].push_back(&text);
  for (const auto& [language, texts] : by_language) {
    const bool is_every_for_a_region = std::all_of(
        texts.begin(), texts.end(), [](const Text* text) { return !parts_of(text->locale).region.empty(); });
    if (!is_every_for_a_region || is_regional(language)) continue;
    const Text& first = *texts.front();
    lint.add("region-only", first.line, message.id,
             "locale=" + in_quotes(first.locale) + " is for one region, and no text is for " +
                 in_quotes(language) + " everywhere: if it is right for all who read that language, write " +
                 in_quotes(language) + ".");
  }
}

}  // namespace tocsin::rules
