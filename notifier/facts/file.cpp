// Reads and writes facts files. A library of its own, since the gate links the rest of this folder and no
// JSON.
#include "notifier/facts/file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "schema/core/locale/locale.h"
#include "schema/core/text/ascii_json.h"
#include "schema/core/text/text.h"

namespace tocsin {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kReasonMax = 200;

Failure bad(std::string_view key, std::string_view what) {
  return fail(Code::malformed, "facts.parse", std::string(key) + ": " + std::string(what), "facts");
}

std::string below(std::string key, std::string_view name) {
  return key.append(".").append(name);
}

int line_at(std::string_view json, std::size_t offset) {
  const std::string_view before = json.substr(0, offset);
  return 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
}

// nlohmann's exception has the place of the fault, and its message what was expected there.
Result<Json> json_of(std::string_view json) {
  try {
    return Json::parse(json.begin(), json.end());
  } catch (const Json::parse_error& stop) {
    const std::size_t at = stop.byte == 0 ? 0 : stop.byte - 1;
    const std::string_view what = stop.what();
    const std::size_t reason = what.rfind(": ");
    Error error{.code = Code::malformed,
                .operation = "facts.parse",
                .detail = "facts file: not JSON: " +
                          sanitised(reason == what.npos ? what : what.substr(reason + 2), kReasonMax),
                .rule = "facts"};
    error.line = line_at(json, at);
    return fail(std::move(error));
  }
}

/// A key of the document, with the keys around it: "components.anti-virus".
struct KeyPlace {
  std::string path;
  int line = 0;
};

/// The keys of a document that is JSON, in its order.
class KeyScan {
 public:
  explicit KeyScan(std::string_view json) : json_(json) {}
  std::vector<KeyPlace> places();

 private:
  void open();
  void string();

  std::string_view json_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<std::string> open_;  // the path of each object or list that is open
  std::string last_key_;           // the path of the key that was read last
  std::vector<KeyPlace> places_;
};

std::vector<KeyPlace> KeyScan::places() {
  while (at_ < json_.size()) {
    const char c = json_[at_];
    if (c == '"') {
      string();
      continue;
    }
    if (c == '{' || c == '[') open();
    if (c == '}' || c == ']') open_.pop_back();
    if (c == '\n') ++line_;
    ++at_;
  }
  return std::move(places_);
}

// What is in a list has no key: its place stands for one.
void KeyScan::open() {
  const bool is_in_list = last_key_.empty() && !open_.empty();
  open_.push_back(is_in_list ? "[" + std::to_string(at_) + "]" : std::exchange(last_key_, {}));
}

void KeyScan::string() {
  const std::size_t begin = at_++;
  while (json_[at_] != '"') at_ += json_[at_] == '\\' ? 2 : 1;
  ++at_;
  const std::size_t next = json_.find_first_not_of(" \t\r\n", at_);
  if (next == json_.npos || json_[next] != ':') return;  // a value
  const std::string_view written = json_.substr(begin, at_ - begin);
  const auto key = Json::parse(written.begin(), written.end()).get<std::string>();
  last_key_ = open_.back().empty() ? key : below(open_.back(), key);
  places_.push_back({last_key_, line_});
}

std::vector<KeyPlace> key_places(std::string_view json) {
  return KeyScan(json).places();
}

// A library's reader would take the last value, or the first.
Result<void> each_key_once(const std::vector<KeyPlace>& places) {
  std::map<std::string_view, int> lines;
  for (const KeyPlace& place : places) {
    const auto [first, is_new] = lines.emplace(place.path, place.line);
    if (is_new) continue;
    return fail(Error{
        .code = Code::malformed,
        .operation = "facts.parse",
        .detail = place.path + ": this key stands in line " + std::to_string(first->second) + " already",
        .rule = "facts",
        .line = place.line});
  }
  return {};
}

/// The same error with the line of the key that its detail begins with, or of the nearest key around it.
Error at_its_line(Error error, const std::vector<KeyPlace>& places) {
  std::size_t longest = 0;
  for (const KeyPlace& place : places) {
    const std::string_view detail = error.detail;
    const bool is_around = detail.starts_with(place.path) && place.path.size() < detail.size() &&
                           (detail[place.path.size()] == ':' || detail[place.path.size()] == '.');
    if (!is_around || place.path.size() < longest) continue;
    longest = place.path.size();
    error.line = place.line;
  }
  return error;
}

Result<Finding> versioned(const std::string& key, const Json& object) {
  Finding finding{Truth::yes, {}, Scheme::dotted, "facts file"};
  for (const auto& [name, value] : object.items()) {
    if (!value.is_string()) return bad(below(key, name), "not a string");
    const auto& text = value.get_ref<const std::string&>();
    if (name == "version") {
      finding.version = text;
    } else if (const auto scheme = scheme_from_name(text); name == "scheme" && scheme) {
      finding.scheme = *scheme;
    } else {
      return bad(below(key, name), name == "scheme" ? "not a scheme" : "unknown key");
    }
  }
  if (finding.version.empty()) return bad(key + ".version", "missing or empty");
  return finding;
}

Result<Finding> finding(const std::string& key, const Json& value) {
  if (value.is_null()) return Finding{Truth::unknown, {}, Scheme::dotted, "facts file"};
  if (value.is_boolean()) {
    return value.get<bool>() ? Finding{Truth::yes, {}, Scheme::dotted, "facts file"} : Finding{};
  }
  if (value.is_object()) return versioned(key, value);
  if (!value.is_string()) return bad(key, "not a version, an object, true, false or null");
  if (value.get_ref<const std::string&>().empty()) return bad(key, "an empty version");
  return Finding{Truth::yes, value.get<std::string>(), Scheme::dotted, "facts file"};
}

Result<void> read_findings(FileFacts::Findings& into, const std::string& key, const Json& value) {
  if (!value.is_object()) return bad(key, "not an object");
  for (const auto& [id, entry] : value.items()) {
    auto found = TRY(finding(below(key, id), entry));
    into.insert_or_assign(id, std::move(found));
  }
  return {};
}

std::string* os_field(OsFact& os, std::string_view name) {
  if (name == "family") return &os.family;
  if (name == "id") return &os.id;
  if (name == "version") return &os.version;
  return name == "arch" ? &os.arch : nullptr;
}

Result<void> read_like(OsFact& os, const Json& value) {
  if (value.is_null()) return {};
  if (!value.is_array()) return bad("os.like", "not a list");
  auto& like = os.like.emplace();
  for (const auto& entry : value) {
    if (!entry.is_string()) return bad("os.like", "not a string in it");
    like.push_back(entry.get<std::string>());
  }
  return {};
}

// null and "" stand for a fact that could not be established, as on the live machine.
Result<void> read_os(OsFact& os, const Json& value) {
  if (value.is_null()) return {};
  if (!value.is_object()) return bad("os", "not an object");
  for (const auto& [name, entry] : value.items()) {
    if (name == "like") {
      TRY(read_like(os, entry));
      continue;
    }
    auto* field = os_field(os, name);
    if (field == nullptr) return bad("os." + name, "unknown key");
    if (!entry.is_string() && !entry.is_null()) return bad("os." + name, "not a string");
    *field = entry.is_null() ? std::string() : entry.get<std::string>();
  }
  return {};
}

Result<void> read_locales(std::vector<std::string>& into, const Json& value) {
  if (!value.is_array()) return bad("locales", "not a list");
  for (const auto& entry : value) {
    if (!entry.is_string()) return bad("locales", "not a string in it");
    auto tag = canonical_tag(entry.get_ref<const std::string&>());
    if (!tag) return bad("locales", "not a language tag: " + entry.get<std::string>());
    into.push_back(*std::move(tag));
  }
  return {};
}

Json truth_json(Truth truth) {
  return truth == Truth::unknown ? Json() : Json(truth == Truth::yes);
}

// One question is enough: presence does not depend on whether a version is needed.
Json finding_json(const Finding& finding) {
  if (finding.present != Truth::yes || finding.version.empty()) return truth_json(finding.present);
  if (finding.scheme == Scheme::dotted) return finding.version;
  return {{"version", finding.version}, {"scheme", scheme_name(finding.scheme)}};
}

Json os_json(const OsFact& os) {
  const auto field = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  Json json;
  json["family"] = field(os.family);
  json["id"] = field(os.id);
  json["like"] = os.like ? Json(*os.like) : Json();
  json["version"] = field(os.version);
  json["arch"] = field(os.arch);
  return json;
}

}  // namespace

