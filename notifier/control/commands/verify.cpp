// `verify`: the installed release proven, every program and file of it hashed. Layer: notifier/control.
#include <optional>

#include "notifier/control/commands.h"
#include "notifier/control/output.h"
#include "schema/platform/clock.h"
#include "schema/platform/files.h"

namespace tocsin {
namespace {

/// What is wrong with one file of the set; nothing when it is as it was signed.
std::optional<Error> fault_of(const Folder& folder, const Proof& proof, const FileEntry& file) {
  auto bytes = folder.read(file.name, file.size);
  if (!bytes) {
    // Missing, grown or a link: in each case not the file that was signed.
    const bool missing = bytes.error().code == Code::not_found;
    return Error{Code::untrusted,
                 "verify.file",
                 file.name + ": " + describe(bytes.error()),
                 missing ? "FILE_SET" : "FILE_HASH",
                 0,
                 0};
  }
  const auto admitted = proof.admit(file.role, std::move(*bytes));
  return admitted ? std::nullopt : std::optional<Error>(admitted.error());
}

std::optional<Error> fault_of_set(const std::string& own, const Proof& proof) {
  // Whoever may write here is another question: the hash answers this one whatever the owner.
  const auto folder = Folder::open(own, Ownership::ignored);
  if (!folder) {
    return folder.error();
  }
  for (const auto& file : proof.release().files) {
    if (auto fault = fault_of(*folder, proof, file)) {
      return fault;
    }
  }
  return std::nullopt;
}

/// Not one where nothing could be read: then nothing was shown to be wrong.
bool is_rejection(const Error& error) {
  const bool discards = error.code == Code::malformed || error.code == Code::too_large ||
                        error.code == Code::untrusted || error.code == Code::stale;
  return discards && !error.rule.empty();
}

int rejected(const Error& error, bool json) {
  complain(error);
  if (!is_rejection(error)) {
    return exit_code(error.code);
  }
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

int verify_command(const Context& context) {
  const auto own = own_folder();
  if (!own) {
    return failed(own.error());
  }
  const auto proven = prove_release(brand(), context.places, *own, system_now());
  if (!proven) {
    return rejected(proven.error(), context.line.json);
  }
  if (const auto fault = fault_of_set(*own, proven->proof)) {
    return rejected(*fault, context.line.json);
  }
  return accepted(proven->proof.release(), context.line.json);
}

}  // namespace tocsin
