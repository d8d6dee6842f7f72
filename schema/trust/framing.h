// scf.dat as framed bytes: a reader of big-endian fields, the file's sections, and envelopes, each of which
// holds one payload and its signatures. Step 5 of the order of proof. Nothing is verified here.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/result.h"
#include "schema/core/set_layout.h"

namespace tocsin {

/// Reads big-endian fields from the front of a buffer. A read past the end returns zero or an empty view, and
/// so does every read after it; a decoder reads all its fields and then calls finish() once. Views point into
/// the buffer.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : left_(bytes) {}

  [[nodiscard]] std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  [[nodiscard]] std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  [[nodiscard]] std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  [[nodiscard]] std::uint64_t u64() { return number(8); }
  [[nodiscard]] std::string_view take(std::size_t count);

  /// False after a read past the end.
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t left() const { return left_.size(); }
  /// Errors: TRUNCATED after a read past the end, SLACK when bytes are left.
  [[nodiscard]] Result<void> finish(std::string_view what) const;

 private:
  [[nodiscard]] std::uint64_t number(std::size_t width);

  std::string_view left_;
  bool ok_ = true;
};

inline constexpr std::size_t kMostRoots = 64;

/// What a payload is, in its second byte, in the bytes that are signed, and as the type of its section.
enum class Role : std::uint8_t { root = 1, programs, notices };

/// "root", "programs", "notices".
[[nodiscard]] std::string_view role_name(Role role);

/// The envelopes of an scf.dat, in the file's order. Views into the file that was split.
struct Sections {
  std::vector<std::string_view> roots;       // 1..64
  std::optional<std::string_view> programs;  // none in a notices file
  std::string_view notices;
};

/// Splits a whole scf.dat.
///
/// Errors: SIZE MAGIC LENGTH COUNT RESERVED TRUNCATED SECTIONS SLACK.
/// Source: schema/README.md, "scf.dat".
[[nodiscard]] Result<Sections> split_sections(std::string_view scf);

/// The inverse of split_sections. It checks nothing. The caller proves the result.
[[nodiscard]] std::string join_sections(const Sections& sections);

inline constexpr std::size_t kMostPayloadBytes = 16384;
inline constexpr std::size_t kMostSignatures = 16;
inline constexpr std::size_t kKeyIdBytes = 16;
inline constexpr std::size_t kPublicKeyBytes = 32;
inline constexpr std::size_t kSignatureBytes = 64;

struct Signature {
  std::string_view key_id;  // 16 bytes
  std::string_view bytes;   // 64 bytes
};

/// Views into the buffer that was split.
struct Envelope {
  std::string_view whole;
  std::string_view payload;
  std::vector<Signature> signatures;  // 1..16, strictly ascending by key id
};

/// Splits one envelope.
///
/// Errors: BIG_PAYLOAD TRUNCATED SIGCOUNT SLACK SIG_ORDER.
/// Source: schema/README.md, "Envelope".
[[nodiscard]] Result<Envelope> split_envelope(std::string_view bytes);

}  // namespace tocsin
