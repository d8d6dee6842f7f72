// A body as plain text.
#include "notifier/present/body_text.h"

#include <doctest/doctest.h>

#include "schema/core/text/text.h"
#include "tests/notifier/decide/scripted_facts.h"

namespace tocsin {
namespace {

using Kind = Inline::Kind;

std::string fixed(std::string_view id) {
  return "<" + std::string(id) + ">";
}

TEST_CASE("blocks and inlines") {
  const Block p1{Block::Kind::paragraph, {{Kind::text, "One "}, {Kind::bold, "bold"}, {Kind::text, "."}}};
  const Block p2{Block::Kind::paragraph, {{Kind::text, "a"}, {Kind::line_break, ""}, {Kind::text, "b"}}};
  const Block i1{Block::Kind::item, {{Kind::text, "first"}}};
  const Block i2{Block::Kind::item, {{Kind::found, "av"}, {Kind::bold_found, "x"}}};
  struct Row {
    std::string_view name;
    std::vector<Block> blocks;
    std::string_view text;
  };
  const Row rows[] = {
      {"none", {}, ""},
      {"bold has no mark", {p1}, "One bold."},
      {"line break", {p2}, "a\nb"},
      {"two paragraphs", {p1, p2}, "One bold.\n\na\nb"},
      {"list", {p1, i1, i2, p1}, "One bold.\n\n\u2022 first\n\u2022 <av><x>\n\nOne bold."},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(body_text(row.blocks, fixed) == row.text);
  }
}

TEST_CASE("what was found cannot do anything but be read") {
  struct Row {
    std::string_view name;
    std::string_view found;
  };
  const Row rows[] = {
      {"override", "9\u202E5"},
      {"escape", "\x1b[2J"},
      {"not UTF-8", "\xff\xfe"},
      {"line feed", "1\n\n\n2"},
      {"isolate", "\u2066abc"},
      {"long", "0123456789"},
      {"combining", "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const Block block{Block::Kind::paragraph, {{Kind::found, "x"}}};
    const std::string text = body_text({block}, [&](std::string_view) {
      return row.name == "long" ? std::string(5000, 'x') : std::string(row.found);
    });
    CHECK(text_fault(text).empty());
    CHECK(code_points(text) <= 121);
  }
}

TEST_CASE("found words: the version of a component or console, asked for with a version") {
  ScriptedFacts facts;
  facts.components["anti-virus"] = {Truth::yes, "9.5.1", Scheme::dotted, "s"};
  facts.components["sensor"] = {Truth::yes, {}, Scheme::dotted, "s"};
  facts.components["odd"] = {Truth::unknown, {}, Scheme::dotted, {}};
  facts.components["hostile"] = {Truth::yes, "1\x1b[2J", Scheme::dotted, "s"};
  facts.consoles["console"] = {Truth::yes, "5.2", Scheme::deb, "s"};
  CHECK(found_words("anti-virus", facts) == "9.5.1");
  CHECK(found_words("console", facts) == "5.2");
  CHECK(found_words("sensor", facts) == "sensor");
  CHECK(found_words("odd", facts) == "odd");
  CHECK(found_words("absent", facts) == "absent");
  CHECK(found_words("hostile", facts).find('\x1b') == std::string::npos);
}

}  // namespace
}  // namespace tocsin
