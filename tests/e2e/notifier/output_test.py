"""What the programs print, and what they open for it: JSON in ASCII, no kind but regular files, a full disk, no home.

Runs as root: it needs other users' credentials, a root-owned tree and device nodes.
"""
import json
import os
import re
import shutil
import subprocess
import unittest

from tests.e2e.harness.commands import at_a_terminal, run
from tests.e2e.harness.machine import Machine
from tests.e2e.harness.options import OPTIONS, SOURCE
from tests.e2e.harness.sample import TWO_NOTICES, install_package_list
from tests.e2e.harness.users import GID, UID, credentials
from tests.e2e.harness.vendor import Vendor

FULL = "/dev/full"
WRITTEN = "standard output: not everything could be written"
# C1 controls that a terminal obeys (CSI 31 m), a bidi override, and a letter that is none of these.
HOSTILE = "deb\u009b31mian\u202e\u2066x\u00e9"
KEYFILE = "/etc/example/av-release"
HOSTILE_CATALOG = """<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">
  <detect><host><package name="example-management"/></host>
    <component id="av"><keyfile path="/etc/example/av-release" key="VERSION"/></component>
    <component id="db"><config path="/etc/example/db.conf" at="[db]version"/></component></detect>
  <message id="first" category="security" severity="critical" not-before="2025-11-01T00:00:00Z" expires="2028-10-01T00:00:00Z">
    <when><any><component id="av" version="[1,2)"/><component id="db" version="[1,2)"/><os family="linux"/></any></when>
    <text locale="en"><title>Schlüssel 鍵</title><body><p>B</p></body></text></message></catalog>"""


class WithMachine(unittest.TestCase):
    CATALOG = TWO_NOTICES

    def setUp(self):
        self.machine = Machine(OPTIONS.programs)
        self.addCleanup(self.machine.__exit__)
        install_package_list(self.machine.root)
        self.machine.install(self.CATALOG)

    def write(self, path, text):
        file = self.machine.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file


class Ascii(WithMachine):
    """Values found on a machine reach a terminal, and PowerShell 5.1, as escapes."""

    CATALOG = HOSTILE_CATALOG
    COMMANDS = (("facts",), ("facts", "--json"), ("list", "--json"), ("list", "--all", "--json"), ("list", "--machine", "--json"),
                ("explain", "--json"), ("history", "--json"), ("receipts", "--json"), ("receipts", "export"),
                ("receipts", "test", "--json"), ("status", "--json"), ("verify", "--json"))

    def setUp(self):
        super().setUp()
        self.write("/etc/os-release", f'ID="{HOSTILE}"\nVERSION_ID="12{HOSTILE}"\n')
        self.write(KEYFILE, f'VERSION="1.5{HOSTILE}"\n')
        self.machine.user_policy(f"Proxy=http://{HOSTILE}\n")
        self.machine.at_a_terminal("a\nq\n", "--plain")

    def test_row_133_json_is_ascii_and_says_the_same(self):
        printed = {words: self.machine.control(*words).stdout for words in self.COMMANDS}
        for words, text in printed.items():
            with self.subTest(words):
                self.assertTrue(text, "it prints something")
                self.assertRegex(text, r"\A[\n\x20-\x7e]+\Z")
                for line in (text.splitlines() if words == ("receipts", "export") else [text]):
                    json.loads(line)
        facts = json.loads(printed["facts",])
        self.assertEqual((facts["os"]["id"], facts["os"]["version"]), (HOSTILE, "12" + HOSTILE))
        self.assertEqual(facts["components"]["av"], "1.5" + HOSTILE)
        notices = json.loads(printed["list", "--json"])["notices"]
        self.assertEqual([row["title"] for row in notices], ["Schlüssel 鍵"])
        self.assertIn("http://deb\ufffd31m", json.loads(printed["status", "--json"])["policy"][0]["value"])
        # What it would be without escapes is what the test looks for.
        self.assertNotRegex(HOSTILE, r"\A[\n\x20-\x7e]+\Z")

    def test_facts_are_read_again(self):
        facts = self.machine.base / "facts.json"
        facts.write_text(self.machine.control("facts").stdout)
        catalog = self.machine.base / "catalog.xml"
        catalog.write_text(HOSTILE_CATALOG, encoding="utf-8")
        for words in (("explain", catalog, "--facts", facts, "--json"), ("lint", catalog, "--json"),
                      ("diff", catalog, catalog, "--facts", self.folder_of(facts), "--json")):
            with self.subTest(words[0]):
                done = run(OPTIONS.programs / "tocsin", *words, ok=(0, 1))
                self.assertRegex(done.stdout, r"\A[\n\x20-\x7e]+\Z")
                json.loads(done.stdout)
        explained = json.loads(run(OPTIONS.programs / "tocsin", "explain", catalog, "--facts", facts, "--json").stdout)
        self.assertIn("1.5" + HOSTILE, json.dumps(explained, ensure_ascii=False))

    def folder_of(self, facts):
        folder = self.machine.base / "machines"
        folder.mkdir()
        shutil.copy(facts, folder / facts.name)
        return folder


