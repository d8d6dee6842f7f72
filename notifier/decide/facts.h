// Facts about a machine, asked for one at a time. The live machine, a facts file and a test implement the
// same interface.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/core/truth.h"
#include "schema/core/version/version.h"

namespace tocsin {

/// The answer of one console type or component. `source` is shown by explain: "package example-av".
struct Finding {
  Truth present = Truth::no;  // unknown: could not be established
  std::string version;        // empty: found without one
  Scheme scheme = Scheme::dotted;
  std::string source;
};

/// An empty field is unknown.
struct OsFact {
  std::string family;   // "linux", "windows"
  std::string id;       // os-release ID; "server", "client"
  std::string version;  // VERSION_ID; major.minor.build.revision
  std::string arch;     // "x86_64", "arm64"
  /// os-release ID_LIKE, the systems that this one derives from; empty: from none; nullopt: unknown.
  std::optional<std::vector<std::string>> like = {};
};

/// With Need::version the first source that finds it with a version wins, otherwise the first that finds it.
enum class Need : unsigned char { presence, version };

class Facts {
 public:
  virtual ~Facts() = default;
  /// Whether any of the catalog's host sources is found. Called only when the catalog declares some.
  [[nodiscard]] virtual Truth host() = 0;
  [[nodiscard]] virtual Finding console(std::string_view type, Need need) = 0;
  [[nodiscard]] virtual Finding component(std::string_view id, Need need) = 0;
  [[nodiscard]] virtual const OsFact& os() = 0;
  /// Whether this user is a console administrator.
  [[nodiscard]] virtual bool member() = 0;
};

}  // namespace tocsin
