// Catalogs for the parser's tests: the smallest good one, and doors to the files of tests/data. Tests only.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "schema/format/catalog/catalog.h"

namespace tocsin::samples {

/// A catalog of these children, strict unless they are not.
[[nodiscard]] std::string catalog(std::string_view children);
/// A message that strict reading accepts; `attributes` and `children` are added to, or replace, its own.
[[nodiscard]] std::string message(std::string_view id, std::string_view attributes = {},
                                  std::string_view when = {});
/// A message with one text whose body is this.
[[nodiscard]] std::string message_with_body(std::string_view body);
/// A message with one link; `href` is escaped already.
[[nodiscard]] std::string message_with_link(std::string_view href);

/// Whether an attribute of XML can hold the text and gives it back as it is: no controls, no blank at an end.
[[nodiscard]] bool is_plain_attribute(std::string_view text);

[[nodiscard]] Result<Catalog> read(std::string bytes, ReadMode mode);
/// The rule that strict reading names; empty when it accepts.
[[nodiscard]] std::string strict_rule(std::string bytes);
/// In client reading: "ok", the fault of the only message, or "refused:" and the rule of the whole.
[[nodiscard]] std::string client_rule(std::string bytes);

[[nodiscard]] std::string file(const std::filesystem::path& path);
/// Every file of tests/data/FOLDER, sorted.
[[nodiscard]] std::vector<std::filesystem::path> files(std::string_view folder);

}  // namespace tocsin::samples
