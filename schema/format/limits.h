// Every limit of the formats, in one place. Those of files are in schema/core/set_layout.h.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tocsin::limits {

inline constexpr std::size_t kMessages = 4096;
inline constexpr std::size_t kDepth = 16;             // elements, the root counted
inline constexpr std::size_t kAttributes = 32;        // an element
inline constexpr std::size_t kAttributeBytes = 4096;  // as written, before entities are decoded
inline constexpr std::size_t kConditions = 64;        // a message, `when` itself not counted
inline constexpr std::size_t kTexts = 40;             // a message
inline constexpr std::size_t kBodyBytes = 16u << 10;  // a text's body, decoded
inline constexpr std::size_t kBodyLines = 200;
inline constexpr std::size_t kTitleCodePoints = 120;
inline constexpr std::size_t kReferenceCodePoints = 40;
inline constexpr std::size_t kValueCodePoints = 64;  // a word of a component condition's `value`
inline constexpr std::int64_t kLifetimeDays = 1100;  // not-before to expires

}  // namespace tocsin::limits
