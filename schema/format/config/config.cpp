// messenger.config as Config.
#include "schema/format/config/config.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "schema/core/https_address.h"
#include "schema/core/set_layout.h"
#include "schema/core/text/ascii.h"
#include "schema/core/text/text.h"
#include "schema/format/limits.h"
#include "schema/format/xml/reader.h"

namespace tocsin {

namespace {

constexpr xml::Frame kConfigFrame{"config.parse", kMostConfigBytes, "", "configuration"};
constexpr std::size_t kShownKeyMax = 64;
constexpr std::string_view kStands = "; what is compiled in stands";

// The words of a collapsed list.
std::vector<std::string_view> words(std::string_view list) {
  std::vector<std::string_view> out;
  while (!list.empty()) {
    out.push_back(list.substr(0, list.find(' ')));
    list.remove_prefix(std::min(out.back().size() + 1, list.size()));
  }
  return out;
}

/// Why a value is not taken, as the end of a sentence that begins with its key; empty: it is taken. What is
/// not taken leaves the config as it was, except for link hosts: those that are compiled in are taken.
using Complaint = std::string;
constexpr std::string_view kMalformed = "is malformed";

Complaint not_compiled(std::string_view host, const Brand& brand, std::span<const std::string_view> hosts) {
  std::string told =
      "names " + sanitised(host, kShownKeyMax) + ", but the brand " + std::string(brand.name) + " allows";
  for (const std::string_view one : hosts) told += ' ' + std::string(one);
  return hosts.empty() ? told + " no host" : told;
}

Complaint set_receipt_url(std::string_view value, const Brand& brand, Config& config) {
  const auto address = parse_https_address(value);
  if (!address || !address->fragment.empty()) return Complaint(kMalformed);
  if (!is_receipt_address(value, brand)) return not_compiled(address->host, brand, brand.receipt_hosts);
  config.receipt_url = value;
  return {};
}

Complaint set_outcomes(std::string_view value, const Brand&, Config& config) {
  bool displayed = false, acknowledged = false;
  for (const std::string_view word : words(value)) {
    if (word != "displayed" && word != "acknowledged") return Complaint(kMalformed);
    (word == "displayed" ? displayed : acknowledged) = true;
  }
  config.send_displayed = displayed;
  config.send_acknowledged = acknowledged;
  return {};
}

Complaint set_max_notices(std::string_view value, const Brand&, Config& config) {
  const auto number = parse_decimal(value, limits::kMessages);
  if (!number) return Complaint(kMalformed);
  config.max_notices_per_logon = static_cast<std::uint32_t>(*number);
  return {};
}

/// `entry` is a host, or every host below one where it begins with a dot; so are the compiled ones.
bool is_compiled(std::string_view entry, const Brand& brand) {
  return std::ranges::any_of(brand.link_hosts, [entry](std::string_view compiled) {
    return entry == compiled || (compiled.starts_with('.') && entry.ends_with(compiled));
  });
}

Complaint set_link_hosts(std::string_view value, const Brand& brand, Config& config) {
  std::vector<std::string> hosts;
  Complaint complaint;
  for (const std::string_view word : words(value)) {
    if (!is_host_name(word.substr(word.front() == '.' ? 1 : 0))) return Complaint(kMalformed);
    std::string host = lowered(word);
    if (is_compiled(host, brand)) {
      hosts.push_back(std::move(host));
    } else {
      complaint = not_compiled(host, brand, brand.link_hosts);
    }
  }
  config.link_hosts = std::move(hosts);
  return complaint;
}

Complaint set_support_url(std::string_view value, const Brand& brand, Config& config) {
  const std::string host = host_of(value);
  if (host.empty()) return Complaint(kMalformed);
  if (!is_compiled(host, brand)) return not_compiled(host, brand, brand.link_hosts);
  config.support_url = value;
  return {};
}

struct Setting {
  std::string_view key;
  Complaint (*set)(std::string_view value, const Brand& brand, Config& config);
};
constexpr std::array<Setting, 5> kSettings{{{"ReceiptUrl", set_receipt_url},
                                            {"ReceiptOutcomes", set_outcomes},
                                            {"MaxNoticesPerLogon", set_max_notices},
                                            {"LinkHosts", set_link_hosts},
                                            {"SupportUrl", set_support_url}}};

/// An element, for remarks about it.
struct Element {
  explicit Element(const xml::Reader& in) : tag(in.tag()), name(sanitised(in.name(), kShownKeyMax)) {}
  const char* tag;
  std::string name;
};

class ConfigReader {
 public:
  ConfigReader(const std::string& bytes, const Brand& brand, ConfigMode mode)
      : in_(bytes, kConfigFrame), brand_(brand), mode_(mode), config_(default_config(brand)) {}

