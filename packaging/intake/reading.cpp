#include "packaging/intake/reading.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "schema/core/instant.h"
#include "schema/core/text/ascii.h"
#include "schema/core/text/ascii_json.h"
#include "schema/core/text/text.h"
#include "schema/trust/receipt_id.h"

namespace tocsin::intake {
namespace {

using Json = nlohmann::json;

enum Field : std::uint8_t {
  kSpecVersion,
  kId,
  kSource,
  kType,
  kSubject,
  kTime,
  kMessage,
  kRevision,
  kEpoch,
  kSerial,
  kOutcome,
  kActor,
  kLocale,
  kClient,
  kOs,
  kAnswer,
  kOccurrence,
  kHost,
  kUser,
  kFieldCount
};

struct FieldRule {
  std::string_view name;
  bool is_number = false;
  bool is_optional = false;
  bool is_site = false;
};

constexpr std::array<FieldRule, kFieldCount> kFields = {{
    {"specversion"},
    {"id"},
    {"source"},
    {"type"},
    {"subject"},
    {"time"},
    {"messageid"},
    {"revision", true},
    {"epoch", true},
    {"serial", true},
    {"outcome"},
    {"actor", false, true},
    {"locale"},
    {"client"},
    {"os"},
    {"answer", false, true, true},
    {"occurrence", true, true, true},
    {"host", false, true, true},
    {"user", false, true, true},
}};

Failure malformed(std::string_view field) {
  return fail(Code::malformed, "receipt.read", "field " + std::string(field));
}

/// The fields of one flat object, each at most once. Every event that JSON can have and a receipt cannot
/// stops it.
class Fields : public nlohmann::json_sax<Json> {
 public:
  explicit Fields(bool is_site) : is_site_(is_site) {}

  std::array<std::string, kFieldCount> text;
  std::array<std::uint64_t, kFieldCount> number{};
  std::array<bool, kFieldCount> is_present{};
  std::string fault;

  bool start_object(std::size_t) override { return depth_++ == 0 || refuse("a nested object"); }
  bool end_object() override { return true; }
  bool key(string_t& name) override {
    const auto rule =
        std::find_if(kFields.begin(), kFields.end(), [&](const FieldRule& r) { return r.name == name; });
    if (rule == kFields.end() || (rule->is_site && !is_site_)) return refuse("an unknown field");
    current_ = static_cast<std::size_t>(rule - kFields.begin());
    if (is_present[current_]) return refuse("a field twice");
    return is_present[current_] = true;
  }
  bool string(string_t& value) override {
    if (depth_ != 1 || kFields[current_].is_number) return refuse("a text in the wrong place");
    text[current_] = std::move(value);
    return true;
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (depth_ != 1 || !kFields[current_].is_number) return refuse("a number in the wrong place");
    number[current_] = value;
    return true;
  }
  bool null() override { return refuse("null"); }
  bool boolean(bool) override { return refuse("a truth value"); }
  bool number_integer(number_integer_t) override { return refuse("a negative number"); }
  bool number_float(number_float_t, const string_t&) override { return refuse("a fraction"); }
  bool binary(binary_t&) override { return refuse("binary"); }
  bool start_array(std::size_t) override { return refuse("an array"); }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return refuse("not JSON");
  }

 private:
  bool refuse(const char* why) {
    fault = why;
    return false;
  }

  bool is_site_;
  int depth_ = 0;
  std::size_t current_ = 0;
};

template <typename Allowed>
bool is_made_of(std::string_view text, std::size_t least, std::size_t most, Allowed allowed) {
  return text.size() >= least && text.size() <= most && std::all_of(text.begin(), text.end(), allowed);
}
bool is_locale_character(char c) {
  return is_alphanumeric(c) || c == '-';
}
bool is_version_character(char c) {
  return is_alphanumeric(c) || c == '.' || c == '+' || c == '-';
}
bool is_answer_character(char c) {
  return is_digit(c) || is_lower(c) || c == '-';
}

/// Names of machines and accounts, 1 to 64 code points that can be shown.
bool is_printable_name(std::string_view text) {
  return !text.empty() && code_points(text) <= 64 && text_fault(text).empty() &&
         text.find_first_of("\t\n") == std::string_view::npos;
}

std::optional<std::uint64_t> parse_actor(std::string_view text) {
  if (!is_made_of(text, 16, 16, is_lower_hex)) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) value = value << 4 | static_cast<unsigned>(hex_value(c));
  return value;
}

