// tocsin pack: joins signed documents, their files and the update patch to the file that customers get, if a
// client would accept it.
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "packaging/kit/command_line.h"
#include "packaging/kit/commands.h"
#include "packaging/kit/files/any_file.h"
#include "packaging/kit/files/author_files.h"
#include "packaging/kit/release/client_verdict.h"
#include "packaging/kit/release/document_file.h"
#include "packaging/kit/release/stub.h"
#include "packaging/kit/release/writer.h"
#include "schema/platform/files.h"
#include "schema/platform/native_path.h"
#include "schema/trust/patch.h"
#include "schema/trust/rejection.h"

namespace tocsin {
namespace {

struct Options {
  std::string notices, programs, stub, output;
};

/// The documents to be packed, and the longer of their chains of roots.
struct Parts {
  DocumentFile notices;
  std::optional<DocumentFile> programs;

  [[nodiscard]] const DocumentFile& with_newest_root() const {
    return programs && programs->roots.size() > notices.roots.size() ? *programs : notices;
  }
};

Failure bad_stub(std::string detail) {
  return fail(Code::invalid_argument, "pack.stub", "the stub " + std::move(detail));
}

/// The stub without a signature, which packing would break. Refuses one in which a client would find
/// something else than the payload.
Result<std::string> read_stub(const std::string& path) {
  const auto whole = TRY(read_draft(path));
  if (whole.empty()) return bad_stub("is empty");
  if (whole.size() > kMostSetBytes) return fail(Code::too_large, "pack.stub", "above 64 MiB", "SIZE");
  auto stub = TRY(without_signature(whole));
  if (stub.starts_with(kPayloadMagic) || stub.ends_with(kTrailerMagic))
    return bad_stub("carries a payload already");
  return stub;
}

std::string payload_of(const Parts& parts) {
  const auto programs =
      parts.programs ? std::optional(parts.programs->envelope.whole) : std::optional<std::string_view>();
  const std::string scf = write_scf(parts.with_newest_root().roots, programs, parts.notices.envelope.whole);
  std::string blobs;
  if (parts.programs) blobs += parts.programs->blobs;
  return write_payload(scf, blobs.append(parts.notices.blobs));
}

/// At the time of issue, so that a file can be packed again after it has expired.
Instant time_of_issue(const Parts& parts) {
  const std::uint64_t programs = parts.programs ? parts.programs->document.issued : 0;
  return to_instant(std::max(programs, parts.notices.document.issued));
}

/// Both documents together, as a machine would prove them that has only the first root.
Result<void> prove_whole(std::string_view file, const Parts& parts) {
  VerifyRequest request;
  request.root = std::string(parts.notices.roots.front());
  request.at = time_of_issue(parts);
  TRY(prove_file(file, request));
  return {};
}

/// What of the proof a notices file can pass alone; the rest is proven beside the programs of each machine.
Result<void> prove_notices(const Parts& parts) {
  const DocumentFile& notices = parts.notices;
  const auto found = TRY(
      authenticate_document(notices.envelope.whole, Role::notices, notices.newest, notices.newest.product));
  const Instant at = time_of_issue(parts);
  if (to_instant(notices.newest.expires) <= at) return reject("ROOT_EXPIRED", "at the time of issue");
  ProofDemand demand;
  demand.product = std::string(notices.newest.product);
  demand.names = known_names(demand.product, {});
  demand.start = at;
  TRY(check_document(found, notices.newest, demand));
  if (notices.document.expires <= notices.document.issued)
    return reject("DATES", "expires before it is issued");
  return {};
}

/// An existing file is not overwritten: it may have been signed or published.
Result<void> check_output(const std::string& path) {
  std::error_code ignored;
  const auto status = std::filesystem::symlink_status(native_path(path), ignored);
  if (!std::filesystem::exists(status)) return {};
  return fail(Code::conflict, "pack.output", path + ": exists already");
}

/// What was packed, in words. Source: schema/README.md, "Payload, patch".
Result<std::string> pack(const Options& options) {
  TRY(check_output(options.output));
  const auto notices_bytes = TRY(read_draft(options.notices));
  Parts parts{TRY(in_file(open_document(notices_bytes, Role::notices), options.notices)), std::nullopt};
  std::string programs_bytes;
  if (!options.programs.empty()) {
    programs_bytes = TRY(read_draft(options.programs));
    parts.programs = TRY(in_file(open_document(programs_bytes, Role::programs), options.programs));
    TRY(in_file(check_same_roots(parts.notices, *parts.programs), options.programs));
  } else if (!options.stub.empty()) {
    return fail(Code::invalid_argument, "pack",
                "--stub needs --programs: its stub is signed as the updater among the programs");
  }
  std::string file = payload_of(parts);
  unsigned mode = 0644;
  if (!options.stub.empty()) {
    file = write_patch(TRY(in_file(read_stub(options.stub), options.stub)), file);
    mode = 0755;
  }
  const bool is_alone = !parts.programs && parts.notices.newest.has_programs();
  TRY(in_file(is_alone ? prove_notices(parts) : prove_whole(file, parts), options.notices));
  TRY(in_file(replace_file(options.output, file, mode), options.output));
  std::string said = "notices " + format_position(parts.notices.document.position);
  if (parts.programs) said += " programs " + format_position(parts.programs->document.position);
  said += " of " + std::string(parts.notices.document.product);
  if (parts.programs) said += " for " + std::string(parts.programs->document.platform);
  return said + ", expires " + format_instant(to_instant(parts.notices.document.expires)) + ", " +
         std::to_string(file.size()) + " bytes";
}

int run(const Options& options) {
  const auto packed = pack(options);
  if (!packed) return report(packed.error());
  std::cout << options.output << ": " << *packed << '\n';
  return 0;
}

}  // namespace

void add_pack_command(CommandLine app) {
  auto options = std::make_shared<Options>();
  CommandLine command = app.command("pack", "Make a notices file, or a patch of signed programs and notices");
  command.option("--notices", options->notices, "A file that holds the signed notices").required();
  command.option("--programs", options->programs,
                 "A file that holds the signed programs: a draft, or a patch");
  command.option("--stub", options->stub, "The updater that the programs list, for an executable patch");
  command.option("-o", options->output, "The file to write; must not exist").required();
  command.run([options] { return run(*options); });
}

}  // namespace tocsin
