// The grammar of one text, without its body.
#include <algorithm>

#include "packaging/kit/lint/grammar/banned.h"
#include "packaging/kit/lint/grammar/pass.h"
#include "packaging/kit/lint/grammar/values.h"
#include "schema/core/text/text.h"
#include "schema/format/catalog/vocabulary.h"
#include "schema/format/limits.h"

namespace tocsin::grammar {
namespace {

class TextCheck {
 public:
  TextCheck(Pass& pass, std::vector<std::string>& locales)
      : pass_(pass), tag_(pass.in().tag()), locales_(locales) {}
  void check();

 private:
  void check_locale();
  void check_part(std::string_view name);
  void check_shown(const std::string& name);
  void check_link();
  void expect_whole();

  Pass& pass_;
  const char* tag_;
  std::vector<std::string>& locales_;
  std::string locale_;  // in the repaired copy
  bool is_sound_ = true;
  std::vector<std::size_t> seen_;           // indices into kTextParts
  std::vector<std::string_view> misspelt_;  // parts that misspelt elements are meant to be
};

void TextCheck::check() {
  check_locale();
  pass_.each_child([&](std::string_view name) { check_part(name); });
  expect_whole();
  if (is_sound_) return;
  const auto part = [&](std::string_view name, std::string_view inside) {
    return pass_.element(name, {}, inside);
  };
  pass_.spoil(kTexts);
  pass_.repair(tag_, pass_.in().at(),
               pass_.element("text", " locale=\"" + locale_ + "\"",
                             part("title", "x") + part("body", part("p", "x"))));
}

// A text whose language is not known has one of its own in the repaired copy.
void TextCheck::check_locale() {
  const Values values = read_attributes(pass_, {&kLocaleAttribute, 1});
  const auto& locale = values.of[0];
  const bool is_taken = locale && std::find(locales_.begin(), locales_.end(), *locale) != locales_.end();
  if (is_taken) {
    pass_.add("duplicate-locale", tag_,
              "The message has another text in " + in_quotes(*locale) + ": make one of the two.");
  }
  is_sound_ = locale && !is_taken;
  locale_ = is_sound_ ? *locale : "x-copy" + std::to_string(locales_.size());
  locales_.push_back(locale_);
}

void TextCheck::check_part(std::string_view name) {
  constexpr const auto& kParts = vocabulary::kTextParts;
  const char* const tag = pass_.in().tag();
  const std::string kind(name);
  const auto known = std::find(kParts.begin(), kParts.end(), kind);
  if (known == kParts.end()) {
    misspelt_.emplace_back(meant_word(kind, kParts));
    pass_.spoil(kTexts);
    return pass_.unknown_child("unknown-element", "text", kParts);
  }
  const auto index = static_cast<std::size_t>(known - kParts.begin());
  if (std::find(seen_.begin(), seen_.end(), index) != seen_.end()) {
    pass_.add("repeated-element", tag,
              in_quotes(kind) + " stands twice: a text holds one title, one body and one link.");
    is_sound_ = false;
  } else if (std::any_of(seen_.begin(), seen_.end(), [&](std::size_t other) { return other > index; })) {
    pass_.add("order", tag,
              in_quotes(kind) + " stands too late: a text holds title, body and link, in this order.");
    is_sound_ = false;
  }
  seen_.push_back(index);
  if (kind == "body") return check_body(pass_);
  if (kind == "link") return check_link();
  expect_no_attributes(pass_);
  check_shown(kind);
}

// A title, or a link's label: all its text, collapsed.
void TextCheck::check_shown(const std::string& name) {
  const char* const tag = pass_.in().tag();
  const std::string element(pass_.written_name(tag));
  std::string text;
  std::string held;
  for (xml::Next next = pass_.in().next_piece(); next != xml::Next::end; next = pass_.in().next_piece()) {
    if (next == xml::Next::fault) return;
    if (next == xml::Next::text) {
      text += pass_.in().decoded();
    } else {
      held = pass_.written_name(pass_.in().tag());
      pass_.skip();
    }
  }
  text = collapsed(text);
  const std::size_t findings = pass_.findings().size();
  if (!held.empty()) {
    pass_.add("unknown-element", tag,
              in_quotes(held) + " may not stand in " + in_quotes(element) +
                  ", which is shown as plain text: remove the tag.");
  } else if (text.empty()) {
    pass_.add("empty-text", tag,
              in_quotes(element) + " holds no text: " +
                  (name == "title" ? "write what happens, and when." : "write where the link leads."));
  } else if (const std::size_t length = code_points(text); length > limits::kTitleCodePoints) {
    pass_.add("too-long", tag,
              in_quotes(text) + " has " + std::to_string(length) + " characters: write at most " +
                  std::to_string(limits::kTitleCodePoints) + ", and the rest into the body.");
  } else if (const std::string fault = banned_character(text); !fault.empty()) {
    pass_.add("banned-character", tag, fault);
  }
  if (pass_.findings().size() == findings) return;
  pass_.spoil(kTexts);
  pass_.repair(tag, pass_.in().at(), pass_.element(name, {}, "x"));
}

// Without an address that can be opened there is no link in the copy.
void TextCheck::check_link() {
  const char* const tag = pass_.in().tag();
  const Values values = read_attributes(pass_, {&kHrefAttribute, 1});
  const std::size_t findings = pass_.findings().size();
  check_shown("link");
  if (values.is_sound && pass_.findings().size() == findings) return;
  pass_.spoil(kTexts);
  pass_.repair(tag, pass_.in().at());
}

void TextCheck::expect_whole() {
  const auto has = [&](std::size_t part) {
    return std::find(seen_.begin(), seen_.end(), part) != seen_.end();
  };
  for (std::size_t part = 0; part < 2; ++part) {
    if (has(part)) continue;
    is_sound_ = false;
    const std::string_view name = vocabulary::kTextParts[part];
    if (std::find(misspelt_.begin(), misspelt_.end(), name) != misspelt_.end()) continue;
    pass_.add(
        "missing-element", tag_,
        "The text has no " + in_quotes(name) + ": a text holds title, body and perhaps link, in this order.");
  }
}

}  // namespace

void check_text(Pass& pass, std::vector<std::string>& locales) {
  TextCheck(pass, locales).check();
}

}  // namespace tocsin::grammar
