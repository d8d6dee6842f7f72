// A second verifier of SCF1, written from schema/README.md alone: plain, slow, and without any code of
// schema/trust but SHA-256 and Ed25519. It does not stop at the first fault but collects all of them, so that
// it depends on no order of checks: a file is accepted if there is none.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tocsin::test {

/// What a machine has accepted of one role. An empty hash: it is not known.
struct NaiveAccepted {
  bool any = false;
  std::uint32_t epoch = 0;
  std::uint64_t serial = 0;
  std::string hash;  // raw
  std::uint64_t issued = 0;
};

struct NaiveCase {
  std::string scf;
  std::string compiled_root, newest_root;   // envelopes
  NaiveAccepted programs, notices;          // accepted
  std::string live_programs, live_notices;  // envelopes; empty: none
  std::string product, platform;            // demanded
  std::vector<std::string> names;           // of roles 1 to 6
  std::uint64_t clock = 0;                  // Unix seconds
  std::optional<std::uint64_t> built;       // with it: FUTURE
};

struct NaiveVerdict {
  std::set<std::string> faults;  // words; none: accepted
  std::string composed;          // the scf.dat that a new set gets
  bool live_programs = false;    // whether the live set's document was chosen
  bool live_notices = false;
};

[[nodiscard]] NaiveVerdict naive_verdict(const NaiveCase& given);

}  // namespace tocsin::test