class Kinds(WithMachine):
    """No file that a signed catalog or the system names is opened before its kind is known."""

    CATALOG = HOSTILE_CATALOG
    OPENED = re.compile(r'open(?:at2?)?\((?:[^,]*, )?"([^"]*)", ([^)]*)\)')
    PLACES = ("/etc/os-release", KEYFILE, "/etc/example/db.conf", "/var/lib/dpkg/status", "/etc/machine-id",
              "/etc/example-messenger.conf", "/var/lib/example-messenger/trust.dat", "/var/lib/example-messenger/machine.conf",
              "/var/lib/example-messenger/secret")

    def setUp(self):
        super().setUp()
        self.planted = self.machine.root / "srv"
        self.planted.mkdir()
        os.mkfifo(self.planted / "fifo", 0o666)
        os.mknod(self.planted / "device", 0o666 | 0o020000, os.makedev(1, 7))  # as /dev/watchdog is: a character device

    def put(self, place, target):
        path = self.machine.root / place.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(target)

    def opened(self, *command):
        """[(path, flags)] of every open of a program run by root, and how it ended. A fifo that is opened would block."""
        trace = self.machine.base / "opens"
        done = subprocess.run(["strace", "-f", "-qq", "-e", "trace=open,openat,openat2", "-o", trace, *map(str, command)],
                              capture_output=True, text=True, timeout=60, check=False, env=self.machine.environment(), cwd="/")
        return self.OPENED.findall(trace.read_text()), done

    def wrongly(self, opened):
        names = {*self.PLACES, "/srv/fifo", "/srv/device"}
        names |= {str(self.machine.root) + name for name in names} | {os.path.basename(name) for name in names}
        return [(path, flags) for path, flags in opened if path in names and "O_PATH" not in flags]

    def test_row_134_root_opens_no_device_and_no_fifo(self):
        for kind in ("fifo", "device"):
            for place in self.PLACES:
                self.put(place, self.planted / kind)
            commands = [(self.machine.current / "messengerctl", "--root", self.machine.root, *words)
                        for words in (("list", "--machine"), ("facts",), ("status",), ("verify",))]
            commands.append((OPTIONS.programs / "update-patch", "status", "--root", self.machine.root))
            commands.append((OPTIONS.programs / "update-patch", "verify", "--payload", self.planted / kind, "--root", self.machine.root))
            for command in commands:
                with self.subTest(kind=kind, command=command[1:]):
                    opened, done = self.opened(*command)
                    self.assertTrue(opened, "strace saw it")
                    self.assertEqual(self.wrongly(opened), [])
                    self.assertIn(done.returncode, (0, 3, 4, 5, 6, 9, 20), done.stderr)

    def test_the_reader_opens_none_either(self):
        for place in self.PLACES[:6]:
            self.put(place, self.planted / "fifo")
        config = self.machine.home / ".config"
        config.mkdir(exist_ok=True)
        (config / "example-messenger.conf").symlink_to(self.planted / "fifo")
        for words in (("notifier",), ("control", "list"), ("control", "facts"), ("control", "status")):
            with self.subTest(words):
                opened, _ = self.opened(*credentials(), *self.machine.program(*words))
                self.assertEqual(self.wrongly(opened), [])

    def test_a_regular_file_is_read(self):
        """The same places, as they should be; the test sees opens that are not O_PATH."""
        self.write("/etc/os-release", "ID=debian\n")
        self.write(KEYFILE, "VERSION=1.5\n")
        opened, done = self.opened(self.machine.current / "messengerctl", "--root", self.machine.root, "facts")
        facts = json.loads(done.stdout)
        self.assertEqual((facts["os"]["id"], facts["components"]["av"]), ("debian", "1.5"))
        self.assertTrue([flags for path, flags in opened if path.startswith("/proc/self/fd/") and "O_PATH" not in flags])

    def test_without_proc_files_are_read_all_the_same(self):
        """An image that is entered by chroot may have no /proc."""
        payload = self.machine.release(TWO_NOTICES)
        hidden = 'mount -t tmpfs none /proc && exec "$@"'
        done = run("unshare", "--mount", "sh", "-c", hidden, "sh", OPTIONS.programs / "update-patch", "--payload", payload,
                   "--root", self.machine.root)
        self.assertIn("installed", done.stdout)


