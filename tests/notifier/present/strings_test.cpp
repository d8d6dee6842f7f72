// The interface's languages: choice, names, sentences, plural forms, filled-in values, and damaged catalogs.
#include "notifier/present/strings.h"

#include <doctest/doctest.h>

#include <string>

#include "notifier/present/message_catalog.h"

using namespace tocsin;

namespace {

/// Sets a language, and English again for the tests that follow.
struct Spoken {
  explicit Spoken(const std::vector<std::string>& locales) { choose_interface_language(locales); }
  Spoken(const Spoken&) = delete;
  Spoken& operator=(const Spoken&) = delete;
  ~Spoken() { choose_interface_language({}); }
};

}  // namespace

TEST_CASE("the reader's languages choose the interface's") {
  const struct {
    std::string_view name;
    std::vector<std::string> locales;
    std::string_view tag;
  } rows[] = {
      {"none", {}, "en"},
      {"exactly", {"de"}, "de"},
      {"region", {"de-CH"}, "de"},
      {"the second", {"pl", "fr-CA"}, "fr"},
      {"no such", {"pl"}, "en"},
      {"English first", {"en-GB", "de"}, "en"},
      {"Taiwan", {"zh-TW"}, "zh-Hant"},
      {"Hong Kong", {"zh-HK"}, "zh-Hant"},
      {"China", {"zh-CN"}, "zh-Hans"},
      {"Japanese", {"ja-JP"}, "ja"},
      {"no tag", {"C"}, "en"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const Spoken spoken(row.locales);
    CHECK(interface_language() == row.tag);
  }
}

TEST_CASE("sentences and plural forms") {
  CHECK(interface_languages() ==
        std::vector<std::string_view>{"en", "de", "es", "fr", "it", "ja", "zh-Hans", "zh-Hant"});
  const struct {
    std::string_view tag, yes, none, one, two;
  } rows[] = {
      {"en", "yes", "{n} others", "{n} other", "{n} others"},
      {"de", "ja", "{n} weitere", "{n} weiterer", "{n} weitere"},
      {"fr", "oui", "{n} autre", "{n} autre", "{n} autres"},
      {"es", "sí", "{n} más", "{n} más", "{n} más"},
      {"it", "sì", "{n} altri", "{n} altro", "{n} altri"},
      {"ja", "はい", "その他 {n} 件", "その他 {n} 件", "その他 {n} 件"},
      {"zh-Hans", "是", "{n} 个其他通知", "{n} 个其他通知", "{n} 个其他通知"},
      {"zh-Hant", "是", "{n} 則其他通知", "{n} 則其他通知", "{n} 則其他通知"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.tag);
    const Spoken spoken({std::string(row.tag)});
    CHECK(tr("yes") == row.yes);
    CHECK(tr_count("{n} other", "{n} others", 0) == row.none);
    CHECK(tr_count("{n} other", "{n} others", 1) == row.one);
    CHECK(tr_count("{n} other", "{n} others", 2) == row.two);
    CHECK(tr("no sentence of ours") == "no sentence of ours");
  }
}

TEST_CASE("the pseudo language keeps names and keys") {
  choose_pseudo_language();
  const std::string_view sentence = tr("&Copy {name} to {place}");
  CHECK(sentence == "[&Cópý {name} tó {place} ~~~~~~~~~]");
  CHECK(tr_count("{n} other", "{n} others", 2).starts_with("["));
  choose_interface_language({});
  CHECK(tr("yes") == "yes");
}

TEST_CASE("a damaged catalog has no sentences, or right ones, and is not read beyond its end") {
  REQUIRE(!translations().empty());
  const std::string sound(translations().front().mo);
  const std::string right(MessageCatalog(sound).find("yes").value_or(""));
  CHECK(right == "ja");
  for (std::size_t length = 0; length < sound.size(); length += 7) {
    const std::string cut = sound.substr(0, length);
    static_cast<void>(MessageCatalog(cut).find("yes"));
    static_cast<void>(MessageCatalog(cut).find("{n} other", 2));
  }
  for (std::size_t at = 0; at < 28; ++at) {
    std::string changed = sound;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    static_cast<void>(MessageCatalog(changed).find("{n} other", 2));
  }
  CHECK(!MessageCatalog("").find("yes").has_value());
}

TEST_CASE("language names") {
  struct Row {
    std::string_view tag;
    std::string_view name;
  };
  const Row rows[] = {
      {"de", "Deutsch"},       {"de-CH", "Deutsch (de-CH)"},
      {"zh-Hant", "繁體中文"}, {"zh-Hans-SG", "简体中文 (zh-Hans-SG)"},
      {"zh", "中文"},          {"x-klingon", "x-klingon"},
      {"den", "den"},
  };
  for (const auto& row : rows) CHECK(language_name(row.tag) == row.name);
}

TEST_CASE("filling in") {
  struct Row {
    std::string_view name;
    std::string_view sentence;
    std::string_view text;
  };
  const Row rows[] = {
      {"plain", "nothing here", "nothing here"},   {"one", "{a}.", "1."},     {"twice", "{a}{b}{a}", "1{a}1"},
      {"unknown name is left out", "x{c}y", "xy"}, {"open end", "x{a", "x1"}, {"empty", "", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(filled(row.sentence, {{"a", "1"}, {"b", "{a}"}}) == row.text);
  }
  CHECK(tr_count("one", "many", 1) == "one");
  CHECK(tr_count("one", "many", 0) == "many");
}