  Result<Config> read();

 private:
  bool read_root();
  bool read_settings();
  bool read_setting();
  bool apply(const Element& add, std::string_view key, std::string_view value);
  bool expect_no_attributes(const Element& element) {
    return !in_.has_attributes() ||
           note(element, "unknown-attribute", "holds an attribute that is not known");
  }
  /// Notes a fault: it ends strict reading, and becomes a remark in client reading.
  bool note(const Element& element, std::string_view rule, const std::string& sentence);
  template <typename Read>
  bool each_child(const Element& parent, std::string_view name, Read read);

  xml::Reader in_;
  const Brand& brand_;
  ConfigMode mode_;
  Config config_;
  std::array<bool, kSettings.size()> seen_{};
  std::optional<Error> error_;
};

Result<Config> ConfigReader::read() {
  const bool good = in_.open() && read_root();
  TRY(in_.finish());
  if (!good) return fail(*error_);
  return std::move(config_);
}

bool ConfigReader::note(const Element& element, std::string_view rule, const std::string& sentence) {
  const int line = in_.line_of(element.tag);
  const std::string about = element.name + ": " + sentence;
  if (mode_ == ConfigMode::strict) {
    error_ = Error{.code = Code::malformed,
                   .operation = std::string(kConfigFrame.operation),
                   .detail = about,
                   .rule = std::string(rule),
                   .line = line};
    return false;
  }
  config_.remarks.push_back("line " + std::to_string(line) + ": " + about);
  return true;
}

// Calls `read` for each child that is a `name`; notes and skips other children.
template <typename Read>
bool ConfigReader::each_child(const Element& parent, std::string_view name, Read read) {
  const std::size_t depth = in_.depth();
  while (true) {
    switch (in_.next_child()) {
      case xml::Next::element:
        if (!(in_.name() == name ? read() : note(Element(in_), "unknown-element", "is not known; ignored")))
          return false;
        if (!in_.leave_to(depth)) return false;
        break;
      case xml::Next::text:
        if (!note(parent, "stray-text", "holds text, which is ignored")) return false;
        break;
      case xml::Next::end:
        return true;
      case xml::Next::fault:
        return false;
    }
  }
}

bool ConfigReader::read_root() {
  const Element root(in_);
  if (!expect_no_attributes(root)) return false;
  int count = 0;
  const auto read_section = [&] {
    if (++count == 1) return read_settings();
    return note(Element(in_), "duplicate-element", "stands twice; the second is ignored");
  };
  if (!each_child(root, "appSettings", read_section)) return false;
  return count > 0 || note(root, "missing-element", "holds no appSettings");
}

bool ConfigReader::read_settings() {
  const Element settings(in_);
  return expect_no_attributes(settings) && each_child(settings, "add", [this] { return read_setting(); });
}

bool ConfigReader::read_setting() {
  constexpr std::array<std::string_view, 2> kNames{"key", "value"};
  const Element add(in_);
  std::array<std::string_view, 2> values;
  std::deque<std::string> strings;
  if (!in_.read_attributes(kNames, values, strings))
    return note(add, "unknown-attribute", "has another attribute; ignored");
  if (!xml::is_present(values[0]) || !xml::is_present(values[1])) {
    return note(add, "missing-attribute", "needs key and value; ignored");
  }
  const xml::Next next = in_.next_piece();
  if (next == xml::Next::fault) return false;
  if (next != xml::Next::end) return note(add, "not-empty", "must be empty; ignored");
  return apply(add, values[0], values[1]);
}

bool ConfigReader::apply(const Element& add, std::string_view key, std::string_view value) {
  const std::string shown = sanitised(key, kShownKeyMax);
  const auto setting =
      std::find_if(kSettings.begin(), kSettings.end(), [key](const Setting& one) { return one.key == key; });
  if (setting == kSettings.end()) return note(add, "unknown-key", shown + " is not a known key; ignored");
  bool& seen = seen_[static_cast<std::size_t>(setting - kSettings.begin())];
  if (seen) return note(add, "duplicate-key", shown + " stands twice; the second is ignored");
  seen = true;
  const Complaint complaint = setting->set(value, brand_, config_);
  return complaint.empty() ||
         note(add, "value", "the value of " + shown + " " + complaint + std::string(kStands));
}

}  // namespace

Config default_config(const Brand& brand) {
  Config config;
  config.receipt_url = brand.receipt_url;
  config.support_url = brand.support_url;
  config.link_hosts.assign(brand.link_hosts.begin(), brand.link_hosts.end());
  return config;
}

Result<Config> parse_config(VerifiedBytes in, const Brand& brand, ConfigMode mode) {
  const std::string bytes = std::move(in).take();
  return ConfigReader(bytes, brand, mode).read();
}

}  // namespace tocsin