class FullDisk(unittest.TestCase):
    """Output that is cut off is no success: every command of every program."""

    def setUp(self):
        self.machine = Machine(OPTIONS.programs)
        self.addCleanup(self.machine.__exit__)
        install_package_list(self.machine.root)
        self.machine.install(TWO_NOTICES)
        self.machine.at_a_terminal("a\nq\n", "--plain")

    def commands_of(self, program, *words):
        """Its commands, as --help lists them: ("receipts",), ("receipts", "test"), ..."""
        listed = run(program, *words, "--help").stdout.partition("ubcommands:\n")[2]
        names = re.findall(r"^  (\w+) ", listed, re.M)
        below = [(*words, name) for name in names]
        return below + [one for inner in below for one in self.commands_of(program, *inner)]

    def check(self, command, **more):
        """Whether it prints anything; if so, a full disk is told."""
        more = {"capture_output": True, "text": True, "check": False, "timeout": 300, "cwd": "/", **more}
        usual = subprocess.run([str(word) for word in command], **more)
        with open(FULL, "wb") as full:
            more.pop("capture_output")
            done = subprocess.run([str(word) for word in command], stdout=full, stderr=subprocess.PIPE, **more)
        if not usual.stdout:
            self.assertEqual(done.returncode, usual.returncode, command)
            return False
        self.assertEqual((done.returncode, WRITTEN in done.stderr), (9, True), f"{command}: {done.returncode} {done.stderr}")
        return True

    def test_row_135_messengerctl(self):
        control = self.machine.program("control")
        words = [("list",), ("list", "--all"), ("list", "--json"), ("list", "--machine"), ("list", "--machine", "--json"),
                 ("list", "--summary"), ("show",), ("show", "first", "--plain"), ("history",), ("history", "--json"), ("explain",),
                 ("explain", "first", "--json"), ("receipts",), ("receipts", "--json"), ("receipts", "test"),
                 ("receipts", "test", "--json"), ("receipts", "export"), ("status",), ("status", "--json"), ("facts",),
                 ("verify",), ("verify", "--json"), ("licenses",), ("send",), ("--help",), ("--version",)]
        known = {tuple(word for word in one if not word.startswith("-")) for one in words}
        self.assertLessEqual(set(self.commands_of(self.machine.current / "messengerctl")), known, "each is in the table")
        silent = [one for one in words if not self.check([*credentials(), *control, *one], env=self.machine.environment())]
        self.assertEqual(silent, [("send",)])

    def test_row_135_gate_and_dialog(self):
        for role in ("notifier", "dialog"):
            for word in ("--help", "--version"):
                self.assertTrue(self.check([*credentials(), *self.machine.program(role, word)], env=self.machine.environment()))

    def test_row_135_update_patch(self):
        patch, root = OPTIONS.programs / "update-patch", ("--root", self.machine.root)
        payload = self.machine.release(TWO_NOTICES)
        words = [("--help",), ("--version",), ("status", *root), ("verify", "--payload", payload, *root),
                 ("install", "--payload", payload, *root), ("launch", *root), ("uninstall", *root)]
        usage = run(patch, "--help").stdout
        named = set(re.findall(r"\b(install|verify|status|launch|uninstall)\b", usage.partition("\nProves")[0]))
        self.assertEqual(named, {one[0] for one in words if not one[0].startswith("-")})
        silent = [one[0] for one in words if not self.check([patch, *one])]
        self.assertEqual(silent, ["launch"])

    def test_row_135_an_installation_is_whole_all_the_same(self):
        """9 says that its report was lost. The set is live, and the next run says so."""
        payload = self.machine.release(TWO_NOTICES)
        with open(FULL, "wb") as full:
            done = subprocess.run([OPTIONS.programs / "update-patch", "--payload", payload, "--root", self.machine.root],
                                  stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((done.returncode, WRITTEN in done.stderr), (9, True), done.stderr)
        again = run(OPTIONS.programs / "update-patch", "--payload", payload, "--root", self.machine.root)
        self.assertIn("live already", again.stdout)

    def test_row_135_kit(self):
        base, tocsin = self.machine.base, OPTIONS.programs / "tocsin"
        log, programs = self.watched_kit(base)
        vendor = Vendor(OPTIONS.programs, base / "vendor")
        root, payload = vendor.roots[0], vendor.release(3)
        keys, folder, built = vendor.keys, base / "kit", payload.parent
        folder.mkdir()
        of_programs = ("--root", root, "--serial", "8", "--platform", "linux-x86_64", "--notifier", built / "messenger",
                       "--dialog", built / "messenger-dialog", "--control", built / "messengerctl",
                       "--updater", built / "update-patch", "--force")
        of_notices = ("--root", root, "--serial", "8", "--config", built / "messenger.config",
                      "--catalog", built / "messenger.xml", "--programs-from", "1.3", "--force")
        vendor.kit("release", "notices", *of_notices, "-o", folder / "draft")
        digest = vendor.kit("inspect", folder / "draft", "--digest").stdout.strip()
        (folder / "facts").mkdir()
        (folder / "facts/a.json").write_text("{}")
        (folder / "receipts").write_text("")
        catalog = SOURCE / "packaging/samples/catalog.xml"
        findings = SOURCE / "tests/data/lint/long-title-1.xml"
        words = [("keygen", "-o", folder / "key"), ("lint", findings), ("lint", catalog, "--json"), ("lint", "--rules"),
                 ("explain", catalog, "--facts", folder / "facts/a.json"), ("explain", catalog, "--facts", folder / "facts", "--json"),
                 ("diff", catalog, catalog, "--facts", folder / "facts"), ("version", "compare", "1", "2"),
                 ("version", "match", "[1]", "1"), ("locale", "pick", "--have", "en", "--want", "en"),
                 ("locale", "match", "--filter", "en", "en"),
                 ("root", "new", "--product", "p", "--root-keys", f"{keys}/root0.pub,{keys}/root1.pub", "--programs-keys",
                  f"{keys}/rel0.pub,{keys}/rel1.pub", "--notices-keys", f"{keys}/not0.pub,{keys}/not1.pub",
                  "--expires", "2035-11-20T00:00:00Z", "-o", folder / "root"),
                 ("root", "rotate", root, "--notices-floor", "1", "--expires", "2035-11-20T00:00:00Z", "-o", folder / "root2"),
                 ("release", "programs", *of_programs, "-o", folder / "programs"),
                 ("release", "notices", *of_notices, "-o", folder / "notices"),
                 ("sign", folder / "draft", "--key", keys / "not0.pem", "--first", "--sha256", digest),
                 ("pack", "--notices", payload, "--programs", payload, "--stub", OPTIONS.programs / "update-patch",
                  "-o", folder / "patch"),
                 ("verify", payload), ("inspect", payload), ("inspect", payload, "--json"), ("tally", folder / "receipts"),
                 ("tally", folder / "receipts", "--json"), ("--help",), ("--version",)]
        for one in words:
            subprocess.run([programs / "tocsin", *map(str, one)], check=True)
        lines = [line.split(" ") for line in log.read_text().splitlines()]
        self.assertEqual([line for line in lines if line[0] != "9"], [])
        seen = {tuple(line[1:]) for line in lines}
        missing = [one for one in self.commands_of(tocsin) if not any(line[:len(one)] == one for line in seen)]
        self.assertEqual(missing, [], "each command was run")

    def watched_kit(self, base):
        """A folder of programs whose `tocsin` prints to a full disk, and notes how that ended."""
        programs, log = base / "watched", base / "watched.log"
        programs.mkdir()
        for program in OPTIONS.programs.iterdir():
            if program.name != "tocsin":
                (programs / program.name).symlink_to(program)
        log.touch()
        kit = programs / "tocsin"
        kit.write_text(f'''#!/bin/sh
"{OPTIONS.programs / "tocsin"}" "$@" >{FULL} 2>"{log}.err"
status=$?
grep -q "{WRITTEN}" "{log}.err" || status=silent-$status
echo "$status $*" >>"{log}"
''')
        kit.chmod(0o755)
        return log, programs


class NoHome(WithMachine):
    """Why nothing is recorded is said."""

    def show(self, answers="a\nq\n", **environment):
        """(exit code, what was said) at a terminal, and by `status`."""
        variables = {**self.machine.environment(), **environment}
        variables = {name: value for name, value in variables.items() if value is not None}
        status, said = at_a_terminal([*credentials(), *self.machine.program("control", "show", "--plain")], answers, variables)
        reported = subprocess.run([*credentials(), *self.machine.program("control", "status")], env=variables, cwd="/",
                                  capture_output=True, text=True, check=False)
        return status, " ".join(said.split()), " ".join(reported.stdout.split())

    def test_row_136_no_home(self):
        for home, reason in ((None, "HOME is not set"), ("", "HOME is not set"), ("anna", "HOME is not an absolute path: anna")):
            with self.subTest(home):
                status, said, reported = self.show(HOME=home)
                self.assertEqual(status, 9, said)
                self.assertIn(reason, said)
                self.assertIn("The first & worst notice", said)
                self.assertIn(reason, reported)

    def test_row_136_a_record_that_belongs_to_root(self):
        folder = self.machine.home / ".local/state/example-messenger"
        self.machine.at_a_terminal("q\n", "--plain")
        for name, mode in (("unreadable", 0o600), ("readable", 0o644)):
            with self.subTest(name):
                os.chown(folder / "state.db", 0, 0)
                (folder / "state.db").chmod(mode)
                status, said, reported = self.show()
                self.assertIn("belongs to another user (uid 0)", said)
                if name == "unreadable":
                    self.assertEqual(status, 9, said)
                    self.assertIn("belongs to another user (uid 0)", reported)
        shutil.rmtree(folder)

    def test_row_136_a_folder_that_belongs_to_root(self):
        shutil.rmtree(self.machine.home / ".local", ignore_errors=True)
        (self.machine.home / ".local").mkdir(mode=0o755)
        status, said, _ = self.show()
        self.assertEqual(status, 9, said)
        self.assertIn("belongs to another user (uid 0)", said)
        os.chown(self.machine.home / ".local", UID, GID)
        self.assertEqual(self.show()[0], 0)
