// Collected receipts: each line as the whole tree of the JSON library has it, and counts that agree with one
// another.
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "packaging/kit/tally/tally.h"
#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {

using namespace kit;
namespace {

using Json = nlohmann::json;

constexpr std::size_t kFieldBytes = 256;

std::optional<std::string> text_of(const Json& tree, const char* name) {
  const auto field = tree.find(name);
  if (field == tree.end() || !field->is_string()) return std::nullopt;
  auto text = field->get<std::string>();
  return text.size() <= kFieldBytes ? std::optional(std::move(text)) : std::nullopt;
}

bool is_revision(const Json& tree) {
  const auto field = tree.find("revision");
  return field != tree.end() && field->is_number_unsigned() &&
         field->get<std::uint64_t>() <= std::numeric_limits<std::uint32_t>::max();
}

/// What read_event is to say of the line.
std::string fault_of(const Json& tree) {
  if (!tree.is_object()) return "not a JSON object";
  for (const char* name : {"source", "id", "messageid", "outcome", "locale", "os", "client"}) {
    if (!text_of(tree, name)) return std::string("field ") + name + " is missing, no text or too long";
  }
  if (!is_revision(tree)) return "field revision is missing or no revision";
  const auto outcome = *text_of(tree, "outcome");
  const bool is_known = outcome == "displayed" || outcome == "acknowledged" || outcome == "test";
  return is_known ? "" : "field outcome is none that is known";
}

void compare(const TallyEvent& event, const Json& tree) {
  const std::pair<const char*, const std::string*> fields[] = {
      {"source", &event.source},   {"id", &event.id},         {"messageid", &event.message},
      {"outcome", &event.outcome}, {"locale", &event.locale}, {"os", &event.os},
      {"client", &event.client}};
  for (const auto& [name, text] : fields) expect(*text == text_of(tree, name), name);
  expect(event.actor == text_of(tree, "actor").value_or(""), "actor");
  expect(event.time == text_of(tree, "time").value_or(""), "time");
  expect(event.revision == tree.at("revision").get<std::uint32_t>(), "revision");
}

std::size_t sum_of(const std::map<std::string, std::size_t>& by) {
  std::size_t sum = 0;
  for (const auto& [name, readers] : by) sum += readers;
  return sum;
}

void check(const NoticeCounts& notice) {
  const auto readers = notice.readers;
  expect(notice.installations > 0 && notice.installations <= readers, "an installation has a reader");
  expect(notice.displayed <= readers && notice.acknowledged <= readers, "each is a reader");
  expect(notice.displayed + notice.acknowledged >= readers, "and each reader did one of both");
  for (const auto* by : {&notice.by_locale, &notice.by_os, &notice.by_client}) {
    expect(sum_of(*by) >= readers, "each reader has a language, a system and a client");
    for (const auto& [name, count] : *by) expect(count > 0 && count <= readers, "none counts twice");
  }
}

void run(std::string_view input) {
  Tally tally;
  TallyEvent event;
  std::set<std::pair<std::string, std::string>> seen;
  std::size_t sound = 0;
  while (!input.empty()) {
    const std::string_view line = take_line(input);
    const Json tree = Json::parse(line, nullptr, false);
    const std::string fault = fault_of(tree);
    expect(read_event(line, event) == fault, "the fault of the whole tree");
    expect(tally.add(line) == fault, "a tally says the same");
    if (!fault.empty()) continue;
    compare(event, tree);
    seen.emplace(event.source, event.id);
    ++sound;
  }
  const TallyCounts counts = tally.counts();
  expect(counts.receipts == seen.size() && counts.receipts + counts.duplicates == sound, "each act once");
  for (const auto& [key, notice] : counts.notices) check(notice);
  expect(!report_page::html(tally.page()).empty(), "it can be drawn");
  expect(!tally_text(counts).empty() && Json::accept(tally_json(counts)), "it can be printed");
}

const Registered kRegistered("tally", run);

}  // namespace
}  // namespace tocsin::fuzz
