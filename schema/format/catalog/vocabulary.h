// The names of the catalog's grammar, for programs that explain or suggest them. A test compares them with
// schema/catalog.xsd.
#pragma once

#include <array>
#include <string_view>

namespace tocsin::vocabulary {

/// Elements that say where something is detected.
inline constexpr std::array<std::string_view, 7> kSources = {"config",   "file",    "keyfile",  "package",
                                                             "registry", "service", "uninstall"};

/// Elements that are conditions.
inline constexpr std::array<std::string_view, 8> kConditions = {"all",    "any",  "component", "console",
                                                                "locale", "none", "not",       "os"};

/// All other elements. `component` and `console` are declarations here.
inline constexpr std::array<std::string_view, 18> kStructure = {
    "b",    "body",    "br", "catalog",    "component", "console", "detect", "host", "li",
    "link", "message", "p",  "supersedes", "text",      "title",   "ul",     "when", "withdrawn"};

inline constexpr std::array<std::string_view, 29> kAttributes = {
    "act-by", "arch",  "at",        "audience",      "category",    "default-locale", "expires", "family",
    "href",   "id",    "key",       "like",          "locale",      "match",          "name",    "not-before",
    "notify", "path",  "reference", "renotify-from", "revision",    "scheme",         "scope",   "severity",
    "type",   "until", "value",     "version",       "when-unknown"};

}  // namespace tocsin::vocabulary
