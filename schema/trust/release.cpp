// Releases: fields, signatures, and the list of files. The numbers are those of the order of proof.
#include "schema/trust/release.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "schema/core/text/ascii.h"
#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

FileEntry take_file(ByteReader& in) {
  FileEntry file;
  file.role = static_cast<FileRole>(in.u8());
  file.name = std::string(in.take(in.u8()));
  file.size = in.u64();
  const std::string_view digest = in.take(file.sha256.size());
  std::ranges::copy(digest, file.sha256.begin());
  return file;
}

/// 7. The newest root has not expired when the run began.
Result<void> check_root_freshness(const Root& newest, std::optional<Instant> start) {
  if (!start || to_unix(*start) < newest.expires) return {};
  return reject("ROOT_EXPIRED", "the newest root expired " + format_instant(to_instant(newest.expires)));
}

}  // namespace

Result<Release> decode_release(std::string_view payload) {
  ByteReader in(payload);
  TRY(take_payload_head(in, Role::release));
  Release release;
  release.product = in.take(in.u16());
  release.root_version = in.u64();
  release.epoch = in.u32();
  release.serial = in.u64();
  release.issued = in.u64();
  release.expires = in.u64();
  release.platform = in.take(in.u8());
  const std::uint8_t count = in.u8();
  for (std::uint8_t i = 0; i < count && in.ok(); ++i) release.files.push_back(take_file(in));
  TRY(in.finish("a release"));
  return release;
}

Result<AuthenticRelease> authenticate(std::string_view scf, const Root& trusted, std::string_view product,
                                      std::optional<Instant> start) {
  const Sections sections = TRY(split_sections(scf));                // 5
  Envelope envelope = TRY(split_envelope(sections.release));         // 5
  Root newest = TRY(climb_chain(sections.roots, trusted, product));  // 6
  TRY(check_root_freshness(newest, start));                          // 7
  const Keyset* ring = &newest.release_keys;
  TRY(check_signatures(envelope, Role::release, {&ring, 1}));  // 8
  Release release = TRY(decode_release(envelope.payload));     // fields are read only now
  return AuthenticRelease{std::move(newest), std::move(envelope), std::move(release)};
}

Result<void> check_standing(const Release& release, const Root& newest) {
  if (release.root_version > newest.version) return reject("ROOT_TOO_OLD", "the release needs a newer root");
  if (release.epoch != newest.epoch) return reject("EPOCH", "the release is not of the root's epoch");
  return {};
}

namespace {

constexpr bool is_name_character(char c) {
  return is_alphanumeric(c) || c == '.' || c == '_' || c == '-' || c == ' ';
}

/// Windows opens these devices in any folder and with any suffix.
bool is_device_name(const std::string& lower_case) {
  constexpr std::array<std::string_view, 6> kDevices = {"con", "prn", "aux", "nul", "com", "lpt"};
  const std::string stem = lower_case.substr(0, lower_case.find_first_of(". "));
  const bool numbered = stem.size() == 4 && is_digit(stem[3]);
  const auto found = std::ranges::find(kDevices, std::string_view(stem).substr(0, 3));
  if (found == kDevices.end()) return false;
  return stem.size() == 3 || (numbered && found - kDevices.begin() >= 4);
}

/// A name without separators, valid on both systems, and not one that the set itself uses.
bool is_plain_name(std::string_view name) {
  if (name.empty() || !std::ranges::all_of(name, is_name_character)) return false;
  if (name.front() == '.' || name.front() == ' ' || name.back() == '.' || name.back() == ' ') return false;
  const std::string lower_case = lowered(name);
  return lower_case != "scf.dat" && !is_device_name(lower_case);
}

Result<void> check_order(const std::vector<FileEntry>& files) {
  for (std::size_t i = 1; i < files.size(); ++i) {
    if (!(files[i - 1].role < files[i].role)) return reject("FILE_ORDER", "roles must ascend");
  }
  return {};
}

/// Roles ascend, so five roles within 1..5 are all five.
Result<void> check_roles(const std::vector<FileEntry>& files) {
  const auto required = std::ranges::count_if(files, [](const FileEntry& file) {
    return file.role >= FileRole::notifier && file.role <= FileRole::control;
  });
  const bool updater = !files.empty() && files.back().role == FileRole::updater;
  if (required != 5 || files.size() != (updater ? 6u : 5u))
    return reject("FILE_SET", "roles 1 to 5, and 6 or not");
  return {};
}

Result<void> check_names(const std::vector<FileEntry>& files) {
  std::vector<std::string> seen;
  for (const FileEntry& file : files) {
    if (!is_plain_name(file.name)) return reject("FILE_SET", "a file's name is not a plain one");
    if (std::ranges::find(seen, lowered(file.name)) != seen.end())
      return reject("FILE_SET", "two files of one name");
    seen.push_back(lowered(file.name));
  }
  return {};
}

std::uint64_t cap_of(FileRole role) {
  if (role == FileRole::config) return kMostConfigBytes;
  return role == FileRole::catalog ? kMostCatalogBytes : kMostSetBytes;
}

Result<void> check_sizes(const std::vector<FileEntry>& files) {
  std::uint64_t left = kMostSetBytes;
  for (const FileEntry& file : files) {
    if (file.size > cap_of(file.role) || file.size > left)
      return reject("SIZE", "a file, or all of them, too large");
    left -= file.size;
  }
  return {};
}

}  // namespace

Result<void> check_files(const std::vector<FileEntry>& files) {
  TRY(check_order(files));
  TRY(check_roles(files));
  TRY(check_names(files));
  return check_sizes(files);
}

}  // namespace tocsin
