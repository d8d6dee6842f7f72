// Rules of languages: what most messages have, every one should have.
// Layer: packaging/kit.
#include <algorithm>
#include <map>

#include "packaging/kit/lint/rules.h"
#include "schema/core/locale/locale.h"

namespace tocsin::rules {
namespace {

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

bool is_written_in(const Message& message, const std::string& language) {
  std::vector<std::string_view> have;
  for (const Text& text : message.texts) have.push_back(text.locale);
  return lookup_language(have, std::span(&language, 1)).has_value();
}

}  // namespace

void missing_translations(Lint& lint) {
  const Catalog& catalog = lint.catalog();
  const std::string fallback =
      canonical_tag(catalog.default_locale).value_or(std::string(catalog.default_locale));
  const auto usual = usual_languages(catalog);
  for (const Message& message : catalog.messages) {
    if (message.fault != Message::Fault::none) continue;
    if (!is_written_in(message, fallback)) {
      lint.warning("no-default-text", message.line, message.id,
                   "Has no text in " + in_quotes(fallback) +
                       ", the default-locale: readers of other languages would be shown whatever stands "
                       "first. Add it.");
    }
    for (const std::string& language : usual) {
      if (language == fallback || is_written_in(message, language)) continue;
      lint.warning("missing-translation", message.line, message.id,
                   "Has no text in " + in_quotes(language) + ", as most messages have: add it.");
    }
  }
}

}  // namespace tocsin::rules
