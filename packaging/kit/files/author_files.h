// Reads an author's own files; every error names the file. Layer: packaging/kit.
#pragma once

#include <string>

#include "schema/core/result.h"
#include "schema/format/catalog/catalog.h"
#include "schema/format/config/config.h"

namespace tocsin {

/// The error, its detail led by the file's name where it does not hold it yet.
[[nodiscard]] Error in_file(Error error, const std::string& path);

/// Errors: those of read_file and parse_catalog.
[[nodiscard]] Result<Catalog> read_catalog_file(const std::string& path, ReadMode mode = ReadMode::strict);

/// Strictly, by this brand's rules. Errors: those of read_file and parse_config.
[[nodiscard]] Result<Config> read_config_file(const std::string& path);

}  // namespace tocsin
