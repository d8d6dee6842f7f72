// The grammar of a message, without its condition and its texts.
#include <algorithm>

#include "packaging/kit/lint/grammar/pass.h"
#include "packaging/kit/lint/grammar/values.h"
#include "schema/core/instant.h"
#include "schema/core/text/text.h"
#include "schema/format/catalog/vocabulary.h"
#include "schema/format/limits.h"

namespace tocsin::grammar {
namespace {

class MessageCheck {
 public:
  MessageCheck(Pass& pass, std::set<std::string>& ids) : pass_(pass), tag_(pass.in().tag()), ids_(ids) {}
  void check();

 private:
  enum Stage : std::uint8_t { kStart, kWhenStage, kSupersedes, kText };

  void check_id();
  void check_revisions();
  void check_lifetime();
  void check_child(std::string_view name);
  [[nodiscard]] bool is_in_order(Stage stage, std::string_view name);
  void check_supersedes();
  void check_one_text(const char* tag);
  void check_whole();

  /// The value of an attribute; nothing if it is absent or wrong.
  [[nodiscard]] const std::optional<std::string>& value(std::string_view name) const;
  [[nodiscard]] std::optional<Instant> time(std::string_view name) const;

  Pass& pass_;
  const char* tag_;
  std::set<std::string>& ids_;
  const char* behind_name_ = nullptr;
  Values values_;
  Stage stage_ = kStart;
  bool has_when_ = false, has_sound_when_ = false;
  bool has_misspelt_when_ = false, has_misspelt_text_ = false;
  std::vector<std::string> locales_;
  std::size_t texts_ = 0;
};

const std::optional<std::string>& MessageCheck::value(std::string_view name) const {
  const auto rows = message_attributes();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one.name == name; });
  return values_.of[static_cast<std::size_t>(row - rows.begin())];
}

std::optional<Instant> MessageCheck::time(std::string_view name) const {
  return value(name) ? parse_instant(*value(name)) : std::nullopt;
}

void MessageCheck::check() {
  const std::string_view name = pass_.written_name(tag_);
  behind_name_ = name.data() + name.size();
  check_id();
  values_ = read_attributes(pass_, message_attributes());
  check_revisions();
  check_lifetime();
  pass_.each_child([&](std::string_view child) { check_child(child); });
  check_whole();
}

// The id first: the findings about other attributes name it. A message without one, or with that of another,
// has an id of its own in the repaired copy.
void MessageCheck::check_id() {
  const char *begin = behind_name_, *end = behind_name_;
  CheckedMessage& message = pass_.message();
  for (const xml::Attribute& one : pass_.in().attributes()) {
    if (one.name != "id") continue;
    begin = one.name.data();
    end = one.written.data() + one.written.size() + 1;  // behind the quote
    const std::string id = collapsed(xml::decoded(one.written, xml::As::value));
    if (is_identifier(id)) message.id = id;
  }
  message.sound_id = message.id;
  if (!message.id.empty() && ids_.insert(small_letters(message.id)).second) return;
  if (!message.id.empty()) {
    pass_.add("duplicate-id", tag_,
              "Another message has the id " + in_quotes(message.id) +
                  ", capitals apart, and the whole catalog is refused for it: choose another.");
  }
  message.sound_id = "copy-" + std::to_string(pass_.messages().size());
  while (!ids_.insert(message.sound_id).second) message.sound_id += "-";
  pass_.repair(begin, end, " id=\"" + message.sound_id + "\"");
}

