// tocsin root new, root rotate: drafts of root envelopes. Layer: packaging/kit.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/option_values.h"
#include "packaging/kit/release/writer.h"
#include "schema/platform/clock.h"

namespace tocsin {
namespace {

constexpr unsigned kDefaultThreshold = 2;

struct Options {
  std::string product, old, output, issued, expires, epoch;
  std::vector<std::string> root_keys, release_keys;
  unsigned root_threshold = 0;  // 0: not given
  unsigned release_threshold = 0;
  std::uint64_t floor = 0;
  bool has_floor = false;
};

KeyList as_list(const Keyset& ring) {
  return {ring.threshold, std::vector<std::string>(ring.keys.begin(), ring.keys.end())};
}

/// What the options say, else what the old root had.
Result<KeyList> next_list(const Keyset& old, const std::vector<std::string>& paths, unsigned threshold) {
  if (!paths.empty()) return read_key_list(paths, threshold != 0 ? threshold : old.threshold);
  KeyList list = as_list(old);
  if (threshold != 0) list.threshold = static_cast<std::uint8_t>(std::min(threshold, 255u));
  if (const auto sound = check_key_list(list); !sound) return Failure(sound.error());
  return list;
}

Result<void> set_dates(RootDraft& root, const Options& options) {
  const auto issued = time_option(options.issued, "--issued", system_now());
  if (!issued) return Failure(issued.error());
  const auto expires = time_option(options.expires, "--expires", {});
  if (!expires) return Failure(expires.error());
  if (*expires <= *issued)
    return fail(Code::invalid_argument, "root.dates", "--expires is not after --issued");
  root.issued = *issued;
  root.expires = *expires;
  return {};
}

Result<RootDraft> new_root(const Options& options) {
  RootDraft root;
  root.product = options.product;
  if (root.product.empty() || root.product.size() > 255)
    return fail(Code::invalid_argument, "root.new", "--product: 1 to 255 bytes");
  auto root_keys = read_key_list(options.root_keys,
                                 options.root_threshold != 0 ? options.root_threshold : kDefaultThreshold);
  if (!root_keys) return Failure(root_keys.error());
  auto release_keys = read_key_list(
      options.release_keys, options.release_threshold != 0 ? options.release_threshold : kDefaultThreshold);
  if (!release_keys) return Failure(release_keys.error());
  root.root_keys = std::move(*root_keys);
  root.release_keys = std::move(*release_keys);
  if (const auto dates = set_dates(root, options); !dates) return Failure(dates.error());
  return root;
}

/// New release keys begin a new epoch unless told otherwise: what the old keys signed last must not outrank
/// the new ones.
Result<std::uint32_t> next_epoch(const Options& options, std::uint32_t old) {
  const bool rises = options.epoch == "+1" || (options.epoch.empty() && !options.release_keys.empty());
  if (!rises) return old;
  if (old == UINT32_MAX) return fail(Code::invalid_argument, "root.rotate", "the epoch cannot rise any more");
  return old + 1;
}

Result<RootDraft> next_root(const Root& old, const Options& options) {
  RootDraft root;
  root.product = std::string(old.product);
  root.version = old.version + 1;
  const auto epoch = next_epoch(options, old.epoch);
  if (!epoch) return Failure(epoch.error());
  root.epoch = *epoch;
  root.floor = options.has_floor ? options.floor : old.floor;
  if (root.floor < old.floor)
    return fail(Code::invalid_argument, "root.rotate", "the floor may not fall", "ROOT_REGRESS");
  auto root_keys = next_list(old.root_keys, options.root_keys, options.root_threshold);
  if (!root_keys) return Failure(root_keys.error());
  auto release_keys = next_list(old.release_keys, options.release_keys, options.release_threshold);
  if (!release_keys) return Failure(release_keys.error());
  root.root_keys = std::move(*root_keys);
  root.release_keys = std::move(*release_keys);
  if (const auto dates = set_dates(root, options); !dates) return Failure(dates.error());
  return root;
}

Result<RootDraft> rotated_root(const Options& options) {
  const auto bytes = read_draft(options.old);
  if (!bytes) return Failure(bytes.error());
  const auto old = sound_root(*bytes, {});
  if (!old) return Failure(in_file(old.error(), options.old));
  return next_root(*old, options);
}

int finish(const Result<RootDraft>& root, const Options& options) {
  if (!root) return report(root.error());
  const auto written = write_draft(options.output, write_envelope(write_root(*root), {}));
  if (!written) return report(written.error());
  std::cout << options.output << ": root " << root->version << " of " << root->product << ", epoch "
            << root->epoch << ", floor " << root->floor << ", expires " << format_instant(root->expires)
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
  need_keys(command.option("--release-keys", options.release_keys, "Public keys that may sign releases"),
            keys);
  command.option("--release-threshold", options.release_threshold, "How many of them must").between(1, 16);
  command.option("--issued", options.issued, "Default: now");
  command.option("--expires", options.expires, "As 2036-11-22T00:00:00Z").required();
  command.option("-o", options.output, "The draft to write").required();
}

void add_new(CommandLine root) {
  auto options = std::make_shared<Options>();
  CommandLine command = root.command("new", "Draft a product's first root; thresholds default to 2");
  command.option("--product", options->product, "As signed in everything: example.messenger").required();
  add_common(command, *options, Need::required);
  command.run([options] { return finish(new_root(*options), *options); });
}

void add_rotate(CommandLine root) {
  auto options = std::make_shared<Options>();
  CommandLine command = root.command("rotate", "Draft the root after OLD; what is not given stays as it was");
  command.option("OLD", options->old, "The newest signed root").required();
  add_common(command, *options, Need::optional);
  command.option("--epoch", options->epoch, "+1 or same (default: +1 when release keys are given)")
      .one_of({"+1", "same"});
  const OptionLine floor = command.option("--floor", options->floor, "Least serial from now on");
  command.run([options, floor] {
    options->has_floor = floor.is_given();
    return finish(rotated_root(*options), *options);
  });
}

}  // namespace

void add_root_commands(CommandLine app) {
  CommandLine root = app.command("root", "Draft a root: who may sign roots and releases");
  root.need_command();
  add_new(root);
  add_rotate(root);
}

}  // namespace tocsin
