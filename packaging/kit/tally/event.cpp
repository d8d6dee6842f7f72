#include "packaging/kit/tally/event.h"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

namespace tocsin::kit {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kFieldBytes = 256;

struct TextField {
  std::string_view name;
  std::string TallyEvent::*into;
  bool is_required = true;
};

// In the order in which they are checked.
constexpr std::array<TextField, 9> kTextFields = {{{"source", &TallyEvent::source},
                                                   {"id", &TallyEvent::id},
                                                   {"messageid", &TallyEvent::message},
                                                   {"outcome", &TallyEvent::outcome},
                                                   {"locale", &TallyEvent::locale},
                                                   {"os", &TallyEvent::os},
                                                   {"client", &TallyEvent::client},
                                                   {"actor", &TallyEvent::actor, false},
                                                   {"time", &TallyEvent::time, false}}};
constexpr std::size_t kActor = kTextFields.size() - 2;
constexpr std::size_t kTime = kTextFields.size() - 1;
constexpr std::size_t kRevision = kTextFields.size();
constexpr std::size_t kOther = kRevision + 1;

std::size_t field_of(std::string_view name) {
  if (name == "revision") return kRevision;
  const auto* field =
      std::ranges::find_if(kTextFields, [name](const TextField& one) { return one.name == name; });
  return field == kTextFields.end() ? kOther : static_cast<std::size_t>(field - kTextFields.begin());
}

/// Takes the fields of the outermost object from the parser. Each call returns whether to go on.
class EventReader {
 public:
  explicit EventReader(TallyEvent& event) : event_(event) {}

  /// The result, once the whole line has been parsed.
  [[nodiscard]] std::string finish() {
    if (!is_sound_[kActor]) event_.actor.clear();
    if (!is_sound_[kTime]) event_.time.clear();
    for (std::size_t i = 0; i < kTextFields.size(); ++i) {
      if (is_sound_[i] || !kTextFields[i].is_required) continue;
      return "field " + std::string(kTextFields[i].name) + " is missing, no text or too long";
    }
    if (!is_sound_[kRevision]) return "field revision is missing or no revision";
    const bool is_known =
        event_.outcome == "displayed" || event_.outcome == "acknowledged" || event_.outcome == "test";
    return is_known ? "" : "field outcome is none that is known";
  }

  // The parser calls these functions by name.
  bool null() { return other_value(); }
  bool boolean(bool) { return other_value(); }
  bool number_integer(Json::number_integer_t) { return other_value(); }
  bool number_float(Json::number_float_t, const std::string&) { return other_value(); }
  bool binary(Json::binary_t&) { return other_value(); }
  bool number_unsigned(Json::number_unsigned_t value) {
    if (depth_ != 1 || field_ != kRevision) return other_value();
    is_sound_[kRevision] = value <= std::numeric_limits<std::uint32_t>::max();
    event_.revision = static_cast<std::uint32_t>(value);
    return true;
  }
  bool string(std::string& text) {
    if (depth_ != 1 || field_ >= kTextFields.size()) return other_value();
    is_sound_[field_] = text.size() <= kFieldBytes;
    if (is_sound_[field_]) event_.*kTextFields[field_].into = text;
    return true;
  }
  bool key(const std::string& name) {
    if (depth_ == 1) field_ = field_of(name);
    return true;
  }
  bool start_object(std::size_t) { return depth_ == 0 ? ++depth_ == 1 : start_inner(); }
  bool start_array(std::size_t) { return depth_ != 0 && start_inner(); }
  bool end_object() { return end(); }
  bool end_array() { return end(); }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) { return false; }

 private:
  bool other_value() {
    if (depth_ == 1) is_sound_[field_] = false;
    return depth_ > 0;  // a line that is only a text or number is not an object
  }
  bool start_inner() {
    static_cast<void>(other_value());
    ++depth_;
    return true;
  }
  bool end() {
    --depth_;
    return true;
  }

  TallyEvent& event_;
  std::array<bool, kOther + 1> is_sound_{};
  std::size_t field_ = kOther;
  std::uint64_t depth_ = 0;
};

}  // namespace

std::string read_event(std::string_view line, TallyEvent& event) {
  EventReader reader(event);
  if (!Json::sax_parse(line.data(), line.data() + line.size(), &reader)) return "not a JSON object";
  return reader.finish();
}

}  // namespace tocsin::kit
