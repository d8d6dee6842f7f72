// What a tally reads of one receipt. Layer: packaging/kit. Reads no file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin {

/// The fields that are counted; every other field of the receipt is left out.
struct TallyEvent {
  std::string source, id, message, outcome, actor, time, locale, os, client;
  std::uint32_t revision = 0;
};

/// Reads one line of NDJSON without building a tree of it.
///
/// Shape:  `event` is used again from line to line, so that its texts need no new memory; after a fault its
///         content is unspecified. Of a field that occurs twice the last one counts. An actor or a
///         time that is missing, no text or too long is the empty text.
/// Errors: empty, or why the line is no receipt, for a person.
[[nodiscard]] std::string read_event(std::string_view line, TallyEvent& event);

}  // namespace tocsin
