// How explain and the facts name a source. Layer: notifier/facts/sources.
#include "notifier/facts/sources/source_probe.h"

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

}  // namespace

std::string source_text(const Source& source) {
  std::string text(kind_text(source.kind));
  for (const std::string_view part : {source.name, source.value}) {
    if (!part.empty()) text.append(" ").append(part);
  }
  return text;
}

}  // namespace tocsin
