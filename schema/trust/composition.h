// Which documents make the next set: a file's own, or those of the live set where the file has none or an
// older one. What is chosen is composed into one scf.dat and proven again before anybody uses it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/position.h"
#include "schema/core/result.h"
#include "schema/trust/document.h"
#include "schema/trust/proof.h"
#include "schema/trust/trust_state.h"

namespace tocsin {

/// The envelopes of the live set, unproven. Empty views: there is none.
struct LiveDocuments {
  std::string_view programs;
  std::string_view notices;
};

/// Those of an scf.dat. Both are empty if it cannot be split: a damaged live set has nothing to give. Views
/// into `scf`.
[[nodiscard]] LiveDocuments live_documents(std::string_view scf);

/// Where a chosen document, and so each file that it lists, comes from.
enum class Origin : std::uint8_t { file, live };

struct Choice {
  Origin origin = Origin::file;
  Position chosen;
  std::optional<Position> offered;  // what the file holds; none: it has no document of this role
  bool higher = false;              // above what this machine had accepted
};

struct Composition {
  std::string scf;  // the bytes that `proof` proves, and that the new set gets
  Proof proof;
  std::optional<Choice> programs;  // none only if the root has no programs keys
  Choice notices;
  bool newer_root = false;  // the file's newest root is above the one that this machine had accepted
  /// The files that lie in the file's payload, in its order, chosen or not.
  std::vector<FileEntry> payload_files;

  /// Whether the file brings a document, or a root, above what this machine had accepted. A set is then to be
  /// staged even if the live one is sound: its scf.dat lacks the new root.
  [[nodiscard]] bool is_higher() const;
  /// Whether the file holds a document below the chosen one.
  [[nodiscard]] bool is_older() const;
  /// Where the file of this role comes from. `role` is one of the proven release's.
  [[nodiscard]] Origin origin_of(FileRole role) const;
};

/// Steps 5 to 11 for `scf`, a file that is offered to this machine: every document in it is authenticated and
/// checked, whether it is chosen or not; each role's document is chosen; the choice is composed and proven.
/// The roots are the file's: step 6 has shown that they reach at least as far as the trusted one.
///
/// A document of the file above the accepted one is taken. So is the accepted one itself (a repair), which
/// must have the accepted hash (EQUIVOCATION). In the place of a lower one, or of programs that the file does
/// not hold, the live set's is taken, if it is valid by the file's newest root and is the accepted one.
///
/// Errors: those of Proof::of. ROLLBACK: a lower document, and the live one cannot be used. PROGRAMS: the
/// file
///         has no programs and the live ones cannot be used, or the chosen ones are below the notices'
///         programs_from; its detail names the programs that are needed.
/// Source: schema/README.md, "Choice".
[[nodiscard]] Result<Composition> compose(std::string_view scf, const LiveDocuments& live,
                                          const TrustAnchor& anchor, const ProofDemand& demand);

/// The largest distance between the serial of a file and that of the live set at which the file counts as
/// merely older.
inline constexpr std::uint64_t kMostSerialLead = 1'000'000;

/// For a file that brings nothing higher to a machine whose live set is sound: whether it is merely older.
/// Errors: ROLLBACK when a live serial is more than kMostSerialLead above the file's. Its detail says how far
/// apart they are, and what a fast-forward attack is.
[[nodiscard]] Result<void> check_lead(const Composition& composition);

}  // namespace tocsin
