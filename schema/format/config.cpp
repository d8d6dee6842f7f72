// messenger.config -> Config. Layer: format.
#include "schema/format/config.h"

#include <algorithm>
#include <array>
#include <optional>

#include "schema/core/text.h"
#include "schema/format/limits.h"
#include "schema/format/link.h"
#include "schema/format/xml_document.h"
#include "schema/format/xml_values.h"

namespace tocsin {

namespace {

constexpr xml::Frame kConfigFrame{"config.parse", limits::kConfigBytes, "", "configuration"};
constexpr std::size_t kShownKeyMax = 64;

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c); });
  return out;
}

// Of a collapsed list; none of an empty one.
std::vector<std::string_view> words(std::string_view list) {
  std::vector<std::string_view> out;
  while (!list.empty()) {
    out.push_back(list.substr(0, list.find(' ')));
    list.remove_prefix(std::min(out.back().size() + 1, list.size()));
  }
  return out;
}

bool set_receipt_url(std::string_view value, const Brand& brand, Config& config) {
  const auto url = split_https(value);
  if (!url || value.find('#') != value.npos) return false;
  const auto& hosts = brand.receipt_hosts;
  if (std::find(hosts.begin(), hosts.end(), lowered(url->host)) == hosts.end()) return false;
  config.receipt_url = value;
  return true;
}

bool set_outcomes(std::string_view value, const Brand&, Config& config) {
  bool displayed = false, acknowledged = false;
  for (const std::string_view word : words(value)) {
    if (word != "displayed" && word != "acknowledged") return false;
    (word == "displayed" ? displayed : acknowledged) = true;
  }
  config.send_displayed = displayed;
  config.send_acknowledged = acknowledged;
  return true;
}

bool set_max_notices(std::string_view value, const Brand&, Config& config) {
  const auto number = parse_decimal(value, limits::kMessages);
  if (number) config.max_notices_per_logon = static_cast<std::uint32_t>(*number);
  return number.has_value();
}

bool set_link_hosts(std::string_view value, const Brand&, Config& config) {
  std::vector<std::string> hosts;
  for (const std::string_view word : words(value)) {
    if (!is_host(word.substr(word.front() == '.' ? 1 : 0))) return false;
    hosts.push_back(lowered(word));
  }
  config.link_hosts = std::move(hosts);
  return true;
}

bool set_support_url(std::string_view value, const Brand&, Config& config) {
  if (host_of(value).empty()) return false;
  config.support_url = value;
  return true;
}

struct Setting {
  std::string_view key;
  bool (*set)(std::string_view value, const Brand& brand,
              Config& config);  // false leaves the config as it was
};
constexpr std::array<Setting, 5> kSettings{{{"ReceiptUrl", set_receipt_url},
                                            {"ReceiptOutcomes", set_outcomes},
                                            {"MaxNoticesPerLogon", set_max_notices},
                                            {"LinkHosts", set_link_hosts},
                                            {"SupportUrl", set_support_url}}};

class ConfigReader {
 public:
  ConfigReader(const Brand& brand, ConfigMode mode)
      : brand_(brand), mode_(mode), config_(default_config(brand)) {}

  Result<Config> read(std::string bytes);

 private:
  bool read_root();
  bool read_settings(pugi::xml_node settings);
  bool read_setting(pugi::xml_node add);
  bool apply(pugi::xml_node add, std::string_view key, std::string_view value);
  bool expect_no_attributes(pugi::xml_node node) {
    return !node.first_attribute() || note(node, "unknown-attribute", "holds an attribute that is not known");
  }
  /// A fault: ends strict reading, is remembered in the other.
  bool note(pugi::xml_node node, std::string_view rule, const std::string& sentence);
  template <typename Read>
  bool read_child(pugi::xml_node parent, pugi::xml_node child, std::string_view name, Read read);

  const Brand& brand_;
  ConfigMode mode_;
  Config config_;
  xml::Document document_;
  std::array<bool, kSettings.size()> seen_{};
  std::optional<Error> error_;
};

