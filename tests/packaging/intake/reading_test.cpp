#include "packaging/intake/reading.h"

#include <doctest/doctest.h>

#include "schema/trust/digest.h"
#include "tests/packaging/intake/samples.h"

namespace tocsin::intake {
namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

TEST_CASE("a receipt as the client writes it is read, field by field") {
  const Sample sample;
  const auto event = read_event(sample.json(), sample.id(), vendor());
  REQUIRE(event.has_value());
  CHECK(id_text(event->id) == sample.id());
  CHECK(id_text(event->installation) == sample.installation);
  CHECK(event->message == "av95");
  CHECK(event->revision == 2);
  CHECK(event->is_acknowledged);
  CHECK_FALSE(event->is_test);
  CHECK(event->actor == 0x0123456789abcdefU);
  CHECK(event->serial == 18446744073709551615U);
  CHECK(event->hour == 498697);
  CHECK(event->locale == "de-AT");
  CHECK(event_json(*event, vendor()) == sample.json());
}

TEST_CASE("each outcome, and a receipt without an actor") {
  for (const char* outcome : {"displayed", "acknowledged", "test"}) {
    for (const char* actor : {"", "0123456789abcdef"}) {
      Sample sample;
      sample.outcome = outcome;
      sample.actor = actor;
      CAPTURE(sample.json());
      const auto event = read_event(sample.json(), sample.id(), vendor());
      REQUIRE(event.has_value());
      CHECK(event->is_test == (sample.outcome == "test"));
      CHECK(event->actor.has_value() == !sample.actor.empty());
      CHECK(event_json(*event, vendor()) == sample.json());
    }
  }
}

TEST_CASE("what is refused, by one change to a sound receipt") {
  struct Row {
    std::string_view name;
    std::string from, to;
  };
  const Row rows[] = {
      {"not an object", "{", "["},
      {"blank before", "{", " {"},
      {"not JSON", "\"os\"", "os"},
      {"two documents", "\"linux\"}", "\"linux\"}{}"},
      {"bytes that are no UTF-8", "de-AT", "\xff"},
      {"unknown field", "\"os\"", "\"host\":\"pc1\",\"os\""},
      {"field twice", "\"os\":\"linux\"", "\"os\":\"linux\",\"os\":\"linux\""},
      {"field missing", "\"locale\":\"de-AT\",", ""},
      {"number for text", "\"de-AT\"", "5"},
      {"text for number", "\"revision\":2", "\"revision\":\"2\""},
      {"fraction", "\"revision\":2", "\"revision\":2.0"},
      {"exponent", "\"revision\":2", "\"revision\":2e0"},
      {"negative", "\"epoch\":2", "\"epoch\":-2"},
      {"truth value", "\"epoch\":2", "\"epoch\":true"},
      {"null", "\"de-AT\"", "null"},
      {"array", "\"de-AT\"", "[\"de\"]"},
      {"object", "\"de-AT\"", "{\"de\":1}"},
      {"revision 0", "\"revision\":2", "\"revision\":0"},
      {"epoch beyond 32 bits", "\"epoch\":2", "\"epoch\":4294967296"},
      {"serial beyond 64 bits", "18446744073709551615", "18446744073709551616"},
      {"another version", "\"1.0\"", "\"1.1\""},
      {"another prefix of the source", "urn:example:messenger:", "urn:example:messenges:"},
      {"short installation", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaa"},
      {"installation that 16 bytes do not have", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaab"},
      {"another prefix of the type", "com.example.messenger.", "com.example."},
      {"type of another outcome", "acknowledged.v1", "displayed.v1"},
      {"other outcome", "\"outcome\":\"acknowledged\"", "\"outcome\":\"bought\""},
      {"subject of another revision", "av95/2", "av95/3"},
      {"subject of another message", "av95/2", "av96/2"},
      {"message that is no identifier", "\"messageid\":\"av95\"", "\"messageid\":\"av 95\""},
      {"minutes", "T01:00:00Z", "T01:30:00Z"},
      {"a day that does not exist", "2026-11-22", "2026-02-30"},
      {"locale with a line break", "de-AT", "de\\n"},
      {"client with a blank", "1.2.0", "1 2"},
      {"client of 33 characters", "1.2.0", "111111111111111111111111111111111"},
      {"empty client", "1.2.0", ""},
      {"other system", "\"os\":\"linux\"", "\"os\":\"beos\""},
      {"actor in capitals", "0123456789abcdef", "0123456789ABCDEF"},
      {"actor of 17 digits", "0123456789abcdef", "0123456789abcdef0"},
      {"id of another actor", "0123456789abcdef", "1123456789abcdef"},
      {"id of another installation", "messenger:aaaa", "messenger:baaa"},
      {"a site's field", "\"os\"", "\"answer\":\"done\",\"os\""},
  };
  const Sample sample;
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto event = read_event(replaced(sample.json(), row.from, row.to), sample.id(), vendor());
    CHECK_FALSE(event.has_value());
    if (!event) CHECK(event.error().code == Code::malformed);
  }
}

TEST_CASE("the key must be the id, and the body has a limit") {
  const Sample sample;
  CHECK_FALSE(read_event(sample.json(), "", vendor()).has_value());
  CHECK_FALSE(read_event(sample.json(), std::string(26, 'a'), vendor()).has_value());
  const auto large = read_event(sample.json() + std::string(kBodyBytes, ' '), sample.id(), vendor());
  REQUIRE_FALSE(large.has_value());
  CHECK(large.error().code == Code::too_large);
  CHECK_FALSE(read_event("", "", vendor()).has_value());
  CHECK_FALSE(read_event(std::string(4000, '['), "", vendor()).has_value());
}

TEST_CASE("a site's own fields are part of the id, and go in and out") {
  Origin site = vendor();
  site.is_site = true;
  const Sample sample;
  const std::string fields = std::string("SCF-RCPT-v1") + '\0' + sample.installation + '\0' + "av95" + '\0' +
                             "2@1200" + '\0' + "acknowledged/done" + '\0' + sample.actor;
  const Digest digest = sha256(fields);
  Id derived{};
  std::copy_n(digest.begin(), derived.size(), derived.begin());
  const std::string id = id_text(derived);
  const std::string body =
      replaced(replaced(sample.json(), sample.id(), id), "}",
               R"(,"answer":"done","occurrence":1200,"host":"ws-042","user":"anna \"A\""})");
  const auto event = read_event(body, id, site);
  REQUIRE(event.has_value());
  CHECK(event_json(*event, site) == body);
  for (const auto& [from, to] :
       {std::pair{"1200", "1201"}, {"ws-042", ""}, {"ws-042", "a\\u0007b"}, {"\"done\"", "\"DONE\""}}) {
    CAPTURE(std::string(to));
    CHECK_FALSE(read_event(replaced(body, from, to), id, site).has_value());
  }
  CHECK(read_event(sample.json(), sample.id(), site).has_value());
}

TEST_CASE("base32 of 16 bytes, there and back") {
  CHECK(parse_id(std::string(25, 'a')) == std::nullopt);
  CHECK(parse_id(std::string(26, '1')) == std::nullopt);
  CHECK(parse_id(std::string(25, 'a') + "b") == std::nullopt);
  for (const std::string text :
       {"aaaaaaaaaaaaaaaaaaaaaaaaaa", "abcdefghijklmnopqrstuvwxy4", "77777777777777777777777774"}) {
    CAPTURE(text);
    const auto id = parse_id(text);
    REQUIRE(id.has_value());
    CHECK(id_text(*id) == text);
  }
}

}  // namespace
}  // namespace tocsin::intake
