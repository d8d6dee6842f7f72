// The policy file's lines. Layer: platform. Knows the form, not the names.
#include "schema/platform/lines.h"
#include "schema/platform/policy_values.h"

namespace tocsin {

void read_policy_text(std::string_view text, PolicyScope scope, const std::string& path, PolicyReader& into) {
  text = without_byte_order_mark(text);
  for (int number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    if (line.empty() || line.front() == '#') continue;
    std::string source = path + ':' + std::to_string(number);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) {
      into.add_ignored(line, {}, std::move(source), "no Name=value");
    } else {
      into.add(scope, trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)), std::move(source));
    }
  }
}

}  // namespace tocsin
