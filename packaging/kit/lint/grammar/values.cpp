#include "packaging/kit/lint/grammar/values.h"

#include <algorithm>
#include <array>

#include "packaging/kit/lint/grammar/advice.h"
#include "schema/core/locale/locale.h"
#include "schema/core/text/text.h"
#include "schema/core/version/range.h"
#include "schema/core/version/version.h"
#include "schema/format/catalog/source_grammar.h"
#include "schema/format/catalog/vocabulary.h"
#include "schema/format/config/link.h"
#include "schema/format/limits.h"
#include "schema/format/xml/text.h"

namespace tocsin::grammar {
namespace {

struct Alias {
  std::string_view word, meant;
};
/// What HTML and other formats call it.
constexpr Alias kAliases[] = {
    {"ol", "ul"},
    {"dl", "ul"},
    {"dt", "li"},
    {"dd", "li"},
    {"item", "li"},
    {"strong", "b"},
    {"em", "b"},
    {"i", "b"},
    {"u", "b"},
    {"bold", "b"},
    {"h1", "p"},
    {"h2", "p"},
    {"div", "p"},
    {"para", "p"},
    {"paragraph", "p"},
    {"pre", "p"},
    {"list", "ul"},
    {"a", "link"},
    {"url", "link"},
    {"h1", "title"},
    {"heading", "title"},
    {"subject", "title"},
    {"description", "body"},
    {"content", "body"},
    {"notice", "message"},
    {"msg", "message"},
    {"translation", "text"},
    {"condition", "when"},
    {"if", "when"},
    {"and", "all"},
    {"or", "any"},
    {"nor", "none"},
    {"language", "locale"},
    {"system", "os"},
    {"platform", "os"},
    {"product", "component"},
    {"dpkg", "package"},
    {"deb", "package"},
    {"rpm", "package"},
    {"ini", "config"},
    {"xml", "config"},
    {"reg", "registry"},
    {"program", "uninstall"},
    {"high", "critical"},
    {"error", "critical"},
    {"urgent", "critical"},
    {"medium", "warning"},
    {"moderate", "warning"},
    {"low", "info"},
    {"notice", "info"},
    {"eol", "lifecycle"},
    {"retirement", "lifecycle"},
    {"vulnerability", "security"},
    {"update", "maintenance"},
    {"amd64", "x86_64"},
    {"x64", "x86_64"},
    {"aarch64", "arm64"},
    {"win", "windows"},
    {"win32", "windows"},
    {"debian", "linux"},
    {"ubuntu", "linux"},
    {"true", "yes"},
    {"false", "no"},
    {"lang", "locale"},
    {"xml:lang", "locale"},
    {"url", "href"},
    {"src", "href"},
    {"expiry", "expires"},
    {"start", "not-before"},
    {"end", "expires"},
    {"due", "act-by"},
    {"deadline", "act-by"},
    {"level", "severity"},
    {"priority", "severity"},
    {"range", "version"},
    {"languages", "match"},
    {"debian", "deb"},
};

using vocabulary::kArchitectures, vocabulary::kAudiences, vocabulary::kCategories, vocabulary::kFamilies,
    vocabulary::kNotifies, vocabulary::kPackageSchemes, vocabulary::kSchemes, vocabulary::kScopes,
    vocabulary::kSeverities, vocabulary::kUntils, vocabulary::kWhenUnknowns;

template <const auto& kWords>
bool is_one_of(std::string_view value) {
  return std::find(kWords.begin(), kWords.end(), value) != kWords.end();
}

template <const auto& kWords>
std::string words_advice(std::string_view value) {
  return (kWords.size() == 1 ? "is not known: write " : "is none of the words that may stand here: write ") +
         alternatives(kWords) + "." + did_you_mean(meant_word(value, kWords));
}

bool is_number(std::string_view value) {
  const auto number = parse_decimal(value, 4'294'967'295);
  return number && *number != 0;
}

bool is_time(std::string_view value) {
  return parse_instant(value).has_value();
}

// A date alone is a day.
bool is_day_or_time(std::string_view value) {
  constexpr std::size_t kDayLength = std::string_view("2027-01-31").size();
  return is_time(value.size() == kDayLength ? std::string(value) + "T00:00:00Z" : std::string(value));
}

bool is_reference(std::string_view value) {
  return code_points(value) <= limits::kReferenceCodePoints && text_fault(value).empty();
}

bool is_range(std::string_view value) {
  return parse_range(value).has_value();
}

bool is_range_list(std::string_view value) {
  constexpr std::size_t kRangeMax = 64;
  while (true) {
    const std::string_view one = value.substr(0, value.find(' '));
    if (one.size() > kRangeMax || !is_language_range(one)) return false;
    if (one.size() == value.size()) return true;
    value.remove_prefix(one.size() + 1);
  }
}

/// White space is collapsed already: between two words there is one blank.
bool is_value_list(std::string_view value) {
  while (true) {
    const std::string_view word = value.substr(0, value.find(' '));
    if (word.empty() || code_points(word) > limits::kValueCodePoints) return false;
    if (word.size() == value.size()) return true;
    value.remove_prefix(word.size() + 1);
  }
}

bool is_value_name(std::string_view value) {
  return value.empty() || is_display_name(value);
}

constexpr AttributeRow kMessageAttributes[] = {
    {"id", true, "identifier", is_identifier, advice::id, Part{}, ""},
    {"revision", false, "revision", is_number, advice::number, kRevision, ""},
    {"category", true, "unknown-category", is_one_of<kCategories>, words_advice<kCategories>, kKinds,
     "lifecycle"},
    {"severity", true, "unknown-severity", is_one_of<kSeverities>, words_advice<kSeverities>, kKinds, "info"},
    {"not-before", false, "not-before", is_time, advice::time, kDates, ""},
    {"expires", true, "expires", is_time, advice::time, kDates, "2027-01-01T00:00:00Z"},
    {"act-by", false, "act-by", is_day_or_time, advice::day_or_time, kDates, ""},
    {"reference", false, "reference", is_reference, advice::reference, Part{}, ""},
    {"audience", false, "audience", is_one_of<kAudiences>, words_advice<kAudiences>, kWhen, ""},
    {"when-unknown", false, "when-unknown", is_one_of<kWhenUnknowns>, words_advice<kWhenUnknowns>, kKinds,
     ""},
    {"scope", false, "scope", is_one_of<kScopes>, words_advice<kScopes>, kKinds, ""},
    {"until", false, "until", is_one_of<kUntils>, words_advice<kUntils>, kKinds, ""},
    {"renotify-from", false, "renotify-from", is_number, advice::number, kRevision, ""},
};

constexpr AttributeRow kScheme = {
    "scheme", false, "source-scheme", is_one_of<kSchemes>, words_advice<kSchemes>, Part{}, ""};

constexpr AttributeRow kPackageScheme = {
    "scheme", false, "source-scheme", is_one_of<kPackageSchemes>, words_advice<kPackageSchemes>, Part{}, ""};

constexpr AttributeRow place(std::string_view name, bool (*is_value)(std::string_view),
                             std::string (*advice)(std::string_view), bool is_required = true) {
  return {name, is_required, "source-place", is_value, advice, Part{}, ""};
}

constexpr AttributeRow kRegistry[] = {place("key", is_registry_key, advice::registry_key), kScheme,
                                      place("value", is_value_name, advice::display_name, false)};
constexpr AttributeRow kUninstall[] = {place("name", is_display_name, advice::display_name), kScheme};
constexpr AttributeRow kFile[] = {place("path", is_local_path, advice::path), kScheme};
constexpr AttributeRow kService[] = {place("name", is_service_name, advice::service_name), kScheme};
constexpr AttributeRow kPackage[] = {place("name", is_package_name, advice::package_name), kPackageScheme};
constexpr AttributeRow kKeyfile[] = {place("path", is_local_path, advice::path), kScheme,
                                     place("key", is_keyfile_key, advice::keyfile_key)};
constexpr AttributeRow kConfig[] = {place("path", is_local_path, advice::path), kScheme,
                                    place("at", is_config_place, advice::config_place)};

struct SourceRow {
  std::string_view element;
  std::span<const AttributeRow> attributes;
};
constexpr SourceRow kSources[] = {{"registry", kRegistry}, {"uninstall", kUninstall}, {"file", kFile},
                                  {"service", kService},   {"package", kPackage},     {"keyfile", kKeyfile},
                                  {"config", kConfig}};

constexpr AttributeRow id_named(std::string_view name, std::string_view instead) {
  return {name, true, "identifier", is_identifier, advice::id, kWhen, instead};
}
constexpr AttributeRow kVersion = {"version", false, "version-range", is_range, advice::version_range,
                                   kWhen,     ""};
constexpr AttributeRow kConsoleCondition[] = {id_named("type", ""), kVersion};
constexpr AttributeRow kComponentCondition[] = {
    id_named("id", ""), kVersion, {"value", false, "value", is_value_list, advice::value_list, kWhen, ""}};
constexpr AttributeRow kConsoleDeclaration[] = {id_named("type", "")};
constexpr AttributeRow kComponentDeclaration[] = {id_named("id", "")};

/// One attribute as it stands in the tag.
struct Given {
  std::string_view name;
  std::string value;
  const char *begin, *end;
};

std::vector<Given> given(xml::Reader& in) {
  std::vector<Given> all;
  for (const xml::Attribute& one : in.attributes()) {
    const char* const end = one.written.data() + one.written.size() + 1;  // behind the quote
    all.push_back({one.name, collapsed(xml::decoded(one.written, xml::As::value)), one.name.data(), end});
  }
  return all;
}

std::string written(std::string_view name, std::string_view value) {
  return std::string(name) + "=\"" + std::string(value) + "\"";
}

class AttributeCheck {
 public:
  AttributeCheck(Pass& pass, std::span<const AttributeRow> rows)
      : pass_(pass), rows_(rows), tag_(pass.in().tag()), element_(pass.written_name(tag_)) {}

  Values check();

 private:
  void unknown(const Given& one);
  void wrong(const AttributeRow& row, const Given& one);
  void missing(const AttributeRow& row);

  Pass& pass_;
  std::span<const AttributeRow> rows_;
  const char* tag_;
  std::string_view element_;
  Values values_;
};

Values AttributeCheck::check() {
  values_.of.resize(rows_.size());
  std::vector<bool> is_given(rows_.size(), false);
  for (Given& one : given(pass_.in())) {
    const auto row =
        std::find_if(rows_.begin(), rows_.end(), [&](const AttributeRow& r) { return r.name == one.name; });
    if (row == rows_.end()) {
      unknown(one);
      continue;
    }
    const auto at = static_cast<std::size_t>(row - rows_.begin());
    is_given[at] = true;
    if (row->is_value(one.value)) {
      values_.of[at] = std::move(one.value);
    } else {
      wrong(*row, one);
    }
  }
  for (std::size_t k = 0; k < rows_.size(); ++k) {
    if (rows_[k].is_required && !is_given[k]) missing(rows_[k]);
  }
  return std::move(values_);
}

void AttributeCheck::unknown(const Given& one) {
  std::vector<std::string_view> known;
  for (const AttributeRow& row : rows_) known.push_back(row.name);
  const std::string takes = known.empty() ? "none" : alternatives(known);
  pass_.add("unknown-attribute", tag_,
            in_quotes(element_) + " has no attribute " + in_quotes(one.name) + "; it takes " + takes + "." +
                did_you_mean(meant_word(one.name, known)));
  pass_.spoil(kDates | kKinds | kWhen | kRevision);
  pass_.repair(one.begin, one.end);
}

void AttributeCheck::wrong(const AttributeRow& row, const Given& one) {
  pass_.add(row.rule, tag_,
            std::string(row.name) + "=" + in_quotes(one.value) + ": " + in_quotes(one.value) + " " +
                row.advice(one.value));
  pass_.spoil(row.part);
  if (row.instead.empty() && row.is_required) {
    values_.is_sound = false;
    return;
  }
  pass_.repair(one.begin, one.end, row.instead.empty() ? " " : written(row.name, row.instead));
}

void AttributeCheck::missing(const AttributeRow& row) {
  pass_.add("missing-attribute", tag_,
            in_quotes(element_) + " has no " + in_quotes(row.name) + ": write " + written(row.name, "...") +
                " into its tag.");
  pass_.spoil(row.part);
  if (row.instead.empty()) {
    values_.is_sound = false;
    return;
  }
  const char* const behind_name = element_.data() + element_.size();
  pass_.repair(behind_name, behind_name, " " + written(row.name, row.instead));
}

}  // namespace

const AttributeRow kIdAttribute = id_named("id", "");
const AttributeRow kLocaleAttribute = {"locale", true, "language-tag", is_language_tag, advice::language_tag,
                                       kTexts,   ""};
const AttributeRow kDefaultLocaleAttribute = {
    "default-locale", true, "language-tag", is_language_tag, advice::language_tag, Part{}, ""};
const AttributeRow kMatchAttribute = {"match", true, "language-range", is_range_list, advice::language_ranges,
                                      kWhen,   ""};
const AttributeRow kHrefAttribute = {"href", true, "link", is_link, advice::link, kTexts, ""};
const AttributeRow kOsAttributes[5] = {
    {"family", false, "os-family", is_one_of<kFamilies>, words_advice<kFamilies>, kWhen, ""},
    {"id", false, "identifier", is_identifier, advice::id, kWhen, ""},
    {"like", false, "identifier", is_identifier, advice::id, kWhen, ""},
    kVersion,
    {"arch", false, "os-arch", is_one_of<kArchitectures>, words_advice<kArchitectures>, kWhen, ""},
};
const AttributeRow kWithdrawnAttributes[2] = {
    id_named("id", ""),
    {"notify", false, "notify", is_one_of<kNotifies>, words_advice<kNotifies>, Part{}, ""},
};

std::string small_letters(std::string_view id) {
  std::string out(id);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return out;
}

std::span<const AttributeRow> message_attributes() {
  return kMessageAttributes;
}

std::span<const AttributeRow> source_attributes(std::string_view element) {
  for (const SourceRow& row : kSources) {
    if (row.element == element) return row.attributes;
  }
  return {};
}

std::span<const AttributeRow> named_condition_attributes(bool is_console) {
  if (is_console) return kConsoleCondition;
  return kComponentCondition;
}

std::span<const AttributeRow> declaration_attributes(bool is_console) {
  return is_console ? kConsoleDeclaration : kComponentDeclaration;
}

Values read_attributes(Pass& pass, std::span<const AttributeRow> rows) {
  return AttributeCheck(pass, rows).check();
}

std::string_view meant_word(std::string_view word, std::span<const std::string_view> known) {
  const auto is_known = [known](std::string_view one) {
    return std::find(known.begin(), known.end(), one) != known.end();
  };
  for (const Alias& alias : kAliases) {
    if (alias.word == word && is_known(alias.meant)) return alias.meant;
  }
  return nearest(word, known);
}

}  // namespace tocsin::grammar
