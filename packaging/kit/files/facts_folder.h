// The machines an author asks about: facts files, one or a folder of them. Layer: packaging/kit.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "notifier/facts/file.h"
#include "schema/core/result.h"

namespace tocsin {

struct Machine {
  std::string name;  // the file's, without folder and extension
  std::unique_ptr<FileFacts> facts;
  std::vector<std::string> locales;  // the reader's, best first
};

/// Shape:  `locale_list` ("de-CH,en") stands in for the file's own languages; empty: those.
/// Errors: those of read_file; malformed, naming file and key; invalid_argument for a word of the list that
///         is no tag.
[[nodiscard]] Result<Machine> read_machine(const std::string& path, const std::string& locale_list);

/// The paths of the folder's .json files, sorted. Errors: io; not_found where there is none.
[[nodiscard]] Result<std::vector<std::string>> machine_files(const std::string& folder);

}  // namespace tocsin
