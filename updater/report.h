// `status` and `verify`: what is here, and whether it is what was signed. Changes nothing.
#pragma once

#include <string>

#include "schema/core/instant.h"
#include "updater/arguments.h"
#include "updater/machine.h"

namespace tocsin::updater {

struct Report {
  std::string text;   // key=value lines
  int exit_code = 0;  // of the first thing that is wrong
};

/// What is live, what was accepted, for whom, and what starts it.
[[nodiscard]] Report status_report(const Brand& brand, const std::string& root, Instant now);
/// The live set with every file of it; and the payload, when this program has one or one is named, as install
/// would judge it now.
[[nodiscard]] Report verify_report(const Brand& brand, const Arguments& arguments, Instant now);

}  // namespace tocsin::updater
