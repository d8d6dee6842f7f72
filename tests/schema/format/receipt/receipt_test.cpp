// A receipt's exact bytes, and that hostile fields cannot break out of them.
#include "schema/format/receipt/receipt.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/schema/format/samples.h"

using namespace tocsin;

namespace {

Receipt example() {
  return {"abcdefghijklmnopqrstuvwxyz",
          "zyxwvutsrqponmlkjihgfedcba",
          "av95-retirement",
          2,
          {2, 7},
          Outcome::acknowledged,
          "0123456789abcdef",
          "de",
          "1.2.0",
          "linux",
          *parse_instant("2026-11-22T01:00:00Z")};
}

}  // namespace

TEST_CASE("the design's example, byte for byte") {
  CHECK(
      receipt_json(example(), brand()) ==
      R"({"specversion":"1.0","id":"abcdefghijklmnopqrstuvwxyz","source":"urn:example:messenger:zyxwvutsrqponmlkjihgfedcba",)"
      R"("type":"com.example.messenger.acknowledged.v1","subject":"av95-retirement/2","time":"2026-11-22T01:00:00Z",)"
      R"("messageid":"av95-retirement","revision":2,"epoch":2,"serial":7,"outcome":"acknowledged",)"
      R"("actor":"0123456789abcdef","locale":"de","client":"1.2.0","os":"linux"})");
}

TEST_CASE("fields are those of the schema, required ones always") {
  const auto schema =
      nlohmann::json::parse(samples::file(std::string(TOCSIN_SOURCE_DIR) + "/schema/receipt.schema.json"));
  for (const bool with_actor : {true, false}) {
    Receipt receipt = example();
    if (!with_actor) receipt.actor.clear();
    const auto event = nlohmann::json::parse(receipt_json(receipt, brand()));
    for (const auto& [key, value] : event.items()) {
      CAPTURE(key);
      CHECK(schema["properties"].contains(key));
    }
    for (const auto& key : schema["required"]) CHECK(event.contains(key.get<std::string>()));
    CHECK(event.contains("actor") == with_actor);
  }
}

TEST_CASE("hostile fields stay one string of one line") {
  Receipt receipt = example();
  receipt.release.serial = 18446744073709551615u;
  receipt.outcome = Outcome::test;
  receipt.locale = "de\",\"x\":\"\r\n\\";
  receipt.client = "\xFF\xC3";
  const std::string text = receipt_json(receipt, brand());
  CHECK(text.find('\n') == text.npos);
  const auto event = nlohmann::json::parse(text);
  CHECK(event["locale"] == receipt.locale);
  CHECK(event["serial"] == 18446744073709551615u);
  CHECK(event["type"] == "com.example.messenger.test.v1");
  CHECK_FALSE(event.contains("x"));
}
