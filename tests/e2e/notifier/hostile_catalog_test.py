"""What a catalog, or a file of the user's, may try on the real programs: bombs on a small stack, a flood, a detour for receipts.

Runs as root.
"""
import json
import os
import subprocess
import tempfile
import unittest

from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.users import GID, UID
from tests.e2e.harness.waiting import LONGEST_WAIT_S
from tests.e2e.notifier.desk import RECEIPTS, Desk

SMALL_STACK = ("prlimit", f"--stack={256 * 1024}")
MESSAGES = 4096  # the most there may be
HEAD = '<catalog xmlns="urn:tocsin:catalog:1" default-locale="en"><detect><host><package name="example-management"/></host></detect>'

OS = '<os family="linux"/>'


def message(number, when="", severity="info"):
    act_by = ' act-by="2028-01-01T00:00:00Z"' if severity == "critical" else ""
    audience = "" if when else ' audience="all"'
    return (f'<message id="m{number}" category="outage" severity="{severity}" not-before="2025-11-01T00:00:00Z"'
            f' expires="2028-10-01T00:00:00Z"{act_by}{audience}>{when}'
            f'<text locale="en"><title>Notice {number}</title><body><p>Read.</p></body></text></message>')


def nested(element, depth, inside=""):
    return f"<{element}>" * depth + inside + f"</{element}>" * depth


class Bombs(unittest.TestCase):
    """Read as the author's tool reads, which shares the reader with the client; 256 KiB of stack."""

    def lint(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
            file.write(text)
            file.flush()
            return subprocess.run([*SMALL_STACK, OPTIONS.programs / "tocsin", "lint", file.name], capture_output=True, text=True,
                                  timeout=LONGEST_WAIT_S)

    def test_depth_without_end(self):
        for name, text in (("elements", HEAD + nested("x", 200_000) + "</catalog>"),
                           ("conditions", HEAD + message(1, "<when>" + nested("not", 100_000, OS) + "</when>") + "</catalog>"),
                           ("unclosed", HEAD + "<x>" * 300_000)):
            with self.subTest(kind=name):
                done = self.lint(text)
                self.assertEqual(done.returncode, 4, done.stderr[-300:])
                self.assertRegex(done.stdout + done.stderr, "depth|not-well-formed|malformed")

    def test_wide_without_end(self):
        attributes = " ".join(f'a{n}="v"' for n in range(100_000))
        for name, text in (("attributes", HEAD + f"<x {attributes}/></catalog>"),
                           ("one value", HEAD + f'<x a="{"v" * 4_000_000}"/></catalog>'),
                           ("entities", HEAD + message(1).replace("Read.", "&amp;" * 200_000) + "</catalog>"),
                           ("too large", HEAD + " " * (9 << 20) + "</catalog>")):
            with self.subTest(kind=name):
                self.assertEqual(self.lint(text).returncode, 4)


class OnMachine(unittest.TestCase):
    def desk(self, *words, **more):
        desk = Desk(OPTIONS.programs, *words, **more)
        self.addCleanup(desk.close)
        desk.begin()
        return desk


class Flood(OnMachine):
    def test_as_many_as_there_may_be_show_five_and_say_so(self):
        text = HEAD + "".join(message(n) for n in range(MESSAGES)) + "</catalog>"
        desk = self.desk(catalog=text)
        shown = desk.machine.control("show", wrap=SMALL_STACK)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertEqual(shown.stdout.count("not yet acknowledged"), 5, shown.stdout[:2000])
        self.assertRegex(shown.stdout, r"4,?091 more")
        listed = json.loads(desk.machine.control("list", "--all", "--json").stdout)["notices"]
        self.assertEqual(len(listed), MESSAGES)
        gate = desk.machine.start("notifier", wrap=SMALL_STACK)
        self.assertEqual(gate.returncode, 0, gate.stderr)

    def test_critical_ones_all_come(self):
        critical = "".join(message(n, severity="critical") for n in range(9))
        desk = self.desk(catalog=HEAD + "".join(message(n) for n in range(100, 140)) + critical + "</catalog>")
        self.assertEqual(desk.machine.control("show").stdout.count("critical, "), 9)


class Detours(OnMachine):
    def test_the_users_files_redirect_nothing(self):
        """Proxy, relay and certificates are the machine's to set; a config beside or in the home is nobody's."""
        desk = self.desk()
        desk.machine.user_policy("ReceiptRelay=https://127.0.0.1:1\nProxy=http://127.0.0.1:1\nReceiptCAFile=/nowhere\n")
        for folder in (desk.machine.home, desk.machine.home / ".config"):
            planted = folder / "messenger.config"
            planted.write_text('<configuration><appSettings>'
                               '<add key="ReceiptUrl" value="https://localhost:1/x"/></appSettings></configuration>')
            os.chown(planted, UID, GID)
        status, said = desk.show("a\na\n")
        self.assertEqual(status, 0, said.text)
        self.assertEqual(desk.arrived(), RECEIPTS)
        status = desk.machine.control("status").stdout
        for name in ("ReceiptRelay", "Proxy", "ReceiptCAFile"):
            self.assertRegex(status, rf"{name}=.*IGNORED: only the machine")
