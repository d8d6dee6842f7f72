// The names of set folders and files, and positions: one grammar for all programs.
#include "schema/core/set_layout.h"

#include <doctest/doctest.h>

#include "schema/core/text/text.h"

namespace tocsin {
namespace {

TEST_CASE("the name of a set's folder") {
  struct Row {
    std::string_view text;
    bool good;
  };
  const Row rows[] = {
      {"2.7.0123abcd", true},
      {"0.0.00000000", true},
      {"4294967295.18446744073709551615.ffffffff", true},
      {"", false},
      {".", false},
      {"..", false},
      {"current", false},
      {"2.7", false},
      {"2.7.", false},
      {".7.0123abcd", false},
      {"2..0123abcd", false},
      {"2.7.0123abc", false},
      {"2.7.0123abcde", false},
      {"2.7.0123ABCD", false},
      {"2.7.0123abcg", false},
      {"2.7.0123abcd.8", false},
      {"2.7.8.0123abcd", false},
      {"02.7.0123abcd", false},
      {"2.07.0123abcd", false},
      {"2.00.0123abcd", false},
      {"+2.7.0123abcd", false},
      {"-2.7.0123abcd", false},
      {" 2.7.0123abcd", false},
      {"2.7.0123abcd ", false},
      {"2.7.0123abcd\n", false},
      {"4294967296.7.0123abcd", false},
      {"2.18446744073709551616.0123abcd", false},
      {"../2.7.0123abcd", false},
      {"2.7/0123abcd", false},
      {"2.7:0123abcd", false},
      {"2.7.0123abcd\\x", false},
      {"..\\2.7.0123abcd", false},
      {"a.7.0123abcd", false},
      {std::string_view("2.7.0123abc\0", 12), false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto name = parse_set_name(row.text);
    CHECK(name.has_value() == row.good);
    if (!name) continue;
    CHECK(name->text == row.text);
    const std::string random = *unhex(row.text.substr(row.text.size() - 8));
    CHECK(make_set_name(name->notices, random).text == row.text);
  }
  CHECK(parse_set_name("2.7.0123abcd")->notices == Position{2, 7});
}

TEST_CASE("positions") {
  CHECK(format_position({2, 7}) == "2.7");
  CHECK(*parse_position("2.7") == Position{2, 7});
  for (const std::string_view bad : {"", "2", "2.", ".7", "2.7.1", "02.7", "2.07", "2,7", "2.7 ", "x.7"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_position(bad).has_value());
  }
  CHECK(Position{1, ~std::uint64_t{0}} < Position{2, 0});
  CHECK(Position{2, 6} < Position{2, 7});
  CHECK(Position{2, 7} == Position{2, 7});
}

TEST_CASE("each role has the brand's name for it") {
  Brand brand{};
  brand.gate_file = "g";
  brand.config_file = "c";
  brand.catalog_file = "x";
  brand.dialog_file = "d";
  brand.control_file = "k";
  brand.updater_file = "u";
  CHECK(file_names(brand) == FileNames{"g", "c", "x", "d", "k", "u"});
}

}  // namespace
}  // namespace tocsin
