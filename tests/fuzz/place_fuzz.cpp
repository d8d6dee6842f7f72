// A value in a product's own INI or XML file: never a crash; from INI the answer is of one line, from XML
// collapsed. Input: the place, a line end, the file.
#include "notifier/facts/sources/file_values.h"

#include "schema/core/text/text.h"
#include "schema/format/catalog/source_grammar.h"
#include "tests/fuzz/fuzz.h"

namespace tocsin::fuzz {
namespace {

void run(std::string_view input) {
  const std::string_view place = take_line(input);
  const auto value = config_value(input, place);
  if (!value || !*value) return;
  expect(place.starts_with('/') || input.find('\0') == std::string_view::npos, "INI is text in bytes");
  if (place.starts_with('/')) expect(collapsed(**value) == **value, "an XML value is collapsed");
  if (place.starts_with('['))
    expect((*value)->find('\n') == std::string::npos, "an INI value is of one line");
}

const Registered kRegistered("place", run);

}  // namespace
}  // namespace tocsin::fuzz
