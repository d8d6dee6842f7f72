#include "packaging/kit/lint/grammar/advice.h"

#include <algorithm>
#include <array>

#include "packaging/kit/spelling/spelling.h"
#include "schema/core/instant.h"
#include "schema/core/locale/locale.h"
#include "schema/core/text/text.h"
#include "schema/core/version/range.h"
#include "schema/format/catalog/source_grammar.h"
#include "schema/format/config/link.h"
#include "schema/format/limits.h"

namespace tocsin::grammar::advice {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string replaced(std::string text, char from, char to) {
  std::replace(text.begin(), text.end(), from, to);
  return text;
}

/// The first of `candidates` that is right, as a question.
template <typename IsValue>
std::string meant(std::initializer_list<std::string> candidates, IsValue is_value) {
  for (const std::string& one : candidates) {
    if (is_value(one)) return did_you_mean(one);
  }
  return {};
}

/// "+01:00" in seconds; nothing if the text is no offset.
std::optional<std::int64_t> offset_seconds(std::string_view text) {
  const bool has_form = text.size() == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':' &&
                        std::all_of(text.begin(), text.end(), [&](const char& c) {
                          return is_digit(c) || &c == &text[0] || &c == &text[3];
                        });
  if (!has_form) return {};
  const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  return (text[0] == '-' ? -1 : 1) * (two(1) * 3600 + two(4) * 60);
}

/// The time that a date, another spelling or another zone means; empty if it is none.
std::string meant_time(std::string text) {
  constexpr std::size_t kDate = 10, kWhole = 19;
  if (text.size() == kDate) text += "T00:00:00";
  if (text.size() == kDate + 6) text += ":00";
  if (text.size() < kWhole) return {};
  text[kDate] = 'T';
  const std::string zone = text.substr(kWhole);
  const std::string local = text.substr(0, kWhole) + "Z";
  const auto instant = parse_instant(local);
  if (!instant) return {};
  if (zone.empty() || zone == "z" || zone == "Z") return local;
  const auto offset = offset_seconds(zone);
  return offset ? format_instant(*instant - Duration(*offset)) : std::string();
}

}  // namespace

std::string id(std::string_view value) {
  std::string sound;
  for (const char c : value) {
    const bool is_allowed = is_identifier({&c, 1});
    if (is_allowed || static_cast<unsigned char>(c) < 0x80) sound += is_allowed ? c : '-';
  }
  return "is no id: write 1 to 64 of A-Z a-z 0-9 . _ -" + meant({sound}, is_identifier);
}

std::string time(std::string_view value) {
  const std::string sound = meant_time(std::string(value));
  return "is no time: write a day that exists and a time in UTC, as 2027-01-31T00:00:00Z." +
         did_you_mean(sound);
}

std::string day_or_time(std::string_view value) {
  const std::string sound = meant_time(std::string(value));
  return "is no day and no time: write a day that exists, as 2027-01-31, or with it a time in UTC, as "
         "2027-01-31T00:00:00Z." +
         did_you_mean(sound);
}

std::string number(std::string_view) {
  return "is no number from 1 to 4294967295: write it without sign, point or leading zero.";
}

std::string reference(std::string_view value) {
  const std::size_t length = code_points(value);
  if (length <= limits::kReferenceCodePoints)
    return "holds a character that may not be shown: " + std::string(text_fault(value)) + ".";
  return "has " + std::to_string(length) + " characters: write at most " +
         std::to_string(limits::kReferenceCodePoints) + ", such as the article's number.";
}

std::string language_tag(std::string_view value) {
  return "is no language tag: write one such as de, en-GB or zh-Hant." +
         meant({replaced(std::string(value), '_', '-'), tag_from_posix(value).value_or("")}, is_language_tag);
}

std::string language_ranges(std::string_view value) {
  std::string sound = replaced(replaced(std::string(value), '_', '-'), ',', ' ');
  sound = collapsed(sound);
  const auto are_ranges = [](std::string_view list) {
    while (!list.empty()) {
      const std::string_view one = list.substr(0, list.find(' '));
      if (!is_language_range(one)) return false;
      list.remove_prefix(std::min(one.size() + 1, list.size()));
    }
    return true;
  };
  return "is no list of languages: write one or more such as de or en-GB, with a blank between." +
         (sound.empty() ? std::string() : meant({sound}, are_ranges));
}

