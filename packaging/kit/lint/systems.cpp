// Rules of conditions on the operating system: ids that no system has, and Windows versions by the names that
// they have in the market.
#include <algorithm>
#include <array>

#include "packaging/kit/lint/rules.h"
#include "schema/core/text/text.h"

namespace tocsin::rules {
namespace {

/// What Windows machines have for an id; schema/README.md, "Conditions".
constexpr std::array<std::string_view, 2> kWindowsIds = {"client", "server"};

/// ID of /etc/os-release on common systems.
constexpr std::array<std::string_view, 34> kLinuxIds = {"almalinux",
                                                        "alpine",
                                                        "altlinux",
                                                        "amzn",
                                                        "arch",
                                                        "astra",
                                                        "centos",
                                                        "clear-linux-os",
                                                        "debian",
                                                        "elementary",
                                                        "endeavouros",
                                                        "fedora",
                                                        "gentoo",
                                                        "kali",
                                                        "linuxmint",
                                                        "mageia",
                                                        "manjaro",
                                                        "mariner",
                                                        "nixos",
                                                        "ol",
                                                        "openeuler",
                                                        "opensuse-leap",
                                                        "opensuse-tumbleweed",
                                                        "photon",
                                                        "pop",
                                                        "raspbian",
                                                        "rhel",
                                                        "rocky",
                                                        "scientific",
                                                        "sled",
                                                        "sles",
                                                        "slackware",
                                                        "ubuntu",
                                                        "void"};

/// Words of ID_LIKE that are no ID.
constexpr std::array<std::string_view, 3> kFamilyWords = {"archlinux", "opensuse", "suse"};

struct Alias {
  std::string_view name, id;
};
/// Names of systems that are not their ids.
constexpr Alias kAliases[] = {{"redhat", "rhel"},
                              {"red-hat", "rhel"},
                              {"suse", "sles"},
                              {"opensuse", "opensuse-leap"},
                              {"alma", "almalinux"},
                              {"oracle", "ol"},
                              {"oraclelinux", "ol"},
                              {"amazon", "amzn"},
                              {"amazonlinux", "amzn"},
                              {"mint", "linuxmint"},
                              {"archlinux", "arch"},
                              {"rockylinux", "rocky"},
                              {"raspberrypi", "raspbian"},
                              {"workstation", "client"},
                              {"desktop", "client"},
                              {"windows-server", "server"}};

bool is_in(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view meant_id(std::string_view id) {
  std::string small(id);
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (const Alias& alias : kAliases) {
    if (alias.name == small) return alias.id;
  }
  const std::string_view windows = nearest(id, kWindowsIds);
  return windows.empty() ? nearest(id, kLinuxIds) : windows;
}

/// What is wrong with an id of the family; empty if nothing is known against it.
std::string id_fault(std::string_view family, std::string_view id) {
  if (family == "windows") {
    if (is_in(kWindowsIds, id)) return {};
    return " is no id of Windows, which has " + alternatives(kWindowsIds) + "." +
           (is_in(kLinuxIds, id) ? " It is one of Linux: say family=\"linux\"."
                                 : did_you_mean(nearest(id, kWindowsIds)));
  }
  if (is_in(kLinuxIds, id) || (family.empty() && is_in(kWindowsIds, id))) return {};
  if (is_in(kWindowsIds, id))
    return " is an id of Windows: say family=\"windows\", or write the distribution.";
  const bool has_capitals = std::any_of(id.begin(), id.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const std::string_view meant = meant_id(id);
  if (!has_capitals && meant.empty()) return {};
  return " is no id of a system" + std::string(has_capitals ? ", which has small letters only" : "") +
         ": write ID of /etc/os-release." + did_you_mean(meant);
}

struct MarketName {
  std::string_view version, build, name;
};
/// What people call a version of Windows, and what it reports.
constexpr MarketName kMarketNames[] = {
    {"7", "6.1", "Windows 7"},
    {"8", "6.2", "Windows 8"},
    {"8.1", "6.3", "Windows 8.1"},
    {"11", "10.0.22000", "Windows 11"},
    {"11.0", "10.0.22000", "Windows 11"},
    {"2008", "6.0", "Windows Server 2008"},
    {"2012", "6.2", "Windows Server 2012"},
    {"2016", "10.0.14393", "Windows Server 2016"},
    {"2019", "10.0.17763", "Windows Server 2019"},
    {"2022", "10.0.20348", "Windows Server 2022"},
    {"2025", "10.0.26100", "Windows Server 2025"},
    {"1507", "10.0.10240", "version 1507"},
    {"1511", "10.0.10586", "version 1511"},
    {"1607", "10.0.14393", "version 1607"},
    {"1703", "10.0.15063", "version 1703"},
    {"1709", "10.0.16299", "version 1709"},
    {"1803", "10.0.17134", "version 1803"},
    {"1809", "10.0.17763", "version 1809"},
    {"1903", "10.0.18362", "version 1903"},
    {"1909", "10.0.18363", "version 1909"},
    {"2004", "10.0.19041", "version 2004"},
    {"20H2", "10.0.19042", "version 20H2"},
    {"21H1", "10.0.19043", "version 21H1"},
    {"21H2", "10.0.22000", "version 21H2 of Windows 11"},
    {"22H2", "10.0.22621", "version 22H2 of Windows 11"},
    {"23H2", "10.0.22631", "version 23H2 of Windows 11"},
    {"24H2", "10.0.26100", "version 24H2 of Windows 11"},
};

/// "10.0.22000" if the end is a build without "10.0." in front.
std::string as_build(std::string_view end) {
  const bool has_ten = end.starts_with("10.");
  const std::string_view build = has_ten ? end.substr(3) : end;
  const bool is_build = build.size() == 5 && (build[0] == '1' || build[0] == '2') &&
                        build.find_first_not_of("0123456789") == build.npos;
  return is_build ? "10.0." + std::string(build) : std::string();
}

/// What Windows reports in place of the end; empty if the end may be right.
std::string version_fault(std::string_view end) {
  for (const MarketName& one : kMarketNames) {
    if (one.version == end)
      return std::string(one.name) + " reports " + std::string(one.build) + ": write that";
  }
  const std::string build = as_build(end);
  if (!build.empty()) return "the build is reported as " + build + ": write that";
  constexpr unsigned long long kMost = 10, kAny = 999'999'999;
  const auto first = parse_decimal(end.substr(0, end.find('.')), kAny);
  return first && *first > kMost ? "versions of today are 10.0. and the build: write such a one" : "";
}

bool is_about_windows(const Condition& condition) {
  return condition.name == "windows" || (condition.name.empty() && is_in(kWindowsIds, condition.os_id));
}

}  // namespace

void os_ids(Lint& lint, const Message& message) {
  each_condition(message, [&](const Condition& condition) {
    if (condition.op != Condition::Op::os) return;
    const auto check = [&](const char* attribute, std::string_view id) {
      const std::string fault = id.empty() ? std::string() : id_fault(condition.name, id);
      if (fault.empty()) return;
      lint.add("os-id", condition.line, message.id, attribute + in_quotes(id) + fault);
    };
    check("id=", condition.os_id);
    const bool is_family = condition.name != "windows" && is_in(kFamilyWords, condition.os_like);
    if (!is_family) check("like=", condition.os_like);
  });
}

void os_versions(Lint& lint, const Message& message) {
  each_condition(message, [&](const Condition& condition) {
    if (condition.op != Condition::Op::os || !is_about_windows(condition)) return;
    for (const Interval& interval : condition.range.intervals) {
      for (const std::string_view end : {interval.low, interval.high}) {
        const std::string fault = end.empty() ? std::string() : version_fault(end);
        if (fault.empty()) continue;
        lint.add("os-version", condition.line, message.id,
                 in_quotes(end) + " in " + in_quotes(condition.range_text) +
                     " is not what Windows reports; " + fault + ".");
        if (interval.low == interval.high) break;
      }
    }
  });
}

}  // namespace tocsin::rules
