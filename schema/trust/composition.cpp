// The choice between a file's documents and those of the live set.
#include "schema/trust/composition.h"

#include <algorithm>
#include <utility>

#include "schema/trust/rejection.h"

namespace tocsin {

LiveDocuments live_documents(std::string_view scf) {
  const auto sections = split_sections(scf);
  if (!sections) return {};
  return {sections->programs.value_or(std::string_view()), sections->notices};
}

// The choice for one role.
namespace {

struct Chosen {
  Choice choice;
  std::string_view envelope;
};

/// What is offered to this machine, and what it is measured by.
struct Offer {
  const SignedSet& file;
  const TrustAnchor& anchor;
  const ProofDemand& demand;
};

/// The live document, if it is the accepted one and still valid by the file's newest root.
bool is_usable(std::string_view envelope, Role role, const Offer& offer) {
  if (envelope.empty()) return false;
  const auto live = authenticate_document(envelope, role, offer.file.newest, offer.demand.product);
  if (!live || !check_document(*live, offer.file.newest, offer.demand)) return false;
  const Accepted& accepted = offer.anchor.accepted(role);
  return live->document.position == accepted.position &&
         (!accepted.payload_hash || *accepted.payload_hash == live->payload_hash);
}

Failure missing_programs(const Offer& offer) {
  const Position needed = std::max(offer.file.notices.document.programs_from, offer.anchor.programs.position);
  return reject("PROGRAMS",
                "this file holds no programs, and those of the live set cannot be used: programs " +
                    format_position(needed) + " or above are needed. Install the full patch first");
}

Failure older_document(const Position& given, const Position& accepted) {
  return reject("ROLLBACK", format_position(accepted) + " was accepted before, this file holds " +
                                format_position(given) + ", and the live set cannot stand in for it");
}

Result<Chosen> choose(const SignedDocument* offered, Role role, std::string_view live, const Offer& offer) {
  const Accepted& accepted = offer.anchor.accepted(role);
  Choice choice;
  if (offered != nullptr) choice.offered = offered->document.position;
  if (offered != nullptr && *choice.offered >= accepted.position) {
    choice.chosen = *choice.offered;
    choice.higher = is_above(choice.chosen, accepted);
    return Chosen{choice, offered->envelope.whole};
  }
  if (!is_usable(live, role, offer))
    return offered == nullptr ? missing_programs(offer) : older_document(*choice.offered, accepted.position);
  choice.origin = Origin::live;
  choice.chosen = accepted.position;
  return Chosen{choice, live};
}

const SignedDocument* programs_of(const SignedSet& file) {
  return file.programs ? &*file.programs : nullptr;
}

std::vector<FileEntry> files_of(const SignedSet& file) {
  std::vector<FileEntry> files;
  if (file.programs) files = file.programs->document.files;
  files.insert(files.end(), file.notices.document.files.begin(), file.notices.document.files.end());
  return files;
}

}  // namespace

bool Composition::is_higher() const {
  return newer_root || notices.higher || (programs && programs->higher);
}

bool Composition::is_older() const {
  const auto older = [](const Choice& choice) { return choice.offered && *choice.offered < choice.chosen; };
  return older(notices) || (programs && older(*programs));
}

Origin Composition::origin_of(FileRole role) const {
  if (is_notices_file(role) || !programs) return notices.origin;
  return programs->origin;
}

Result<Composition> compose(std::string_view scf, const LiveDocuments& live, const TrustAnchor& anchor,
                            const ProofDemand& demand) {
  const TrustedRoots trusted = TRY(trusted_roots(anchor, demand.product));
  const SignedSet file = TRY(authenticate(scf, trusted, demand.product, demand.start));
  if (file.programs) TRY(check_document(*file.programs, file.newest, demand));
  TRY(check_document(file.notices, file.newest, demand));

  const Offer offer{file, anchor, demand};
  Sections sections;
  sections.roots = file.roots;
  std::optional<Choice> programs;
  if (file.newest.has_programs()) {
    const Chosen chosen =
        TRY_IN(choose(programs_of(file), Role::programs, live.programs, offer), role_name(Role::programs));
    programs = chosen.choice;
    sections.programs = chosen.envelope;
  }
  const Chosen notices =
      TRY_IN(choose(&file.notices, Role::notices, live.notices, offer), role_name(Role::notices));
  sections.notices = notices.envelope;

  std::string composed = join_sections(sections);
  Proof proof = TRY(Proof::of(composed, anchor, demand));
  return Composition{.scf = std::move(composed),
                     .proof = std::move(proof),
                     .programs = programs,
                     .notices = notices.choice,
                     .newer_root = file.newest.version > trusted.newest.version,
                     .payload_files = files_of(file)};
}

// How far an older file is behind.
namespace {

/// Both positions are of the newest root's epoch.
Result<void> check_distance(const Choice& choice) {
  if (!choice.offered || *choice.offered >= choice.chosen) return {};
  const std::uint64_t lead = choice.chosen.serial - choice.offered->serial;
  if (lead <= kMostSerialLead) return {};
  return reject("ROLLBACK",
                "this machine has accepted " + format_position(choice.chosen) + ", which is " +
                    std::to_string(lead) + " above this file's " + format_position(*choice.offered) +
                    ": no vendor skips so many. The thief of a key can sign a very high serial, so that "
                    "machines refuse everything that follows (a fast-forward attack). Ask the vendor for a "
                    "file of a new epoch");
}

}  // namespace

Result<void> check_lead(const Composition& composition) {
  if (composition.programs) TRY_IN(check_distance(*composition.programs), role_name(Role::programs));
  TRY_IN(check_distance(composition.notices), role_name(Role::notices));
  return {};
}

}  // namespace tocsin
