// What hashing, reading and evaluating a catalog cost beside pugixml's own parse of the same bytes, each page
// fresh from the system, as for a program that reads one catalog and ends. In time of the processor: what
// other programs take meanwhile is nobody's cost. Asserts nothing.
//   parse_bench ROUNDS             a line a round and size: size, bytes, then milliseconds of pugixml's
//   parse,
//                                  of the hash, of our parse, of the evaluation
//   parse_bench profile MESSAGES   pugixml's parse, ours and the evaluation, once each, for a profiler;
//   prints
//                                  the fresh pages that each took
#include <malloc.h>
#include <openssl/evp.h>
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/decide/evaluate.h"
#include "packaging/kit/files/author_bytes.h"
#include "schema/format/catalog/catalog.h"
#include "schema/format/limits.h"
#include "tests/bench/parse/parse_catalog.h"
#include "tests/bench/parse/parse_machine.h"

namespace {

constexpr std::array<std::size_t, 16> kSizes{1,   2,   4,   8,   16,   32,   64,   128,
                                             256, 384, 512, 768, 1024, 2048, 3072, tocsin::limits::kMessages};

double ms_now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

template <typename Run>
double ms_of(Run run) {
  const double start = ms_now();
  run();
  return ms_now() - start;
}

/// `run` on a copy of `text`, which is not measured; what it frees is in the figure.
template <typename Run>
double ms_on(const std::string& text, Run run) {
  malloc_trim(0);
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

tocsin::Catalog parse_by_us(std::string text) {
  auto catalog = tocsin::parse_catalog(tocsin::AuthorBytes::of(std::move(text)), tocsin::ReadMode::client);
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

struct Times {
  double library = 0, hashed = 0, parsed = 0, evaluated = 0;
};

void add_run(Times& times, const std::string& text) {
  times.library += ms_on(text, parse_by_library);
  times.hashed += ms_of([&] { hash(text); });
  times.parsed += ms_on(text, [](std::string copy) { parse_by_us(std::move(copy)); });
  malloc_trim(0);
  const tocsin::Catalog catalog = parse_by_us(text);
  times.evaluated += ms_of([&] { evaluate(catalog); });
}

void print_round(std::size_t messages, const std::string& text) {
  constexpr std::size_t kLeast = 128;  // messages a round, so that the clock is no part of it
  const std::size_t runs = std::max<std::size_t>(1, kLeast / messages);
  Times times;
  for (std::size_t i = 0; i < runs; ++i) add_run(times, text);
  const auto mean = [runs](double sum) { return sum / static_cast<double>(runs); };
  std::printf("%zu %zu %.5f %.5f %.5f %.5f\n", messages, text.size(), mean(times.library), mean(times.hashed),
              mean(times.parsed), mean(times.evaluated));
}

long page_faults() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt;
}

template <typename Run>
long pages_of(const std::string& text, Run run) {
  malloc_trim(0);
  std::string copy = text;
  const long before = page_faults();
  run(std::move(copy));
  return page_faults() - before;
}

int profile(std::size_t messages) {
  const std::string text = tocsin::bench::catalog_of(messages);
  const long by_library = pages_of(text, parse_by_library);
  const long by_us = pages_of(text, [](std::string copy) { evaluate(parse_by_us(std::move(copy))); });
  std::printf("fresh pages: pugixml's parse %ld, ours with evaluation %ld\n", by_library, by_us);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  if (argc == 3 && std::string_view(argv[1]) == "profile") return profile(std::strtoul(argv[2], nullptr, 10));
  const long rounds = argc == 2 ? std::strtol(argv[1], nullptr, 10) : 0;
  if (rounds < 1) return 2;
  std::vector<std::string> texts;
  std::transform(kSizes.begin(), kSizes.end(), std::back_inserter(texts), tocsin::bench::catalog_of);
  for (long round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < kSizes.size(); ++i) print_round(kSizes[i], texts[i]);
  }
  return 0;
}
