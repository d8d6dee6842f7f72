// Names of marks, and their use as decisions.
#include "notifier/decide/marks.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "notifier/decide/deliberation.h"
#include "schema/core/text/text.h"

namespace tocsin {
namespace {

constexpr std::string_view kPrefix = "n.";
constexpr std::size_t kIdBytes = 64;

/// Removes the last dot and what follows it from `name`, and returns what follows.
std::optional<std::string_view> cut_last(std::string_view& name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view last = name.substr(dot + 1);
  name.remove_suffix(last.size() + 1);
  return last;
}

Decision decision_of(const Mark& mark) {
  Decision made;
  made.message = mark.message;
  made.revision = mark.revision;
  made.when = mark.when;
  return made;
}

/// Anybody who may leave marks chooses a mark's revision and time.
bool counts(const Message& message, const Mark& mark, Instant now) {
  const bool is_of_range = message.renotify_from <= mark.revision && mark.revision <= message.revision;
  const bool is_of_time = mark.when <= now && (!message.not_before || *message.not_before <= mark.when);
  return message.fault == Message::Fault::none && is_of_range && is_of_time;
}

/// Adds one decision for each notice that `serves` accepts and that a mark acknowledges: the latest mark,
/// which counts wherever an earlier one does.
template <typename Serves>
void add_marks(std::vector<Decision>& rows, const Catalog& catalog, std::span<const Mark> marks, Instant now,
               Serves serves) {
  std::vector<const Mark*> latest(catalog.messages.size());
  for (const Mark& mark : marks) {
    const Message* const message = catalog.find(mark.message);
    if (message == nullptr || !serves(*message) || !counts(*message, mark, now)) continue;
    const Mark*& best = latest[static_cast<std::size_t>(message - catalog.messages.data())];
    if (best == nullptr || best->when < mark.when) best = &mark;
  }
  for (const Mark* const mark : latest) {
    if (mark != nullptr) rows.push_back(decision_of(*mark));
  }
}

}  // namespace

std::string mark_name(std::string_view message, std::uint32_t revision, std::string_view owner) {
  std::string name(kPrefix);
  name += message;
  name += "." + std::to_string(revision) + ".";
  name += owner;
  return name;
}

std::optional<Mark> parse_mark_name(std::string_view name) {
  if (!name.starts_with(kPrefix)) return std::nullopt;
  std::string_view id = name.substr(kPrefix.size());
  const auto owner = cut_last(id);
  const auto revision = owner ? cut_last(id) : std::nullopt;
  if (!revision || owner->empty() || id.empty() || id.size() > kIdBytes) return std::nullopt;
  const auto number = parse_decimal(*revision, std::numeric_limits<std::uint32_t>::max());
  if (!number || *number == 0) return std::nullopt;
  Mark mark{std::string(id), static_cast<std::uint32_t>(*number), std::string(*owner), {}};
  // One acknowledgement has one name: the revision "01" is refused.
  if (mark_name(mark.message, mark.revision, mark.owner) != name) return std::nullopt;
  return mark;
}

bool asks_for_marks(const Catalog& catalog, Instant now, const Decisions& decisions, const ShowRules& rules) {
  return std::any_of(catalog.messages.begin(), catalog.messages.end(), [&](const Message& message) {
    return message.scope == Scope::machine && may_be_due(message, now, decisions, rules);
  });
}

Decisions with_marks(const Catalog& catalog, const Decisions& own, std::span<const Mark> marks, Instant now) {
  std::vector<Decision> rows = own.rows();
  add_marks(rows, catalog, marks, now,
            [](const Message& message) { return message.scope == Scope::machine; });
  return Decisions(std::move(rows));
}

Decisions marks_alone(const Catalog& catalog, std::span<const Mark> marks, Instant now) {
  std::vector<Decision> rows;
  add_marks(rows, catalog, marks, now, [](const Message&) { return true; });
  return Decisions(std::move(rows));
}

}  // namespace tocsin
