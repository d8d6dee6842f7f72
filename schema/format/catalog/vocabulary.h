// The words of the catalog's grammar: elements, attributes, and values that are one of a few words. The
// reader takes its values from here, the author's kit its suggestions. A test compares them with
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

/// The children of each element, in the grammar's order where there is one.
inline constexpr std::array<std::string_view, 3> kCatalogParts = {"detect", "message", "withdrawn"};
inline constexpr std::array<std::string_view, 3> kDetectParts = {"host", "console", "component"};
inline constexpr std::array<std::string_view, 3> kMessageParts = {"when", "supersedes", "text"};
inline constexpr std::array<std::string_view, 3> kTextParts = {"title", "body", "link"};
inline constexpr std::array<std::string_view, 2> kBodyParts = {"p", "ul"};
inline constexpr std::array<std::string_view, 1> kListParts = {"li"};
inline constexpr std::array<std::string_view, 2> kInlines = {"b", "br"};

/// All other elements. `component` and `console` are declarations here.
inline constexpr std::array<std::string_view, 18> kStructure = {
    "b",    "body",    "br", "catalog",    "component", "console", "detect", "host", "li",
    "link", "message", "p",  "supersedes", "text",      "title",   "ul",     "when", "withdrawn"};

inline constexpr std::array<std::string_view, 29> kAttributes = {
    "act-by", "arch",  "at",        "audience",      "category",    "default-locale", "expires", "family",
    "href",   "id",    "key",       "like",          "locale",      "match",          "name",    "not-before",
    "notify", "path",  "reference", "renotify-from", "revision",    "scheme",         "scope",   "severity",
    "type",   "until", "value",     "version",       "when-unknown"};

/// Values, in the order of the model's enumerators.
inline constexpr std::array<std::string_view, 5> kCategories = {"lifecycle", "security", "maintenance",
                                                                "licence", "outage"};
inline constexpr std::array<std::string_view, 3> kSeverities = {"info", "warning", "critical"};
inline constexpr std::array<std::string_view, 1> kAudiences = {"all"};
inline constexpr std::array<std::string_view, 2> kWhenUnknowns = {"hide", "show"};
inline constexpr std::array<std::string_view, 2> kScopes = {"user", "machine"};
inline constexpr std::array<std::string_view, 2> kUntils = {"acknowledged", "resolved"};
inline constexpr std::array<std::string_view, 2> kNotifies = {"yes", "no"};
inline constexpr std::array<std::string_view, 2> kFamilies = {"windows", "linux"};
inline constexpr std::array<std::string_view, 2> kArchitectures = {"x86_64", "arm64"};
inline constexpr std::array<std::string_view, 3> kSchemes = {"dotted", "semver", "deb"};
inline constexpr std::array<std::string_view, 4> kPackageSchemes = {"dotted", "semver", "deb", "upstream"};

}  // namespace tocsin::vocabulary
