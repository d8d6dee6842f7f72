// Standard output and standard error.
#include "notifier/control/output.h"

#include <cstdio>

#include "schema/core/brand.h"
#include "schema/core/text/text.h"

namespace tocsin::control {

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

std::string json_text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void complain(std::string_view text) {
  const std::string line = std::string(brand().control_link) + ": " + one_line(text) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void complain(const Error& error) {
  complain(describe(error));
}

int failed(const Error& error) {
  complain(error);
  return exit_code(error.code);
}

std::string one_line(std::string_view text) {
  constexpr std::size_t kCodePoints = 2000;
  return sanitised(collapsed(text), kCodePoints);
}

}  // namespace tocsin::control
