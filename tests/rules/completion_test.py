"""Drives the completion of messengerctl and the kit as bash does, and holds what it offers to each command's --help.


The words are set as readline sets them and the registered function is called; one test types at a real prompt.
"""
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import tempfile
import time
import unittest

from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.waiting import LONGEST_WAIT_S
from tests.rules.man_test import commands_of_program, entry, help_of, section_of

DRIVE = r"""
source "$1"; shift
name=${1##*/}
function=$(complete -p "$name" | sed 's/.*-F \([^ ]*\) .*/\1/')
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
"$function" "$1" "${@: -1}" "${@: -2:1}"
printf '%s\n' "${COMPREPLY[@]}"
"""
LISTING = """#!/bin/bash
# A messengerctl with notices: help is the real one's.
if [ "${1-}" = --root ]; then root=$2; shift 2; fi
if [ "${1-}" = list ] && [ "${2-}" = --all ]; then
  printf 'Due\\n  critical: A title/1, with a comma\\n      first%s/1, act by 2026\\n' "${root-}"
  printf 'Past\\n  info: B\\n      second.id/12, acknowledged\\n'
  exit
fi
exec "$(dirname "$0")/real" "$@"
"""


def options_of(help_text):
    return {name for line in section_of(help_text, "Options") for name in entry(line)[0]}


