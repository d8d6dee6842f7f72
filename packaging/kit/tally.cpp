// See tally.h.
#include "packaging/kit/tally.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

namespace tocsin {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kFieldBytes = 256;

struct Event {
  std::string source, id, message, outcome, actor, locale, os, client;
  std::uint32_t revision = 0;
};

/// A text of the event; nothing if it is missing, of another kind, or longer than any of ours.
std::optional<std::string> text_of(const Json& event, const char* name) {
  const auto field = event.find(name);
  if (field == event.end() || !field->is_string()) return std::nullopt;
  auto text = field->get<std::string>();
  if (text.size() > kFieldBytes) return std::nullopt;
  return text;
}

bool is_outcome(const std::string& outcome) {
  return outcome == "displayed" || outcome == "acknowledged" || outcome == "test";
}

/// The event, or why it is none.
std::string read_event(std::string_view line, Event& event) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return "not a JSON object";
  const std::pair<const char*, std::string*> fields[] = {
      {"source", &event.source},   {"id", &event.id},         {"messageid", &event.message},
      {"outcome", &event.outcome}, {"locale", &event.locale}, {"os", &event.os},
      {"client", &event.client}};
  for (const auto& [name, into] : fields) {
    auto text = text_of(json, name);
    if (!text) return std::string("field ") + name + " is missing, no text or too long";
    *into = *std::move(text);
  }
  event.actor = text_of(json, "actor").value_or("");
  const auto revision = json.find("revision");
  if (revision == json.end() || !revision->is_number_unsigned() ||
      revision->get<std::uint64_t>() > std::numeric_limits<std::uint32_t>::max()) {
    return "field revision is missing or no revision";
  }
  event.revision = revision->get<std::uint32_t>();
  return is_outcome(event.outcome) ? "" : "field outcome is none that is known";
}

std::string counts(const std::map<std::string, std::set<NoticeTally::Reader>>& by) {
  std::string out;
  for (const auto& [name, readers] : by) {
    out +=
        (out.empty() ? "" : ", ") + (name.empty() ? "(none)" : name) + " " + std::to_string(readers.size());
  }
  return out;
}

nlohmann::ordered_json counts_json(const std::map<std::string, std::set<NoticeTally::Reader>>& by) {
  auto json = nlohmann::ordered_json::object();
  for (const auto& [name, readers] : by) json[name] = readers.size();
  return json;
}

}  // namespace

std::size_t NoticeTally::readers() const {
  std::set<Reader> all = displayed;
  all.insert(acknowledged.begin(), acknowledged.end());
  return all.size();
}

std::string Tally::add(std::string_view line) {
  Event event;
  if (std::string fault = read_event(line, event); !fault.empty()) return fault;
  if (!seen_.emplace(event.source, event.id).second) {
    ++duplicates_;
    return {};
  }
  if (event.outcome == "test") {
    ++tests_;
    return {};
  }
  NoticeTally& notice = notices_[{event.message, event.revision}];
  const NoticeTally::Reader reader{event.source, event.actor};
  notice.installations.insert(event.source);
  (event.outcome == "displayed" ? notice.displayed : notice.acknowledged).insert(reader);
  notice.by_locale[event.locale].insert(reader);
  notice.by_os[event.os].insert(reader);
  notice.by_client[event.client].insert(reader);
  return {};
}

std::string tally_text(const Tally& tally) {
  std::string out = "Receipts seen: " + std::to_string(tally.receipts()) + " (" +
                    std::to_string(tally.duplicates()) + " more were duplicates, " +
                    std::to_string(tally.tests()) + " were tests); nobody attests them\n";
  for (const auto& [key, notice] : tally.notices()) {
    out += key.first + "/" + std::to_string(key.second) + ": " + std::to_string(notice.installations.size()) +
           " installations, " + std::to_string(notice.readers()) + " readers, displayed to " +
           std::to_string(notice.displayed.size()) + ", acknowledged by " +
           std::to_string(notice.acknowledged.size()) + "\n    locale: " + counts(notice.by_locale) +
           "\n    os: " + counts(notice.by_os) + "\n    client: " + counts(notice.by_client) + "\n";
  }
  return out;
}

std::string tally_json(const Tally& tally) {
  nlohmann::ordered_json json = {{"schema", "tocsin.tally/1"},
                                 {"receipts", tally.receipts()},
                                 {"duplicates", tally.duplicates()},
                                 {"tests", tally.tests()},
                                 {"attested", false},
                                 {"notices", nlohmann::ordered_json::array()}};
  for (const auto& [key, notice] : tally.notices()) {
    json["notices"].push_back({{"message", key.first},
                               {"revision", key.second},
                               {"installations", notice.installations.size()},
                               {"readers", notice.readers()},
                               {"displayed", notice.displayed.size()},
                               {"acknowledged", notice.acknowledged.size()},
                               {"locales", counts_json(notice.by_locale)},
                               {"os", counts_json(notice.by_os)},
                               {"clients", counts_json(notice.by_client)}});
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace tocsin
