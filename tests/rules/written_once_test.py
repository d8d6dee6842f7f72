"""What product code writes in one place only, and how often it may pass an error on by hand.

Usage: python3 -m tests.rules.written_once_test [TREE]     prints every offence as file:line: rule, and exits 1 if there is one.
"""
import pathlib
import re
import sys
import tempfile

# rule -> what it catches, where it may stand
ONE_PLACE = {
    "classes of characters: use schema/core/text/ascii.h":
        (r"[<>]=?\s*'[aAzZfF09]'|'[aAzZfF09]'\s*[<>]=?"
         r"|\b(is(digit|alpha|alnum|xdigit|space|upper|lower|print|punct)|to(lower|upper))\s*\(", r"schema/core/text/ascii\.h"),
    "https addresses: use schema/core/https_address.h":
        (r'"https://"', r"schema/(core/https_address\.h|platform/policy_values\.cpp)"),
}
# rule -> what is counted, over a whole source; how many there may be in all
AT_MOST = {
    "propagation by hand: use TRY or TRY_IN":
        (r"if \((?:(?:const )?auto (?P<made>\w+) = [^;]*(?:;(?!\s*\n)[^;]*)?; )?!(?P<name>\w+)\)\s*\{?\s*"
         r"return (?:tocsin::)?(?:fail|Failure)\((?:std::move\()?(?P=name)\)?\.error\(\)\);", 20),
    "return Failure(: use fail()": (r"\breturn (?:tocsin::)?Failure\(", 10),
}
COMMENT = re.compile(r"//[^\n]*")


def sources(tree):
    for top in ("schema", "updater", "notifier", "packaging"):
        for path in sorted((tree / top).rglob("*")):
            if path.suffix in (".h", ".cpp", ".in"):
                yield path.relative_to(tree).as_posix(), path.read_text(encoding="utf-8")


def code_of(text):
    """The text without comments, its lines where they were. An address in a string is no comment."""
    return "\n".join(line if '"' in line else COMMENT.sub("", line) for line in text.split("\n"))


def found(text, pattern):
    return [text.count("\n", 0, match.start()) + 1 for match in re.finditer(pattern, text)]


def offences(tree, most=None):
    counted = {rule: [] for rule in AT_MOST}
    seen = 0
    for name, text in sources(tree):
        seen += 1
        code = code_of(text)
        for rule, (pattern, where) in ONE_PLACE.items():
            if not re.fullmatch(where, name):
                yield from (f"{name}:{line}: {rule}" for line in found(code, pattern))
        for rule, (pattern, _) in AT_MOST.items():
            counted[rule] += [f"{name}:{line}: {rule}" for line in found(code, pattern)]
    for rule, places in counted.items():
        limit = AT_MOST[rule][1] if most is None else most
        if len(places) > limit:
            yield from places
            yield f"{len(places)} places, at most {limit}: {rule}"
    if seen < 20 and most is None:
        yield f"{tree}: only {seen} sources found"


# rule -> what it must find, what it must not
ROWS = {
    "classes of characters: use schema/core/text/ascii.h": (
        ["return c >= '0' && c <= '9';", "x < 'a' || x > 'f'", "if ('A' <= c) {}", "std::tolower(text[0])", "isdigit(letter)"],
        ["return is_digit(c);", "c - '0'", "c >= '2' && c <= '7'", "// c >= '0'", "x == 'a'"]),
    "https addresses: use schema/core/https_address.h": (
        ['constexpr std::string_view kScheme = "https://";', 'text.starts_with("https://")'],
        ['fail("not https://host")', "// https://example.com", 'std::string_view("http://")']),
    "propagation by hand: use TRY or TRY_IN": (
        ["if (!x) return Failure(x.error());", "if (!x) return fail(x.error());", "if (!x)\n    return fail(std::move(x).error());",
         "if (!x) {\n  return Failure(x.error());\n}", "if (auto x = f(1); !x) return Failure(x.error());",
         'if (auto x = f("a; b"); !x)\n  return fail(x.error());', "if (!x) return tocsin::fail(x.error());"],
        ["if (!x) return fail(y.error());", "if (x.error().code == Code::io) return fail(x.error());",
         "if (!x) return fail(in_file(x.error(), path));", "const auto x = TRY(f());", "if (!x) return false;",
         "// if (!x) return fail(x.error());", "if (!x) return fail(Code::io, \"a.b\", x.error().detail);"]),
    "return Failure(: use fail()": (
        ["return Failure(error);", "  return tocsin::Failure(std::move(error));"],
        ["return fail(error);", "Failure bad(std::string detail) {", "// return Failure(error);"]),
}


def self_test():
    """Plants each row alone: what must be found is found, and nothing else."""
    for rule, (wanted, unwanted) in ROWS.items():
        for text, is_wanted in [(row, True) for row in wanted] + [(row, False) for row in unwanted]:
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder, "schema/core/a.cpp")
                path.parent.mkdir(parents=True)
                path.write_text(text + "\n")
                hits = [o for o in offences(pathlib.Path(folder), most=0) if o.startswith("schema/core/a.cpp:") and rule in o]
                if bool(hits) != is_wanted:
                    sys.exit(f"written_once_test: {rule}: {'does not see' if is_wanted else 'accuses'} {text!r}")


def main():
    self_test()
    tree = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    faults = list(offences(tree))
    print("\n".join(faults) if faults else "written once: clean")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
