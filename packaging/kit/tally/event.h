// Reads one receipt for the tally. Reads no file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin::kit {

/// The fields that are counted. Other fields of the receipt are ignored.
struct TallyEvent {
  std::string source, id, message, outcome, actor, time, locale, os, client;
  std::uint32_t revision = 0;
};

/// Reads one line of NDJSON without building a tree.
///
/// Shape:  `event` can be reused for the next line, so that its texts need no new memory; after an error its
///         content is unspecified. If a field occurs twice, the last one counts. An actor or a
///         time that is missing, not a text or too long becomes the empty text.
/// Errors: empty, or why the line is not a receipt, for a person.
[[nodiscard]] std::string read_event(std::string_view line, TallyEvent& event);

}  // namespace tocsin::kit
