// tocsin locale pick|match: which text a reader gets, and whether a locale condition includes a reader.
#include <algorithm>
#include <iostream>
#include <memory>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/author_files.h"
#include "schema/core/locale/locale.h"

namespace tocsin::kit {
namespace {

struct Options {
  std::string have, want, filter, tag;
};

using Words = std::vector<std::string>;

Result<Words> read_words(const std::string& list, const char* operation, bool (*is_good)(std::string_view)) {
  Words words = words_of(list);
  if (words.empty()) return fail(Code::invalid_argument, operation, "an empty list");
  for (const std::string& word : words) {
    if (!is_good(word)) return fail(Code::invalid_argument, operation, "'" + word + "' is not a language");
  }
  return words;
}

Result<std::string> pick(const Options& options) {
  const auto have = TRY(read_words(options.have, "locale.have", is_language_tag));
  const auto want = TRY(read_words(options.want, "locale.want", is_language_range));
  const std::vector<std::string_view> tags(have.begin(), have.end());
  const auto found = lookup_language(tags, want);
  if (!found)
    return fail(Code::not_found, "locale.pick", "no text for this reader; the default would be shown");
  return have[*found];
}

Result<std::string> match(const Options& options) {
  const auto ranges = TRY(read_words(options.filter, "locale.filter", is_language_range));
  if (!is_language_tag(options.tag)) {
    return fail(Code::invalid_argument, "locale.tag", "'" + options.tag + "' is not a language tag");
  }
  const bool matched = std::any_of(ranges.begin(), ranges.end(), [&](const std::string& range) {
    return matches_range(range, options.tag);
  });
  return std::string(matched ? "true" : "false");
}

int print(const Result<std::string>& answer) {
  if (!answer) return report(answer.error());
  std::cout << *answer << '\n';
  return 0;
}

}  // namespace

void add_locale_commands(CommandLine app) {
  CommandLine group = app.command("locale", "Try out the choice of languages");
  group.need_command();
  const auto options = std::make_shared<Options>();

  CommandLine pick_command = group.command("pick", "Print which of the texts a reader gets");
  pick_command.option("--have", options->have, "Languages of the texts, such as \"en de zh-Hant\"")
      .required();
  pick_command.option("--want", options->want, "The reader's, in order, such as \"de-CH,en\"").required();
  pick_command.run([options] { return print(pick(*options)); });

  CommandLine match_command =
      group.command("match", "Print true or false: a locale condition means this reader");
  match_command.option("--filter", options->filter, "The condition's ranges, such as \"de-* en-GB\"")
      .required();
  match_command.option("TAG", options->tag, "The reader's first language").required();
  match_command.run([options] { return print(match(*options)); });
}

}  // namespace tocsin::kit
