"""Runs what the handbook's pages tell their readers to type, and compares what follows with what the pages show.

Runs as root: administrators.md needs a machine of its own.

Of a page, in order: ```sh is run by bash -eu in one folder, and must end well; ```text right behind it is what it prints, where
`...` stands for any text, and alone in a line for any lines; ```xml NAME or ```json NAME is a file of that name. Other blocks are
not run. The times of authors and release engineers are written as of 2026 and are moved to this year. Log lines, which come to
standard error only where no log daemon runs, are left out.
"""
import datetime
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from tests.e2e.harness.docs_machine import DocsMachine
from tests.e2e.harness.options import OPTIONS, SOURCE
from tests.e2e.harness.waiting import LONGEST_TEST_S

FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
WRITTEN_IN = 2026


def this_year(text):
    later = max(0, datetime.datetime.now(datetime.timezone.utc).year - WRITTEN_IN)
    return re.sub(r"\b(20[2-9]\d)(?=-\d\d-\d\d)", lambda year: str(int(year[1]) + later), text)


def steps(text):
    """(kind, name, text, output or None, line): the blocks of a page."""
    blocks = list(FENCE.finditer(text))
    for block, after in zip(blocks, [*blocks[1:], None]):
        kind, name, body = block.groups()
        shown = after and after[1] == "text" and not text[block.end():after.start()].strip()
        yield kind, name, body, after[3] if kind == "sh" and shown else None, text.count("\n", 0, block.start()) + 1


def pattern_of(output):
    """`...` matches within a line, or any lines where it stands alone."""
    lines = [r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + "\n" for line in output.splitlines()]
    return re.compile("".join(lines))


class Page:
    """One page being followed. `moved`: places on the machine that lie elsewhere here."""

    def __init__(self, name, folder, environment, moved=None):
        self.path, self.folder, self.environment = SOURCE / "packaging/docs" / name, folder, environment
        self.moved = moved or {}

    def text(self):
        """A machine's page talks of the sample catalog, whose times stand."""
        text = self.path.read_text(encoding="utf-8")
        return text if self.moved else this_year(text)

    def run(self, script):
        for place, here in self.moved.items():
            script = script.replace(place, here)
        done = subprocess.run(["bash", "-eu", "-c", script], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=LONGEST_TEST_S)
        said = done.stdout
        for place, here in self.moved.items():
            said = said.replace(here, place)
        return done.returncode, re.sub(r"(?m)^example-messenger: .*\n", "", said)

    def follow(self, test):
        """Returns how many blocks were run, and how many outputs compared."""
        run = compared = 0
        for kind, name, body, output, line in steps(self.text()):
            if name and kind in ("xml", "json"):
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / name).write_text(body, encoding="utf-8")
            if kind != "sh":
                continue
            code, said = self.run(body)
            at = f"{self.path.name}:{line}\n{body}"
            test.assertEqual(code, 0, f"{at}{said}")
            run += 1
            if output is not None:
                test.assertTrue(pattern_of(output).fullmatch(said), f"{at}--- shown\n{output}--- said\n{said}")
                compared += 1
        return run, compared


