#include "packaging/kit/release/writer.h"

#include <algorithm>

#include "schema/trust/patch.h"
#include "schema/trust/root.h"

namespace tocsin {
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

void put_role(ByteWriter& out, const RoleDraft& role) {
  out.number(role.epoch, 4).number(role.floor, 8);
  put_keys(out, role.keys);
}

void put_position(ByteWriter& out, const Position& position) {
  out.number(position.epoch, 4).number(position.serial, 8);
}

}  // namespace

std::string write_root(const RootDraft& root) {
  ByteWriter out;
  put_head(out, Role::root, root.product);
  out.number(root.version, 8).number(to_unix(root.issued), 8).number(to_unix(root.expires), 8);
  put_keys(out, root.root_keys);
  put_role(out, root.programs);
  put_role(out, root.notices);
  return out.take();
}

std::string write_document(const DocumentDraft& document, Role role) {
  ByteWriter out;
  put_head(out, role, document.product);
  out.number(document.root_version, 8);
  put_position(out, document.position);
  out.number(to_unix(document.issued), 8);
  if (role == Role::programs) {
    out.counted(document.platform, 1);
  } else {
    out.number(to_unix(document.expires), 8);
    put_position(out, document.programs_from);
  }
  out.number(document.files.size(), 1);
  for (const FileEntry& file : document.files) {
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

std::string write_scf(const std::vector<std::string_view>& roots, std::optional<std::string_view> programs,
                      std::optional<std::string_view> notices) {
  ByteWriter sections;
  std::size_t count = 0;
  const auto add = [&](Role role, std::string_view envelope) {
    sections.number(static_cast<std::uint8_t>(role), 2).number(0, 2).counted(envelope, 4);
    ++count;
  };
  for (const std::string_view root : roots) add(Role::root, root);
  if (programs) add(Role::programs, *programs);
  if (notices) add(Role::notices, *notices);
  const std::string body = sections.take();
  ByteWriter out;
  out.put(kScfMagic).number(kScfLeastBytes + body.size(), 4).number(count, 2).number(0, 2).put(body);
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

}  // namespace tocsin
