// 10,000 random pairs of versions, each compared by dpkg itself; and 1,000 random texts that may be versions.
#include <doctest/doctest.h>

#include <random>
#include <thread>

#include "schema/core/version/version.h"
#include "tests/schema/core/version/posix/dpkg.h"

using namespace tocsin;

namespace {

constexpr unsigned kSeed = 20261122;

using Random = std::mt19937;

std::string letters_from(Random& random, std::string_view alphabet, unsigned most) {
  std::string out;
  for (unsigned length = random() % (most + 1); length > 0; --length)
    out += alphabet[random() % alphabet.size()];
  return out;
}

// Few different characters, so that two versions share long beginnings.
std::string random_version(Random& random) {
  constexpr std::string_view kEpochs[] = {"", "", "", "", "0:", "1:", "01:", "00:", "2147483647:"};
  const std::string epoch(kEpochs[random() % std::size(kEpochs)]);
  const std::string colon = epoch.empty() ? "" : ":";
  std::string out = epoch + "019"[random() % 3] + letters_from(random, "0019..~~+aAzZ-" + colon, 9);
  if (out.find('-') != std::string::npos || random() % 2 == 0)
    out += "-" + std::string(1, "0~+.a9"[random() % 6]);
  if (random() % 3 == 0 && out.find('-') != std::string::npos) out += letters_from(random, "0019.~+aZ", 4);
  return out;
}

// A neighbour: one character gone, doubled or another.
std::string altered(Random& random, std::string text) {
  constexpr std::string_view kOthers = "019.~+aZ-:";
  if (text.empty()) return text;
  const std::size_t at = random() % text.size();
  switch (random() % 4) {
    case 0:
      return text.erase(at, 1);
    case 1:
      return text.insert(at, 1, text[at]);
    case 2:
      return text.insert(at, 1, '0');
    default:
      text[at] = kOthers[random() % kOthers.size()];
      return text;
  }
}

struct Pair {
  std::string a, b;
};

std::vector<Pair> random_pairs(std::size_t count) {
  Random random(kSeed);
  std::vector<Pair> pairs;
  while (pairs.size() < count) {
    Pair pair{random_version(random), {}};
    pair.b = random() % 2 == 0 ? altered(random, pair.a) : random_version(random);
    if (is_version(Scheme::deb, pair.a) && is_version(Scheme::deb, pair.b)) pairs.push_back(std::move(pair));
  }
  return pairs;
}

// dpkg is asked to confirm our answer: one run a pair.
bool dpkg_confirms(const Pair& pair) {
  const auto order = compare_versions(Scheme::deb, pair.a, pair.b);
  if (!order) return false;
  const char* const relation = *order < 0 ? "lt" : *order > 0 ? "gt" : "eq";
  return run_dpkg({"--compare-versions", pair.a, relation, pair.b}) == 0;
}

// dpkg reads a leading plus or blank of an epoch as strtol does; we need not. What begins with a hyphen it
// would take for an option.
bool dpkg_agrees_on_validity(const std::string& text) {
  const bool dpkg = run_dpkg({"--validate-version", text}) == 0;
  const bool ours = is_version(Scheme::deb, text);
  return ours == dpkg || (dpkg && text.front() == '+');
}

template <typename Item, typename Check>
std::vector<Item> wrong_ones(const std::vector<Item>& items, Check check) {
  std::vector<Item> wrong[2];
  const auto work = [&](std::size_t worker) {
    for (std::size_t i = worker; i < items.size(); i += 2) {
      if (!check(items[i])) wrong[worker].push_back(items[i]);
    }
  };
  std::thread other(work, 1);
  work(0);
  other.join();
  wrong[0].insert(wrong[0].end(), wrong[1].begin(), wrong[1].end());
  return wrong[0];
}

}  // namespace

TEST_CASE("dpkg orders 10,000 random pairs as we do") {
  MESSAGE("seed ", kSeed);
  REQUIRE(run_dpkg({"--compare-versions", "1", "lt", "2"}) == 0);
  CHECK(run_dpkg({"--compare-versions", "2", "lt", "1"}) == 1);
  const auto pairs = random_pairs(10000);
  int orders[3] = {};
  for (const Pair& pair : pairs) {
    const auto order = compare_versions(Scheme::deb, pair.a, pair.b);
    ++orders[!order || *order == 0 ? 1 : *order < 0 ? 0 : 2];
  }
  for (const int count : orders) CHECK(count > 300);  // the pairs are worth comparing
  for (const Pair& pair : wrong_ones(pairs, dpkg_confirms)) FAIL_CHECK(pair.a, " against ", pair.b);
}

TEST_CASE("dpkg takes for versions what we do") {
  Random random(kSeed);
  std::vector<std::string> texts;
  for (int i = 0; i < 1000; ++i) {
    std::string text = altered(random, altered(random, random_version(random)));
    if (random() % 4 == 0) text = letters_from(random, "01a.:~+-_/", 5);
    if (!text.empty() && text.front() != '-') texts.push_back(std::move(text));
  }
  int versions = 0;
  for (const std::string& text : texts) versions += is_version(Scheme::deb, text) ? 1 : 0;
  CHECK(versions > 200);
  CHECK(versions + 200 < static_cast<int>(texts.size()));
  for (const std::string& text : wrong_ones(texts, dpkg_agrees_on_validity)) FAIL_CHECK(text);
}
