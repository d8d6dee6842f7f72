// tocsin root new, root rotate: drafts of root envelopes.
#include <algorithm>
#include <cstdint>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/signing_key.h"
#include "packaging/kit/release/writer.h"
#include "schema/core/text/text.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"
#include "schema/trust/root.h"

namespace tocsin {
namespace {

constexpr unsigned kDefaultThreshold = 2;

/// What the command line says about the keys of one role. `floor`: the text of a number; empty: as before.
struct RoleOptions {
  std::vector<std::string> keys;
  unsigned threshold = 0;  // 0: not given
  std::string epoch, floor;
};

struct Options {
  std::string product, old, output, issued, expires;
  std::vector<std::string> root_keys;
  unsigned root_threshold = 0;
  RoleOptions programs, notices;
  bool no_programs = false;
};

Result<void> check_key_list(const KeyList& list) {
  const std::set<std::string_view> distinct(list.keys.begin(), list.keys.end());
  if (distinct.size() != list.keys.size())
    return fail(Code::invalid_argument, "kit.keys", "a key is listed twice");
  if (list.keys.empty() || list.keys.size() > kMostKeys)
    return fail(Code::invalid_argument, "kit.keys", "1 to 16 keys");
  if (list.threshold < 1 || list.threshold > list.keys.size()) {
    return fail(
        Code::invalid_argument, "kit.keys",
        "threshold " + std::to_string(list.threshold) + " of " + std::to_string(list.keys.size()) + " keys");
  }
  return {};
}

/// Public keys from PEM files.
Result<KeyList> read_key_list(const std::vector<std::string>& paths, unsigned threshold) {
  KeyList list;
  list.threshold = static_cast<std::uint8_t>(std::min(threshold, 255u));
  for (const std::string& path : paths) {
    const auto pem = TRY(in_file(read_file(path, kPemBytes), path));
    list.keys.push_back(TRY(in_file(public_key_from_pem(pem), path)));
  }
  TRY(check_key_list(list));
  return list;
}

KeyList as_list(const Keyset& ring) {
  return {ring.threshold, std::vector<std::string>(ring.keys.begin(), ring.keys.end())};
}

unsigned threshold(unsigned given) {
  return given == 0 ? kDefaultThreshold : given;
}

/// The keys that the options name, otherwise those of the old root.
Result<KeyList> next_list(const Keyset& old, const std::vector<std::string>& paths, unsigned threshold) {
  if (!paths.empty()) return read_key_list(paths, threshold != 0 ? threshold : old.threshold);
  KeyList list = as_list(old);
  if (threshold != 0) list.threshold = static_cast<std::uint8_t>(std::min(threshold, 255u));
  TRY(check_key_list(list));
  return list;
}

Result<void> set_dates(RootDraft& root, const Options& options) {
  root.issued = TRY(time_option(options.issued, "--issued", system_now()));
  root.expires = TRY(time_option(options.expires, "--expires", {}));
  if (root.expires <= root.issued)
    return fail(Code::invalid_argument, "root.dates", "--expires is not after --issued");
  return {};
}

/// A key of one role in another would undo their separation: the everyday key would sign programs too.
Result<void> check_separation(const RootDraft& root) {
  for (const std::string& key : root.notices.keys.keys) {
    const auto in = [&key](const KeyList& list) {
      return std::ranges::find(list.keys, key) != list.keys.end();
    };
    if (in(root.programs.keys) || in(root.root_keys)) {
      return fail(Code::invalid_argument, "root.keys",
                  "a key of notices is also a key of programs or of the root");
    }
  }
  return {};
}

Result<RootDraft> new_root(const Options& options) {
  if (options.no_programs != options.programs.keys.empty()) {
    return fail(Code::invalid_argument, "root.new",
                "either --programs-keys or --no-programs, for a channel that has no programs of its own");
  }
  RootDraft root;
  root.product = options.product;
  if (root.product.empty() || root.product.size() > 255)
    return fail(Code::invalid_argument, "root.new", "--product: 1 to 255 bytes");
  root.root_keys = TRY(read_key_list(options.root_keys, threshold(options.root_threshold)));
  root.programs.keys.threshold = 0;
  if (!options.no_programs)
    root.programs.keys = TRY(read_key_list(options.programs.keys, threshold(options.programs.threshold)));
  root.notices.keys = TRY(read_key_list(options.notices.keys, threshold(options.notices.threshold)));
  TRY(check_separation(root));
  TRY(set_dates(root, options));
  return root;
}

bool is_key_removed(const Keyset& old, const KeyList& list) {
  return std::ranges::any_of(old.keys, [&list](std::string_view key) {
    return std::ranges::find(list.keys, key) == list.keys.end();
  });
}

/// The holder of a removed key may have signed any serial of the epoch, so its serials must not outrank those
/// of the new keys.
Result<std::uint32_t> next_epoch(const RoleBlock& old, const KeyList& keys, const RoleOptions& options,
                                 std::string_view role) {
  const bool is_removed = is_key_removed(old.keys, keys);
  if (is_removed && options.epoch == "same") {
    return fail(Code::invalid_argument, "root.rotate",
                "a key of " + std::string(role) + " is removed: its epoch must rise (--" + std::string(role) +
                    "-epoch +1)");
  }
  if (!is_removed && options.epoch != "+1") return old.epoch;
  if (old.epoch == UINT32_MAX)
    return fail(Code::invalid_argument, "root.rotate", "the epoch cannot rise any more");
  return old.epoch + 1;
}

Result<std::uint64_t> next_floor(const RoleBlock& old, const RoleOptions& options, std::string_view role) {
  if (options.floor.empty()) return old.floor;
  const auto floor = parse_decimal(options.floor, UINT64_MAX);
  if (!floor)
    return fail(Code::invalid_argument, "root.rotate", "--" + std::string(role) + "-floor: not a number");
  if (*floor < old.floor) {
    return fail(Code::invalid_argument, "root.rotate", "the floor of " + std::string(role) + " may not fall",
                "ROOT_REGRESS");
  }
  return *floor;
}

Result<RoleDraft> next_role(const RoleBlock& old, const RoleOptions& options, std::string_view role) {
  RoleDraft next;
  next.keys = TRY(next_list(old.keys, options.keys, options.threshold));
  next.epoch = TRY(next_epoch(old, next.keys, options, role));
  next.floor = TRY(next_floor(old, options, role));
  return next;
}

/// Whether a chain has programs never changes, so a channel without them stays as it is.
Result<RoleDraft> next_programs(const Root& old, const RoleOptions& options) {
  if (old.has_programs()) return next_role(old.programs, options, "programs");
  if (!options.keys.empty() || options.threshold != 0 || !options.epoch.empty() || !options.floor.empty())
    return fail(Code::invalid_argument, "root.rotate", "this chain of roots has no programs", "ROOT_REGRESS");
  return RoleDraft{old.programs.epoch, old.programs.floor, {0, {}}};
}

Result<RootDraft> next_root(const Root& old, const Options& options) {
  RootDraft root;
  root.product = std::string(old.product);
  root.version = old.version + 1;
  root.root_keys = TRY(next_list(old.root_keys, options.root_keys, options.root_threshold));
  root.programs = TRY(next_programs(old, options.programs));
  root.notices = TRY(next_role(old.notices, options.notices, "notices"));
  TRY(check_separation(root));
  TRY(set_dates(root, options));
  return root;
}

Result<RootDraft> rotated_root(const Options& options) {
  const auto bytes = TRY(read_draft(options.old));
  return next_root(TRY(in_file(sound_root(bytes, {}), options.old)), options);
}

std::string role_text(std::string_view name, const RoleDraft& role) {
  return std::string(name) + " epoch " + std::to_string(role.epoch) + " floor " + std::to_string(role.floor);
}

int finish(const Result<RootDraft>& root, const Options& options) {
  if (!root) return report(root.error());
  const auto written = write_draft(options.output, write_envelope(write_root(*root), {}));
  if (!written) return report(written.error());
  std::cout << options.output << ": root " << root->version << " of " << root->product << ", "
            << (root->programs.keys.keys.empty() ? "no programs" : role_text("programs", root->programs))
            << ", " << role_text("notices", root->notices) << ", expires " << format_instant(root->expires)
            << ", unsigned\n";
  return 0;
}

enum class Need : bool { optional, required };

void need_keys(OptionLine keys, Need need) {
  keys.comma_separated();
  if (need == Need::required) keys.required();
}

void add_common(CommandLine command, Options& options, Need keys) {
  need_keys(command.option("--root-keys", options.root_keys, "Public keys that may sign roots"), keys);
  command.option("--root-threshold", options.root_threshold, "How many of them must").between(1, 16);
  need_keys(command.option("--programs-keys", options.programs.keys, "Public keys that may sign programs"),
            Need::optional);
  command.option("--programs-threshold", options.programs.threshold, "How many of them must").between(1, 16);
  need_keys(command.option("--notices-keys", options.notices.keys, "Public keys that may sign notices"),
            keys);
  command.option("--notices-threshold", options.notices.threshold, "How many of them must").between(1, 16);
  command.option("--issued", options.issued, "Default: now");
  command.option("--expires", options.expires, "As 2036-11-22T00:00:00Z").required();
  command.option("-o", options.output, "The draft to write").required();
}

void add_new(CommandLine root) {
  auto options = std::make_shared<Options>();
  CommandLine command = root.command("new", "Draft a product's first root; thresholds default to 2");
  command.option("--product", options->product, "As signed in everything: example.messenger").required();
  add_common(command, *options, Need::required);
  command.flag("--no-programs", options->no_programs, "A channel of notices alone, for ever");
  command.run([options] { return finish(new_root(*options), *options); });
}

void add_role(CommandLine command, RoleOptions& role, const char* epoch, const char* floor) {
  command.option(epoch, role.epoch, "+1 or same (default: +1 when a key is removed)").one_of({"+1", "same"});
  command.option(floor, role.floor, "Least serial of the epoch from now on");
}

void add_rotate(CommandLine root) {
  auto options = std::make_shared<Options>();
  CommandLine command = root.command("rotate", "Draft the root after OLD; what is not given stays as it was");
  command.option("OLD", options->old, "The newest signed root").required();
  add_common(command, *options, Need::optional);
  add_role(command, options->programs, "--programs-epoch", "--programs-floor");
  add_role(command, options->notices, "--notices-epoch", "--notices-floor");
  command.run([options] { return finish(rotated_root(*options), *options); });
}

}  // namespace

void add_root_commands(CommandLine app) {
  CommandLine root = app.command("root", "Draft a root: who may sign roots, programs and notices");
  root.need_command();
  add_new(root);
  add_rotate(root);
}

}  // namespace tocsin
