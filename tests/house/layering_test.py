#!/usr/bin/python3
"""Holds the sources to the table of layers: who may include whom, which library lives where.

Usage: layering_test.py [TREE]     prints every offence as file:line: rule, and exits 1 if there is one.
Changing a row here is a design decision.
"""
import pathlib
import re
import sys
import tempfile

SCHEMA = ["schema/core", "schema/format", "schema/trust", "schema/platform"]
# folder -> folders it may include (longest prefix of the including file wins); itself is always allowed
EDGES = {
    "schema/core": [],
    "schema/format": ["schema/core"],
    "schema/trust": ["schema/core"],
    "schema/platform": ["schema/core"],
    "updater/platform": ["schema/core", "schema/platform"],
    "updater": ["schema/core", "schema/trust", "schema/platform", "updater/platform"],
    "notifier/evaluate": ["schema/core", "schema/format"],
    "notifier/explain": ["schema/core", "schema/format", "notifier/evaluate"],
    "notifier/platform": ["schema/core", "schema/format", "schema/platform", "notifier/evaluate"],
    "notifier/facts": ["schema/core", "schema/format", "notifier/evaluate", "notifier/platform"],
    "notifier/record": SCHEMA + ["notifier/evaluate", "notifier/receipts"],
    "notifier/receipts": SCHEMA + ["notifier/evaluate", "notifier/record"],
    "notifier/installed": SCHEMA,
    "notifier/gate": ["schema/core", "schema/format", "schema/platform", "notifier/evaluate", "notifier/facts",
                      "notifier/platform", "notifier/record"],
    "notifier/present": SCHEMA + ["notifier/evaluate", "notifier/explain", "notifier/platform", "notifier/record",
                                  "notifier/receipts", "notifier/installed"],
    "notifier/dialog": SCHEMA + ["notifier/evaluate", "notifier/explain", "notifier/facts", "notifier/platform",
                                 "notifier/record", "notifier/receipts", "notifier/installed", "notifier/present"],
    "notifier/control": SCHEMA + ["notifier/evaluate", "notifier/explain", "notifier/facts", "notifier/platform",
                                  "notifier/record", "notifier/receipts", "notifier/installed", "notifier/present"],
    "packaging/kit": SCHEMA + ["notifier/evaluate", "notifier/explain", "notifier/facts"],
    "packaging/preview": SCHEMA + ["notifier/evaluate", "notifier/explain", "notifier/facts", "notifier/platform",
                                   "notifier/record", "notifier/present", "notifier/dialog", "packaging/kit"],
}
# library header -> files that may include it (regular expressions on the path)
LIBRARIES = {
    r"sqlite3\.h": r"notifier/record/",
    r"curl/": r"notifier/receipts/http_curl",
    r"wx/": r"(notifier/dialog|packaging/preview)/",
    r"(gtk|gdk|atk)/": r"(notifier/dialog|packaging/preview)/\w+_gtk\.cpp",
    r"CLI/": r"(notifier/control|packaging/kit)/command_line\.cpp",
    r"nlohmann/": r"(notifier/(control|dialog)/|packaging/kit/|schema/format/receipt|notifier/explain/explain_json"
                  r"|notifier/facts/facts_file)",
    r"openssl/": r"((schema/trust|packaging/kit)/|notifier/receipts/http_curl_tls\.cpp)",
    r"pugixml": r"(schema/format/build_body\.cpp|notifier/platform/)",
    r"doctest": r"tests/",
    r"(unistd|fcntl|signal|spawn|syslog|poll|dirent|pwd|grp|dlfcn|windows|winsock2?|shlobj\w*)\.h|sys/|linux/"
    r"|netinet/|arpa/": r"(_posix|_win|_gtk)\.(cpp|h)$",
}
SYSTEM_CONDITION = re.compile(
    r"^\s*#\s*(if|ifdef|ifndef|elif).*(_WIN32|WIN64|__linux__|__unix__|__APPLE__|__MINGW32__|__WXMSW__|__WXGTK__)")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def sources(tree):
    for top in ("schema", "updater", "notifier", "packaging"):
        for path in sorted((tree / top).rglob("*")):
            if path.suffix in (".h", ".cpp", ".in"):
                yield path.relative_to(tree).as_posix(), path.read_text(encoding="utf-8")


def folder_of(path):
    return max((f for f in EDGES if path.startswith(f + "/")), key=len, default=None)


def offences_of_include(name, quote, target):
    if quote == '"':
        allowed = EDGES.get(folder_of(name))
        if not re.match(r"(schema|notifier|updater|packaging)/", target):
            yield f"include {target}: not written from the root"
        elif allowed is not None and not any(target.startswith(f + "/") for f in allowed + [folder_of(name)]):
            yield f"include {target}: {folder_of(name)} may not include it"
        elif allowed is None and not name.endswith(".in"):
            yield f"include {target}: no row in EDGES for this folder"
    for header, where in LIBRARIES.items():
        if re.match(header, target) and not re.search(where, name):
            yield f"include {target}: only {where} may"


def offences(tree):
    seen = 0
    for name, text in sources(tree):
        seen += 1
        for number, line in enumerate(text.splitlines(), 1):
            found = INCLUDE.match(line)
            if found:
                yield from (f"{name}:{number}: {o}" for o in offences_of_include(name, *found.groups()))
            if SYSTEM_CONDITION.match(line) and not re.search(r"_(win|posix)\.(cpp|h)$", name):
                yield f"{name}:{number}: condition on the system outside a seam file"
    if seen < 20:
        yield f"{tree}: only {seen} sources found"


def self_test():
    """Plants one offence of each kind and expects each to be found."""
    planted = {
        "schema/core/a.cpp": '#include "schema/format/catalog.h"\n',
        "schema/format/b.cpp": "#include <sqlite3.h>\n",
        "notifier/gate/c.cpp": '#include "schema/trust/proof.h"\n',
        "notifier/control/d.cpp": "#include <unistd.h>\n",
        "notifier/dialog/e.cpp": "#ifdef _WIN32\n",
        "notifier/present/g.cpp": '#include "catalog.h"\n',
    }
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        for name, text in planted.items():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(text)
        found = list(offences(tree))
    missed = [name for name in planted if not any(o.startswith(name + ":") for o in found)]
    if missed:
        sys.exit("layering_test: does not see the offence planted in " + ", ".join(missed))


def main():
    self_test()
    tree = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    found = list(offences(tree))
    print("\n".join(found) if found else "layers: clean")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
