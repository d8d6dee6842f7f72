"""What shipped code never calls, and the few places that may, each with its reason.

Usage: python3 -m tests.rules.banned_calls_test [TREE]     prints every offence as file:line: rule, and exits 1 if there is one.
"""
import pathlib
import re
import sys
import tempfile

# rule -> what it catches; a call is a name before a bracket, a member's name does not count
BANNED = {
    "starts a shell": r"(std::)?(system|popen|_popen|_?w?system|execlp?|execvpe?|posix_spawnp|wordexp|WinExec|ShellExecute[AW])\s*\(",
    "becomes another program": r"(execve?|fexecve|posix_spawn|CreateProcess\w*|ShellExecuteExW)\s*\(",
    "starts a child": r"v?fork\s*\(",
    "Ed25519 is one-shot": r"EVP_DigestVerify(Update|Final)\b",
    "toolkit opens or renders what we did not check":
        r"wx(Execute|LaunchDefaultBrowser|LaunchDefaultApplication|HtmlWindow|WebView|Shell)\b",
    "unbounded or unchecked":
        r"(std::)?(str(n?cpy|n?cat|tok)|stpn?cpy|wcs(cpy|cat)|lstrcpy\w*|v?sprintf|wsprintf\w*|gets|v?s?scanf|ato[ifl]"
        r"|atoll|strto\w+|sto[ifdl]|stoul+|stoll|alloca|_alloca|gethostbyname)\s*\(",
    "copies bytes without types": r"(std::)?mem(cpy|move)\s*\(",
    "no dice that can be foretold": r"(std::)?(s?rand|s?random|[dlm]rand48|rand_r)\s*\(",
    "a name that can be guessed": r"(std::)?(tmpnam|tempnam|mktemp|tmpfile|GetTempFileName\w*)\s*\(",
    "no regular expressions on foreign text": r"std::w?regex\b",
    "membership is what the credentials say": r"get(pwnam|pwuid|grnam|grgid)(_r)?\s*\(",
    "reads the environment": r"(std::)?(secure_)?getenv\s*\(",
    "changes the environment": r"(set|put|unset)env\s*\(",
    "loads code": r"(dlopen|dlmopen|LoadLibrary\w*)\s*\(",
    "tests a path, then uses it": r"(access|_access|realpath)\s*\(",
    "keeps its answer in one place for all": r"(std::)?(gmtime|localtime|ctime|asctime|strerror)\s*\(",
    "changes what a signal does": r"(std::)?(signal|sigaction)\s*\(",
    "JSON that is not ASCII": r"\w+(\.|->)dump\s*\(",
    "jumps": r"(setjmp|longjmp|sigsetjmp|siglongjmp)\s*\(",
}
# (file, rule) -> why it may; an entry that nothing needs any more is an offence, too
ALLOWED = {
    ("updater/platform/posix/sessions.cpp", "becomes another program"): "systemd-run or the gate, by path, as another user",
    ("updater/platform/posix/sessions.cpp", "starts a child"): "one a session, which gives root up first and has five seconds",
    ("updater/platform/posix/sessions.cpp", "changes what a signal does"): "a child begins with the system's own",
    ("updater/platform/posix/fresh_login.cpp", "membership is what the credentials say"): "resolves a user once, as root, to become it",
    ("updater/platform/posix/audience.cpp", "membership is what the credentials say"): "resolves the audience once, as root, at install",
    ("updater/platform/posix/process.cpp", "changes what a signal does"): "a full disk or a closed pipe is an error, not an end",
    ("schema/platform/posix/program_start.cpp", "changes what a signal does"): "a file that may not grow is an error, not an end",
    ("notifier/platform/posix/become.cpp", "becomes another program"): "the gate becomes dialog or sender, by the set's own path",
    ("notifier/platform/posix/open_link.cpp", "becomes another program"): "the desktop's opener, by path and argument vector",
    ("notifier/platform/posix/open_link.cpp", "starts a child"): "the opener is no child of the window's",
    ("notifier/platform/posix/open_link.cpp", "changes what a signal does"): "the opener begins with the system's own",
    ("notifier/platform/posix/open_link.cpp", "tests a path, then uses it"): "which of the openers is there; they are root's to change",
    ("notifier/platform/win/open_link.cpp", "becomes another program"): "hands a checked https link to the shell, no command line",
    ("notifier/platform/win/become.cpp", "becomes another program"): "as posix/become.cpp, the program's path apart from its words",
    ("updater/platform/win/sessions.cpp", "becomes another program"): "the gate with the session's token",
    ("updater/platform/win/task.cpp", "becomes another program"): "schtasks of the system's own folder",
    ("packaging/preview/posix/own_display.cpp", "becomes another program"): "Xvfb, by its path, for an author's pictures",
    ("packaging/preview/posix/own_display.cpp", "starts a child"): "which ends with this program",
    ("packaging/preview/posix/own_display.cpp", "changes the environment"): "the toolkit's settings, before it starts",
    ("notifier/dialog/posix/native.cpp", "reads the environment"): "whether the user has a setting for OpenGL",
    ("notifier/dialog/posix/native.cpp", "changes the environment"): "OpenGL off while GTK starts, then as it was",
    ("notifier/platform/posix/session.cpp", "reads the environment"): "the session's languages and display",
    ("notifier/platform/posix/single_instance.cpp", "reads the environment"): "the run-time folder and the display's name",
    ("schema/platform/posix/known_paths.cpp", "reads the environment"): "the user's own folders, never root's",
    ("notifier/present/dates.cpp", "keeps its answer in one place for all"): "the window has one thread; mingw lacks localtime_r",
    ("schema/core/text/ascii_json.h", "JSON that is not ASCII"): "the one writer",
    ("schema/core/text/utf8.h", "copies bytes without types"): "eight bytes into a word, bounded by the caller",
    ("schema/format/xml/text.h", "copies bytes without types"): "sixteen bytes into a vector, bounded by the caller",
    ("schema/platform/win/registry.cpp", "copies bytes without types"): "a value's bytes, after its type and size were compared",
    ("schema/format/catalog/id_index.cpp", "copies bytes without types"): "at most eight bytes of an id into a word",
}


