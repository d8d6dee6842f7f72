// The list of files in a release: roles, names, sizes. See release.h.
#include <algorithm>
#include <array>
#include <string>

#include "schema/trust/rejection.h"
#include "schema/trust/release.h"

namespace tocsin {
namespace {

constexpr bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '-' || c == ' ';
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

/// Windows opens these devices whatever the folder and the suffix.
bool is_device_name(const std::string& lowered) {
  constexpr std::array<std::string_view, 6> kDevices = {"con", "prn", "aux", "nul", "com", "lpt"};
  const std::string stem = lowered.substr(0, lowered.find_first_of(". "));
  const bool numbered = stem.size() == 4 && stem[3] >= '0' && stem[3] <= '9';
  const auto found = std::ranges::find(kDevices, std::string_view(stem).substr(0, 3));
  if (found == kDevices.end()) return false;
  return stem.size() == 3 || (numbered && found - kDevices.begin() >= 4);
}

/// One plain name in one folder, on either system, and none that the set's own framing uses.
bool is_plain_name(std::string_view name) {
  if (name.empty() || !std::ranges::all_of(name, is_name_character)) return false;
  if (name.front() == '.' || name.front() == ' ' || name.back() == '.' || name.back() == ' ') return false;
  const std::string lowered = lower(name);
  return lowered != "scf.dat" && !is_device_name(lowered);
}

Result<void> check_order(const std::vector<FileEntry>& files) {
  for (std::size_t i = 1; i < files.size(); ++i) {
    if (!(files[i - 1].role < files[i].role)) return reject("FILE_ORDER", "roles must ascend");
  }
  return {};
}

/// Roles ascend, so five of them within 1..5 are each of the five.
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
    if (std::ranges::find(seen, lower(file.name)) != seen.end())
      return reject("FILE_SET", "two files of one name");
    seen.push_back(lower(file.name));
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
  if (auto order = check_order(files); !order) return order;
  if (auto roles = check_roles(files); !roles) return roles;
  if (auto names = check_names(files); !names) return names;
  return check_sizes(files);
}

}  // namespace tocsin
