// See release/option_values.h.
#include "packaging/kit/release/option_values.h"

#include <algorithm>
#include <set>

#include "packaging/kit/files/author_files.h"
#include "schema/format/limits.h"
#include "schema/platform/durable_file.h"

namespace tocsin {
namespace {

constexpr std::size_t kPemBytes = 64u << 10;
constexpr std::size_t kDraftBytes = 2 * limits::kPayloadBytes;

}  // namespace

Result<Instant> time_option(const std::string& text, const std::string& option, Instant fallback) {
  if (text.empty()) return fallback;
  if (const auto instant = parse_instant(text)) return *instant;
  return fail(Code::invalid_argument, "kit.time",
              option + ": " + text + ": not of the form 2026-11-22T00:00:00Z");
}

Result<std::string> read_passphrase(const std::string& path) {
  if (path.empty()) return std::string();
  const auto text = read_file(path, kPemBytes);
  if (!text) return Failure(in_file(text.error(), path));
  std::string line = text->substr(0, text->find_first_of("\r\n"));
  if (line.empty()) return fail(Code::invalid_argument, "kit.passphrase", path + ": its first line is empty");
  return line;
}

Result<SigningKey> read_signing_key(const std::string& path, const std::string& passphrase_file) {
  const auto passphrase = read_passphrase(passphrase_file);
  if (!passphrase) return Failure(passphrase.error());
  const auto pem = read_file(path, kPemBytes);
  if (!pem) return Failure(in_file(pem.error(), path));
  auto key = SigningKey::from_pem(*pem, *passphrase);
  if (!key) return Failure(in_file(key.error(), path));
  return key;
}

Result<void> check_key_list(const KeyList& list) {
  const std::set<std::string> distinct(list.keys.begin(), list.keys.end());
  if (distinct.size() != list.keys.size())
    return fail(Code::invalid_argument, "kit.keys", "a key is listed twice");
  if (list.keys.empty() || list.keys.size() > kMostKeys)
    return fail(Code::invalid_argument, "kit.keys", "1 to 16 keys");
  if (list.threshold < 1 || list.threshold > list.keys.size()) {
    return fail(
        Code::invalid_argument, "kit.keys",
        "threshold " + std::to_string(list.threshold) + " of " + std::to_string(list.keys.size()) + " keys");
  }
  return {};
}

Result<KeyList> read_key_list(const std::vector<std::string>& paths, unsigned threshold) {
  KeyList list;
  list.threshold = static_cast<std::uint8_t>(std::min(threshold, 255u));
  for (const std::string& path : paths) {
    const auto pem = read_file(path, kPemBytes);
    if (!pem) return Failure(in_file(pem.error(), path));
    const auto key = public_key_from_pem(*pem);
    if (!key) return Failure(in_file(key.error(), path));
    list.keys.push_back(*key);
  }
  if (const auto sound = check_key_list(list); !sound) return Failure(sound.error());
  return list;
}

Result<std::string> read_draft(const std::string& path) {
  auto bytes = read_file(path, kDraftBytes);
  if (!bytes) return Failure(in_file(bytes.error(), path));
  return bytes;
}

Result<void> write_draft(const std::string& path, std::string_view bytes) {
  constexpr unsigned kForAll = 0644;
  const auto written = replace_file(path, bytes, kForAll);
  if (!written) return Failure(in_file(written.error(), path));
  return {};
}

}  // namespace tocsin