std::string actor_text(std::uint64_t actor) {
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; actor >>= 4) text[i] = "0123456789abcdef"[actor & 15];
  return text;
}

/// "PREFIX" + `sign` + rest; nothing unless `text` starts so.
std::optional<std::string_view> behind(std::string_view text, std::string_view prefix, char sign) {
  if (text.size() <= prefix.size() || text.substr(0, prefix.size()) != prefix ||
      text[prefix.size()] != sign) {
    return std::nullopt;
  }
  return text.substr(prefix.size() + 1);
}

std::string derived_id(const Fields& fields, std::string_view installation) {
  std::string revision = std::to_string(fields.number[kRevision]);
  if (fields.is_present[kOccurrence]) revision += "@" + std::to_string(fields.number[kOccurrence]);
  std::string outcome = fields.text[kOutcome];
  if (fields.is_present[kAnswer]) outcome += "/" + fields.text[kAnswer];
  return receipt_id_of({installation, fields.text[kMessage], revision, outcome, fields.text[kActor]});
}

Result<void> check_site_fields(const Fields& fields) {
  if (fields.is_present[kAnswer] && (!is_made_of(fields.text[kAnswer], 1, 32, is_answer_character) ||
                                     fields.text[kOutcome] != "acknowledged")) {
    return malformed("answer");
  }
  if (fields.is_present[kOccurrence] &&
      (fields.number[kOccurrence] % 600 != 0 || fields.number[kOccurrence] > 253402300799ULL)) {
    return malformed("occurrence");
  }
  for (const Field name : {kHost, kUser}) {
    if (fields.is_present[name] && !is_printable_name(fields.text[name]))
      return malformed(kFields[name].name);
  }
  return {};
}

std::string site_detail(const Fields& fields) {
  Json detail = Json::object();
  for (const Field name : {kAnswer, kHost, kUser}) {
    if (fields.is_present[name]) detail[std::string(kFields[name].name)] = fields.text[name];
  }
  if (fields.is_present[kOccurrence]) detail["occurrence"] = fields.number[kOccurrence];
  return detail.empty() ? std::string() : ascii_json(detail, -1);
}

Result<void> check_presence(const Fields& fields) {
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    if (!fields.is_present[i] && !kFields[i].is_optional) return malformed(kFields[i].name);
  }
  return {};
}

/// Each value against its own grammar, into `event`.
Result<void> take_values(const Fields& fields, Event& event) {
  constexpr std::uint64_t k32 = std::numeric_limits<std::uint32_t>::max();
  if (fields.text[kSpecVersion] != "1.0") return malformed("specversion");
  const auto id = parse_id(fields.text[kId]);
  if (!id) return malformed("id");
  if (!is_identifier(fields.text[kMessage])) return malformed("messageid");
  if (fields.number[kRevision] < 1 || fields.number[kRevision] > k32) return malformed("revision");
  if (fields.number[kEpoch] > k32) return malformed("epoch");
  const auto time = parse_instant(fields.text[kTime]);
  if (!time || std::chrono::floor<std::chrono::hours>(*time) != *time) return malformed("time");
  if (!is_made_of(fields.text[kLocale], 0, 64, is_locale_character)) return malformed("locale");
  if (!is_made_of(fields.text[kClient], 1, 32, is_version_character)) return malformed("client");
  if (fields.text[kOs] != "linux" && fields.text[kOs] != "windows") return malformed("os");
  const std::string& outcome = fields.text[kOutcome];
  if (outcome != "displayed" && outcome != "acknowledged" && outcome != "test") return malformed("outcome");
  if (fields.is_present[kActor]) {
    event.actor = parse_actor(fields.text[kActor]);
    if (!event.actor) return malformed("actor");
  }
  event.id = *id;
  event.message = fields.text[kMessage];
  event.revision = static_cast<std::uint32_t>(fields.number[kRevision]);
  event.is_test = outcome == "test";
  event.is_acknowledged = outcome == "acknowledged";
  event.epoch = static_cast<std::uint32_t>(fields.number[kEpoch]);
  event.serial = fields.number[kSerial];
  event.hour = static_cast<std::int32_t>(seconds_of(*time) / 3600);
  event.locale = fields.text[kLocale];
  event.client = fields.text[kClient];
  event.system = fields.text[kOs];
  return {};
}

