// Conditions of any shape against any facts: the quick value, the explained one and a naive one are the same.
// Input: bytes that choose; see Builder.
#include "notifier/decide/explain/explain.h"
#include "tests/fuzz/fuzz.h"
#include "tests/notifier/decide/build.h"
#include "tests/notifier/decide/naive_value.h"
#include "tests/notifier/decide/scripted_facts.h"

namespace tocsin::fuzz {
namespace {

using Op = Condition::Op;
constexpr std::string_view kIds[] = {"a", "b", "c", "d"};
constexpr std::string_view kRanges[] = {"", "[1.0,2.0)", "(,1.0] [3,)", "(2,2)", "[1.0~rc1]"};
constexpr std::string_view kVersions[] = {"", "1.0", "2.5", "3", "x", "1:1.0-1", "v1.0.0-rc.1", "on"};
constexpr std::string_view kValues[] = {"", "", "on", "off on", "x 3"};
constexpr std::string_view kLikes[] = {"", "", "debian", "rhel"};
constexpr std::string_view kTags[] = {"de", "en-GB", "*", "fr-*"};

/// Reads choices off the input; 0 once it is used up, so that every input ends.
class Builder {
 public:
  explicit Builder(std::string_view input) : rest_(input) {}

  std::size_t choose(std::size_t count) {
    if (rest_.empty()) return 0;
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return byte % count;
  }
  template <std::size_t N>
  std::string_view one_of(const std::string_view (&texts)[N]) {
    return texts[choose(N)];
  }

  ScriptedFacts facts() {
    ScriptedFacts facts;
    facts.system = {std::string(one_of({"linux", "windows", ""})), std::string(one_of({"debian", ""})),
                    std::string(one_of(kVersions)), std::string(one_of({"x86_64", ""}))};
    if (choose(3) != 0) {
      auto& like = facts.system.like.emplace();
      for (std::size_t n = choose(3); n > 0; --n) like.emplace_back(one_of(kLikes));
    }
    for (const std::string_view id : kIds) {
      facts.components.emplace(id, finding());
      facts.consoles.emplace(id, finding());
    }
    return facts;
  }

  Condition condition(int depth) {
    constexpr Op kOps[] = {Op::component, Op::console, Op::os,   Op::locale, Op::unknown,
                           Op::all,       Op::any,     Op::none, Op::not_};
    const Op op = kOps[choose(depth == 0 ? 5 : std::size(kOps))];
    Condition built = leaf(op);
    built.has_unknown_attribute = choose(16) == 1;
    if (op < Op::console) {
      for (std::size_t n = op == Op::not_ ? 1 : choose(4); n > 0; --n)
        built.children.push_back(condition(depth - 1));
    }
    return built;
  }

 private:
  Finding finding() {
    constexpr Truth kTruths[] = {Truth::no, Truth::unknown, Truth::yes};
    const Truth present = kTruths[choose(3)];
    return {present, std::string(one_of(kVersions)), kAllSchemes[choose(std::size(kAllSchemes))], "t"};
  }

  Condition leaf(Op op) {
    if (op == Op::component) return build::value(one_of(kIds), one_of(kValues), one_of(kRanges));
    if (op == Op::console) return build::console(one_of(kIds), one_of(kRanges));
    if (op == Op::os && choose(3) == 1) return build::like(one_of(kLikes), one_of({"", "linux"}));
    if (op == Op::os) {
      return build::os(one_of({"", "linux", "windows"}), one_of({"", "debian"}), one_of(kRanges),
                       one_of({"", "arm64", "x86_64"}));
    }
    if (op == Op::locale) return build::locale({one_of(kTags), one_of(kTags)});
    return build::condition(op, "gpu");
  }

  std::string_view rest_;
};

void run(std::string_view input) {
  Builder builder(input);
  ScriptedFacts facts = builder.facts();
  const std::vector<std::string> locales{builder.choose(2) == 0 ? "de-CH" : "en-GB", "de"};
  const Condition condition = builder.condition(6);
  const Truth quick = holds(condition, facts, locales);
  expect(quick == naive_value(condition, facts, locales), "the quick value is the naive one");
  expect(explain_condition(condition, facts, locales).result == quick, "and the explained one");
}

const Registered kRegistered("condition", run);

}  // namespace
}  // namespace tocsin::fuzz
