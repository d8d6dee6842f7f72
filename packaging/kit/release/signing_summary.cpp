#include "packaging/kit/release/signing_summary.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "packaging/kit/files/any_file.h"
#include "packaging/kit/files/author_bytes.h"
#include "packaging/kit/release/notice_changes.h"
#include "schema/core/brand.h"
#include "schema/core/instant.h"
#include "schema/core/text/text.h"
#include "schema/format/config/config.h"
#include "schema/trust/digest.h"
#include "schema/trust/signature.h"

namespace tocsin {
namespace {

constexpr std::size_t kTextCodePoints = 200;

std::string shown(std::string_view text) {
  return sanitised(text, kTextCodePoints);
}

std::string field(std::string_view name, const std::string& value) {
  std::string line = "  " + std::string(name);
  line.resize(std::max<std::size_t>(line.size() + 1, 14), ' ');
  return line + value + '\n';
}

/// "3", or "3 (was 2)".
template <typename T>
std::string against(const T& value, const T* before) {
  const std::string text = std::to_string(value);
  return before == nullptr || *before == value ? text : text + " (was " + std::to_string(*before) + ")";
}

bool holds(const Keyset& ring, std::string_view key) {
  return std::ranges::find(ring.keys, key) != ring.keys.end();
}

std::string key_lines(const Keyset& ring, const Keyset* before) {
  std::string lines;
  const auto add = [&lines](std::string_view what, std::string_view key) {
    lines += field("  " + std::string(what), hex(key_id(key)));
  };
  for (const std::string_view key : ring.keys) {
    add(before == nullptr || !holds(*before, key) ? "added" : "kept", key);
  }
  if (before == nullptr) return lines;
  for (const std::string_view key : before->keys) {
    if (!holds(ring, key)) add("REMOVED", key);
  }
  return lines;
}

/// "2 of 3 keys"
std::string ring_text(const Keyset& ring, const Keyset* before) {
  const std::uint8_t* threshold = before == nullptr ? nullptr : &before->threshold;
  return against(ring.threshold, threshold) + " of " + std::to_string(ring.keys.size()) + " keys";
}

std::string role_lines(std::string_view name, const RoleBlock& block, const RoleBlock* before) {
  const Keyset* keys = before == nullptr ? nullptr : &before->keys;
  return field(name, ring_text(block.keys, keys) + ", epoch " +
                         against(block.epoch, before == nullptr ? nullptr : &before->epoch) + ", floor " +
                         against(block.floor, before == nullptr ? nullptr : &before->floor)) +
         key_lines(block.keys, keys);
}

std::string time_text(std::uint64_t unix_seconds) {
  return format_instant(to_instant(unix_seconds));
}

std::string digest_line(const Envelope& envelope) {
  return field("SHA-256", document_digest(envelope));
}

/// "programs 1.7 of example.messenger for linux-x86_64", and what of the fields both roles have.
std::string head_of(const DocumentFile& draft, const DocumentFile* previous) {
  std::string line(role_name(draft.role));
  line += ' ' + format_position(draft.document.position) + " of " + shown(draft.document.product);
  if (draft.role == Role::programs) line += " for " + shown(draft.document.platform);
  line += '\n';
  if (previous != nullptr) line += field("after", format_position(previous->document.position));
  return line + field("issued", time_text(draft.document.issued));
}

std::string file_line(const FileEntry& file, const DocumentFile* previous) {
  std::string line =
      shown(file.name) + ", " + std::to_string(file.size) + " bytes, " + hex(as_view(file.sha256));
  if (previous != nullptr) {
    const auto old = std::ranges::find(previous->document.files, file.role, &FileEntry::role);
    if (old != previous->document.files.end() && old->sha256 == file.sha256) line += ", as before";
  }
  return field(file_role_name(file.role), line);
}

std::string file_lines(const DocumentFile& draft, const DocumentFile* previous) {
  std::string lines;
  for (const FileEntry& file : draft.document.files) lines += file_line(file, previous);
  return lines;
}

std::string list_text(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string outcomes_text(const Config& config) {
  std::string text = config.send_displayed ? "displayed" : "";
  if (config.send_acknowledged) text += text.empty() ? "acknowledged" : " acknowledged";
  return text.empty() ? "none" : text;
}

/// The settings by name, as a client reads them.
std::vector<std::pair<std::string_view, std::string>> settings_of(const Config& config) {
  return {{"ReceiptUrl", config.receipt_url},
          {"ReceiptOutcomes", outcomes_text(config)},
          {"MaxNoticesPerLogon", std::to_string(config.max_notices_per_logon)},
          {"LinkHosts", list_text(config.link_hosts)},
          {"SupportUrl", config.support_url}};
}

Result<Config> read_config(const DocumentFile& file, ConfigMode mode) {
  return parse_config(AuthorBytes::of(std::string(file.file(FileRole::config))), brand(), mode);
}

Result<std::string> setting_lines(const DocumentFile& draft, const DocumentFile* previous) {
  const auto fresh = settings_of(TRY(read_config(draft, ConfigMode::client)));
  const auto old =
      previous == nullptr ? decltype(fresh)() : settings_of(TRY(read_config(*previous, ConfigMode::client)));
  std::string lines;
  for (std::size_t k = 0; k < fresh.size(); ++k) {
    if (old.empty()) {
      lines += field("setting", std::string(fresh[k].first) + " = " + shown(fresh[k].second));
    } else if (old[k].second != fresh[k].second) {
      lines += field("setting", std::string(fresh[k].first) + " = " + shown(fresh[k].second) + " (was " +
                                    shown(old[k].second) + ")");
    }
  }
  return lines;
}

}  // namespace

std::string document_digest(const Envelope& envelope) {
  return hex(as_view(sha256(envelope.payload)));
}

std::string root_summary(const Root& root, const Root* previous) {
  const Keyset* keys = previous == nullptr ? nullptr : &previous->root_keys;
  return "root " + std::to_string(root.version) + " of " + shown(root.product) + '\n' +
         field("issued", time_text(root.issued)) + field("expires", time_text(root.expires)) +
         field("root", ring_text(root.root_keys, keys)) + key_lines(root.root_keys, keys) +
         role_lines("programs", root.programs, previous == nullptr ? nullptr : &previous->programs) +
         role_lines("notices", root.notices, previous == nullptr ? nullptr : &previous->notices) +
         digest_line(root.envelope);
}

std::string programs_summary(const DocumentFile& draft, const DocumentFile* previous) {
  return head_of(draft, previous) + file_lines(draft, previous) + digest_line(draft.envelope);
}

Result<std::string> notices_summary(const DocumentFile& draft, const DocumentFile* previous) {
  std::string text = head_of(draft, previous) + field("expires", time_text(draft.document.expires)) +
                     field("programs", "from " + format_position(draft.document.programs_from)) +
                     file_lines(draft, previous);
  text += TRY(setting_lines(draft, previous));
  text += TRY(notice_changes(draft.file(FileRole::catalog),
                             previous == nullptr ? std::string_view() : previous->file(FileRole::catalog)));
  return text + digest_line(draft.envelope);
}

}  // namespace tocsin
