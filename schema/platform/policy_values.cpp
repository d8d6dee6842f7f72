// Policy values: the addresses they may name, the table of names with what each accepts and which of several
// values wins, and the lines of a policy file.
#include "schema/platform/policy_values.h"

#include <algorithm>
#include <array>

#include "schema/core/https_address.h"
#include "schema/core/text/ascii.h"
#include "schema/core/text/text.h"
#include "schema/platform/lines.h"

namespace tocsin {
namespace {

bool drop_prefix(std::string_view& text, std::string_view prefix) {
  if (!equal_ignoring_case(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

void drop_closing_slash(std::string_view& text) {
  if (text.ends_with('/')) text.remove_suffix(1);
}

}  // namespace

bool is_relay(std::string_view text) {
  const auto address = parse_https_address(text);
  return address && (address->target.empty() || address->target == "/") && address->fragment.empty();
}

bool is_proxy(std::string_view text) {
  if (drop_prefix(text, "http://") || drop_prefix(text, "https://")) drop_closing_slash(text);
  return parse_host_and_port(text).has_value();
}

namespace {

// Each stores a valid value; false if the value is not valid for this name.
using Take = bool (*)(std::string_view value, Policy& policy);

template <bool Policy::*flag>
bool take_flag(std::string_view value, Policy& policy) {
  if (value != "0" && value != "1") return false;
  policy.*flag = policy.*flag || value == "1";
  return true;
}

bool take_severity(std::string_view value, Policy& policy) {
  const auto severity = severity_from_name(value);
  if (severity) policy.minimum_severity = *severity;
  return severity.has_value();
}

bool take_proxy(std::string_view value, Policy& policy) {
  if (!is_proxy(value)) return false;
  policy.proxy = value;
  return true;
}

bool take_ca_file(std::string_view value, Policy& policy) {
  if (!is_local_file_path(value)) return false;
  policy.receipt_ca_file = value;
  return true;
}

bool take_relay(std::string_view value, Policy& policy) {
  if (!is_relay(value)) return false;
  policy.receipt_relay = value.substr(0, value.size() - (value.back() == '/' ? 1 : 0));
  return true;
}

struct Rule {
  std::string_view name;
  bool any_yes_wins;
  bool machine_only;
  std::string_view wanted;
  Take take;
};

constexpr std::string_view kWantedFlag = "must be 1 or 0";
constexpr std::array kRules = {
    Rule{"Disable", true, false, kWantedFlag, take_flag<&Policy::disable>},
    Rule{"NoReceipts", true, false, kWantedFlag, take_flag<&Policy::no_receipts>},
    Rule{"NoActor", false, false, kWantedFlag, take_flag<&Policy::no_actor>},
    Rule{"LogonOnly", false, false, kWantedFlag, take_flag<&Policy::logon_only>},
    Rule{"MinimumSeverity", false, false, "must be info, warning or critical", take_severity},
    Rule{"Proxy", false, true, "must be [http://]host[:port] without credentials", take_proxy},
    Rule{"ReceiptCAFile", false, true, "must be an absolute local path", take_ca_file},
    Rule{"ReceiptRelay", false, true, "must be https://host[:port]", take_relay},
};

bool is_of_form(const Rule& rule, PolicyForm form) {
  const PolicyForm wanted = rule.wanted == kWantedFlag ? PolicyForm::number : PolicyForm::text;
  return form == PolicyForm::line || form == wanted;
}

/// Why a value is ignored whatever it holds, or empty.
std::string refusal(const Rule& rule, PolicyScope scope, PolicyForm form, bool is_settled) {
  if (rule.machine_only && scope == PolicyScope::user) return "only the machine's policy may set it";
  if (!is_of_form(rule, form)) {
    return form == PolicyForm::text ? "must be a REG_DWORD, not text" : "must be a REG_SZ, not a number";
  }
  if (is_settled && !rule.any_yes_wins) return "overridden by an earlier value";
  return {};
}

}  // namespace

void PolicyReader::add(PolicyScope scope, std::string_view name, std::string_view value, std::string source,
                       PolicyForm form) {
  const auto* rule = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& candidate) {
    return equal_ignoring_case(candidate.name, name);
  });
  if (rule == kRules.end()) return add_ignored(name, value, std::move(source), "unknown name");
  const std::uint32_t bit = 1u << (rule - kRules.begin());
  std::string reason = refusal(*rule, scope, form, (settled_ & bit) != 0);
  if (reason.empty() && !rule->take(value, policy_)) reason = rule->wanted;
  if (reason.empty()) settled_ |= bit;
  add_ignored(rule->name, value, std::move(source), std::move(reason));
}

void PolicyReader::add_ignored(std::string_view name, std::string_view value, std::string source,
                               std::string reason) {
  constexpr std::size_t kShownCodePoints = 300;
  policy_.values.push_back({sanitised(name, kShownCodePoints), sanitised(value, kShownCodePoints),
                            std::move(source), std::move(reason)});
}

// Whether a 0 is overridden by a 1 is known only now, after all places were read.
Policy PolicyReader::settle() && {
  for (PolicyValue& found : policy_.values) {
    const bool is_overridden =
        (found.name == "Disable" && policy_.disable) || (found.name == "NoReceipts" && policy_.no_receipts);
    if (is_overridden && found.ignored.empty() && found.value == "0")
      found.ignored = "overridden: 1 wins anywhere";
  }
  if (!policy_.receipt_ca_file.empty()) {
    policy_.receipt_ca_file = below_root(root_, policy_.receipt_ca_file);
  }
  return std::move(policy_);
}

void read_policy_text(std::string_view text, PolicyScope scope, const std::string& path, PolicyReader& into) {
  text = without_byte_order_mark(text);
  for (int number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    if (line.empty() || line.front() == '#') continue;
    std::string source = path + ':' + std::to_string(number);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) {
      into.add_ignored(line, {}, std::move(source), "no Name=value");
    } else {
      into.add(scope, trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)), std::move(source));
    }
  }
}

}  // namespace tocsin
