"""Holds the sources to the table of layers: who may include whom, which library lives where.

Usage: python3 -m tests.rules.layering_test [TREE]     prints every offence as file:line: rule, and exits 1 if there is one.
Changing a row here is a design decision.
"""
import pathlib
import re
import sys
import tempfile

SCHEMA = ["schema/core", "schema/format", "schema/trust", "schema/platform"]
NOTICES = ["notifier/decide", "notifier/decide/explain", "notifier/facts"]  # decided without reading or keeping anything
SESSION = NOTICES + ["notifier/facts/sources", "notifier/platform", "notifier/record", "notifier/receipts", "notifier/acts",
                     "notifier/session", "notifier/present"]
KIT = ["packaging/kit", "packaging/kit/files", "packaging/kit/release", "packaging/kit/reach", "packaging/kit/lint",
       "packaging/kit/spelling", "packaging/kit/tally", "packaging/report"]
# folder -> folders it may include; a file belongs to the longest that it lies below, and may always include its own
EDGES = {
    "schema/core": [],
    "schema/format": ["schema/core"],
    "schema/trust": ["schema/core"],
    "schema/platform": ["schema/core"],
    "updater/platform": ["schema/core", "schema/platform"],
    "updater": ["schema/core", "schema/trust", "schema/platform", "updater/platform"],
    "notifier/decide": ["schema/core", "schema/format"],
    "notifier/decide/explain": ["schema/core", "schema/format", "notifier/decide"],
    "notifier/platform": ["schema/core", "schema/platform", "notifier/decide"],
    "notifier/facts/sources": ["schema/core", "schema/format", "schema/platform", "notifier/decide"],
    "notifier/facts": ["schema/core", "schema/format", "notifier/decide", "notifier/facts/sources"],
    "notifier/record": ["schema/core", "schema/platform", "notifier/decide"],
    "notifier/receipts": SCHEMA + ["notifier/record"],
    "notifier/receipts/http": ["schema/core", "schema/platform", "schema/trust", "notifier/receipts"],
    "notifier/acts": SCHEMA + ["notifier/platform", "notifier/record", "notifier/receipts"],
    "notifier/present": SCHEMA + ["notifier/decide", "notifier/decide/explain", "notifier/acts"],
    "notifier/session": SCHEMA + NOTICES + ["notifier/facts/sources", "notifier/platform", "notifier/record", "notifier/receipts",
                                            "notifier/acts", "notifier/present"],
    "notifier/gate": ["schema/core", "schema/format", "schema/platform", "notifier/decide", "notifier/facts",
                      "notifier/facts/sources", "notifier/platform", "notifier/record"],
    "notifier/dialog": SCHEMA + SESSION,
    "notifier/control": SCHEMA + SESSION + ["notifier/receipts/http"],
    "packaging/kit": ["schema/core", "schema/platform", "schema/trust", "packaging/kit/spelling"],
    "packaging/kit/spelling": ["schema/core"],
    "packaging/kit/files": SCHEMA + ["notifier/facts", "packaging/kit/spelling"],
    "packaging/kit/release": SCHEMA + ["packaging/kit/files"],
    "packaging/kit/reach": ["schema/core", "schema/format"],
    "packaging/kit/lint": ["schema/core", "schema/format", "notifier/decide", "packaging/kit/files", "packaging/kit/reach",
                            "packaging/kit/spelling"],
    "packaging/kit/tally": ["schema/core", "schema/trust", "packaging/report"],
    "packaging/report": ["schema/core"],
    "packaging/intake": ["schema/core", "schema/trust", "schema/platform", "packaging/report"],
    "packaging/kit/commands": SCHEMA + NOTICES + KIT,
    "packaging/preview": SCHEMA + NOTICES + ["notifier/platform", "notifier/present", "notifier/session", "notifier/dialog",
                                             "packaging/kit", "packaging/kit/files"],
}
# library header -> files that may include it (regular expressions on the path)
LIBRARIES = {
    r"sqlite3\.h": r"notifier/record/",
    r"curl/": r"notifier/receipts/http/",
    r"wx/": r"(notifier/dialog|packaging/preview)/",
    r"(gtk|gdk|atk)/": r"(notifier/dialog|packaging/preview)/posix/\w+\.cpp",
    r"CLI/": r"((notifier/control|packaging/kit)/command_line\.cpp|packaging/intake/main\.cpp)",
    r"nlohmann/": r"(notifier/(control|dialog)/|packaging/kit/|packaging/intake/reading\.cpp|schema/format/receipt/"
                  r"|notifier/decide/explain/json|notifier/facts/file\.)",
    r"openssl/": r"((schema/trust|packaging/kit)/|notifier/receipts/http/options\.cpp)",
    r"pugixml": r"(schema/format/catalog/build_body\.cpp|notifier/facts/sources/)",
    r"libpq": r"packaging/intake/(postgres|database)\.cpp",
    r"event2/": r"packaging/intake/(http|postgres|serve)\.cpp",
    r"doctest": r"tests/",
    r"(unistd|fcntl|signal|spawn|syslog|poll|dirent|pwd|grp|dlfcn|windows|winsock2?|shlobj\w*)\.h|sys/|linux/"
    r"|netinet/|arpa/": r"(/(posix|win)/|packaging/intake/(http|serve)\.cpp)",
}
SYSTEM_CONDITION = re.compile(
    r"^\s*#\s*(if|ifdef|ifndef|elif).*(_WIN32|WIN64|__linux__|__unix__|__APPLE__|__MINGW32__|__WXMSW__|__WXGTK__)")
HALF = re.compile(r"/(posix|win)/")
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
        elif allowed is not None and folder_of(target) not in [*allowed, folder_of(name)]:
            yield f"include {target}: {folder_of(name)} may not include it"
        elif allowed is None and not name.endswith(".in"):
            yield f"include {target}: no row in EDGES for this folder"
        system = HALF.search(target)
        if system and system[0] not in name:
            yield f"include {target}: only a source of the same system may"
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
            if SYSTEM_CONDITION.match(line) and not HALF.search(name):
                yield f"{name}:{number}: condition on the system outside posix/ and win/"
    if seen < 20:
        yield f"{tree}: only {seen} sources found"


def self_test():
    """Plants one offence of each kind and expects each to be found."""
    planted = {
        "schema/core/a.cpp": '#include "schema/format/catalog/catalog.h"\n',
        "schema/format/b.cpp": "#include <sqlite3.h>\n",
        "notifier/gate/c.cpp": '#include "schema/trust/proof.h"\n',
        "notifier/control/d.cpp": "#include <unistd.h>\n",
        "notifier/dialog/e.cpp": "#ifdef _WIN32\n",
        "notifier/present/g.cpp": '#include "catalog.h"\n',
        "notifier/decide/h.cpp": '#include "notifier/decide/explain/explain.h"\n',
        "schema/platform/win/i.cpp": '#include "schema/platform/posix/descriptor.h"\n',
        "updater/j.cpp": '#include "updater/platform/win/task.h"\n',
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
