"""Holds each man page to its program: the same commands, arguments and options, and of them the same required ones.

Usage: python3 -m tests.rules.man_test PAGES_FOLDER BIN_FOLDER     prints every difference, and exits 1 if there is one.

The page gives each command a section ".SS PROGRAM COMMAND": first its synopsis, where brackets mean optional and
what the user writes is in italics, then ".TP" (or ".TQ") and an option. Help and version are told once, in OPTIONS.
"""
import pathlib
import re
import subprocess
import sys

PAGES = {"tocsin.1": "tocsin", "tocsin-preview.1": "tocsin-preview", "messengerctl.1": "messengerctl", "tocsin-intake.8": "tocsin-intake"}
# Their help is a usage text: options and exit codes are compared.
USAGE_PAGES = {"update-patch.8": "update-patch", "messenger.1": "messenger", "messenger-dialog.1": "messenger-dialog"}
EVERYWHERE = {"-h", "--help", "--help-all", "--version"}
OPTION = re.compile(r"(?<![\w-])--?[a-zA-Z][\w-]*")


def section_of(help_text, name):
    found = re.search(rf"^{name}:\n((?:  .*\n)+)", help_text, re.M)
    return [line for line in found[1].splitlines() if re.match(r"  \S", line)] if found else []


def entry(line):
    """The names before the first gap of a line of help, and whether they are required."""
    head = re.match(r"  (\S+)", line)[1].split(",")
    return head, bool(re.search(r" REQUIRED(\s|$)", line))


def command_of_help(help_text):
    """(options, arguments), each name -> required."""
    options = {name: required for names, required in map(entry, section_of(help_text, "Options"))
               for name in names if name not in EVERYWHERE}
    arguments = {names[0]: required for names, required in map(entry, section_of(help_text, "Positionals"))}
    return options, arguments


def help_of(program, *words):
    return subprocess.run([program, *words, "--help"], check=True, capture_output=True, text=True).stdout


def commands_of_program(program, words=()):
    """A word that does something by itself and has words below (`[SUBCOMMAND]`) is a command, too."""
    help_text = help_of(program, *words)
    below = [entry(line)[0][0] for line in section_of(help_text, "Subcommands")]
    own = {} if below and "[SUBCOMMAND]" not in help_text else {" ".join([program.name, *words]): command_of_help(help_text)}
    return own | {name: row for word in below for name, row in commands_of_program(program, (*words, word)).items()}


def without_brackets(text):
    while (shorter := re.sub(r"\[[^][]*\]", " ", text)) != text:
        text = shorter
    return text


def names_in(synopsis):
    """Options, and the arguments that stand for themselves: in italics, not behind an option, not part of a word."""
    bare = re.sub(r"\\fB(--?[\w-]+)\\fR [^\s\\]*\\fI[^\\]*\\fR(=\\fI\w+\\fR)?", r"\1 ", synopsis)
    return set(OPTION.findall(re.sub(r"\\f[BIR]", "", bare))), set(re.findall(r"\\fI(\w+)\\fR", bare))


def command_of_page(body):
    """As command_of_help, and the options that have an entry of their own."""
    synopsis = re.split(r"^\.", body, maxsplit=1, flags=re.M)[0]
    options, arguments = names_in(synopsis)
    needed_options, needed_arguments = names_in(without_brackets(synopsis))
    headings = re.sub(r"\\f[BIR]", "", "\n".join(re.findall(r"^\.T[PQ]\n(.*)", body, re.M)))
    return ({name: name in needed_options for name in options}, {name: name in needed_arguments for name in arguments},
            set(OPTION.findall(headings)))


def commands_of_page(text):
    text = text.replace("\\-", "-")
    parts = re.split(r"^\.(SS|SH) (.*)\n", text, flags=re.M)
    return {parts[i + 1]: command_of_page(parts[i + 2]) for i in range(1, len(parts), 3) if parts[i] == "SS"}


