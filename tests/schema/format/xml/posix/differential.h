// Our strict reading against `xmllint --schema`, document by document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::samples {

/// The rule by which our reading refuses, empty when it accepts.
using Parser = std::string (*)(std::string document);

/// Checks of every document that both accept or both refuse, but for the reasons listed in the source; and
/// that some are accepted.
void compare_with_xmllint(const std::vector<std::string>& documents, std::string_view schema, Parser parse);

}  // namespace tocsin::samples
