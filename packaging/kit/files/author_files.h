// Reads and writes the files that an author names on a command line. Every error names the file.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/facts/file.h"
#include "schema/core/result.h"
#include "schema/format/catalog/catalog.h"
#include "schema/format/config/config.h"

namespace tocsin::kit {

/// The same error. Its detail begins with the file's name, unless it holds the name already.
[[nodiscard]] Error in_file(Error error, const std::string& path);
template <typename T>
[[nodiscard]] Result<T> in_file(Result<T> result, const std::string& path) {
  if (!result) return fail(in_file(std::move(result).error(), path));
  return result;
}

/// Errors: those of read_file and parse_catalog.
[[nodiscard]] Result<Catalog> read_catalog_file(const std::string& path, ReadMode mode = ReadMode::strict);

/// Strictly, by this brand's rules. Errors: those of read_file and parse_config.
[[nodiscard]] Result<Config> read_config_file(const std::string& path);

/// A machine that an author asks about.
struct Machine {
  std::string name;  // the file's, without folder and extension
  std::unique_ptr<FileFacts> facts;
  std::vector<std::string> locales;  // the reader's, best first
};

/// Reads a facts file.
///
/// Shape:  `locale_list` ("de-CH,en") replaces the languages of the file; empty: those of the file.
/// Errors: those of read_file; malformed, naming the key; invalid_argument for a word of the list that is not
///         a language tag.
[[nodiscard]] Result<Machine> read_machine(const std::string& path, const std::string& locale_list);

/// The paths of the folder's .json files, sorted. Errors: io; not_found if there is none.
[[nodiscard]] Result<std::vector<std::string>> machine_files(const std::string& folder);

/// The words of a list, which commas or blanks separate.
[[nodiscard]] std::vector<std::string> words_of(std::string_view list);

/// Any of the kit's own files: root, release, payload, patch. At most the size of a payload and its stub.
[[nodiscard]] Result<std::string> read_draft(const std::string& path);
[[nodiscard]] Result<void> write_draft(const std::string& path, std::string_view bytes);

}  // namespace tocsin::kit
