// Why a notice is shown, in words for its reader. Layer: notifier.
#pragma once

#include <span>
#include <string>

#include "notifier/decide/explain/explain.h"
#include "schema/core/brand.h"

namespace tocsin {

/// The condition as it was found true here, a line a node; who is addressed; where the notice came from.
[[nodiscard]] std::string why_text(const ExplainedMessage& message, const Brand& brand);

}  // namespace tocsin
