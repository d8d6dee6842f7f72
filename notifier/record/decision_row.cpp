// Reads a row of the table `decisions`, and computes its checksum.
#include "notifier/record/decision_row.h"

#include <bit>
#include <limits>
#include <string>

namespace tocsin {
namespace {

// FNV-1a: every single changed byte changes it, and it is cheap enough for the gate.
class Fnv {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) add_byte(static_cast<unsigned char>(byte));
    add_byte(0xff);  // ends the field: no UTF-8 text holds it
  }
  void add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) add_byte(static_cast<unsigned char>(number >> shift));
  }
  [[nodiscard]] std::int64_t value() const { return std::bit_cast<std::int64_t>(state_); }

 private:
  void add_byte(unsigned char byte) { state_ = (state_ ^ byte) * 0x100000001b3u; }
  std::uint64_t state_ = 0xcbf29ce484222325u;
};

std::optional<Decision::Kind> kind_from_name(std::string_view name) {
  if (name == "acknowledged") return Decision::Kind::acknowledged;
  if (name == "put-off") return Decision::Kind::put_off;
  return std::nullopt;
}

bool has_expected_types(const Statement& row) {
  if (!row.is_text(0) || !row.is_text(2)) return false;
  for (const int column : {1, 3, 5, 6, 7}) {
    if (!row.is_integer(column)) return false;
  }
  return row.is_null(4) || row.is_integer(4);
}

bool fits_u32(std::int64_t value) {
  return value >= 0 && value <= std::int64_t{std::numeric_limits<std::uint32_t>::max()};
}

}  // namespace

std::string_view decision_kind_name(Decision::Kind kind) {
  return kind == Decision::Kind::acknowledged ? "acknowledged" : "put-off";
}

std::int64_t decision_seal(const Decision& decision) {
  Fnv sum;
  sum.add(decision.message);
  sum.add(std::uint64_t{decision.revision});
  sum.add(decision_kind_name(decision.kind));
  sum.add(std::bit_cast<std::uint64_t>(seconds_of(decision.when)));
  sum.add(std::uint64_t{decision.until.has_value()});
  sum.add(std::bit_cast<std::uint64_t>(seconds_of(decision.until.value_or(Instant{}))));
  sum.add(std::uint64_t{decision.release.epoch});
  sum.add(decision.release.serial);
  return sum.value();
}

std::optional<Decision> read_decision(const Statement& row) {
  if (!has_expected_types(row)) return std::nullopt;
  const auto kind = kind_from_name(row.text(2));
  if (!kind || !fits_u32(row.integer(1)) || !fits_u32(row.integer(5))) return std::nullopt;
  Decision decision{
      .message = std::string(row.text(0)),
      .revision = static_cast<std::uint32_t>(row.integer(1)),
      .kind = *kind,
      .when = instant_at(row.integer(3)),
      .until = std::nullopt,
      .release = {static_cast<std::uint32_t>(row.integer(5)), std::bit_cast<std::uint64_t>(row.integer(6))}};
  if (!row.is_null(4)) decision.until = instant_at(row.integer(4));
  if (decision_seal(decision) != row.integer(7)) return std::nullopt;
  return decision;
}

}  // namespace tocsin
