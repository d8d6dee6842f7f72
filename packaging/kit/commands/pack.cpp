// tocsin pack: joins the update patch and a signed payload to the one file that customers run, if a client
// would accept it.
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/any_file.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/client_verdict.h"
#include "packaging/kit/release/writer.h"
#include "schema/format/limits.h"
#include "schema/platform/files.h"
#include "schema/platform/native_path.h"
#include "schema/trust/patch.h"

namespace tocsin::kit {
namespace {

struct Options {
  std::string payload, stub, output;
};

struct Packed {
  std::string patch;
  ProvenRelease release;
  bool is_other_updater = false;  // the release lists an updater, and the stub is not it
};

Failure bad_stub(std::string detail) {
  return fail(Code::invalid_argument, "pack.stub", "the stub " + std::move(detail));
}

/// Refuses a stub in which a client would find something else than the payload, and a stub whose signature
/// packing would break.
Result<void> check_stub(std::string_view stub) {
  if (stub.empty()) return bad_stub("is empty");
  if (stub.size() > limits::kPayloadBytes) return fail(Code::too_large, "pack.stub", "above 64 MiB", "SIZE");
  if (TRY(find_certificate_table(reader_of(stub), stub.size())))
    return bad_stub("has an Authenticode signature: pack first, sign the patch afterwards");
  if (stub.starts_with(kPayloadMagic) || stub.ends_with(kTrailerMagic))
    return bad_stub("carries a payload already");
  return {};
}

/// The payload is verified at this time, so that a release can be packed again after it has expired.
Result<Instant> time_of_issue(std::string_view payload) {
  const auto opened = TRY(open_payload(payload));
  const auto release = TRY(decode_release(opened.scf.envelope.payload));
  return to_instant(release.issued);
}

/// Verifies the payload from its own first root, with all its files.
Result<ProvenRelease> prove_payload(std::string_view payload) {
  const FileKind kind = kind_of(payload);
  if (kind != FileKind::payload)
    return fail(Code::invalid_argument, "pack", "a " + std::string(kind_name(kind)) + " is not a payload");
  VerifyRequest request;
  request.root = TRY(own_root(payload)).envelope;
  request.at = TRY(time_of_issue(payload));
  return prove_patch(payload, std::move(request));
}

/// Opens the patch as a client does, because a stub could hide its payload.
Result<void> check_patch(std::string_view patch, std::string_view payload) {
  const auto parts = split_patch(patch);
  if (!parts || parts->payload != payload || !parts->behind.empty())
    return bad_stub("does not let its payload be found");
  return {};
}

bool is_other_updater(const ProvenRelease& release, std::string_view stub) {
  const FileEntry* updater = release.file(FileRole::updater);
  return updater != nullptr && updater->sha256 != sha256(stub);
}

/// An existing patch is not overwritten: it may have been signed or published.
Result<void> check_output(const std::string& path) {
  std::error_code ignored;
  const auto status = std::filesystem::symlink_status(native_path(path), ignored);
  if (!std::filesystem::exists(status)) return {};
  return fail(Code::conflict, "pack.output", path + ": exists already");
}

/// Source: schema/README.md, "Payload, patch".
Result<Packed> pack(const Options& options) {
  TRY(check_output(options.output));
  const auto payload = TRY(read_draft(options.payload));
  const auto stub = TRY(read_draft(options.stub));
  auto release = TRY(in_file(prove_payload(payload), options.payload));
  TRY(in_file(check_stub(stub), options.stub));
  std::string patch = write_patch(stub, payload);
  TRY(in_file(check_patch(patch, payload), options.stub));
  constexpr unsigned kForAllToRun = 0755;
  TRY(in_file(replace_file(options.output, patch, kForAllToRun), options.output));
  const bool is_other = is_other_updater(release, stub);
  return Packed{std::move(patch), std::move(release), is_other};
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
            << format_instant(release.expires) << ", " << packed->patch.size() << " bytes\n";
  return 0;
}

}  // namespace

void add_pack_command(CommandLine app) {
  auto options = std::make_shared<Options>();
  CommandLine command = app.command("pack", "Join the update patch and a signed payload to one executable");
  command.option("SIGNED", options->payload, "The payload that release drafted, signed").required();
  command.option("--stub", options->stub, "The bare update patch, without an Authenticode signature")
      .required();
  command.option("-o", options->output, "The patch to write; must not exist").required();
  command.run([options] { return run(*options); });
}

}  // namespace tocsin::kit
