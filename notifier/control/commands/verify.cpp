// `verify`: proves the installed release and hashes every program and file of it.
#include "notifier/control/commands.h"
#include "notifier/control/output.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"

namespace tocsin::control {
namespace {

Result<void> check_file(const Folder& folder, const Proof& proof, const FileEntry& file) {
  auto bytes = folder.read(file.name, file.size);
  if (!bytes) {
    // Missing, grown or a link: in each case not the file that was signed.
    const bool is_missing = bytes.error().code == Code::not_found;
    return fail(Code::untrusted, "verify.file", file.name + ": " + describe(bytes.error()),
                is_missing ? "FILE_SET" : "FILE_HASH");
  }
  TRY(proof.admit(file.role, std::move(*bytes)));
  return {};
}

Result<ProvenRelease> check_release(const Context& context) {
  const std::string own = TRY(own_folder());
  const ProvenSet proven = TRY(prove_release(brand(), context.places, own, system_now()));
  // Ownership does not matter here: the hash decides, whoever wrote the file.
  const Folder folder = TRY(Folder::open(own, Ownership::ignored));
  for (const FileEntry& file : proven.proof.release().files) TRY(check_file(folder, proven.proof, file));
  return proven.proof.release();
}

/// False where nothing could be read: that does not show anything to be wrong.
bool is_rejection(const Error& error) {
  const bool discards = error.code == Code::malformed || error.code == Code::too_large ||
                        error.code == Code::untrusted || error.code == Code::stale;
  return discards && !error.rule.empty();
}

int rejected(const Error& error, bool json) {
  complain(error);
  if (!is_rejection(error)) return exit_code(error.code);
  const Json answer = {{"schema", "tocsin.verify/1"},
                       {"accepted", false},
                       {"rejection", error.rule},
                       {"detail", error.detail}};
  print(json ? json_text(answer) : error.rule + "\n");
  return exit_code(Code::untrusted);
}

int accepted(const ProvenRelease& release, bool json) {
  const Json answer = {{"schema", "tocsin.verify/1"},
                       {"accepted", true},
                       {"epoch", release.epoch},
                       {"serial", release.serial},
                       {"files", release.files.size()}};
  print(json ? json_text(answer)
             : "ACCEPT " + std::to_string(release.epoch) + "." + std::to_string(release.serial) + "\n");
  return 0;
}

}  // namespace

Result<int> verify_command(const Context& context) {
  const auto release = check_release(context);
  return release ? accepted(*release, context.line.json) : rejected(release.error(), context.line.json);
}

}  // namespace tocsin::control
