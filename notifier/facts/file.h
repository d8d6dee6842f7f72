// A machine as a JSON file, for authors, support cases and tests: read as Facts, written from Facts.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/decide/facts.h"
#include "schema/core/result.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {

/// The facts of a file. The answer is the same for either Need; what is not listed is absent.
class FileFacts : public Facts {
 public:
  using Findings = std::map<std::string, Finding, std::less<>>;

  Truth host() override { return host_; }
  Finding console(std::string_view type, Need need) override;
  Finding component(std::string_view id, Need need) override;
  const OsFact& os() override { return os_; }
  bool member() override { return member_; }
  /// The reader's languages in order; empty if the file lists none.
  [[nodiscard]] const std::vector<std::string>& locales() const { return locales_; }
  /// What the file lists, by type or id.
  [[nodiscard]] const Findings& consoles() const { return consoles_; }
  [[nodiscard]] const Findings& components() const { return components_; }

 private:
  friend class FactsReader;
  Truth host_ = Truth::no;
  bool member_ = true;
  OsFact os_;
  Findings consoles_, components_;
  std::vector<std::string> locales_;
};

/// Shape:
/// {"host":true,"member":true,"os":{"family","id","like":[],"version","arch"},"consoles":{},"components":{},
///         "locales":[],"comment":""}, every key optional. A console or component is a version,
///         {"version","scheme"}, true (present without a version), false or not listed (absent), null
///         (unknown). `host` likewise true, false or null. `member` is whether the reader is a console
///         administrator, true by default.
/// Errors: malformed, with the line, and with the key in the detail ("components.anti-virus: ..."). An
/// unknown
///         key is malformed, too: a misspelt one would otherwise count as absent. So is a key that stands
///         twice.
/// Source: schema/README.md, "Facts file".
[[nodiscard]] Result<std::unique_ptr<FileFacts>> parse_facts_file(std::string_view json);

/// The same document, indented by two, with everything that `detect` declares. Read back, it gives the same
/// answers.
[[nodiscard]] std::string write_facts_file(const Detect& detect, Facts& facts,
                                           std::span<const std::string> locales);

}  // namespace tocsin