bool ConfigReader::note(pugi::xml_node node, std::string_view rule, const std::string& sentence) {
  const int line = document_.line_of(node);
  const std::string about = sanitised(node.name(), kShownKeyMax) + ": " + sentence;
  if (mode_ == ConfigMode::strict) {
    error_ = Error{Code::malformed, std::string(kConfigFrame.operation), about, std::string(rule), line, 0};
    return false;
  }
  config_.remarks.push_back("line " + std::to_string(line) + ": " + about);
  return true;
}

// A child of `parent`; those that are not a `name` are noted and passed over.
template <typename Read>
bool ConfigReader::read_child(pugi::xml_node parent, pugi::xml_node child, std::string_view name, Read read) {
  const xml::Piece piece = xml::piece_of(child);
  if (piece == xml::Piece::blank) return true;
  if (piece != xml::Piece::element) return note(parent, "stray-text", "holds text, which is ignored");
  return child.name() == name ? read(child) : note(child, "unknown-element", "is not known; ignored");
}

Result<Config> ConfigReader::read(std::string bytes) {
  if (auto opened = document_.open(std::move(bytes), kConfigFrame); !opened) return Failure(opened.error());
  if (!read_root()) return Failure(*error_);
  return std::move(config_);
}

bool ConfigReader::read_root() {
  const pugi::xml_node root = document_.root();
  if (!expect_no_attributes(root)) return false;
  int count = 0;
  const auto read_section = [&](pugi::xml_node settings) {
    if (++count > 1) return note(settings, "duplicate-element", "stands twice; the second is ignored");
    return read_settings(settings);
  };
  for (std::size_t i = 0; i < document_.piece_count(); ++i) {
    if (!read_child(root, document_.piece(i), "appSettings", read_section)) return false;
  }
  return count > 0 || note(root, "missing-element", "holds no appSettings");
}

bool ConfigReader::read_settings(pugi::xml_node settings) {
  if (!expect_no_attributes(settings)) return false;
  for (auto child = settings.first_child(); child; child = child.next_sibling()) {
    if (!read_child(settings, child, "add", [&](pugi::xml_node add) { return read_setting(add); })) {
      return false;
    }
  }
  return true;
}

bool ConfigReader::read_setting(pugi::xml_node add) {
  constexpr std::array<std::string_view, 2> kNames{"key", "value"};
  std::array<std::string_view, 2> values;
  if (!xml::read_attributes(add, kNames, values))
    return note(add, "unknown-attribute", "has another attribute; ignored");
  if (!xml::is_present(values[0]) || !xml::is_present(values[1])) {
    return note(add, "missing-attribute", "needs key and value; ignored");
  }
  if (add.first_child()) return note(add, "not-empty", "must be empty; ignored");
  return apply(add, values[0], values[1]);
}

bool ConfigReader::apply(pugi::xml_node add, std::string_view key, std::string_view value) {
  const std::string shown = sanitised(key, kShownKeyMax);
  const auto setting =
      std::find_if(kSettings.begin(), kSettings.end(), [key](const Setting& one) { return one.key == key; });
  if (setting == kSettings.end()) return note(add, "unknown-key", shown + " is not a known key; ignored");
  bool& seen = seen_[static_cast<std::size_t>(setting - kSettings.begin())];
  if (seen) return note(add, "duplicate-key", shown + " stands twice; the second is ignored");
  seen = true;
  return setting->set(value, brand_, config_) ||
         note(add, "value", "the value of " + shown + " is malformed; the compiled default stands");
}

}  // namespace

Config default_config(const Brand& brand) {
  Config config;
  config.receipt_url = brand.receipt_url;
  config.support_url = brand.support_url;
  if (std::string host = host_of(brand.support_url); !host.empty())
    config.link_hosts.push_back(std::move(host));
  return config;
}

Result<Config> parse_config(VerifiedBytes in, const Brand& brand, ConfigMode mode) {
  return ConfigReader(brand, mode).read(std::move(in).take());
}

}  // namespace tocsin