class Completion(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-completion."))
        self.addCleanup(shutil.rmtree, self.folder)
        for name, content in (("a file.xml", "x"), ("draft", "x")):
            (self.folder / name).write_text(content)
        (self.folder / "folder").mkdir()
        self.bin = self.folder / "folder"
        self.scripts = {"tocsin": OPTIONS.build / "completion/tocsin", "tocsin-preview": OPTIONS.build / "completion/tocsin-preview",
                        "example-messengerctl": OPTIONS.build / "completion/example/example-messengerctl"}
        self.real = {"tocsin": OPTIONS.programs / "tocsin", "tocsin-preview": OPTIONS.programs / "tocsin-preview",
                     "example-messengerctl": OPTIONS.programs / "messengerctl"}
        for name, program in self.real.items():
            (self.bin / name).symlink_to(program)
        self.environment = {"PATH": f"{self.bin}:/usr/bin:/bin", "HOME": str(self.folder), "TERM": "dumb"}

    def offered(self, program, *words):
        """What is offered for the last word; it must be in order to say nothing else."""
        done = subprocess.run(["bash", "--norc", "-c", DRIVE, "drive", self.scripts[program], program, *words],
                              capture_output=True, text=True, cwd=self.folder, env=self.environment, timeout=LONGEST_WAIT_S)
        self.assertEqual((done.returncode, done.stderr), (0, ""), words)
        return sorted(line for line in done.stdout.splitlines() if line)

    def test_options_of_every_command_are_those_of_its_help(self):
        for program, real in self.real.items():
            commands = commands_of_program(real)
            self.assertGreater(len(commands), 0 if program == "tocsin-preview" else 10)
            fall_through = {name for name in options_of(help_of(real)) if name == "--root"}
            for command in [real.name, *commands]:
                words = command.split()[1:]
                wanted = options_of(help_of(real, *words)) | fall_through
                long = sorted(name for name in wanted if name.startswith("--"))
                with self.subTest(command=command):
                    self.assertEqual(self.offered(program, *words, "-"), sorted(wanted))
                    self.assertEqual(self.offered(program, *words, "--"), long)
                    self.assertEqual(self.offered(program, *words, "--he"), [name for name in long if name.startswith("--he")])

    def test_commands_at_every_level(self):
        for program, real in self.real.items():
            commands = commands_of_program(real)
            paths = {tuple(command.split()[1:n]) for command in commands for n in range(1, len(command.split()))}
            for path in paths:
                below = sorted({c.split()[len(path) + 1] for c in commands if tuple(c.split()[1:len(path) + 1]) == path
                                and len(c.split()) > len(path) + 1})
                with self.subTest(program=program, path=path):
                    self.assertEqual(self.offered(program, *path, ""), below)
        self.assertEqual(self.offered("tocsin", "ver"), ["verify", "version"])
        self.assertEqual(self.offered("tocsin", "nothing-like-it"), [])

    def test_values(self):
        files = ["a file.xml", "draft", "folder"]
        rows = [("tocsin", ("release", "programs", "--platform", ""), ["linux-x86_64", "windows-x86_64"]),
                ("tocsin", ("release", "programs", "--platform", "w"), ["windows-x86_64"]),
                ("tocsin", ("release", "programs", "--platform", "=", "l"), ["linux-x86_64"]),
                ("tocsin", ("release", "programs", "--platform", "="), ["linux-x86_64", "windows-x86_64"]),
                ("tocsin", ("version", "compare", "--scheme", ""), ["deb", "dotted", "semver", "upstream"]),
                ("tocsin", ("root", "rotate", "--programs-epoch", ""), ["+1", "same"]),
                ("tocsin", ("lint", "--config", ""), files), ("tocsin", ("lint", "--config", "d"), ["draft"]),
                ("tocsin", ("release", "notices", "-o", ""), files), ("tocsin", ("explain", "--facts", ""), files),
                ("tocsin", ("explain", "--at", ""), []), ("tocsin", ("release", "notices", "--serial", ""), []),
                ("tocsin", ("root", "new", "--root-threshold", ""), []), ("tocsin", ("sign", "--sha256", ""), []),
                ("tocsin", ("verify", "--accepted-notices", ""), []), ("tocsin", ("verify", "--as", ""), ["dialog", "update-patch"]),
                ("tocsin", ("root", "rotate", "--notices-floor", ""), []), ("tocsin", ("verify", "--notices", "d"), ["draft"]),
                ("tocsin", ("root", "new", "--root-keys", "d"), ["draft"]),
                ("tocsin-preview", ("--theme", ""), ["dark", "light"]), ("tocsin-preview", ("draft", "--id", ""), []),
                ("tocsin-preview", ("--pseudo", ""), files), ("tocsin-preview", ("draft", "--out", "f"), ["folder"]),
                ("example-messengerctl", ("--root", ""), ["folder"]), ("example-messengerctl", ("list", "--root", ""), ["folder"])]
        for program, words, wanted in rows:
            with self.subTest(words=words):
                self.assertEqual(self.offered(program, *words), wanted)

    def test_operands(self):
        files = ["a file.xml", "draft", "folder"]
        rows = [(("lint", ""), files), (("lint", "a"), ["a file.xml"]), (("lint", "--config", "draft", ""), files),
                (("lint", "--strict", "draft", ""), []), (("tally", "draft", ""), files), (("sign", "--key", "draft", ""), files),
                (("root", "rotate", ""), files), (("version", "match", ""), []), (("locale", "pick", ""), []), (("keygen", ""), [])]
        for words, wanted in rows:
            with self.subTest(words=words):
                self.assertEqual(self.offered("tocsin", *words), wanted)

    def test_ids_of_notices(self):
        (self.bin / "example-messengerctl").rename(self.bin / "real")
        (self.bin / "example-messengerctl").write_text(LISTING)
        (self.bin / "example-messengerctl").chmod(0o755)
        rows = [(("show", ""), ["first", "second.id"]), (("explain", "s"), ["second.id"]), (("show", "--plain", "f"), ["first"]),
                (("--root", "R", "show", "f"), ["firstR"]), (("show", "first", ""), []), (("history", ""), [])]
        for words, wanted in rows:
            with self.subTest(words=words):
                self.assertEqual(self.offered("example-messengerctl", *words), wanted)

    def test_a_program_that_is_gone_offers_nothing(self):
        for program in self.scripts:
            (self.bin / program).unlink()
            for words in (("",), ("-",), ("list", ""), ("show", "")):
                self.assertEqual(self.offered(program, *words), [])

    def test_every_brand_completes_its_own_name(self):
        for folder in (path for path in (OPTIONS.build / "completion").iterdir() if path.is_dir()):
            script, = folder.iterdir()
            text = script.read_text()
            self.assertIn(f"\ncomplete -F _{re.sub(r'[^A-Za-z0-9]', '_', script.name)}_complete {script.name}\n", text)
            self.assertNotRegex(text, r"@[A-Z]+@")
            self.assertEqual(subprocess.run(["bash", "-n", script]).returncode, 0)
            if folder.name != "example":
                self.assertNotIn("example", text)

    def test_typed_at_a_prompt(self):
        ours, theirs = pty.openpty()
        shell = subprocess.Popen(["bash", "--norc", "--noprofile", "-i"], stdin=theirs, stdout=theirs, stderr=theirs,
                                 env={**self.environment, "PS1": "ready> ", "TERM": "dumb"}, cwd=self.folder, start_new_session=True)
        os.close(theirs)
        said = ""

        def until(mark):
            nonlocal said
            end = time.monotonic() + LONGEST_WAIT_S
            while mark not in said and time.monotonic() < end:
                if select.select([ours], [], [], 1)[0]:
                    said += os.read(ours, 4096).decode()
            self.assertIn(mark, said)
            said = said.split(mark, 1)[1]

        until("ready> ")
        os.write(ours, f"source {self.scripts['tocsin']}\n".encode())
        until("ready> ")
        os.write(ours, b"tocsin insp\ta\t--js\t")
        until("tocsin inspect a\\ file.xml")
        until("--json ")
        os.write(ours, b"\x15exit\n")
        shell.wait(timeout=LONGEST_WAIT_S)
        os.close(ours)
