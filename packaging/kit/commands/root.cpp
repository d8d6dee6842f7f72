// tocsin root new, root rotate: drafts of root envelopes.
#include <algorithm>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/signing_key.h"
#include "packaging/kit/release/writer.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"

namespace tocsin::kit {
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

Result<RootDraft> new_root(const Options& options) {
  RootDraft root;
  root.product = options.product;
  if (root.product.empty() || root.product.size() > 255)
    return fail(Code::invalid_argument, "root.new", "--product: 1 to 255 bytes");
  const auto threshold = [](unsigned given) { return given != 0 ? given : kDefaultThreshold; };
  root.root_keys = TRY(read_key_list(options.root_keys, threshold(options.root_threshold)));
  root.release_keys = TRY(read_key_list(options.release_keys, threshold(options.release_threshold)));
  TRY(set_dates(root, options));
  return root;
}

/// New release keys begin a new epoch unless --epoch says otherwise: a release signed by the old keys must
/// not outrank those of the new keys.
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
  root.epoch = TRY(next_epoch(options, old.epoch));
  root.floor = options.has_floor ? options.floor : old.floor;
  if (root.floor < old.floor)
    return fail(Code::invalid_argument, "root.rotate", "the floor may not fall", "ROOT_REGRESS");
  root.root_keys = TRY(next_list(old.root_keys, options.root_keys, options.root_threshold));
  root.release_keys = TRY(next_list(old.release_keys, options.release_keys, options.release_threshold));
  TRY(set_dates(root, options));
  return root;
}

Result<RootDraft> rotated_root(const Options& options) {
  const auto bytes = TRY(read_draft(options.old));
  return next_root(TRY(in_file(sound_root(bytes, {}), options.old)), options);
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

}  // namespace tocsin::kit
