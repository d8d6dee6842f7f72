// The `when` element -> Condition. Bounded in number and, by the scan, in depth.
// Layer: format.
#include <algorithm>

#include "schema/core/locale.h"
#include "schema/core/text.h"
#include "schema/format/limits.h"
#include "schema/format/reading.h"

namespace tocsin {

namespace {

using Op = Condition::Op;

class WhenReader {
 public:
  explicit WhenReader(Reading& reading) : reading_(reading) {}
  bool read(pugi::xml_node node, std::string_view name, Condition& condition);
  bool read_group(pugi::xml_node node, Condition& group);

 private:
  bool read_leaf(pugi::xml_node node, Condition& leaf);
  bool read_named(pugi::xml_node node, std::string_view key, Condition& leaf);
  bool read_os(pugi::xml_node node, Condition& leaf);
  bool read_locale(pugi::xml_node node, Condition& leaf);
  bool read_version(pugi::xml_node node, std::string_view version, Condition& leaf);
  template <std::size_t N>
  bool read_attributes(pugi::xml_node node, const std::array<std::string_view, N>& names,
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

std::size_t child_count(pugi::xml_node node) {
  std::size_t count = 0;
  for (auto child = node.first_child(); child.type() != pugi::node_null; child = child.next_sibling())
    ++count;
  return count;
}

bool is_group(Op op) {
  return op <= Op::not_;
}

bool WhenReader::read(pugi::xml_node node, std::string_view name, Condition& condition) {
  if (++count_ > limits::kConditions) return reading_.refuse_limit(node, "conditions");
  condition.line = reading_.line_for_authors(node);
  condition.op = op_of(name);
  if (is_group(condition.op)) return read_group(node, condition);
  if (condition.op != Op::unknown) return read_leaf(node, condition) && expect_empty(reading_, node);
  condition.name = reading_.keep(name);
  return !reading_.strict || reading_.refuse(node, "unknown-condition");
}

bool WhenReader::read_group(pugi::xml_node node, Condition& group) {
  const std::array<std::string_view, 0> names;
  std::array<std::string_view, 0> values;
  if (!read_attributes(node, names, values, group)) return false;
  group.children.reserve(child_count(node));
  const bool good = each_child(reading_, node, [&](auto child, auto name) {
    return read(child, name, group.children.emplace_back());
  });
  if (!good) return false;
  const bool enough = group.op == Op::not_ ? group.children.size() == 1 : !group.children.empty();
  return enough || reading_.refuse(node, "condition-count");
}

bool WhenReader::read_leaf(pugi::xml_node node, Condition& leaf) {
  switch (leaf.op) {
    case Op::console:
      return read_named(node, "type", leaf);
    case Op::component:
      return read_named(node, "id", leaf);
    case Op::os:
      return read_os(node, leaf);
    default:
      return read_locale(node, leaf);
  }
}

template <std::size_t N>
bool WhenReader::read_attributes(pugi::xml_node node, const std::array<std::string_view, N>& names,
                                 std::array<std::string_view, N>& values, Condition& condition) {
  condition.has_unknown_attribute = !reading_.read_attributes(node, names, values);
  return !condition.has_unknown_attribute || !reading_.strict || reading_.refuse(node, "unknown-attribute");
}

bool WhenReader::read_named(pugi::xml_node node, std::string_view key, Condition& leaf) {
  const std::array<std::string_view, 2> names{key, "version"};
  std::array<std::string_view, 2> values;
  if (!read_attributes(node, names, values, leaf)) return false;
  if (!xml::is_present(values[0])) return reading_.refuse(node, "missing-attribute");
  if (!is_identifier(values[0])) return reading_.refuse(node, "identifier");
  leaf.name = values[0];
  return read_version(node, values[1], leaf);
}

bool WhenReader::read_os(pugi::xml_node node, Condition& leaf) {
  constexpr std::array<std::string_view, 4> kNames{"family", "id", "version", "arch"};
  std::array<std::string_view, 4> values;
  if (!read_attributes(node, kNames, values, leaf)) return false;
  const auto [family, id, version, arch] = values;
  if (xml::is_present(family) && family != "windows" && family != "linux") {
    return reading_.refuse(node, "os-family");
  }
  if (xml::is_present(id) && !is_identifier(id)) return reading_.refuse(node, "identifier");
  if (xml::is_present(arch) && arch != "x86_64" && arch != "arm64") return reading_.refuse(node, "os-arch");
  leaf.name = family;
  leaf.os_id = id;
  leaf.os_arch = arch;
  return read_version(node, version, leaf);
}

bool WhenReader::read_locale(pugi::xml_node node, Condition& leaf) {
  constexpr std::array<std::string_view, 1> kNames{"match"};
  std::array<std::string_view, 1> values;
  if (!read_attributes(node, kNames, values, leaf)) return false;
  std::string_view rest = values[0];
  if (!xml::is_present(rest)) return reading_.refuse(node, "missing-attribute");
  leaf.locale_ranges.reserve(1 + static_cast<std::size_t>(std::count(rest.begin(), rest.end(), ' ')));
  while (true) {
    const std::string_view range = rest.substr(0, rest.find(' '));
    if (range.size() > 64 || !is_language_range(range)) return reading_.refuse(node, "language-range");
    leaf.locale_ranges.push_back(range);
    if (range.size() == rest.size()) return true;
    rest.remove_prefix(range.size() + 1);
  }
}

bool WhenReader::read_version(pugi::xml_node node, std::string_view version, Condition& leaf) {
  if (!xml::is_present(version)) return true;
  auto range = parse_range(version);
  if (!range) return reading_.refuse(node, "version-range");
  leaf.range_text = version;
  leaf.range = std::move(*range);
  if (!reading_.strict) return true;
  for (const Interval& interval : leaf.range.intervals) {
    const bool is_point = interval.low_included && interval.high_included;
    const bool same = !interval.low.empty() && interval.low == interval.high && !is_point;
    if (same || is_empty_interval(interval, Scheme::dotted)) return reading_.refuse(node, "empty-range");
  }
  return true;
}

}  // namespace

bool read_when(Reading& reading, pugi::xml_node node, Condition& when) {
  when.line = reading.line_for_authors(node);
  return WhenReader(reading).read_group(node, when);
}

}  // namespace tocsin