class FactsReader {
 public:
  static Result<void> read(FileFacts& facts, const std::string& key, const Json& value) {
    if (key == "host") return truth(facts.host_, key, value);
    if (key == "member") return flag(facts.member_, key, value);
    if (key == "os") return read_os(facts.os_, value);
    if (key == "consoles") return read_findings(facts.consoles_, key, value);
    if (key == "components") return read_findings(facts.components_, key, value);
    if (key == "locales") return read_locales(facts.locales_, value);
    if (key == "comment") return {};
    return bad(key, "unknown key");
  }

 private:
  static Result<void> truth(Truth& into, const std::string& key, const Json& value) {
    if (!value.is_boolean() && !value.is_null()) return bad(key, "not true, false or null");
    into = value.is_null() ? Truth::unknown : value.get<bool>() ? Truth::yes : Truth::no;
    return {};
  }
  static Result<void> flag(bool& into, const std::string& key, const Json& value) {
    if (!value.is_boolean()) return bad(key, "not true or false");
    into = value.get<bool>();
    return {};
  }
};

Finding FileFacts::console(std::string_view type, Need) {
  const auto found = consoles_.find(type);
  return found == consoles_.end() ? Finding{} : found->second;
}

Finding FileFacts::component(std::string_view id, Need) {
  const auto found = components_.find(id);
  return found == components_.end() ? Finding{} : found->second;
}

Result<std::unique_ptr<FileFacts>> parse_facts_file(std::string_view json) {
  const auto document = TRY(json_of(json));
  if (!document.is_object()) return bad("facts file", "not an object");
  const auto places = key_places(json);
  TRY(each_key_once(places));
  auto facts = std::make_unique<FileFacts>();
  for (const auto& [key, value] : document.items()) {
    auto read = FactsReader::read(*facts, key, value);
    if (!read) return fail(at_its_line(std::move(read).error(), places));
  }
  return facts;
}

std::string write_facts_file(const Detect& detect, Facts& facts, std::span<const std::string> locales) {
  Json json;
  json["host"] = truth_json(detect.has_host ? facts.host() : Truth::yes);
  json["member"] = facts.member();
  json["os"] = os_json(facts.os());
  json["consoles"] = Json::object();
  for (const auto& console : detect.consoles) {
    json["consoles"][std::string(console.id)] = finding_json(facts.console(console.id, Need::version));
  }
  json["components"] = Json::object();
  for (const auto& component : detect.components) {
    json["components"][std::string(component.id)] =
        finding_json(facts.component(component.id, Need::version));
  }
  json["locales"] = Json(std::vector<std::string>(locales.begin(), locales.end()));
  return ascii_json(json, 2) + "\n";
}

}  // namespace tocsin
