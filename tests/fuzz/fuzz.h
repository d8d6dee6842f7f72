// A fuzz target: bytes of any kind go to one parser, and what must hold of the outcome is checked. Layer:
// tests. libfuzzer.cpp runs the one target that is linked, replay.cpp all of them over files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::fuzz {

using Target = void (*)(std::string_view input);

/// One object of this a target, at namespace scope; `name` is that of its folder of inputs.
class Registered {
 public:
  Registered(const char* name, Target target);
};

struct Entry {
  std::string_view name;
  Target run;
};
[[nodiscard]] const std::vector<Entry>& entries();

/// Ends the process with `what` unless it holds: libFuzzer keeps the input, the replay says which file it
/// was.
void expect(bool holds, std::string_view what);

/// The next line, without its end; `text` becomes what follows it.
[[nodiscard]] std::string_view take_line(std::string_view& text);
/// Every line.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);

/// A file of the source tree.
[[nodiscard]] std::string source_file(std::string_view path);

}  // namespace tocsin::fuzz
