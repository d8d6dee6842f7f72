// How much reading a catalog and evaluating it cost beside pugixml's own parse of the same bytes. Prints two
// tables; asserts nothing. Run by hand: parse_bench [REPEATS]
#include <malloc.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "notifier/evaluate/evaluate.h"
#include "packaging/kit/author_bytes.h"
#include "schema/format/catalog.h"
#include "schema/format/limits.h"
#include "tests/bench/parse_catalog.h"
#include "tests/bench/parse_machine.h"

namespace {

using Clock = std::chrono::steady_clock;

/// kept: what one run frees the next one finds again. fresh: every page comes from the system, as it does for
/// a program that reads one catalog and ends.
enum class Memory { kept, fresh };

/// Milliseconds of one round over the same bytes, freeing included.
struct Round {
  double library = 0, hash = 0, strict = 0, client = 0, evaluate = 0;
  [[nodiscard]] double ratio() const { return (client + evaluate) / library; }
};

template <typename Run>
double ms_of(Run run) {
  const auto start = Clock::now();
  run();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// `run` on a fresh copy of `text`, which is not measured.
template <typename Run>
double ms_on(const std::string& text, Memory memory, Run run) {
  if (memory == Memory::fresh) malloc_trim(0);
  std::string copy = text;
  return ms_of([&] { run(std::move(copy)); });
}

void parse_by_library(std::string text) {
  pugi::xml_document tree;
  if (!tree.load_buffer_inplace(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8))
    std::abort();
}

void hash(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) std::abort();
}

tocsin::Catalog parse_by_us(std::string text, tocsin::ReadMode mode) {
  auto catalog = tocsin::parse_catalog(tocsin::AuthorBytes::of(std::move(text)), mode);
  if (!catalog) std::abort();
  return std::move(*catalog);
}

// As a reader's machine does it, at a moment when every message counts.
void evaluate(const tocsin::Catalog& catalog) {
  tocsin::bench::Machine machine;
  const auto now = tocsin::parse_instant("2026-12-15T08:00:00Z").value();
  const auto verdicts = tocsin::evaluate(catalog, machine, now, tocsin::bench::kLocales, {}, {});
  if (std::none_of(verdicts.begin(), verdicts.end(), [](const auto& one) { return one.due(); })) std::abort();
}

Round round_over(const std::string& text, Memory memory) {
  using enum tocsin::ReadMode;
  Round round;
  round.library = ms_on(text, memory, parse_by_library);
  round.hash = ms_of([&] { hash(text); });
  round.strict = ms_on(text, memory, [](std::string s) { parse_by_us(std::move(s), strict); });
  round.client = ms_on(text, memory, [](std::string s) { parse_by_us(std::move(s), client); });
  if (memory == Memory::fresh) malloc_trim(0);
  const tocsin::Catalog catalog = parse_by_us(text, client);
  round.evaluate = ms_of([&] { evaluate(catalog); });
  return round;
}

template <typename Figure>
double median(const std::vector<Round>& rounds, Figure figure) {
  std::vector<double> values;
  for (const Round& round : rounds) values.push_back(figure(round));
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void print_row(std::size_t messages, Memory memory, int repeats) {
  const std::string text = tocsin::bench::catalog_of(messages);
  std::vector<Round> rounds;
  for (int i = 0; i < repeats; ++i) rounds.push_back(round_over(text, memory));
  const auto print = [&](auto figure) { std::printf(" %10.3f", median(rounds, figure)); };
  std::printf("%8zu %9zu", messages, text.size());
  print([](const Round& r) { return r.library; });
  print([](const Round& r) { return r.hash; });
  print([](const Round& r) { return r.strict; });
  print([](const Round& r) { return r.client; });
  print([](const Round& r) { return r.evaluate; });
  print(
      [messages](const Round& r) { return 1000 * (r.client + r.evaluate) / static_cast<double>(messages); });
  print([](const Round& r) { return r.ratio(); });
  std::printf("\n");
}

void print_table(Memory memory, int repeats) {
  std::printf("%s\n", memory == Memory::kept ? "memory kept from run to run" : "memory fresh for every run");
  std::printf("%8s %9s %10s %10s %10s %10s %10s %10s %10s\n", "messages", "bytes", "pugixml ms", "sha256 ms",
              "strict ms", "client ms", "eval ms", "us/message", "ratio");
  for (std::size_t messages = 1; messages <= tocsin::limits::kMessages; messages *= 4)
    print_row(messages, memory, repeats);
}

}  // namespace

// ratio: (client + eval) / pugixml, median of the rounds' own.
int main(int argc, char** argv) {
  const int repeats = argc > 1 ? std::atoi(argv[1]) : 31;
  if (repeats < 1) return 2;
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  print_table(Memory::kept, repeats);
  print_table(Memory::fresh, repeats);
  return 0;
}