def sources(tree):
    for top in ("schema", "updater", "notifier", "packaging"):
        for path in sorted((tree / top).rglob("*")):
            if path.suffix in (".h", ".cpp", ".in"):
                yield path.relative_to(tree).as_posix(), path.read_text(encoding="utf-8")


def code_of(text):
    """Lines without comments and without what stands in strings."""
    for line in text.splitlines():
        yield re.sub(r'"(\\.|[^"\\])*"', '""', line).split("//")[0]


def offences(tree, allowed):
    used, seen = set(), 0
    for name, text in sources(tree):
        seen += 1
        for number, code in enumerate(code_of(text), 1):
            for rule, pattern in BANNED.items():
                if not re.search(r"(?<![\w.>])" + pattern, code):
                    continue
                if (name, rule) in allowed:
                    used.add((name, rule))
                else:
                    yield f"{name}:{number}: {rule}"
    if seen < 20:
        yield f"{tree}: only {seen} sources found"
    yield from (f"{name}: need not be allowed any more: {rule}" for name, rule in sorted(set(allowed) - used))


def self_test():
    """One call of each kind, planted, must be found."""
    planted = ["std::system(x);", "::popen(a, b);", "::execve(p, a, e);", "::fork();", "EVP_DigestVerifyUpdate(c, d, n);",
               "wxExecute(command);", "std::strcpy(a, b);", "gets(a);", "sprintf(a, b);", "return std::rand();", "std::srand(1);",
               "memcpy(a, b, n);", "mktemp(a);", "std::regex r(a);", "getpwnam(a);", "getenv(a);", "setenv(a, b, 1);",
               "dlopen(a, 1);", "access(a, 4);", "localtime(&t);", "std::signal(1, f);", "setjmp(b);", "json.dump(2);"]
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        (tree / "schema").mkdir()
        (tree / "schema/a.cpp").write_text("\n".join(f"  x = 1; {line}" for line in planted) + "\n")
        (tree / "schema/good.cpp").write_text('// system("x")\nlog("popen(x)"); store.access(1); reader->signal(2); filesystem(3);\n')
        found = list(offences(tree, {("schema/a.cpp", "no such rule"): ""}))
    missed = [line for number, line in enumerate(planted, 1) if not any(f.startswith(f"schema/a.cpp:{number}:") for f in found)]
    wrong = [f for f in found if f.startswith("schema/good.cpp")]
    stale = any("need not be allowed" in f for f in found)
    if missed or wrong or not stale:
        sys.exit(f"banned_calls_test: missed {missed}, wrongly found {wrong}, stale entry seen: {stale}")


def main():
    self_test()
    tree = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    found = list(offences(tree, ALLOWED))
    print("\n".join(found) if found else f"banned calls: none but the {len(ALLOWED)} allowed ones")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
