// See facts_folder.h.
#include "packaging/kit/files/facts_folder.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "packaging/kit/files/author_files.h"
#include "packaging/kit/files/word_list.h"
#include "schema/core/locale/locale.h"
#include "schema/platform/durable_file.h"
#include "schema/platform/native_path.h"

namespace tocsin {
namespace {

constexpr std::size_t kFactsBytes = 1U << 20;

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

Result<Machine> read_machine(const std::string& path, const std::string& locale_list) {
  const auto json = read_file(path, kFactsBytes);
  if (!json) return Failure(json.error());
  auto facts = parse_facts_file(*json);
  if (!facts) return Failure(in_file(std::move(facts).error(), path));
  auto locales =
      locale_list.empty() ? Result<std::vector<std::string>>((*facts)->locales()) : locales_of(locale_list);
  if (!locales) return Failure(std::move(locales).error());
  return Machine{utf8_path(native_path(path).stem()), *std::move(facts), *std::move(locales)};
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

}  // namespace tocsin