std::string version_range(std::string_view value) {
  std::string bare(value);
  std::erase(bare, ' ');
  const auto behind = [&](std::string_view sign) {
    return bare.starts_with(sign) ? bare.substr(sign.size()) : std::string("?");
  };
  const bool is_any = bare.ends_with(".x") || bare.ends_with(".*");
  const std::string stem = is_any ? bare.substr(0, bare.size() - 2) : std::string("?");
  const std::size_t last = stem.rfind('.') == stem.npos ? 0 : stem.rfind('.') + 1;
  const auto part = parse_decimal(std::string_view(stem).substr(last), 999'999);
  const std::string next = part ? stem.substr(0, last) + std::to_string(*part + 1) : "?";
  std::string spaced(value);
  for (const std::string_view join : {"),", "],"}) {
    for (std::size_t at = spaced.find(join); at != spaced.npos; at = spaced.find(join)) spaced[at + 1] = ' ';
  }
  const auto is_range = [](const std::string& text) {
    return text.find('?') == text.npos && parse_range(text).has_value();
  };
  const std::string inner = bare.size() > 2 ? bare.substr(1, bare.size() - 2) : "?";
  return "is no version range: write [9.5,9.6) from 9.5 to before 9.6, [9.5,) from 9.5 on, (,9.6) before "
         "9.6, or [9.5] for that one; several with a blank between." +
         meant({"[" + stem + "," + next + ")", "[" + bare + "]", "[" + behind(">=") + ",)",
                "(," + behind("<=") + "]", "(" + behind(">") + ",)", "(," + behind("<") + ")",
                collapsed(spaced), "[" + inner + "]"},
               is_range);
}

std::string value_list(std::string_view) {
  return "is no list of values: write one word or more, each of 1 to " +
         std::to_string(limits::kValueCodePoints) + " characters, with a blank between.";
}

std::string link(std::string_view value) {
  const std::string text(value);
  const std::size_t scheme = text.find("://");
  const std::string rest = scheme == text.npos ? text : text.substr(scheme + 3);
  const std::size_t user = rest.find('@');
  const std::string host = user == rest.npos ? rest : rest.substr(user + 1);
  return "is no link that can be opened: write https, a host in ASCII letters, and neither a user, a port, a "
         "blank nor a backslash." +
         meant({"https://" + rest, "https://" + host, replaced("https://" + rest, '\\', '/')},
               [](const std::string& url) { return is_link(url); });
}

std::string path(std::string_view value) {
  return "is no local and absolute path: write /a/b, C:\\a\\b or %ProgramFiles%\\a\\b, without . and .." +
         meant({replaced(std::string(value), '/', '\\'), replaced(std::string(value), '\\', '/')},
               is_local_path);
}

std::string registry_key(std::string_view value) {
  const std::size_t slash = std::min(value.find('\\'), value.size());
  std::string_view hive = value.substr(0, slash);
  const bool is_machine = hive == "HKEY_LOCAL_MACHINE" || hive == "hklm" || hive == "HKLM:";
  return "is no key that every administrator has: write HKLM\\ and the key's path below it." +
         (is_machine ? meant({"HKLM" + std::string(value.substr(slash))}, is_registry_key) : std::string());
}

std::string config_place(std::string_view value) {
  const std::string text(value);
  return "is no place in a file: write [section]key for INI, or /a/b or /a/b@c for XML." +
         meant({"/" + text, "[]" + text}, is_config_place);
}

std::string package_name(std::string_view) {
  return "is no package name: write letters, digits and + . _ : - , at most 128, a letter or digit first.";
}

std::string keyfile_key(std::string_view) {
  return "is no key: write letters, digits and _ . - , at most 128, a letter or _ first.";
}

std::string service_name(std::string_view) {
  return "is no name of a service: write 1 to 256 characters, without slashes.";
}

std::string display_name(std::string_view) {
  return "is no name: write 1 to 256 characters.";
}

}  // namespace tocsin::grammar::advice
