// Documents drawn at random from a seed, along the grammars: mostly right, now and then with a value, an
// order or a piece that is not.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::samples {

class Generated {
 public:
  explicit Generated(unsigned seed) : random_(seed) {}

  [[nodiscard]] std::string catalog();
  /// A catalog as a careful author writes it: of the grammar, every name declared, every condition possible
  /// on some machine and not on all, dates in order, each text once. Some of it only looks like a mistake.
  [[nodiscard]] std::string sound_catalog();
  [[nodiscard]] std::string config();

 private:
  using Pool = std::vector<std::string_view>;

  bool one_in(unsigned count) { return random_() % count == 0; }
  std::size_t below(std::size_t count) { return random_() % count; }
  std::string pick(const Pool& pool) { return std::string(pool[below(pool.size())]); }
  /// A good value, seldom a bad one.
  std::string value(const Pool& good, const Pool& bad) { return pick(one_in(90) ? bad : good); }

  std::string attribute(std::string_view name, const std::string& value);
  std::string maybe(std::string_view name, const Pool& good, const Pool& bad) {
    return one_in(3) ? attribute(name, value(good, bad)) : std::string();
  }
  std::string identifier();
  std::string element(std::string_view name, const std::string& attributes, const std::string& inside);
  std::string between();
  std::string words();
  std::string inlines();
  std::string body();
  std::string source();
  std::string sources();
  std::string detect();
  std::string leaf();
  std::string condition(int depth);
  std::string text(std::string_view locale);
  std::string message();
  std::string sound_range();
  std::string sound_condition();
  std::string sound_text(std::string_view locale, const std::string& id);
  std::string sound_message(const std::string& id, const std::string& older);

  std::mt19937 random_;
  unsigned serial_ = 0;  // so that ids are mostly unique
};

}  // namespace tocsin::samples
