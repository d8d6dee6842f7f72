// See byte_reader.h.
#include "schema/trust/byte_reader.h"

#include <string>

#include "schema/trust/rejection.h"

namespace tocsin {

std::string_view ByteReader::take(std::size_t count) {
  if (!ok_ || count > left_.size()) {
    ok_ = false;
    left_ = {};
    return {};
  }
  const std::string_view taken = left_.substr(0, count);
  left_.remove_prefix(count);
  return taken;
}

std::uint64_t ByteReader::number(std::size_t width) {
  std::uint64_t value = 0;
  for (const char byte : take(width)) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

Result<void> ByteReader::finish(std::string_view what) const {
  if (!ok_) return reject("TRUNCATED", std::string(what) + " ends within a field");
  if (!left_.empty()) return reject("SLACK", std::string(what) + " goes on after its last field");
  return {};
}

}  // namespace tocsin
