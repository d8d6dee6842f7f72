// The gate's arguments, read without a library.
#pragma once

#include <span>
#include <string>

#include "schema/core/result.h"

namespace tocsin::gate {

struct GateArguments {
  std::string root;  // of --root; empty: the machine itself
  bool scheduled = false;
  bool help = false;
  bool version = false;
};

/// Accepts --root DIR, --root=DIR, --scheduled, --help, -h and --version; the last DIR counts.
///
/// Shape:  `arguments` without the program's name.
/// Errors: invalid_argument, with the argument in `detail`.
[[nodiscard]] Result<GateArguments> parse_gate_arguments(std::span<const char* const> arguments);

}  // namespace tocsin::gate
