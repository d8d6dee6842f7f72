// A tally's counts for people and for programs; see tally.h.
#include <nlohmann/json.hpp>

#include "packaging/kit/tally/tally.h"

namespace tocsin {
namespace {

using Counts = std::map<std::string, std::size_t>;

std::string counts_text(const Counts& by) {
  std::string out;
  for (const auto& [name, readers] : by) {
    out += (out.empty() ? "" : ", ") + (name.empty() ? "(none)" : name) + " " + std::to_string(readers);
  }
  return out;
}

nlohmann::ordered_json counts_json(const Counts& by) {
  auto json = nlohmann::ordered_json::object();
  for (const auto& [name, readers] : by) json[name] = readers;
  return json;
}

}  // namespace

std::string tally_text(const TallyCounts& tally) {
  std::string out = "Receipts seen: " + std::to_string(tally.receipts) + " (" +
                    std::to_string(tally.duplicates) + " more were duplicates, " +
                    std::to_string(tally.tests) + " were tests); nobody attests them\n";
  for (const auto& [key, notice] : tally.notices) {
    out += key.first + "/" + std::to_string(key.second) + ": " + std::to_string(notice.installations) +
           " installations, " + std::to_string(notice.readers) + " readers, displayed to " +
           std::to_string(notice.displayed) + ", acknowledged by " + std::to_string(notice.acknowledged) +
           "\n    locale: " + counts_text(notice.by_locale) + "\n    os: " + counts_text(notice.by_os) +
           "\n    client: " + counts_text(notice.by_client) + "\n";
  }
  return out;
}

std::string tally_json(const TallyCounts& tally) {
  nlohmann::ordered_json json = {{"schema", "tocsin.tally/1"},
                                 {"receipts", tally.receipts},
                                 {"duplicates", tally.duplicates},
                                 {"tests", tally.tests},
                                 {"attested", false},
                                 {"notices", nlohmann::ordered_json::array()}};
  for (const auto& [key, notice] : tally.notices) {
    json["notices"].push_back({{"message", key.first},
                               {"revision", key.second},
                               {"installations", notice.installations},
                               {"readers", notice.readers},
                               {"displayed", notice.displayed},
                               {"acknowledged", notice.acknowledged},
                               {"locales", counts_json(notice.by_locale)},
                               {"os", counts_json(notice.by_os)},
                               {"clients", counts_json(notice.by_client)}});
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace tocsin
