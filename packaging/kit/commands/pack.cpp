// tocsin pack: the one file that customers run. Layer: packaging/kit.
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/option_values.h"
#include "packaging/kit/release/pack.h"
#include "schema/platform/durable_file.h"
#include "schema/platform/native_path.h"

namespace tocsin {
namespace {

struct Options {
  std::string payload, stub, output;
};

/// A patch may have been signed or published since: it is not written over.
Result<void> check_output(const std::string& path) {
  std::error_code ignored;
  const auto status = std::filesystem::symlink_status(native_path(path), ignored);
  if (!std::filesystem::exists(status)) return {};
  return fail(Code::conflict, "pack.output", path + ": exists already");
}

Result<PackedPatch> pack(const Options& options) {
  if (const auto free = check_output(options.output); !free) return Failure(free.error());
  const auto payload = read_draft(options.payload);
  if (!payload) return Failure(payload.error());
  const auto stub = read_draft(options.stub);
  if (!stub) return Failure(stub.error());
  auto packed = pack_patch(*payload, *stub);
  if (!packed) {
    const bool is_stub = packed.error().operation == "pack.stub";
    return Failure(in_file(packed.error(), is_stub ? options.stub : options.payload));
  }
  constexpr unsigned kForAllToRun = 0755;
  const auto written = replace_file(options.output, packed->bytes, kForAllToRun);
  if (!written) return Failure(in_file(written.error(), options.output));
  return packed;
}

int run(const Options& options) {
  const auto packed = pack(options);
  if (!packed) return report(packed.error());
  const ProvenRelease& release = packed->release;
  if (packed->is_other_updater) {
    std::cerr << "tocsin: warning: " << options.stub << " is not the updater that the release lists: "
              << "machines will keep another program than they ran\n";
  }
  std::cout << options.output << ": release " << release.epoch << '.' << release.serial << " of "
            << release.product << " for " << release.platform << ", expires "
            << format_instant(release.expires) << ", " << packed->bytes.size() << " bytes\n";
  return 0;
}

}  // namespace

void add_pack_commands(CommandLine app) {
  auto options = std::make_shared<Options>();
  CommandLine command = app.command("pack", "Join the update patch and a signed payload to one executable");
  command.option("SIGNED", options->payload, "The payload that release drafted, signed").required();
  command.option("--stub", options->stub, "The bare update patch, without an Authenticode signature")
      .required();
  command.option("-o", options->output, "The patch to write; must not exist").required();
  command.run([options] { return run(*options); });
}

}  // namespace tocsin
