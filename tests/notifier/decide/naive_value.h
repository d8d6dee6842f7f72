// A condition's value as schema/README.md words it: every child looked at, then counted. Shares nothing with
// holds() but the reading of single versions.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "notifier/decide/facts.h"
#include "schema/core/locale/locale.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {

struct NaiveCount {
  std::size_t no = 0, unknown = 0, yes = 0;
  void add(Truth value) { ++(value == Truth::no ? no : value == Truth::yes ? yes : unknown); }
};

/// Of all the questions of one condition: any no is no, else any unknown is unknown.
inline Truth naive_all(const NaiveCount& count) {
  return count.no > 0 ? Truth::no : count.unknown > 0 ? Truth::unknown : Truth::yes;
}

inline void naive_ask(NaiveCount& count, std::string_view wanted, std::string_view found) {
  if (wanted.empty()) return;
  count.add(found.empty() ? Truth::unknown : wanted == found ? Truth::yes : Truth::no);
}

inline Truth naive_version(const Condition& condition, Scheme scheme, std::string_view version) {
  if (condition.range.intervals.empty()) return Truth::yes;
  return version.empty() ? Truth::unknown : contains(condition.range, scheme, version);
}

/// A system is like itself and like what ID_LIKE names; no to both needs both.
inline Truth naive_like(std::string_view wanted, const OsFact& os) {
  std::size_t named = wanted == os.id ? 1 : 0;
  if (os.like) named += static_cast<std::size_t>(std::count(os.like->begin(), os.like->end(), wanted));
  if (named > 0) return Truth::yes;
  return os.like && !os.id.empty() ? Truth::no : Truth::unknown;
}

/// Word for word, blanks around each.
inline Truth naive_text(const Condition& condition, const std::string& text) {
  if (condition.values.empty()) return Truth::yes;
  if (text.empty()) return Truth::unknown;
  const bool is_word = text.find(' ') == std::string::npos;
  const std::string words = " " + std::string(condition.values) + " ";
  return is_word && words.find(" " + text + " ") != std::string::npos ? Truth::yes : Truth::no;
}

inline Truth naive_leaf(const Condition& condition, Facts& facts, const std::vector<std::string>& locales) {
  NaiveCount count;
  if (condition.op == Condition::Op::os) {
    const OsFact& os = facts.os();
    naive_ask(count, condition.name, os.family);
    naive_ask(count, condition.os_id, os.id);
    naive_ask(count, condition.os_arch, os.arch);
    if (!condition.os_like.empty()) count.add(naive_like(condition.os_like, os));
    count.add(naive_version(condition, Scheme::dotted, os.version));
    return naive_all(count);
  }
  if (condition.op == Condition::Op::locale) {
    for (const auto range : condition.locale_ranges) {
      if (!locales.empty() && range_means(range, locales.front())) return Truth::yes;
    }
    return Truth::no;
  }
  const bool is_console = condition.op == Condition::Op::console;
  const Finding found = is_console ? facts.console(condition.name, Need::version)
                                   : facts.component(condition.name, Need::version);
  if (found.present != Truth::yes) return found.present;
  count.add(naive_version(condition, found.scheme, found.version));
  count.add(naive_text(condition, found.version));
  return naive_all(count);
}

inline Truth naive_value(const Condition& condition, Facts& facts, const std::vector<std::string>& locales) {
  using Op = Condition::Op;
  if (condition.op == Op::unknown || condition.has_unknown_attribute) return Truth::unknown;
  const bool is_group = condition.op == Op::all || condition.op == Op::any || condition.op == Op::none ||
                        condition.op == Op::not_;
  if (!is_group) return naive_leaf(condition, facts, locales);
  NaiveCount count;
  for (const auto& child : condition.children) count.add(naive_value(child, facts, locales));
  if (condition.children.empty()) return Truth::unknown;
  if (condition.op == Op::all) return naive_all(count);
  const Truth any = count.yes > 0 ? Truth::yes : count.unknown > 0 ? Truth::unknown : Truth::no;
  if (condition.op == Op::any || any == Truth::unknown) return any;
  return any == Truth::yes ? Truth::no : Truth::yes;
}

}  // namespace tocsin
