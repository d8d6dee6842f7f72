// What is true of this machine, asked one thing at a time: the live machine, a facts file and a test are the
// same here. Layer: notifier. Knows no system.
#pragma once

#include <string>
#include <string_view>

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
};

/// With Need::version the first source that answers with a version wins, else the first that finds.
enum class Need : unsigned char { presence, version };

class Facts {
 public:
  virtual ~Facts() = default;
  /// Whether any of the catalog's host sources is found. Asked only when the catalog has some.
  [[nodiscard]] virtual Truth host() = 0;
  [[nodiscard]] virtual Finding console(std::string_view type, Need need) = 0;
  [[nodiscard]] virtual Finding component(std::string_view id, Need need) = 0;
  [[nodiscard]] virtual const OsFact& os() = 0;
  /// Whether this user is a console administrator.
  [[nodiscard]] virtual bool member() = 0;
};

}  // namespace tocsin
