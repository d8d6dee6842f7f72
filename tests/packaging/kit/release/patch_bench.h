// Signed programs and notices to pack, made by the kit's commands. Tests only.
#pragma once

#include <string>
#include <vector>

#include "tests/packaging/kit/release/signing_samples.h"

namespace tocsin::test {

/// programs.draft and notices.draft, signed; their root is root1.bin. `more` are for the notices.
inline void signed_drafts(const Workbench& bench, const std::vector<std::string>& more = {}) {
  signed_root(bench);
  run_command(programs_arguments(bench));
  sign(bench("programs.draft"), bench.key("rel0"), {"--first"});
  run_command(with(notices_arguments(bench), more));
  sign(bench("notices.draft"), bench.key("not0"), {"--first"});
}

/// patch.bin, of signed_drafts() behind the updater that the programs list; more may be appended.
inline std::vector<std::string> pack_arguments(const Workbench& bench) {
  return {"pack",
          "--programs",
          bench("programs.draft"),
          "--notices",
          bench("notices.draft"),
          "--stub",
          bench("update-patch"),
          "-o",
          bench("patch.bin")};
}

}  // namespace tocsin::test
