// See author_files.h.
#include "packaging/kit/files/author_files.h"

#include <utility>

#include "packaging/kit/files/author_bytes.h"
#include "schema/core/brand.h"
#include "schema/format/limits.h"
#include "schema/platform/durable_file.h"

namespace tocsin {

Error in_file(Error error, const std::string& path) {
  if (error.detail.find(path) == std::string::npos) {
    error.detail = path + (error.detail.empty() ? "" : ": " + error.detail);
  }
  return error;
}

Result<Catalog> read_catalog_file(const std::string& path, ReadMode mode) {
  auto bytes = read_file(path, limits::kCatalogBytes);
  if (!bytes) return Failure(std::move(bytes).error());
  auto catalog = parse_catalog(AuthorBytes::of(*std::move(bytes)), mode);
  if (!catalog) return Failure(in_file(std::move(catalog).error(), path));
  return catalog;
}

Result<Config> read_config_file(const std::string& path) {
  auto bytes = read_file(path, limits::kConfigBytes);
  if (!bytes) return Failure(std::move(bytes).error());
  auto config = parse_config(AuthorBytes::of(*std::move(bytes)), brand(), ConfigMode::strict);
  if (!config) return Failure(in_file(std::move(config).error(), path));
  return config;
}

}  // namespace tocsin
