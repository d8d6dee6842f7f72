// The signed documents of a set. The numbers are those of the order of proof.
#include "schema/trust/document.h"

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

Position take_position(ByteReader& in) {
  Position position;
  position.epoch = in.u32();
  position.serial = in.u64();
  return position;
}

}  // namespace

Result<Document> decode_document(std::string_view payload, Role role) {
  ByteReader in(payload);
  TRY(take_payload_head(in, role));
  Document document;
  document.product = in.take(in.u16());
  document.root_version = in.u64();
  document.position = take_position(in);
  document.issued = in.u64();
  if (role == Role::programs) {
    document.platform = in.take(in.u8());
  } else {
    document.expires = in.u64();
    document.programs_from = take_position(in);
  }
  const std::uint8_t count = in.u8();
  for (std::uint8_t i = 0; i < count && in.ok(); ++i) document.files.push_back(take_file(in));
  TRY(in.finish(role == Role::programs ? "a programs document" : "a notices document"));
  return document;
}

// Signatures.
namespace {

Result<SignedDocument> read_signed(std::string_view bytes, Role role, const Root& newest,
                                   std::string_view product) {
  Envelope envelope = TRY(split_envelope(bytes));  // 5
  const Keyset* ring = &newest.block(role).keys;
  TRY(check_signatures(envelope, role, {&ring, 1}));                 // 8
  Document document = TRY(decode_document(envelope.payload, role));  // fields are read only now
  if (!product.empty() && document.product != product) return reject("PRODUCT", "another product");
  if (document.root_version > newest.version) return reject("ROOT_TOO_OLD", "its signers had a newer root");
  if (document.position.epoch != newest.block(role).epoch)
    return reject("EPOCH", "it is not of the root's epoch");
  const Digest payload_hash = sha256(envelope.payload);
  return SignedDocument{role, std::move(envelope), std::move(document), payload_hash};
}

/// 7. The newest root has not expired when the run began.
Result<void> check_root_freshness(const Root& newest, std::optional<Instant> start) {
  if (!start || to_unix(*start) < newest.expires) return {};
  return reject("ROOT_EXPIRED", "the newest root expired " + format_instant(to_instant(newest.expires)));
}

Result<Root> newest_root(const Sections& sections, const TrustedRoots& trusted, std::string_view product,
                         std::optional<Instant> start) {
  Root newest = TRY(climb_chain(sections.roots, trusted, product));  // 6
  TRY(check_root_freshness(newest, start));                          // 7
  return newest;
}

}  // namespace

Result<SignedDocument> authenticate_document(std::string_view envelope, Role role, const Root& newest,
                                             std::string_view product) {
  return TRY_IN(read_signed(envelope, role, newest, product), role_name(role));
}

Result<SignedSet> authenticate(std::string_view scf, const TrustedRoots& trusted, std::string_view product,
                               std::optional<Instant> start) {
  Sections sections = TRY(split_sections(scf));  // 5
  SignedSet set;
  set.newest = TRY_IN(newest_root(sections, trusted, product, start), role_name(Role::root));
  if (sections.programs && !set.newest.has_programs())
    return reject("SECTIONS", "programs, though the root has no keys for them");
  if (sections.programs)
    set.programs = TRY(authenticate_document(*sections.programs, Role::programs, set.newest, product));
  set.notices = TRY(authenticate_document(sections.notices, Role::notices, set.newest, product));
  set.roots = std::move(sections.roots);
  return set;
}

ProofDemand demand_of(const Brand& brand, Instant start) {
  ProofDemand demand;
  demand.product = brand.product;
  demand.platform = brand.platform;
  demand.names = file_names(brand);
  demand.programs_floor = brand.programs_floor;
  demand.notices_floor = brand.notices_floor;
  demand.start = start;
  return demand;
}

// Files.
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
  return lower_case != kScfName && !is_device_name(lower_case);
}

Result<void> check_order(const std::vector<FileEntry>& files) {
  for (std::size_t i = 1; i < files.size(); ++i) {
    if (!(files[i - 1].role < files[i].role)) return reject("FILE_ORDER", "roles must ascend");
  }
  return {};
}

/// Programs: notifier, dialog, control and, or not, the updater. Notices: config and catalog.
Result<void> check_roles(const std::vector<FileEntry>& files, Role role) {
  using enum FileRole;
  std::vector<FileRole> wanted = {config, catalog};
  if (role == Role::programs) wanted = {notifier, dialog, control};
  if (role == Role::programs && !files.empty() && files.back().role == updater) wanted.push_back(updater);
  if (!std::ranges::equal(files, wanted, {}, &FileEntry::role))
    return reject("FILE_SET", "not the files of this document");
  return {};
}

/// The brand's name is the only one. Where none is demanded, it is at least a plain one.
Result<void> check_names(const std::vector<FileEntry>& files, const FileNames& names) {
  for (const FileEntry& file : files) {
    const std::string& expected = names.at(static_cast<std::size_t>(file.role) - 1);
    if (!is_plain_name(file.name)) return reject("FILE_SET", "a file's name is not a plain one");
    if (!expected.empty() && file.name != expected)
      return reject("FILE_SET", "a file is named " + file.name + ", not " + expected);
  }
  return {};
}

Result<void> check_sizes(const std::vector<FileEntry>& files) {
  std::uint64_t left = kMostSetBytes;
  for (const FileEntry& file : files) {
    if (file.size > most_bytes(file.role) || file.size > left)
      return reject("SIZE", "a file, or all of them, too large");
    left -= file.size;
  }
  return {};
}

Result<void> check_files(const std::vector<FileEntry>& files, Role role, const FileNames& names) {
  TRY(check_order(files));
  TRY(check_roles(files, role));
  TRY(check_names(files, names));
  return check_together(files);
}

Result<void> check_fields(const SignedDocument& found, const Root& newest, const ProofDemand& demand) {
  const Document& document = found.document;
  const bool is_programs = found.role == Role::programs;
  if (is_programs && !demand.platform.empty() && document.platform != demand.platform)
    return reject("PLATFORM", "another platform");
  if (document.position.serial < newest.block(found.role).floor)
    return reject("FLOOR", "below the root's floor");
  if (document.position < (is_programs ? demand.programs_floor : demand.notices_floor))
    return reject("FLOOR", "below the compiled floor");
  return check_files(document.files, found.role, demand.names);
}

}  // namespace

Result<void> check_document(const SignedDocument& found, const Root& newest, const ProofDemand& demand) {
  TRY_IN(check_fields(found, newest, demand), role_name(found.role));
  return {};
}

Result<void> check_together(const std::vector<FileEntry>& files) {
  std::vector<std::string> seen;
  for (const FileEntry& file : files) {
    if (std::ranges::find(seen, lowered(file.name)) != seen.end())
      return reject("FILE_SET", "two files of one name");
    seen.push_back(lowered(file.name));
  }
  return check_sizes(files);
}

}  // namespace tocsin
