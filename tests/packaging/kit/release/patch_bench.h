// A signed payload to pack, made by the kit's commands. Tests only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/packaging/kit/release/signing_samples.h"

namespace tocsin::test {

/// Release 1.7 of five small files, signed: draft.bin; its root is root1.bin.
inline std::string signed_payload(const Workbench& bench, const std::vector<std::string>& more = {}) {
  run_command(with(release_arguments(bench, signed_root(bench)), more));
  run_command({"sign", bench("draft.bin"), "--key", bench.key("rel0")});
  return bench("draft.bin");
}

/// patch.bin
inline CapturedRun pack(const Workbench& bench, const std::string& payload, std::string_view stub) {
  return run_command({"pack", payload, "--stub", bench.write("stub.bin", stub), "-o", bench("patch.bin")});
}

}  // namespace tocsin::test
