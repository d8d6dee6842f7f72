// Looks at one place of this machine. Each system has its own source.
#pragma once

#include <memory>
#include <string>

#include "notifier/decide/facts.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {

/// The answer of one place. absent: it could be looked at, and the thing is not there. not_applicable: this
/// kind of source does not exist on this system. Table: schema/README.md, "Detection".
struct Probed {
  enum class Outcome : unsigned char { found, absent, failed, not_applicable };
  Outcome outcome = Outcome::absent;
  std::string version;  // empty: found without one
};

class SourceProbe {
 public:
  virtual ~SourceProbe() = default;
  [[nodiscard]] virtual Probed look(const Source& source) = 0;
  [[nodiscard]] virtual OsFact os() = 0;
};

/// The live machine; every path is taken below `root` (empty: the machine itself).
[[nodiscard]] std::unique_ptr<SourceProbe> system_probe(const std::string& root);

}  // namespace tocsin
