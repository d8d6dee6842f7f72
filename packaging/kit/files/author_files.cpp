#include "packaging/kit/files/author_files.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "packaging/kit/files/author_bytes.h"
#include "schema/core/brand.h"
#include "schema/core/locale/locale.h"
#include "schema/format/limits.h"
#include "schema/platform/files.h"
#include "schema/platform/native_path.h"

namespace tocsin::kit {
namespace {

constexpr std::size_t kFactsBytes = 1U << 20;
constexpr std::size_t kDraftBytes = 2 * limits::kPayloadBytes;

Result<std::vector<std::string>> locales_of(std::string_view list) {
  std::vector<std::string> locales = words_of(list);
  for (auto& locale : locales) {
    auto tag = canonical_tag(locale);
    if (!tag) return fail(Code::invalid_argument, "facts.locale", locale + ": not a language tag");
    locale = *std::move(tag);
  }
  return locales;
}

}  // namespace

Error in_file(Error error, const std::string& path) {
  if (error.detail.find(path) == std::string::npos) {
    error.detail = path + (error.detail.empty() ? "" : ": " + error.detail);
  }
  return error;
}

Result<Catalog> read_catalog_file(const std::string& path, ReadMode mode) {
  auto bytes = TRY(in_file(read_file(path, limits::kCatalogBytes), path));
  return in_file(parse_catalog(AuthorBytes::of(std::move(bytes)), mode), path);
}

Result<Config> read_config_file(const std::string& path) {
  auto bytes = TRY(in_file(read_file(path, limits::kConfigBytes), path));
  return in_file(parse_config(AuthorBytes::of(std::move(bytes)), brand(), ConfigMode::strict), path);
}

Result<Machine> read_machine(const std::string& path, const std::string& locale_list) {
  const auto json = TRY(in_file(read_file(path, kFactsBytes), path));
  auto facts = TRY(in_file(parse_facts_file(json), path));
  auto locales = locale_list.empty() ? facts->locales() : TRY(locales_of(locale_list));
  return Machine{utf8_path(native_path(path).stem()), std::move(facts), std::move(locales)};
}

Result<std::vector<std::string>> machine_files(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code failed;
  for (std::filesystem::directory_iterator entry(native_path(folder), failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (entry->path().extension() == ".json") paths.push_back(utf8_path(entry->path()));
  }
  if (failed) return fail(Code::io, "facts.folder", folder + ": " + failed.message());
  if (paths.empty()) return fail(Code::not_found, "facts.folder", folder + ": no .json file in it");
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words(1);
  for (const char c : list) {
    if (c != ',' && c != ' ') {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

Result<std::string> read_draft(const std::string& path) {
  return in_file(read_file(path, kDraftBytes), path);
}

Result<void> write_draft(const std::string& path, std::string_view bytes) {
  constexpr unsigned kForAll = 0644;
  return in_file(replace_file(path, bytes, kForAll), path);
}

}  // namespace tocsin::kit
