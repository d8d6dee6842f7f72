// A realistic catalog of any number of messages, for the parser's measurements. Tests only.
#pragma once

#include <cstddef>
#include <string>

namespace tocsin::bench {

/// A catalog that strict reading accepts: conditions of every kind, three languages (one not ASCII), lists
/// and links; no two messages are alike, about 2 KiB each. The same bytes at every call.
[[nodiscard]] std::string catalog_of(std::size_t messages);

}  // namespace tocsin::bench
