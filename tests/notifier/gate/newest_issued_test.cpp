// The gate's reader of one field of trust.dat.
#include "notifier/gate/newest_issued.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::gate {
namespace {

std::string big_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift & 0xff));
  }
  return out;
}

std::string trust_dat(std::uint64_t issued, const std::string& root) {
  const std::string head = std::string("SCFTRU\x1A\x01", 8);
  const std::string body = big_endian(2, 4) + big_endian(7, 8) + std::string(32, 'h') +
                           big_endian(issued, 8) + big_endian(root.size(), 4) + root + std::string(32, 'c');
  return head + big_endian(head.size() + 4 + body.size(), 4) + body;
}

struct Accepted {
  std::string_view name;
  std::string bytes;
  std::int64_t seconds;
};

const std::vector<Accepted> kAccepted = {
    {"usual", trust_dat(1'790'000'000, std::string(386, 'r')), 1'790'000'000},
    {"zero", trust_dat(0, "r"), 0},
    {"empty root envelope", trust_dat(5, ""), 5},
    {"largest time", trust_dat(0x7fffffffffffffff, "r"), 0x7fffffffffffffff},
};

std::string changed(const std::function<void(std::string&)>& change) {
  std::string bytes = trust_dat(1'790'000'000, std::string(386, 'r'));
  change(bytes);
  return bytes;
}

struct Refused {
  std::string_view name;
  std::string bytes;
  std::string_view rule;
};

const std::vector<Refused> kRefused = {
    {"empty", "", "TRUNCATED"},
    {"magic alone", std::string("SCFTRU\x1A\x01", 8), "TRUNCATED"},
    {"one byte short of the least", trust_dat(1, "").substr(1), "TRUNCATED"},
    {"other magic", changed([](std::string& b) { b[5] = 'V'; }), "MAGIC"},
    {"other format version", changed([](std::string& b) { b[7] = 2; }), "MAGIC"},
    {"cut", changed([](std::string& b) { b.pop_back(); }), "LENGTH"},
    {"slack", changed([](std::string& b) { b.push_back('x'); }), "LENGTH"},
    {"length field", changed([](std::string& b) { b[11] ^= 1; }), "LENGTH"},
    {"length of the root", changed([](std::string& b) { b[67] ^= 1; }), "LENGTH"},
    {"length of the root beyond 2^31", changed([](std::string& b) { b[64] = '\xff'; }), "LENGTH"},
    {"time beyond what can be told", trust_dat(0x8000000000000000, "r"), "DATES"},
};

}  // namespace

TEST_CASE("newest signed time is read") {
  for (const auto& row : kAccepted) {
    CAPTURE(row.name);
    const auto found = newest_issued_of(row.bytes);
    CHECK(found.has_value());
    if (found) CHECK(seconds_of(*found) == row.seconds);
  }
}

TEST_CASE("a trust state of another form is refused") {
  for (const auto& row : kRefused) {
    CAPTURE(row.name);
    const auto found = newest_issued_of(row.bytes);
    CHECK(!found.has_value());
    if (!found) CHECK(found.error().rule == row.rule);
  }
}

TEST_CASE("a trust state cut anywhere is refused") {
  const std::string whole = trust_dat(1, std::string(64, 'r'));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(!newest_issued_of(std::string_view(whole).substr(0, size)).has_value());
  }
}

}  // namespace tocsin::gate