class Pages(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-docs."))
        self.folder.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.folder)

    def vendors_desk(self):
        """A folder with the built programs, the kit on PATH."""
        programs = self.folder / "programs"
        programs.mkdir()
        for name in ("messenger", "messenger-dialog", "messengerctl", "update-patch"):
            shutil.copy(OPTIONS.programs / name, programs)
        return {"PATH": f"{OPTIONS.programs}:/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}

    def test_authors(self):
        run, compared = Page("authors.md", self.folder, self.vendors_desk()).follow(self)
        self.assertGreaterEqual(run, 8)
        self.assertGreaterEqual(compared, 7)

    def test_release_engineers(self):
        environment = self.vendors_desk()
        shutil.copytree(SOURCE / "packaging/samples", self.folder / "samples")
        catalog = self.folder / "samples/catalog.xml"
        catalog.write_text(this_year(catalog.read_text(encoding="utf-8")), encoding="utf-8")
        run, compared = Page("release-engineers.md", self.folder, environment).follow(self)
        self.assertGreaterEqual(run, 8)
        self.assertGreaterEqual(compared, 8)

    def test_administrators(self):
        with DocsMachine(OPTIONS.programs) as machine:
            run, compared = Page("administrators.md", machine.desk, machine.reader_environment(), machine.moved()).follow(self)
        self.assertGreater(run, 10)
        self.assertGreater(compared, 8)


class Words(unittest.TestCase):
    """What a page must name because the programs have it."""

    def page(self, name):
        return (SOURCE / "packaging/docs" / name).read_text(encoding="utf-8")

    def named(self, page, words):
        text = self.page(page)
        self.assertGreater(len(words), 3)
        self.assertEqual([word for word in words if f"`{word}`" not in text and f"`{word}=" not in text], [], page)

    def test_every_policy_and_event(self):
        self.named("administrators.md", re.findall(r'Rule\{"(\w+)"', (SOURCE / "schema/platform/policy_values.cpp").read_text()))
        events = re.findall(r"^  (?!note)(\w+) = (\d+),", (SOURCE / "schema/platform/log.h").read_text(), re.M)
        self.assertEqual(len(events), 6)
        self.named("administrators.md", [number for _, number in events])

    def test_every_condition_source_and_attribute(self):
        grammar = (SOURCE / "schema/catalog.xsd").read_text()
        for begin, end, kind in (('<xs:group name="condition">', "</xs:group>", "element"),
                                 ('<xs:group name="source">', "</xs:group>", "element"),
                                 ('<xs:complexType name="message">', '<xs:complexType name="withdrawn">', "attribute")):
            part = grammar.split(begin)[1].split(end)[0]
            self.named("authors.md", re.findall(rf'<xs:{kind} name="([\w-]+)"', part))

    def test_every_setting_and_exit_code(self):
        settings = re.findall(r'<xs:enumeration value="(\w+)"', (SOURCE / "schema/config.xsd").read_text())
        self.named("release-engineers.md", settings)
        usage = subprocess.run([OPTIONS.programs / "update-patch", "--help"], capture_output=True, text=True, check=True).stdout
        codes = re.findall(r"(?<![\w.])\d+(?= [a-z])", usage.split("Exit:")[1])
        for page in ("administrators.md", "release-engineers.md"):
            self.named(page, codes)

    def test_links_lead_somewhere(self):
        for path in (SOURCE / "packaging/docs").glob("*.md"):
            for target in re.findall(r"\]\(([^)#]+)(?:#[\w-]+)?\)", path.read_text(encoding="utf-8")):
                if "://" not in target:
                    self.assertTrue((path.parent / target).exists(), f"{path.name}: {target}")


class Harness(unittest.TestCase):
    """The comparison itself: it must be able to fail."""

    def test_patterns(self):
        rows = [("a\n", "a\n", True), ("a\n", "a\nb\n", False), ("a...c\n", "abc\n", True), ("a...c\n", "a\nc\n", False),
                ("...\nz\n", "x\ny\nz\n", True), ("...\nz\n", "z\n", True), ("a\n...\n", "a\nb\n", True), ("[a]\n", "a\n", False),
                ("", "", True), ("", "a\n", False)]
        for shown, said, same in rows:
            self.assertEqual(bool(pattern_of(shown).fullmatch(said)), same, (shown, said))

    def test_a_page_that_is_wrong_is_seen(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-docs."))
        self.addCleanup(shutil.rmtree, folder)
        for text, good in (("```sh\necho a\n```\n\n```text\na\n```\n", True), ("```sh\necho a\n```\n```text\nb\n```\n", False),
                           ("```sh\nfalse\n```\n", False), ("```xml x/n.xml\n<n/>\n```\n```sh\ngrep -q n x/n.xml\n```\n", True),
                           ("```sh\nexit 3\n```\n```text\n...\n```\n", False)):
            page = Page("none", folder, {"PATH": "/usr/bin:/bin"})
            page.path = folder / "page.md"
            page.path.write_text(text)
            if good:
                self.assertEqual(page.follow(self)[0], 1)
            else:
                with self.assertRaises(AssertionError):
                    page.follow(self)
