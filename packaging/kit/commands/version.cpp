// tocsin version compare|match: compares two versions, or a version with a range, as the notifier does.
#include <iostream>
#include <memory>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "schema/core/version/range.h"

namespace tocsin::kit {
namespace {

struct Options {
  std::string scheme = "dotted";
  std::string first, second;
};

Failure no_version(const char* operation, std::string_view text, Scheme scheme) {
  return fail(
      Code::malformed, operation,
      "'" + std::string(text) + "' is not a version in the scheme " + std::string(scheme_name(scheme)),
      "version");
}

Result<int> compare(const Options& options, Scheme scheme) {
  for (const std::string& version : {options.first, options.second}) {
    if (!is_version(scheme, version)) return no_version("version.compare", version, scheme);
  }
  const auto order = compare_versions(scheme, options.first, options.second);
  return std::is_lt(*order) ? -1 : std::is_gt(*order) ? 1 : 0;
}

// As strict as the grammar of the catalog: an interval that holds no version is an error.
Result<void> check_range(const VersionRange& range, Scheme scheme) {
  for (const Interval& interval : range.intervals) {
    for (const std::string_view end : {interval.low, interval.high}) {
      if (!end.empty() && !is_version(scheme, end)) return no_version("version.match", end, scheme);
    }
    if (is_empty_interval(interval, scheme)) {
      return fail(Code::malformed, "version.match",
                  "the interval from " + std::string(interval.low) + " to " + std::string(interval.high) +
                      " holds no version",
                  "empty-range");
    }
  }
  return {};
}

Result<Truth> match(const Options& options, Scheme scheme) {
  const auto range = TRY(parse_range(options.first));
  TRY(check_range(range, scheme));
  if (!is_version(scheme, options.second)) return no_version("version.match", options.second, scheme);
  return contains(range, scheme, options.second);
}

template <typename T>
int print(const Result<T>& result, std::string_view text) {
  if (!result) return report(result.error());
  std::cout << text << '\n';
  return 0;
}

int run_compare(const Options& options) {
  const auto order = compare(options, scheme_from_name(options.scheme).value_or(Scheme::dotted));
  return print(order, order ? std::to_string(*order) : std::string());
}

int run_match(const Options& options) {
  const auto truth = match(options, scheme_from_name(options.scheme).value_or(Scheme::dotted));
  return print(truth, truth ? truth_name(*truth) : std::string_view());
}

std::shared_ptr<Options> add_scheme(CommandLine command) {
  auto options = std::make_shared<Options>();
  command.option("--scheme", options->scheme, "dotted (default), semver or deb")
      .one_of({"dotted", "semver", "deb"});
  return options;
}

}  // namespace

void add_version_commands(CommandLine app) {
  CommandLine group = app.command("version", "Compare versions, or match one against a range");
  group.need_command();

  CommandLine compare_command = group.command("compare", "Print -1, 0 or 1: A is earlier, equal or later");
  const auto compared = add_scheme(compare_command);
  compare_command.option("A", compared->first, "A version").required();
  compare_command.option("B", compared->second, "Another").required();
  compare_command.run([compared] { return run_compare(*compared); });

  CommandLine match_command = group.command("match", "Print true or false: RANGE holds VERSION");
  const auto matched = add_scheme(match_command);
  match_command.option("RANGE", matched->first, "Intervals, such as '[9.5,9.6) [9.7]'").required();
  match_command.option("VERSION", matched->second, "A version").required();
  match_command.run([matched] { return run_match(*matched); });
}

}  // namespace tocsin::kit
