// Rules of supersession and withdrawal: no circles, no unknown ids, no message that is always replaced, none
// that returns.
#include <algorithm>

#include "notifier/decide/supersession.h"
#include "packaging/kit/lint/rules.h"
#include "packaging/kit/reach/reach.h"

namespace tocsin::rules {
namespace {

std::vector<Supersession::Edge> all_edges(const Catalog& catalog) {
  std::vector<Supersession::Edge> edges;
  const auto index_of = [&](const Message& message) {
    return static_cast<std::uint32_t>(&message - catalog.messages.data());
  };
  for (const Message& message : catalog.messages) {
    for (const std::string_view id : message.supersedes) {
      const Message* const superseded = catalog.find(id);
      if (superseded != nullptr) edges.emplace_back(index_of(*superseded), index_of(message));
    }
  }
  std::sort(edges.begin(), edges.end());
  return edges;
}

const Condition* condition_of(const Message& message) {
  return message.when ? &*message.when : nullptr;
}

bool covers_in_time(const Message& message, const Message& old) {
  const bool starts_in_time =
      !message.not_before || (old.not_before && *message.not_before <= *old.not_before);
  return starts_in_time && message.expires >= old.expires;
}

/// Whether `message` is due wherever and whenever `old` could be.
bool always_replaces(const Catalog& catalog, const Message& message, const Message& old) {
  if (!covers_in_time(message, old) || message.severity < old.severity) return false;
  if (old.show_when_unknown && !message.show_when_unknown) return false;
  return can_differ(catalog.detect, condition_of(old), condition_of(message)) == Reach::no;
}

bool is_same_letter(char a, char b) {
  return a == b || ((a ^ b) == 0x20 && ((a | 0x20) >= 'a' && (a | 0x20) <= 'z'));
}

/// Of the messages here and in the catalog shipped before.
std::vector<std::string_view> known_ids(const Lint& lint) {
  std::vector<std::string_view> ids;
  for (const Catalog* catalog : {&lint.catalog(), lint.context().base}) {
    if (catalog == nullptr) continue;
    for (const Message& message : catalog->messages) {
      if (!message.id.empty()) ids.push_back(message.id);
    }
  }
  return ids;
}

}  // namespace

void supersede_cycles(Lint& lint) {
  const Catalog& catalog = lint.catalog();
  const auto edges = all_edges(catalog);
  const auto component = components_of(static_cast<std::uint32_t>(catalog.messages.size()), edges);
  std::vector<std::uint32_t> reported;
  for (const auto& [superseded, superseder] : edges) {
    const std::uint32_t one = component[superseded];
    if (one != component[superseder] || std::find(reported.begin(), reported.end(), one) != reported.end())
      continue;
    reported.push_back(one);
    const Message& message = catalog.messages[std::min(superseded, superseder)];
    lint.add(
        "supersede-cycle", message.line, message.id,
        superseded == superseder
            ? "Supersedes itself: name the older message."
            : "Supersedes, by way of " + in_quotes(catalog.messages[std::max(superseded, superseder)].id) +
                  ", itself, and so nothing is retired: the newer message supersedes the older one only.");
  }
}

void always_superseded(Lint& lint) {
  const Catalog& catalog = lint.catalog();
  const Supersession supersession(catalog.messages);
  for (std::size_t k = 0; k < catalog.messages.size(); ++k) {
    const Message& old = catalog.messages[k];
    if (old.fault != Message::Fault::none) continue;
    for (const std::uint32_t superseder : supersession.superseders_of(k)) {
      const Message& message = catalog.messages[superseder];
      if (!always_replaces(catalog, message, old)) continue;
      lint.add("always-superseded", old.line, old.id,
               "Wherever it could be due, " + in_quotes(message.id) +
                   " is due in its place, so nobody will see it: remove it.");
      break;
    }
  }
}

void superseded_returns(Lint& lint) {
  const Catalog& catalog = lint.catalog();
  const Supersession supersession(catalog.messages);
  for (std::size_t k = 0; k < catalog.messages.size(); ++k) {
    const Message& old = catalog.messages[k];
    if (old.fault != Message::Fault::none || old.expires <= lint.context().now) continue;
    const Message* last = nullptr;
    for (const std::uint32_t superseder : supersession.superseders_of(k)) {
      const Message& message = catalog.messages[superseder];
      if (last == nullptr || message.expires > last->expires) last = &message;
    }
    if (last == nullptr || last->expires >= old.expires || catalog.is_withdrawn(old.id)) continue;
    lint.add("superseded-returns", last->line, last->id,
             "Expires on " + format_instant(last->expires) + ", and " + in_quotes(old.id) +
                 ", which it supersedes, on " + format_instant(old.expires) +
                 ": whoever has not acknowledged it is then shown the older one again. Let it expire no "
                 "earlier.");
  }
}

// A warning only: the superseded message may have left the catalog while some machines still have it.
void unknown_superseded(Lint& lint, const Message& message) {
  const Catalog* const base = lint.context().base;
  for (const std::string_view id : message.supersedes) {
    const bool is_in_base = base != nullptr && base->find(id) != nullptr;
    if (lint.catalog().find(id) != nullptr || lint.catalog().is_withdrawn(id) || is_in_base) continue;
    lint.add("unknown-superseded", message.line, message.id,
             "Supersedes " + in_quotes(id) + ", which is no message of this catalog" +
                 (base == nullptr ? "" : " or of the one shipped before (--base)") +
                 ": correct the id or remove it." + did_you_mean(nearest(id, known_ids(lint))));
  }
}

void withdrawals(Lint& lint) {
  const Catalog& catalog = lint.catalog();
  const Catalog* const base = lint.context().base;
  for (const Withdrawn& one : catalog.withdrawn) {
    if (catalog.find(one.id) != nullptr) {
      lint.add("withdrawn-present", one.line, {},
               in_quotes(one.id) +
                   " is withdrawn, and still a message of this catalog, which nobody sees: "
                   "remove the one or the other.");
      continue;
    }
    const bool is_known = base != nullptr && (base->find(one.id) != nullptr || base->is_withdrawn(one.id));
    const std::string_view meant = is_known ? std::string_view() : nearest(one.id, known_ids(lint));
    const bool differs_by_case = !meant.empty() && meant.size() == one.id.size() &&
                                 std::equal(meant.begin(), meant.end(), one.id.begin(), is_same_letter);
    if (is_known || (base == nullptr && !differs_by_case)) continue;
    lint.add("unknown-withdrawn", one.line, {},
             in_quotes(one.id) +
                 (base == nullptr ? " is no message of this catalog"
                                  : " is no message of the catalog shipped before (--base)") +
                 ", so nothing is withdrawn: correct the id." + did_you_mean(meant));
  }
}

}  // namespace tocsin::rules
