// How much reading a catalog costs beside pugixml's own parse of the same bytes. Prints a table; asserts nothing.
// Run by hand: parse_bench [REPEATS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "packaging/kit/author_bytes.h"
#include "schema/format/catalog.h"
#include "schema/format/limits.h"
#include "tests/bench/parse_catalog.h"

namespace {

using Clock = std::chrono::steady_clock;

/// Median milliseconds of `run`, each time on a fresh copy of `text`; copying is not measured, freeing is.
template <typename Run>
double median_ms(const std::string& text, int repeats, Run run) {
  std::vector<double> times;
  for (int i = 0; i < repeats; ++i) {
    std::string copy = text;
    const auto start = Clock::now();
    run(std::move(copy));
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::nth_element(times.begin(), times.begin() + repeats / 2, times.end());
  return times[static_cast<std::size_t>(repeats / 2)];
}

void parse_by_library(std::string text) {
  pugi::xml_document tree;
  if (!tree.load_buffer_inplace(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8)) std::abort();
}

void parse_by_us(std::string text, tocsin::ReadMode mode) {
  if (!tocsin::parse_catalog(tocsin::AuthorBytes::of(std::move(text)), mode)) std::abort();
}

void print_row(std::size_t messages, int repeats) {
  const std::string text = tocsin::bench::catalog_of(messages);
  const double library = median_ms(text, repeats, parse_by_library);
  const double strict =
      median_ms(text, repeats, [](std::string s) { parse_by_us(std::move(s), tocsin::ReadMode::strict); });
  const double client =
      median_ms(text, repeats, [](std::string s) { parse_by_us(std::move(s), tocsin::ReadMode::client); });
  std::printf("%8zu %10zu %12.3f %12.3f %12.3f %8.2f %8.2f\n", messages, text.size(), library, strict, client,
              strict / library, client / library);
}

}  // namespace

int main(int argc, char** argv) {
  const int repeats = argc > 1 ? std::atoi(argv[1]) : 31;
  if (repeats < 1) return 2;
  std::printf("%8s %10s %12s %12s %12s %8s %8s\n", "messages", "bytes", "pugixml ms", "strict ms", "client ms",
              "ratio", "ratio");
  for (std::size_t messages = 1; messages <= tocsin::limits::kMessages; messages *= 4) print_row(messages, repeats);
  return 0;
}
