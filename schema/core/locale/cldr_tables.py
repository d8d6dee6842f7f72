#!/usr/bin/env python3
"""Makes cldr_tables.h, the tables of Unicode CLDR by which a reader's language is chosen.

Usage: cldr_tables.py           prints the header
       cldr_tables.py --check   compares it with the committed one; exit 1 if they differ, 77 without the data

Data: Debian's package unicode-cldr-core. Of its languages those are taken for which CLDR has locale data, since a system can
be set to no other, and those that are written from right to left.
"""
import pathlib
import sys
import textwrap
import xml.etree.ElementTree

DATA = pathlib.Path("/usr/share/unicode/cldr/common")
HEADER = pathlib.Path(__file__).with_name("cldr_tables.h")
NO_DATA = 77
# Distances of languageMatch. From 20 on two languages are only often spoken by the same people.
SAME, CLOSE = 1, 10
# Variants of scripts from right to left, which scriptMetadata.txt leaves out.
VARIANTS = ["aran", "syre", "syrj", "syrn"]


def elements(name, tag):
    return xml.etree.ElementTree.parse(DATA / "supplemental" / name).iter(tag)


def right_to_left_scripts():
    lines = (DATA / "properties/scriptMetadata.txt").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("#")[0].split(";")] for line in lines]
    return sorted([row[0].lower() for row in rows if len(row) > 6 and row[6] == "YES"] + VARIANTS)


def likely_subtags():
    return {row.get("from"): row.get("to").split("_") for row in elements("likelySubtags.xml", "likelySubtag")}


def languages_of_systems():
    return {path.stem.split("_")[0] for path in (DATA / "main").glob("*.xml")} - {"root"}


def taken_languages(likely, right_to_left):
    written_so = {key for key, (_, script, _) in likely.items() if "_" not in key and script.lower() in right_to_left}
    return {key for key in likely if key in languages_of_systems() | written_so and key != "und"}


def likely_rows(likely, taken):
    """ "zh:hans:cn", "zh-hant:hant:tw", "zh-tw:hant:tw": by language, by language and script, by language and region."""
    rows = []
    for key, (_, script, region) in likely.items():
        if key.split("_")[0] in taken:
            rows.append(":".join((key.replace("_", "-"), script, region)).lower())
    return sorted(rows)


def aliases(taken):
    """ "iw:he:", "sh:sr:latn": codes that stand for another language."""
    rows = {}
    for row in elements("supplementalMetadata.xml", "languageAlias"):
        old, parts = row.get("type"), row.get("replacement").split("_")
        is_code = "_" not in old and row.get("reason") not in ("overlong", "bibliographic")
        if is_code and parts[0] in taken:
            scripts = [part.lower() for part in parts[1:] if len(part) == 4]
            rows[old] = f"{old}:{parts[0]}:{''.join(scripts)}"
    for desired, supported, distance, _ in close_pairs():
        if distance <= SAME:
            rows[supported] = f"{supported}:{desired}:"
    return rows


def close_pairs():
    for row in elements("languageInfo.xml", "languageMatch"):
        pair = row.get("desired"), row.get("supported")
        if all(part.isalpha() for part in pair):
            yield *pair, int(row.get("distance")), row.get("oneway") == "true"


def parent_locales():
    return [(row.get("parent").split("_"), row.get("locales").split())
            for row in elements("supplementalData.xml", "parentLocale") if row.get("parent") != "root"]


def parent_regions(likely):
    """ (language, script, parent, regions): whose text a region reads that has none of its own."""
    rows = []
    for parent, children in parent_locales():
        regions = [child.split("_")[-1].lower() for child in children if child.split("_")[:-1] == parent[:-1]]
        if len(parent) > 1 and regions:
            script = parent[1] if len(parent) == 3 else likely[parent[0]][1]
            rows.append((parent[0], script.lower(), parent[-1].lower(), " ".join(regions)))
    return sorted(rows, key=lambda row: (row[0], row[1], len(row[3])))


def other_languages(taken, alias):
    """Two lists of "nn:nb", the first reads texts in the second: of a language and its parent, of two languages side by side."""
    def code(language):
        return alias[language].split(":")[1] if language in alias else language

    def rows(pairs):
        return sorted({f"{code(a)}:{code(b)}" for a, b in pairs if code(a) != code(b) and {code(a), code(b)} <= taken})
    close = [pair for pair in close_pairs() if pair[2] <= CLOSE]
    parents = [(child, parent[0]) for parent, children in parent_locales() if len(parent) == 1 for child in children]
    parents += [(a, b) for a, b, _, is_one_way in close if is_one_way]
    sides = [pair for a, b, _, is_one_way in close if not is_one_way for pair in ((a, b), (b, a))]
    return rows(parents), rows(sides)


def literal(words):
    lines = textwrap.wrap(" " + " ".join(words) + " ", 100, drop_whitespace=False, break_on_hyphens=False)
    return "\n    ".join(f'"{line}"' for line in lines)


def header():
    likely, right_to_left = likely_subtags(), right_to_left_scripts()
    taken, version = taken_languages(likely, right_to_left), (DATA / "dtd/ldmlSupplemental.dtd").read_text(encoding="utf-8")
    version = version.split('cldrVersion CDATA #FIXED "')[1].split('"')[0]
    alias = aliases(taken)
    parents, sides = other_languages(taken, alias)
    regions = ",\n    ".join('{"%s", "%s", "%s",\n     %s}' % (*row[:3], "\n     ".join(
        f'"{line}"' for line in textwrap.wrap(row[3], 100, drop_whitespace=False))) for row in parent_regions(likely))
    return f"""// Made by cldr_tables.py of Unicode CLDR {version}: change the script, not this file.
// Data: copyright Unicode, Inc., by the Unicode License, https://www.unicode.org/license.txt.
#pragma once

#include <string_view>

namespace tocsin::locales {{

// clang-format off
/// Rows " KEY:SCRIPT:REGION ", in lower case: the likely script and region of a language, of a language in that
/// script, of a language in that region.
inline constexpr std::string_view kLikelySubtags =
    {literal(likely_rows(likely, taken))};

/// Rows " CODE:LANGUAGE:SCRIPT ": codes that stand for another language, perhaps in one script.
inline constexpr std::string_view kLanguageAliases =
    {literal(sorted(alias.values()))};

/// Rows " LANGUAGE:OTHER ": a language, and a more general one that its readers read.
inline constexpr std::string_view kParentLanguages =
    {literal(parents)};

/// Rows " LANGUAGE:OTHER ": a language, and another one that its readers understand.
inline constexpr std::string_view kCloseLanguages =
    {literal(sides)};

/// The region whose texts are read where there are none for the region itself.
struct ParentRegion {{
  std::string_view language, script, parent, regions;
}};
inline constexpr ParentRegion kParentRegions[] = {{
    {regions}}};

inline constexpr std::string_view kRightToLeftScripts =
    {literal(right_to_left)};
// clang-format on

}}  // namespace tocsin::locales
"""


def main():
    if not DATA.is_dir():
        print(f"{DATA} is missing: install unicode-cldr-core", file=sys.stderr)
        return NO_DATA
    if sys.argv[1:] == ["--check"]:
        if HEADER.read_text(encoding="utf-8") == header():
            return 0
        print(f"{HEADER} is not what the script makes: run it and compare", file=sys.stderr)
        return 1
    print(header(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