void MessageCheck::check_revisions() {
  const auto revision = parse_decimal(value("revision").value_or("1"), 4'294'967'295);
  const auto from = value("renotify-from") ? parse_decimal(*value("renotify-from"), 4'294'967'295) : revision;
  if (*from <= *revision || (pass_.message().faulty & kRevision) != 0) return;
  pass_.add("renotify-from", tag_,
            "renotify-from=" + in_quotes(*value("renotify-from")) + " is above the revision, which is " +
                std::to_string(*revision) + ": write a number from 1 to " + std::to_string(*revision) + ".");
  pass_.spoil(kRevision);
}

void MessageCheck::check_lifetime() {
  constexpr std::int64_t kDaySeconds = 86'400;
  const auto start = time("not-before"), end = time("expires");
  if (!start || !end || *end - *start <= Duration(limits::kLifetimeDays * kDaySeconds)) return;
  const Instant latest = *start + Duration(limits::kLifetimeDays * kDaySeconds);
  pass_.add("lifetime", tag_,
            "expires=" + in_quotes(*value("expires")) + " is more than " +
                std::to_string(limits::kLifetimeDays) + " days after not-before: write " +
                format_instant(latest) + " or earlier.");
  pass_.spoil(kDates);
}

void MessageCheck::check_child(std::string_view name) {
  const char* const tag = pass_.in().tag();
  const std::string kind(name);
  const bool is_when = kind == "when", is_text = kind == "text";
  if (!is_when && !is_text && kind != "supersedes") {
    const std::string_view meant = meant_word(kind, vocabulary::kMessageParts);
    has_misspelt_when_ = has_misspelt_when_ || meant == "when";
    has_misspelt_text_ = has_misspelt_text_ || meant == "text";
    pass_.spoil(kWhen | kTexts);
    return pass_.unknown_child("unknown-element", "message", vocabulary::kMessageParts);
  }
  const bool is_sound = is_in_order(is_when ? kWhenStage : is_text ? kText : kSupersedes, kind);
  if (is_when) {
    check_when(pass_);
    has_when_ = true;
    has_sound_when_ = has_sound_when_ || is_sound;
  } else if (is_text) {
    check_one_text(tag);
  } else {
    check_supersedes();
  }
  if (is_sound) return;
  pass_.repair(tag, pass_.in().at());
  pass_.spoil(is_when ? kWhen : kTexts);
}

bool MessageCheck::is_in_order(Stage stage, std::string_view name) {
  const char* const tag = pass_.in().tag();
  if (stage == kWhenStage && has_when_) {
    pass_.add("repeated-element", tag,
              "'when' stands twice: put both conditions into one; all of them must then be true.");
    return false;
  }
  if (stage >= stage_) {
    stage_ = stage;
    return true;
  }
  pass_.add("order", tag,
            in_quotes(name) + " stands too late: a message holds when, supersedes and text, in this order.");
  return false;
}

void MessageCheck::check_supersedes() {
  const char* const tag = pass_.in().tag();
  const Values values = read_attributes(pass_, {&kIdAttribute, 1});
  pass_.expect_empty();
  if (!values.is_sound) pass_.repair(tag, pass_.in().at());
}

void MessageCheck::check_one_text(const char* tag) {
  if (++texts_ == limits::kTexts + 1) {
    pass_.add("texts", tag,
              "The message has more than " + std::to_string(limits::kTexts) +
                  " texts, and is dropped: leave languages out.");
    pass_.spoil(kTexts);
  }
  check_text(pass_, locales_);
  if (texts_ > limits::kTexts) pass_.repair(tag, pass_.in().at());
}

void MessageCheck::check_whole() {
  const bool to_all = value("audience").has_value();
  const bool has_wrong_audience = !to_all && (pass_.message().faulty & kWhen) != 0;
  if (texts_ == 0 && !has_misspelt_text_) {
    pass_.add("no-text", tag_,
              "The message has no 'text', so there is nothing to show: write one in at least one language.");
    pass_.spoil(kTexts);
  }
  if (!has_when_ && !has_misspelt_when_ && !to_all && !has_wrong_audience) {
    pass_.add("audience-missing", tag_,
              "The message has neither 'when' nor audience: write a condition, or audience=\"all\" if every "
              "administrator is to see it.");
    pass_.spoil(kWhen);
  }
  if (!has_sound_when_ && !to_all) pass_.repair(behind_name_, behind_name_, " audience=\"all\"");
}

}  // namespace

void check_message(Pass& pass, std::set<std::string>& ids) {
  MessageCheck(pass, ids).check();
}

}  // namespace tocsin::grammar