/// Fields that say the same thing agree, and the id follows from the others.
Result<void> check_agreement(const Fields& fields, std::string_view idempotency_key, const Origin& origin,
                             Event& event) {
  if (idempotency_key != fields.text[kId]) {
    return fail(Code::malformed, "receipt.read", "Idempotency-Key differs from id");
  }
  const auto installation = behind(fields.text[kSource], origin.source, ':');
  const auto parsed = installation ? parse_id(*installation) : std::nullopt;
  if (!parsed) return malformed("source");
  event.installation = *parsed;
  if (fields.text[kType] != origin.type + "." + fields.text[kOutcome] + ".v1") return malformed("type");
  if (fields.text[kSubject] != event.message + "/" + std::to_string(event.revision))
    return malformed("subject");
  if (fields.text[kId] != derived_id(fields, *installation)) return malformed("id");
  return {};
}

}  // namespace

Result<Event> read_event(std::string_view body, std::string_view idempotency_key, const Origin& origin) {
  if (body.size() > kBodyBytes) return fail(Code::too_large, "receipt.read", "more than 4096 bytes");
  if (body.empty() || body.front() != '{') return fail(Code::malformed, "receipt.read", "not a JSON object");
  Fields fields(origin.is_site);
  if (!Json::sax_parse(body.begin(), body.end(), &fields))
    return fail(Code::malformed, "receipt.read", fields.fault);
  Event event;
  TRY(check_presence(fields));
  TRY(take_values(fields, event));
  TRY(check_agreement(fields, idempotency_key, origin, event));
  if (origin.is_site) {
    TRY(check_site_fields(fields));
    event.detail = site_detail(fields);
  }
  return event;
}

std::string id_text(const Id& id) {
  return base32({reinterpret_cast<const char*>(id.data()), id.size()});
}

std::optional<Id> parse_id(std::string_view text) {
  if (text.size() != 26) return std::nullopt;
  Id id{};
  unsigned bits = 0, held = 0;
  std::size_t next = 0;
  for (const char c : text) {
    const int value = is_lower(c) ? c - 'a' : c >= '2' && c <= '7' ? c - '2' + 26 : -1;
    if (value < 0) return std::nullopt;
    held = held << 5 | static_cast<unsigned>(value);
    bits += 5;
    if (bits >= 8 && next < id.size()) {
      bits -= 8;
      id[next++] = static_cast<unsigned char>(held >> bits);
    }
    held &= (1U << bits) - 1;
  }
  if (held != 0)
    return std::nullopt;  // the last character holds three bits of the value and two that are zero
  return id;
}

std::string event_json(const Event& event, const Origin& origin) {
  const std::string outcome = event.is_test ? "test" : event.is_acknowledged ? "acknowledged" : "displayed";
  nlohmann::ordered_json json{
      {"specversion", "1.0"},
      {"id", id_text(event.id)},
      {"source", origin.source + ":" + id_text(event.installation)},
      {"type", origin.type + "." + outcome + ".v1"},
      {"subject", event.message + "/" + std::to_string(event.revision)},
      {"time", format_instant(instant_at(std::int64_t{event.hour} * 3600))},
      {"messageid", event.message},
      {"revision", event.revision},
      {"epoch", event.epoch},
      {"serial", event.serial},
      {"outcome", outcome},
  };
  if (event.actor) json["actor"] = actor_text(*event.actor);
  json["locale"] = event.locale;
  json["client"] = event.client;
  json["os"] = event.system;
  if (!event.detail.empty()) {
    const auto detail = nlohmann::ordered_json::parse(event.detail, nullptr, false);
    for (const char* name : {"answer", "occurrence", "host", "user"}) {
      if (detail.is_object() && detail.contains(name)) json[name] = detail[name];
    }
  }
  return ascii_json(json, -1);
}

}  // namespace tocsin::intake
