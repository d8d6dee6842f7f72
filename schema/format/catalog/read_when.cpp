// The `when` element as Condition. Its number of conditions is limited here, its depth by the XML reader.
#include <algorithm>
#include <iterator>

#include "schema/core/locale/locale.h"
#include "schema/core/text/text.h"
#include "schema/format/catalog/reading.h"
#include "schema/format/limits.h"

namespace tocsin {

namespace {

using Op = Condition::Op;

class WhenReader {
 public:
  explicit WhenReader(Reading& reading) : reading_(reading) {}
  bool read(std::string_view name, Condition& condition);
  bool read_group(Condition& group);

 private:
  bool read_leaf(const char* tag, Condition& leaf);
  bool read_console(const char* tag, Condition& leaf);
  bool read_component(const char* tag, Condition& leaf);
  bool read_name(const char* tag, std::string_view name, Condition& leaf);
  bool read_values(const char* tag, std::string_view values, Condition& leaf);
  bool read_os(const char* tag, Condition& leaf);
  bool read_locale(const char* tag, Condition& leaf);
  bool read_version(const char* tag, std::string_view version, Condition& leaf);
  template <std::size_t N>
  bool read_attributes(const char* tag, const std::array<std::string_view, N>& names,
                       std::array<std::string_view, N>& values, Condition& condition);