def differences(program, page):
    for name in sorted(program.keys() ^ page.keys()):
        yield f"{name}: {'not in the page' if name in program else 'no such command'}"
    for name in sorted(program.keys() & page.keys()):
        options, arguments = program[name]
        page_options, page_arguments, told = page[name]
        for what, real, written in (("option", options, page_options), ("argument", arguments, page_arguments)):
            yield from (f"{name}: {what} {n}: {'not in the synopsis' if n in real else 'does not exist'}"
                        for n in sorted(real.keys() ^ written.keys()))
            yield from (f"{name}: {what} {n}: {'is' if real[n] else 'is not'} required"
                        for n in sorted(real.keys() & written.keys()) if real[n] != written[n])
        yield from (f"{name}: option {n}: {'not explained' if n in options else 'explained, but does not exist'}"
                    for n in sorted(options.keys() ^ told))


def told_codes(text):
    """The exit codes of a page, and of a help text that lists them."""
    return set(re.findall(r"^\.TP\n(\d+)$", text.split(".SH EXIT STATUS")[1].split(".SH")[0], re.M))


def listed_codes(help_text):
    return set(re.findall(r"(?<![\w.])\d+(?= [a-z])", help_text.split("Exit:")[1]))


def differences_of_whole(help_text, text):
    """The program's own options against OPTIONS, if commands have others, and its exit codes if its help lists them."""
    text = text.replace("\\-", "-")
    options = text.split(".SH OPTIONS\n")[1].split("\n.SH ")[0]
    told = set(OPTION.findall(re.sub(r"\\f[BIR]", "", "\n".join(re.findall(r"^\.TP\n(.*)", options, re.M)))))
    real = {name for line in section_of(help_text, "Options") for name in entry(line)[0]}
    sides = {"option": (real, told)} if section_of(help_text, "Subcommands") else {}
    if "Exit:" in help_text:
        sides["exit code"] = (listed_codes(help_text), told_codes(text))
    for what, (real, written) in sides.items():
        yield from (f"{what} {n}: {'not in the page' if n in real else 'does not exist'}" for n in sorted(real ^ written))


def policy_differences(table, text):
    """POLICY of the page against the table that reads policies."""
    section = text.split(".SH POLICY\n")[1].split("\n.SH ")[0]
    real, told = set(re.findall(r'Rule\{"(\w+)"', table)), set(re.findall(r"^\.TP\n\\fB(\w+)\\fR$", section, re.M))
    yield from (f"policy {n}: {'not in the page' if n in real else 'does not exist'}" for n in sorted(real ^ told))
    for name, rest in re.findall(r'Rule\{"(\w+)", \w+, (true|false)', table):
        entry_text = section.split(f"\\fB{name}\\fR\n", 1)[-1].split(".TP")[0]
        if ("machine's only" in entry_text) != (rest == "true"):
            yield f"policy {name}: whose it is"


def differences_to_usage(usage, text):
    text = text.replace("\\-", "-")
    sides = {"option": (set(OPTION.findall(usage)) | {"--help", "--version"}, set(OPTION.findall(text)) & set(
                re.findall(r"^\.(?:TP\n\.)?[BI]+ *\"?(--[\w-]+)", text, re.M))),
             "exit code": (listed_codes(usage), told_codes(text))}
    for what, (real, written) in sides.items():
        yield from (f"{what} {n}: {'not in the page' if n in real else 'does not exist'}" for n in sorted(real ^ written))


def self_test(program, text):
    """Each fault planted in the page must be found."""
    stub = "\\fB\\-\\-stub\\fR"
    faults = {
        "a synopsis without an option": re.sub(r"\[\\fB\\-\\-strict\\fR\]", "", text, count=1),
        "an option without an entry": text.replace(".TP\n" + stub, stub),
        "an option that does not exist": text.replace("Exit with 1 for warnings too.", "x\n.TP\n\\fB\\-\\-lax\\fR\nx"),
        "a required option in brackets": text.replace("\\fB\\-\\-serial\\fR \\fIN\\fR", "[\\fB\\-\\-serial\\fR \\fIN\\fR]"),
        "an argument in brackets": text.replace("\\fIDRAFT\\fR \\fB\\-\\-key", "[\\fIDRAFT\\fR] \\fB\\-\\-key"),
        "another argument": text.replace("\\fICATALOG\\fR", "\\fIFILE\\fR"),
        "a command missing": text.replace(".SS tocsin inspect\n", ""),
        "a command that does not exist": text + ".SS tocsin tally\n",
    }
    for fault, page in faults.items():
        if page == text or not list(differences(program, commands_of_page(page))):
            sys.exit(f"man_test: does not see {fault}")


