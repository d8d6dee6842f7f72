// Compares how the tally reads a receipt with how the JSON library reads it.
#include "packaging/kit/tally/event.h"

#include <doctest/doctest.h>

using namespace tocsin;
using namespace tocsin::kit;

namespace {

constexpr std::string_view kRest =
    R"("source":"s","id":"1","messageid":"m","outcome":"test","locale":"de","os":"linux","client":"1")";

/// A valid receipt with `fields` at its end.
std::string with(std::string_view fields) {
  return "{" + std::string(kRest) + (fields.empty() ? "" : ",") + std::string(fields) + "}";
}

std::string read(const std::string& line, TallyEvent& event) {
  return read_event(line, event);
}

}  // namespace

TEST_CASE("receipts that are read") {
  const struct {
    std::string_view name;
    std::string line;
    std::string source, actor;
    std::uint32_t revision;
  } rows[] = {
      {"no actor", with(R"("revision":7)"), "s", "", 7},
      {"an actor", with(R"("revision":7,"actor":"a")"), "s", "a", 7},
      {"an actor of another kind stands for none", with(R"("revision":7,"actor":5)"), "s", "", 7},
      {"of two actors the last one", with(R"("revision":7,"actor":"a","actor":"b")"), "s", "b", 7},
      {"the last of two actors is none", with(R"("revision":7,"actor":"a","actor":[])"), "s", "", 7},
      {"an actor that is too long", with(R"("revision":7,"actor":")" + std::string(257, 'a') + '"'), "s", "",
       7},
      {"of two revisions the last one", with(R"("revision":"x","revision":4294967295)"), "s", "", 4294967295},
      {"of two sources the last one", with(R"("revision":1,"source":"t")"), "t", "", 1},
      {"a source that is as long as can be", with(R"("revision":1,"source":")" + std::string(256, 's') + '"'),
       std::string(256, 's'), "", 1},
      {"fields of fields are others", with(R"("revision":1,"data":{"source":"t","revision":-1})"), "s", "",
       1},
      {"a list with fields in it", with(R"("revision":1,"data":[[{"source":1}],"source"])"), "s", "", 1},
      {"escapes", with(R"("revision":1,"source":"\u0073\ud83d\ude00\n")"), "s\xf0\x9f\x98\x80\n", "", 1},
      {"a name with an escape", with(R"("revision":1,"s\u006furce":"t")"), "t", "", 1},
      {"a text with a NUL", with(R"("revision":1,"source":"a\u0000b")"), std::string("a\0b", 3), "", 1},
      {"numbers beyond all bounds elsewhere", with(R"("revision":1,"serial":99999999999999999999999)"), "s",
       "", 1},
      {"carriage return behind it", with(R"("revision":1)") + "\r", "s", "", 1},
      {"white space around it", " \t" + with(R"( "revision" : 1 )") + " \t\r", "s", "", 1},
      {"a byte order mark before it", "\xef\xbb\xbf" + with(R"("revision":1)"), "s", "", 1},
  };
  TallyEvent event;  // reused, as a tally does
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(read(row.line, event) == "");
    CHECK(event.source == row.source);
    CHECK(event.actor == row.actor);
    CHECK(event.revision == row.revision);
    CHECK(event.id == "1");
    CHECK(event.message == "m");
    CHECK(event.outcome == "test");
    CHECK(event.locale == "de");
    CHECK(event.os == "linux");
    CHECK(event.client == "1");
  }
}

TEST_CASE("lines that are no receipt, and their faults") {
  const std::string no_object = "not a JSON object";
  const auto lacks = [](const char* field) {
    return std::string("field ") + field + " is missing, no text or too long";
  };
  const std::string no_revision = "field revision is missing or no revision";
  const std::string sound = with(R"("revision":1)");
  const struct {
    std::string_view name;
    std::string line, fault;
  } rows[] = {
      {"nothing", "", no_object},
      {"a number", "1", no_object},
      {"a text", R"("source")", no_object},
      {"null", "null", no_object},
      {"true", "true", no_object},
      {"a list", "[]", no_object},
      {"a list of a receipt", "[" + sound + "]", no_object},
      {"two receipts", sound + sound, no_object},
      {"a comma behind it", sound + ",", no_object},
      {"cut off", sound.substr(0, sound.size() - 1), no_object},
      {"a comma before its end", with(R"("revision":1,)"), no_object},
      {"not quoted", "{source:1}", no_object},
      {"a comment", sound + "// x", no_object},
      {"bytes that are no UTF-8", with("\"revision\":1,\"source\":\"\xff\""), no_object},
      {"no UTF-8 in a field that is not read", with("\"revision\":1,\"x\":\"\xc0\xaf\""), no_object},
      {"half a surrogate pair", with(R"("revision":1,"x":"\ud83d")"), no_object},
      {"a line feed in a text", with("\"revision\":1,\"x\":\"\n\""), no_object},
      {"a number beyond a double", with(R"("revision":1,"x":1e999)"), no_object},
      {"deep and never ended", std::string(100'000, '['), no_object},
      {"deep and never ended, in a field", R"({"x":)" + std::string(100'000, '['), no_object},
      {"an empty object", "{}", lacks("source")},
      {"no id", R"({"source":"s"})", lacks("id")},
      {"no outcome", R"({"source":"s","id":"1","messageid":"m"})", lacks("outcome")},
      {"the last source is none", with(R"("revision":1,"source":null)"), lacks("source")},
      {"the last source is an object", with(R"("revision":1,"source":{"source":"s"})"), lacks("source")},
      {"the last source is too long", with(R"("revision":1,"source":")" + std::string(257, 's') + '"'),
       lacks("source")},
      {"locale is a number", with(R"("revision":1,"locale":1)"), lacks("locale")},
      {"os is true", with(R"("revision":1,"os":true)"), lacks("os")},
      {"client is a list", with(R"("revision":1,"client":["1"])"), lacks("client")},
      {"no revision", with(""), no_revision},
      {"revision is text", with(R"("revision":"1")"), no_revision},
      {"revision is negative", with(R"("revision":-1)"), no_revision},
      {"revision is minus zero", with(R"("revision":-0)"), no_revision},
      {"revision has a fraction", with(R"("revision":1.0)"), no_revision},
      {"revision is too large", with(R"("revision":4294967296)"), no_revision},
      {"revision is far too large", with(R"("revision":99999999999999999999)"), no_revision},
      {"the last revision is none", with(R"("revision":1,"revision":[1])"), no_revision},
      {"an outcome that is not known", with(R"("revision":1,"outcome":"clicked")"),
       "field outcome is none that is known"},
      {"an empty outcome", with(R"("revision":1,"outcome":"")"), "field outcome is none that is known"},
      {"revision before outcome", with(R"("outcome":"clicked")"), no_revision},
  };
  TallyEvent event;
  for (const auto& row : rows) {
    CAPTURE(row.name);
    CHECK(read(row.line, event) == row.fault);
  }
}
