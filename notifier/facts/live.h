// Facts of the machine this program runs on, found through the sources that the catalog declares. Each place
// is looked at once at most.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

#include "notifier/decide/facts.h"
#include "notifier/facts/sources/source_probe.h"
#include "schema/format/catalog/catalog.h"

namespace tocsin {

/// Keeps the answers of `probe`: the same place is looked at once, for whatever it is declared.
/// `probe` and the texts of the sources must outlive it.
class OnceProbe : public SourceProbe {
 public:
  explicit OnceProbe(SourceProbe& probe) : probe_(probe) {}

  Probed look(const Source& source) override;
  OsFact os() override { return probe_.os(); }

 private:
  using Place = std::tuple<Source::Kind, std::string_view, std::string_view>;

  SourceProbe& probe_;
  std::map<Place, Probed> seen_;
};

/// `detect` and `probe` must outlive it. An id that is not declared is unknown.
class LiveFacts : public Facts {
 public:
  LiveFacts(const Detect& detect, SourceProbe& probe, bool is_member)
      : detect_(detect), probe_(probe), is_member_(is_member) {}

  Truth host() override;
  Finding console(std::string_view type, Need need) override;
  Finding component(std::string_view id, Need need) override;
  const OsFact& os() override;
  bool member() override { return is_member_; }

 private:
  Finding find(const Detected* declared, Need need);

  const Detect& detect_;
  OnceProbe probe_;
  bool is_member_;
  std::optional<Truth> host_;
  std::optional<OsFact> os_;
};

/// The first source that finds it wins; with Need::version, the first that finds it with a version. If none
/// finds it: absent where one could look and none failed, otherwise unknown. So it is unknown, too, if no
/// source is for this system.
[[nodiscard]] Finding find_first(std::span<const Source> sources, SourceProbe& probe, Need need);

/// "package example-av", "keyfile /etc/example/av-release VERSION": how explain names a source.
[[nodiscard]] std::string source_text(const Source& source);

}  // namespace tocsin