def self_test_of_control(program, help_text, table, text):
    def found(page):
        return [*differences(program, commands_of_page(page)), *differences_of_whole(help_text, page),
                *policy_differences(table, page)]
    faults = {
        "a command missing": text.replace(".SS messengerctl facts\n", ""),
        "a command with others below": text.replace(".SS messengerctl receipts\n", ".SS messengerctl mail\n"),
        "an option missing": text.replace("\\fB\\-\\-plain\\fR", ""),
        "the program's own option missing": text.replace(".TP\n\\fB\\-\\-root", ".PP\n\\fB\\-\\-root"),
        "an exit code missing": text.replace(".TP\n20\n", ".PP\n"),
        "an exit code of its own": text.replace(".TP\n20\n", ".TP\n21\n"),
        "a policy missing": text.replace(".TP\n\\fBNoActor", ".PP\n\\fBNoActor"),
        "a policy of its own": text.replace("\\fBNoActor\\fR\n", "\\fBNoReader\\fR\n"),
        "a policy of the machine alone": text.replace("The machine's only.", "", 1),
    }
    for fault, page in faults.items():
        if page == text or not found(page):
            sys.exit(f"man_test: does not see {fault}")


def rule_differences(program, text):
    """LINT RULES of the page against `lint --rules`: ids, severities, meanings, in the program's order."""
    told = subprocess.run([program, "lint", "--rules"], check=True, capture_output=True, text=True).stdout
    section = text.split(".SH LINT RULES\n")[1].split("\n.SH ")[0].replace("\\-", "-").replace("\\(aq", "'")
    listed = "".join(f"{rule}: {level}: {meaning}\n" for rule, level, meaning in
                     re.findall(r"^\.TP\n\\fB(\S+)\\fR \((\w+)\)\n(.*)$", section, re.M))
    if listed != told:
        yield "LINT RULES are not those of `lint --rules`"


def main():
    pages, programs = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    found = []
    for page, name in PAGES.items():
        text = (pages / page).read_text(encoding="utf-8")
        program = commands_of_program(programs / name)
        found += [f"{page}: {line}" for line in differences(program, commands_of_page(text))]
        whole = help_of(programs / name)
        found += [f"{page}: {line}" for line in differences_of_whole(whole, text)]
        if name == "messengerctl":
            table = (pages.parents[1] / "schema/platform/policy_values.cpp").read_text()
            found += [f"{page}: {line}" for line in policy_differences(table, text)]
            if not found:
                self_test_of_control(program, whole, table, text)
        if name == "tocsin":
            found += [f"{page}: {line}" for line in rule_differences(programs / name, text)]
            if not list(rule_differences(programs / name, text.replace("fBno\\-host", "fBno\\-hosts"))):
                sys.exit("man_test: does not see a rule that is misspelt")
            if not found:
                self_test(program, text)
    for page, name in USAGE_PAGES.items():
        text = (pages / page).read_text(encoding="utf-8")
        usage = subprocess.run([programs / name, "--help"], check=True, capture_output=True, text=True).stdout
        found += [f"{page}: {line}" for line in differences_to_usage(usage, text)]
        for fault in ("\\-\\-purge", ".TP\n7\n") if name == "update-patch" else (".B \\-\\-scheduled", ".TP\n9\n"):
            if not found and not list(differences_to_usage(usage, text.replace(fault, ""))):
                sys.exit(f"man_test: does not see {page} without {fault!r}")
    print("\n".join(found) if found else f"man pages: {len(PAGES) + len(USAGE_PAGES)} as the programs are")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
