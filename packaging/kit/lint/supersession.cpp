// Rules of supersession: no circles, no unknown ids, no message that is always replaced.
#include <algorithm>

#include "notifier/decide/supersession.h"
#include "packaging/kit/lint/rules.h"
#include "packaging/kit/reach/reach.h"

namespace tocsin::kit::rules {
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

// A warning only: the superseded message may have left the catalog while some machines still have it.
void unknown_superseded(Lint& lint, const Message& message) {
  const auto in_base = [&](std::string_view id) {
    return lint.context().base != nullptr && lint.context().base->find(id) != nullptr;
  };
  for (const std::string_view id : message.supersedes) {
    if (lint.catalog().find(id) != nullptr || lint.catalog().is_withdrawn(id) || in_base(id)) continue;
    lint.add("unknown-superseded", message.line, message.id,
             "Supersedes " + in_quotes(id) +
                 ", which is no message of this catalog: correct the id or remove it.");
  }
}

}  // namespace tocsin::kit::rules
