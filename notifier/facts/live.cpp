// Decides which answer of several sources counts.
#include "notifier/facts/live.h"

namespace tocsin {
namespace {

std::string_view kind_text(Source::Kind kind) {
  switch (kind) {
    case Source::Kind::registry:
      return "registry";
    case Source::Kind::uninstall:
      return "uninstall";
    case Source::Kind::file:
      return "file";
    case Source::Kind::service:
      return "service";
    case Source::Kind::package:
      return "package";
    case Source::Kind::keyfile:
      return "keyfile";
    case Source::Kind::config:
      return "config";
    case Source::Kind::unknown:
      break;
  }
  return "unknown";
}

Finding unknown_finding() {
  return {Truth::unknown, {}, Scheme::dotted, {}};
}

Finding found_at(const Source& source, Probed probed) {
  return {Truth::yes, std::move(probed.version), source.scheme, source_text(source)};
}

}  // namespace

Probed OnceProbe::look(const Source& source) {
  const Place place{source.kind, source.name, source.value};
  if (const auto known = seen_.find(place); known != seen_.end()) return known->second;
  return seen_.emplace(place, probe_.look(source)).first->second;
}

Finding find_first(std::span<const Source> sources, SourceProbe& probe, Need need) {
  using Outcome = Probed::Outcome;
  std::optional<Finding> without_version;
  bool has_failed = false, has_looked = false;
  for (const Source& source : sources) {
    Probed probed = probe.look(source);
    has_failed = has_failed || probed.outcome == Outcome::failed;
    has_looked = has_looked || probed.outcome == Outcome::absent;
    if (probed.outcome != Outcome::found) continue;
    const bool is_enough = need == Need::presence || !probed.version.empty();
    if (is_enough) return found_at(source, std::move(probed));
    if (!without_version) without_version = found_at(source, std::move(probed));
  }
  if (without_version) return *without_version;
  return has_failed || !has_looked ? unknown_finding() : Finding{};
}

Truth LiveFacts::host() {
  if (!detect_.has_host) return Truth::yes;
  if (!host_) host_ = find_first(detect_.host, probe_, Need::presence).present;
  return *host_;
}

Finding LiveFacts::console(std::string_view type, Need need) {
  return find(detect_.console(type), need);
}

Finding LiveFacts::component(std::string_view id, Need need) {
  return find(detect_.component(id), need);
}

const OsFact& LiveFacts::os() {
  if (!os_) os_ = probe_.os();
  return *os_;
}

Finding LiveFacts::find(const Detected* declared, Need need) {
  return declared == nullptr ? unknown_finding() : find_first(declared->sources, probe_, need);
}

std::string source_text(const Source& source) {
  std::string text(kind_text(source.kind));
  for (const std::string_view part : {source.name, source.value}) {
    if (!part.empty()) text.append(" ").append(part);
  }
  return text;
}

}  // namespace tocsin
