// The gate's reader of one field of trust.dat.
#include "notifier/gate/newest_issued.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {
namespace {

std::string big_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift & 0xff));
  }
  return out;
}

std::string record(std::uint64_t issued) {
  return big_endian(2, 4) + big_endian(7, 8) + std::string(32, 'h') + big_endian(issued, 8);
}

std::string trust_dat(std::uint64_t programs, std::uint64_t notices, const std::string& root) {
  const std::string head = std::string("SCFTRU\x1A\x01", 8);
  const std::string body = record(programs) + record(notices) + big_endian(1, 1) +
                           big_endian(root.size(), 4) + root + std::string(32, 'c');
  return head + big_endian(head.size() + 4 + body.size(), 4) + body;
}

struct Accepted {
  std::string_view name;
  std::string bytes;
  std::int64_t seconds;
};

const std::vector<Accepted> kAccepted = {
    {"notices are the later", trust_dat(1'780'000'000, 1'790'000'000, std::string(386, 'r')), 1'790'000'000},
    {"programs are the later", trust_dat(1'790'000'000, 1'780'000'000, std::string(386, 'r')), 1'790'000'000},
    {"zero", trust_dat(0, 0, "r"), 0},
    {"no programs", trust_dat(0, 5, ""), 5},
    {"largest time", trust_dat(0, 0x7fffffffffffffff, "r"), 0x7fffffffffffffff},
};

std::string changed(const std::function<void(std::string&)>& change) {
  std::string bytes = trust_dat(1'790'000'000, 1'790'000'000, std::string(386, 'r'));
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
    {"the roots missing", trust_dat(1, 1, "").substr(0, 12 + 2 * 52 + 32), "TRUNCATED"},
    {"other magic", changed([](std::string& b) { b[5] = 'V'; }), "MAGIC"},
    {"other format version", changed([](std::string& b) { b[7] = 2; }), "MAGIC"},
    {"cut", changed([](std::string& b) { b.pop_back(); }), "LENGTH"},
    {"slack", changed([](std::string& b) { b.push_back('x'); }), "LENGTH"},
    {"length field", changed([](std::string& b) { b[11] ^= 1; }), "LENGTH"},
    {"programs' time beyond what can be told", trust_dat(0x8000000000000000, 1, "r"), "DATES"},
    {"notices' time beyond what can be told", trust_dat(1, 0x8000000000000000, "r"), "DATES"},
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
  const std::string whole = trust_dat(1, 1, std::string(64, 'r'));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(!newest_issued_of(std::string_view(whole).substr(0, size)).has_value());
  }
}

}  // namespace tocsin
