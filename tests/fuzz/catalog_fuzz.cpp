// The catalog in both readings: what strict reading accepts the client reads alike, and it is the same when
// it is written and read again; whatever a client reads can be shown and weighed.
#include "schema/format/catalog/catalog.h"

#include <algorithm>

#include "notifier/decide/explain/explain.h"
#include "packaging/kit/files/author_bytes.h"
#include "schema/core/text/text.h"
#include "tests/fuzz/catalog_xml.h"
#include "tests/fuzz/fuzz.h"
#include "tests/notifier/decide/scripted_facts.h"

namespace tocsin::fuzz {
namespace {

const std::vector<std::string> kLocales = {"de-CH", "en"};
constexpr Instant kNow = instant_at(1'790'000'000);

Result<Catalog> read(std::string_view input, ReadMode mode) {
  return parse_catalog(AuthorBytes::of(std::string(input)), mode);
}

void check_text(const Catalog& catalog, const Text& text) {
  expect(!text.title.empty() && text_fault(text.title).empty(), "a title that may be shown");
  expect(text_fault(text.link_label).empty(), "a link's label that may be shown");
  for (const Block& block : catalog.body(text)) {
    for (const Inline& piece : block.inlines) expect(!first_bad_utf8(piece.text), "a body of text");
  }
}

void check_message(const Catalog& catalog, const Message& message) {
  if (message.fault != Message::Fault::none) {
    expect(message.line >= 1, "a fault has a line");
    expect(!message.fault_rule.empty(), "a fault has a name");
    return;
  }
  expect(is_identifier(message.id) && catalog.find(message.id) == &message, "found by its id");
  expect(message.when || message.audience_all, "for somebody in particular, or for all said so");
  for (const Text& text : message.texts) check_text(catalog, text);
  check_text(catalog, catalog.text_for(message, kLocales));
}

ScriptedFacts facts() {
  ScriptedFacts facts;
  facts.components["anti-virus"] = {Truth::yes, "9.5.3", Scheme::dotted, "t"};
  facts.consoles["management"] = {Truth::unknown, "", Scheme::deb, "t"};
  return facts;
}

void weigh(const Catalog& catalog) {
  ScriptedFacts machine = facts(), gate = facts(), telling = facts();
  const auto verdicts = evaluate(catalog, machine, kNow, kLocales, {}, {});
  expect(verdicts.size() == catalog.messages.size(), "a verdict a message");
  const bool any = std::ranges::any_of(verdicts, &Verdict::due);
  expect(anything_due(catalog, gate, kNow, kLocales, {}, {}) == any, "the gate agrees");
  const auto told = explain(catalog, telling, kNow, kLocales, {}, {});
  for (std::size_t i = 0; i < told.size(); ++i)
    expect(told[i].reason == verdicts[i].reason, "explain agrees");
  expect(!first_bad_utf8(explain_json(told, kNow, kLocales)), "and can be written down");
}

void check_round(std::string_view input, const Catalog& client) {
  const auto strict = read(input, ReadMode::strict);
  if (!strict) return;
  const std::string written = catalog_xml(*strict);
  expect(catalog_xml(client) == written, "the client reads what strict reading reads");
  const auto again = read(written, ReadMode::strict);
  // Escapes are longer than what they stand for: what is written may pass a bound that the input did not.
  if (!again && again.error().code == Code::too_large) return;
  expect(again.has_value(), "what is written can be read");
  expect(catalog_xml(*again) == written, "and is the same");
}

void run(std::string_view input) {
  const auto client = read(input, ReadMode::client);
  if (!client) {
    expect(!client.error().rule.empty(), "a refusal has a name");
    expect(!read(input, ReadMode::strict), "what the client refuses strict reading refuses");
    return;
  }
  for (const Message& message : client->messages) check_message(*client, message);
  weigh(*client);
  check_round(input, *client);
}

const Registered kRegistered("catalog", run);

}  // namespace
}  // namespace tocsin::fuzz
