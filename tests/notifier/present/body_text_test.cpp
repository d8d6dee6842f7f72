// A body as plain text.
#include "notifier/present/body_text.h"

#include <doctest/doctest.h>

#include "schema/core/text/text.h"

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

TEST_CASE("found words come from the conditions as evaluated here") {
  ExplainedCondition leaf;
  leaf.op = "component";
  leaf.name = "anti-virus";
  leaf.found = "9.5.1";
  leaf.result = Truth::yes;
  ExplainedCondition bare = leaf;
  bare.name = "sensor";
  bare.found = "present";
  ExplainedCondition any;
  any.op = "any";
  any.children = {leaf, bare};
  ExplainedCondition all;
  all.op = "all";
  all.children = {any};
  const std::vector<ExplainedMessage> explained = {{nullptr, Reason::due, {}, std::nullopt, std::nullopt},
                                                   {nullptr, Reason::due, {}, std::nullopt, all}};
  CHECK(found_words("anti-virus", explained) == "9.5.1");
  CHECK(found_words("sensor", explained) == "sensor");
  CHECK(found_words("not-asked", explained) == "not-asked");
}

}  // namespace
}  // namespace tocsin
