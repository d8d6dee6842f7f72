// One `message` element as Message: attributes, condition, superseded ids, texts.
#include <limits>

#include "schema/core/text/text.h"
#include "schema/format/catalog/reading.h"
#include "schema/format/catalog/vocabulary.h"
#include "schema/format/limits.h"

namespace tocsin {

namespace {

enum Key : std::size_t {
  kId,
  kRevision,
  kCategory,
  kSeverity,
  kNotBefore,
  kExpires,
  kActBy,
  kReference,
  kAudience,
  kWhenUnknown,
  kScope,
  kUntil,
  kRenotifyFrom,
  kKeys
};
constexpr std::array<std::string_view, kKeys> kNames{
    "id",        "revision", "category",     "severity", "not-before", "expires",      "act-by",
    "reference", "audience", "when-unknown", "scope",    "until",      "renotify-from"};

using vocabulary::kAudiences, vocabulary::kCategories, vocabulary::kScopes, vocabulary::kSeverities,
    vocabulary::kUntils, vocabulary::kWhenUnknowns;

constexpr std::int64_t kDaySeconds = 86400;

/// The attributes of one message, each looked up once and checked on its own.
class MessageAttributes {
 public:
  MessageAttributes(Reading& reading, Message& message)
      : reading_(reading), tag_(reading.in.tag()), message_(message) {}

  bool read();

 private:
  bool read_identity(bool has_unknown);
  bool read_kinds();
  bool read_times();
  bool read_reference();
  bool require(Key key) { return is_present(values_[key]) || reading_.refuse(tag_, "missing-attribute"); }
  bool read_number(Key key, std::uint32_t& number);
  bool read_instant(Key key, std::optional<Instant>& instant);
  bool read_act_by();
  template <std::size_t N, typename Value>
  bool read_choice(Key key, const std::array<std::string_view, N>& choices, std::string_view rule,
                   Value& value);

  Reading& reading_;
  const char* tag_;
  Message& message_;
  std::array<std::string_view, kKeys> values_;
};

bool MessageAttributes::read() {
  const bool has_unknown = !reading_.read_attributes(kNames, values_);
  return read_identity(has_unknown) && read_kinds() && read_times() && read_reference();
}

// The id first: a faulty message is still reported by it.
bool MessageAttributes::read_identity(bool has_unknown) {
  if (!require(kId)) return false;
  if (!is_identifier(values_[kId])) return reading_.refuse(tag_, "identifier");
  message_.id = values_[kId];
  if (has_unknown) return reading_.refuse(tag_, "unknown-attribute");
  if (!read_number(kRevision, message_.revision) || !read_number(kRenotifyFrom, message_.renotify_from))
    return false;
  return message_.renotify_from <= message_.revision || reading_.refuse(tag_, "renotify-from");
}

bool MessageAttributes::read_kinds() {
  if (!require(kCategory) || !require(kSeverity)) return false;
  return read_choice(kCategory, kCategories, "unknown-category", message_.category) &&
         read_choice(kSeverity, kSeverities, "unknown-severity", message_.severity) &&
         read_choice(kWhenUnknown, kWhenUnknowns, "when-unknown", message_.show_when_unknown) &&
         read_choice(kScope, kScopes, "scope", message_.scope) &&
         read_choice(kUntil, kUntils, "until", message_.until) &&
         read_choice(kAudience, kAudiences, "audience", message_.audience_all);
}

bool MessageAttributes::read_times() {
  std::optional<Instant> expires;
  if (!require(kExpires) || !read_instant(kNotBefore, message_.not_before) ||
      !read_instant(kExpires, expires) || !read_act_by()) {
    return false;
  }
  message_.expires = *expires;
  const bool lasting = message_.not_before && message_.expires - *message_.not_before >
                                                  Duration(limits::kLifetimeDays * kDaySeconds);
  return !lasting || reading_.refuse(tag_, "lifetime");
}

bool MessageAttributes::read_reference() {
  message_.reference = values_[kReference];
  if (message_.reference.empty()) return true;
  const bool fits = code_points(message_.reference) <= limits::kReferenceCodePoints;
  return (fits && text_fault(message_.reference).empty()) || reading_.refuse(tag_, "reference");
}

bool MessageAttributes::read_number(Key key, std::uint32_t& number) {
  if (!is_present(values_[key])) return true;
  const auto value = parse_decimal(values_[key], std::numeric_limits<std::uint32_t>::max());
  if (!value || *value == 0) return reading_.refuse(tag_, kNames[key]);
  number = static_cast<std::uint32_t>(*value);
  return true;
}

bool MessageAttributes::read_instant(Key key, std::optional<Instant>& instant) {
  if (!is_present(values_[key])) return true;
  instant = parse_instant(values_[key]);
  return instant || reading_.refuse(tag_, kNames[key]);
}

// A date alone is a day.
bool MessageAttributes::read_act_by() {
  constexpr std::size_t kDayLength = std::string_view("2027-01-31").size();
  const std::string_view value = values_[kActBy];
  if (!is_present(value) || value.size() != kDayLength) return read_instant(kActBy, message_.act_by);
  message_.act_by = parse_instant(std::string(value) + "T00:00:00Z");
  message_.act_by_is_day = true;
  return message_.act_by || reading_.refuse(tag_, kNames[kActBy]);
}

// Choices are in the order of the enumerators. A flag has one choice, which sets it.
template <std::size_t N, typename Value>
bool MessageAttributes::read_choice(Key key, const std::array<std::string_view, N>& choices,
                                    std::string_view rule, Value& value) {
  if (!is_present(values_[key])) return true;
  for (std::size_t i = 0; i < N; ++i) {
    if (choices[i] != values_[key]) continue;
    value = static_cast<Value>(N == 1 ? 1 : i);
    return true;
  }
  return reading_.refuse(tag_, rule);
}

/// The children, in the grammar's order: when?, supersedes*, text+.
class MessageParts {
 public:
  MessageParts(Reading& reading, Message& message) : reading_(reading), message_(message) {}
  bool read(std::string_view name);