  Reading& reading_;
  std::size_t count_ = 0;
};

Op op_of(std::string_view name) {
  switch (name[0]) {
    case 'c':
      return name == "component" ? Op::component : name == "console" ? Op::console : Op::unknown;
    case 'a':
      return name == "any" ? Op::any : name == "all" ? Op::all : Op::unknown;
    case 'n':
      return name == "not" ? Op::not_ : name == "none" ? Op::none : Op::unknown;
    case 'o':
      return name == "os" ? Op::os : Op::unknown;
    default:
      return name == "locale" ? Op::locale : Op::unknown;
  }
}

bool is_group(Op op) {
  return op <= Op::not_;
}

bool WhenReader::read(std::string_view name, Condition& condition) {
  const char* const tag = reading_.in.tag();
  if (++count_ > limits::kConditions) return reading_.refuse_limit(tag, "conditions");
  condition.line = reading_.line_for_authors(tag);
  condition.op = op_of(name);
  if (is_group(condition.op)) return read_group(condition);
  if (condition.op != Op::unknown) return read_leaf(tag, condition) && expect_empty(reading_);
  condition.name = reading_.keep(std::string(name));
  return reading_.strict ? reading_.refuse(tag, "unknown-condition")
                         : reading_.in.leave_to(reading_.in.depth() - 1);
}

// Children are collected on a stack shared by the whole reading until their number is known, so each group
// allocates once.
bool WhenReader::read_group(Condition& group) {
  const char* const tag = reading_.in.tag();
  const std::array<std::string_view, 0> names{};
  std::array<std::string_view, 0> values{};
  if (!read_attributes(tag, names, values, group)) return false;
  auto& stack = reading_.conditions;
  const auto base = static_cast<std::ptrdiff_t>(stack.size());
  const bool good = each_child(reading_, [&](std::string_view name) {
    Condition child;
    const bool is_read = read(name, child);
    if (is_read) stack.push_back(std::move(child));
    return is_read;
  });
  const auto first = stack.begin() + base;
  if (good) group.children.assign(std::make_move_iterator(first), std::make_move_iterator(stack.end()));
  stack.erase(first, stack.end());
  if (!good) return false;
  const bool enough = group.op == Op::not_ ? group.children.size() == 1 : !group.children.empty();
  return enough || reading_.refuse(tag, "condition-count");
}

bool WhenReader::read_leaf(const char* tag, Condition& leaf) {
  switch (leaf.op) {
    case Op::console:
      return read_console(tag, leaf);
    case Op::component:
      return read_component(tag, leaf);
    case Op::os:
      return read_os(tag, leaf);
    default:
      return read_locale(tag, leaf);
  }
}

template <std::size_t N>
bool WhenReader::read_attributes(const char* tag, const std::array<std::string_view, N>& names,
                                 std::array<std::string_view, N>& values, Condition& condition) {
  condition.has_unknown_attribute = !reading_.read_attributes(names, values);
  return !condition.has_unknown_attribute || !reading_.strict || reading_.refuse(tag, "unknown-attribute");
}

bool WhenReader::read_console(const char* tag, Condition& leaf) {
  constexpr std::array<std::string_view, 2> kNames{"type", "version"};
  std::array<std::string_view, 2> values;
  if (!read_attributes(tag, kNames, values, leaf)) return false;
  return read_name(tag, values[0], leaf) && read_version(tag, values[1], leaf);
}

bool WhenReader::read_component(const char* tag, Condition& leaf) {
  constexpr std::array<std::string_view, 3> kNames{"id", "version", "value"};
  std::array<std::string_view, 3> values;
  if (!read_attributes(tag, kNames, values, leaf)) return false;
  return read_name(tag, values[0], leaf) && read_version(tag, values[1], leaf) &&
         read_values(tag, values[2], leaf);
}

bool WhenReader::read_name(const char* tag, std::string_view name, Condition& leaf) {
  if (!is_present(name)) return reading_.refuse(tag, "missing-attribute");
  if (!is_identifier(name)) return reading_.refuse(tag, "identifier");
  leaf.name = name;
  return true;
}

// White space is collapsed already: between two words there is one blank.
bool WhenReader::read_values(const char* tag, std::string_view values, Condition& leaf) {
  if (!is_present(values)) return true;
  for (std::string_view rest = values;;) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    if (word.empty() || code_points(word) > limits::kValueCodePoints) return reading_.refuse(tag, "value");
    if (word.size() == rest.size()) break;
    rest.remove_prefix(word.size() + 1);
  }
  leaf.values = values;
  return true;
}

bool WhenReader::read_os(const char* tag, Condition& leaf) {
  constexpr std::array<std::string_view, 5> kNames{"family", "id", "like", "version", "arch"};
  std::array<std::string_view, 5> values;
  if (!read_attributes(tag, kNames, values, leaf)) return false;
  const auto [family, id, like, version, arch] = values;
  if (is_present(family) && family != "windows" && family != "linux") {
    return reading_.refuse(tag, "os-family");
  }
  if (is_present(id) && !is_identifier(id)) return reading_.refuse(tag, "identifier");
  if (is_present(like) && !is_identifier(like)) return reading_.refuse(tag, "identifier");
  if (is_present(arch) && arch != "x86_64" && arch != "arm64") return reading_.refuse(tag, "os-arch");
  leaf.name = family;
  leaf.os_id = id;
  leaf.os_like = like;
  leaf.os_arch = arch;
  return read_version(tag, version, leaf);
}

bool WhenReader::read_locale(const char* tag, Condition& leaf) {
  constexpr std::array<std::string_view, 1> kNames{"match"};
  std::array<std::string_view, 1> values;
  if (!read_attributes(tag, kNames, values, leaf)) return false;
  std::string_view rest = values[0];
  if (!is_present(rest)) return reading_.refuse(tag, "missing-attribute");
  leaf.locale_ranges.reserve(1 + static_cast<std::size_t>(std::count(rest.begin(), rest.end(), ' ')));
  while (true) {
    const std::string_view range = rest.substr(0, rest.find(' '));
    if (range.size() > 64 || !is_language_range(range)) return reading_.refuse(tag, "language-range");
    leaf.locale_ranges.push_back(range);
    if (range.size() == rest.size()) return true;
    rest.remove_prefix(range.size() + 1);
  }
}

bool WhenReader::read_version(const char* tag, std::string_view version, Condition& leaf) {
  if (!is_present(version)) return true;
  auto range = parse_range(version);
  if (!range) return reading_.refuse(tag, "version-range");
  leaf.range_text = version;
  leaf.range = std::move(*range);
  if (!reading_.strict) return true;
  for (const Interval& interval : leaf.range.intervals) {
    const bool is_point = interval.low_included && interval.high_included;
    const bool same = !interval.low.empty() && interval.low == interval.high && !is_point;
    if (same || is_empty_interval(interval, Scheme::dotted)) return reading_.refuse(tag, "empty-range");
  }
  return true;
}

}  // namespace

bool read_when(Reading& reading, Condition& when) {
  when.line = reading.line_for_authors(reading.in.tag());
  return WhenReader(reading).read_group(when);
}

}  // namespace tocsin
