// Bytes that are overwritten when they are no longer needed: the file of a private key, a pass phrase.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace tocsin {

/// Never copied: a move leaves nothing behind, as that of a short std::string would.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view bytes) : bytes_(bytes.begin(), bytes.end()) {}
  /// `size` zeros, to be filled by data().
  explicit Secret(std::size_t size) : bytes_(size) {}
  Secret(Secret&& other) noexcept = default;
  Secret& operator=(Secret&&) = delete;
  ~Secret();

  [[nodiscard]] char* data() { return bytes_.data(); }
  [[nodiscard]] std::string_view view() const { return {bytes_.data(), bytes_.size()}; }
  /// Overwrites and drops what lies behind the first `size` bytes.
  void shorten(std::size_t size);

 private:
  std::vector<char> bytes_;
};

}  // namespace tocsin