 private:
  enum class Stage : std::uint8_t { start, when, supersedes, text };

  bool read_supersedes();
  bool read_text();

  Reading& reading_;
  Message& message_;
  Stage stage_ = Stage::start;
};

bool MessageParts::read(std::string_view name) {
  const char* const tag = reading_.in.tag();
  Stage stage = Stage::start;
  if (name == "text") stage = Stage::text;
  if (name == "when") stage = Stage::when;
  if (name == "supersedes") stage = Stage::supersedes;
  if (stage == Stage::start) {
    return reading_.strict ? reading_.refuse(tag, "unknown-element")
                           : reading_.in.leave_to(reading_.in.depth() - 1);
  }
  if (stage < stage_ || (stage == Stage::when && stage_ == Stage::when)) return reading_.refuse(tag, "order");
  stage_ = stage;
  if (stage == Stage::text) return read_text();
  if (stage == Stage::supersedes) return read_supersedes();
  return read_when(reading_, message_.when.emplace());
}

bool MessageParts::read_supersedes() {
  const char* const tag = reading_.in.tag();
  constexpr std::array<std::string_view, 1> kIdName{"id"};
  std::array<std::string_view, 1> values;
  if (!read_known_attributes(reading_, kIdName, values) || !expect_empty(reading_)) return false;
  if (!is_present(values[0])) return reading_.refuse(tag, "missing-attribute");
  if (!is_identifier(values[0])) return reading_.refuse(tag, "identifier");
  message_.supersedes.push_back(values[0]);
  return true;
}

// Most messages have as many texts as the one before, so room is made once.
bool MessageParts::read_text() {
  const char* const tag = reading_.in.tag();
  if (message_.texts.size() == limits::kTexts) return reading_.refuse_limit(tag, "texts");
  if (message_.texts.empty()) message_.texts.reserve(reading_.usual_texts);
  Text text;
  if (!read_message_text(reading_, text)) return false;
  for (const Text& other : message_.texts) {
    if (other.locale == text.locale) return reading_.refuse(tag, "duplicate-locale");
  }
  message_.texts.push_back(text);
  return true;
}

bool check_whole(Reading& reading, const char* tag, const Message& message) {
  if (message.texts.empty()) return reading.refuse(tag, "no-text");
  return message.when || message.audience_all || reading.refuse(tag, "audience-missing");
}

}  // namespace

bool read_message(Reading& reading, Message& message) {
  const char* const tag = reading.in.tag();
  message.line = reading.line_for_authors(tag);
  if (!MessageAttributes(reading, message).read()) return false;
  MessageParts parts(reading, message);
  if (!each_child(reading, [&](auto name) { return parts.read(name); })) return false;
  reading.usual_texts = message.texts.size();
  return check_whole(reading, tag, message);
}

std::string act_by_text(const Message& message) {
  if (!message.act_by) return {};
  const std::string text = format_instant(*message.act_by);
  return message.act_by_is_day ? text.substr(0, text.find('T')) : text;
}

std::optional<Instant> act_by_end(const Message& message, Duration utc_offset) {
  if (!message.act_by || !message.act_by_is_day) return message.act_by;
  return *message.act_by + std::chrono::days(1) - utc_offset;
}

std::string_view category_name(Category category) {
  return kCategories[static_cast<std::size_t>(category)];
}

}  // namespace tocsin
