// A catalog's model written as a document again, so that two readings can be compared and read once more.
#pragma once

#include <string>

#include "schema/format/catalog/catalog.h"

namespace tocsin::fuzz {

/// Every field and every body; for catalogs whose messages have no fault.
[[nodiscard]] std::string catalog_xml(const Catalog& catalog);

}  // namespace tocsin::fuzz
