#include "packaging/kit/release/writer.h"

#include <algorithm>

#include "schema/trust/framing.h"
#include "schema/trust/patch.h"

namespace tocsin::kit {
namespace {

class ByteWriter {
 public:
  ByteWriter& number(std::uint64_t value, int width) {
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
      bytes_ += static_cast<char>(value >> shift & 0xff);
    return *this;
  }
  ByteWriter& put(std::string_view bytes) {
    bytes_ += bytes;
    return *this;
  }
  /// A length of `width` bytes, then the bytes.
  ByteWriter& counted(std::string_view bytes, int width) { return number(bytes.size(), width).put(bytes); }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

void put_keys(ByteWriter& out, const KeyList& list) {
  std::vector<std::string_view> keys(list.keys.begin(), list.keys.end());
  std::ranges::sort(keys);  // string_view compares unsigned bytes
  out.number(list.threshold, 1).number(keys.size(), 1);
  for (const std::string_view key : keys) out.put(key);
}

void put_head(ByteWriter& out, Role role, std::string_view product) {
  out.number(1, 1).number(static_cast<std::uint8_t>(role), 1).counted(product, 2);
}

}  // namespace

std::string write_root(const RootDraft& root) {
  ByteWriter out;
  put_head(out, Role::root, root.product);
  out.number(root.version, 8).number(root.epoch, 4);
  out.number(to_unix(root.issued), 8).number(to_unix(root.expires), 8).number(root.floor, 8);
  put_keys(out, root.root_keys);
  put_keys(out, root.release_keys);
  return out.take();
}

std::string write_release(const ReleaseDraft& release) {
  ByteWriter out;
  put_head(out, Role::release, release.product);
  out.number(release.root_version, 8).number(release.epoch, 4).number(release.serial, 8);
  out.number(to_unix(release.issued), 8).number(to_unix(release.expires), 8);
  out.counted(release.platform, 1).number(release.files.size(), 1);
  for (const FileEntry& file : release.files) {
    out.number(static_cast<std::uint8_t>(file.role), 1).counted(file.name, 1).number(file.size, 8);
    out.put(as_view(file.sha256));
  }
  return out.take();
}

std::string write_envelope(std::string_view payload, const std::vector<Signature>& signatures) {
  ByteWriter out;
  out.counted(payload, 4).number(signatures.size(), 1);
  for (const Signature& signature : signatures) out.put(signature.key_id).put(signature.bytes);
  return out.take();
}

std::string write_scf(const std::vector<std::string_view>& roots, std::string_view release_envelope) {
  ByteWriter sections;
  for (const std::string_view root : roots) sections.number(1, 2).number(0, 2).counted(root, 4);
  sections.number(2, 2).number(0, 2).counted(release_envelope, 4);
  const std::string body = sections.take();
  ByteWriter out;
  out.put(kScfMagic)
      .number(kScfLeastBytes + body.size(), 4)
      .number(roots.size() + 1, 2)
      .number(0, 2)
      .put(body);
  return out.take();
}

std::string write_payload(std::string_view scf, std::string_view blobs) {
  ByteWriter out;
  out.put(kPayloadMagic).counted(scf, 4).put(blobs);
  return out.take();
}

std::string write_patch(std::string_view stub, std::string_view payload) {
  constexpr std::size_t kAlignment = 8;  // of what Authenticode appends
  const std::size_t over = (stub.size() + payload.size() + kTrailerBytes) % kAlignment;
  const std::string zeros((kAlignment - over) % kAlignment, '\0');
  ByteWriter out;
  out.put(stub).put(zeros).put(payload);
  return out.number(stub.size() + zeros.size(), 8).put(kTrailerMagic).take();
}

}  // namespace tocsin::kit
