// Bytes whose origin was verified. Parsers take nothing else, so that the wrong order does not compile.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace tocsin {

class Proof;           // schema/trust/proof.h: proven by signature and hash
class InstalledBytes;  // notifier/gate/installed_bytes.h: the gate alone
class AuthorBytes;     // packaging/kit/files/author_bytes.h: author's kit and tests alone

/// Owns one buffer; movable, not copyable.
class VerifiedBytes {
 public:
  VerifiedBytes(VerifiedBytes&&) noexcept = default;
  VerifiedBytes& operator=(VerifiedBytes&&) noexcept = default;
  VerifiedBytes(const VerifiedBytes&) = delete;
  VerifiedBytes& operator=(const VerifiedBytes&) = delete;

  [[nodiscard]] std::string_view view() const { return bytes_; }
  /// Moves the buffer out, so that a parser can work in place.
  [[nodiscard]] std::string take() && { return std::move(bytes_); }

 private:
  friend class Proof;
  friend class InstalledBytes;
  friend class AuthorBytes;
  explicit VerifiedBytes(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string bytes_;
};

}  // namespace tocsin
