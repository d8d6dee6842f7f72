"""tocsin-preview as an author uses it."""
import os
import pathlib
import subprocess
import tempfile
import unittest

from tests.e2e.harness.options import OPTIONS, SOURCE
from tests.e2e.harness.waiting import LONGEST_TEST_S, LONGEST_WAIT_S
from tests.e2e.preview.sheet import Sheet, measure, png_size

PREVIEW = OPTIONS.programs / "tocsin-preview"
SAMPLES = SOURCE / "packaging/samples"
CATALOG = """<catalog xmlns="urn:tocsin:catalog:1" default-locale="en"><detect><host><service name="x"/></host>
<component id="av"><keyfile path="/etc/av" key="V"/></component></detect>
<message id="a" category="lifecycle" severity="warning" expires="2027-03-01T00:00:00Z">
<when><component id="av" version="[9.5,9.6)"/></when>
<text locale="en"><title>{title}</title><body>{body}</body><link href="https://{host}/">More</link></text></message></catalog>"""
BODY = "<p>It is {found:av}.</p>"


def is_display_of(folder, process):
    """Whether /proc/PID is an Xvfb that was started for this test's folder: other tests may run theirs at the same time."""
    try:
        line, variables = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
    except OSError:  # the process has ended
        return False
    return line.startswith(b"/usr/bin/Xvfb\0") and f"TEST_FOLDER={folder}".encode() in variables.split(b"\0")


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def preview(self, *words):
        """The finished process: its output and exit code."""
        return subprocess.run([PREVIEW, *map(str, words)], env={**os.environ, "TEST_FOLDER": str(self.folder)}, capture_output=True,
                              text=True, timeout=LONGEST_TEST_S, check=False)

    def write(self, title="A title", body=BODY, host="support.example.com"):
        path = self.folder / "catalog.xml"
        path.write_text(CATALOG.replace("{title}", title).replace("{body}", body).replace("{host}", host),
                        encoding="utf-8")
        return path

    def taken(self, *words, code=0):
        run = self.preview(*words, "--out", self.folder / "out")
        self.assertEqual(run.returncode, code, run.stderr)
        return self.folder / "out"


class Sample(Case):
    def test_every_notice_in_every_language(self):
        out = self.taken(SAMPLES / "catalog.xml", "--config", SAMPLES / "messenger.config")
        sheet = Sheet(out / "index.html")
        pictures = sheet.images()
        self.assertEqual({i["src"] for i in pictures}, {p.name for p in out.glob("*.png")})
        text = (SAMPLES / "catalog.xml").read_text(encoding="utf-8")
        self.assertEqual(len(pictures), text.count("<text "))
        self.assertEqual(len(sheet.sections), text.count("<message "))
        self.assertEqual(sheet.outside, [])
        for picture in pictures:
            with self.subTest(picture["src"]):
                path = out / picture["src"]
                self.assertEqual(png_size(path), (int(picture["width"]), int(picture["height"])))
                self.assertGreater(measure(path, "%k"), 100, "a window has many colours")
                self.assertIn(picture["alt"], text)
        self.assertEqual(len({(out / i["src"]).read_bytes() for i in pictures}), len(pictures), "two are the same")
        self.assertNotIn("clipped", " ".join(sheet.captions))
        running = [process for process in pathlib.Path("/proc").glob("[0-9]*") if is_display_of(self.folder, process)]
        self.assertEqual(running, [], "a display was left running")

    def test_row_135_a_full_disk_is_told(self):
        for words in ((self.write(), "--out", self.folder / "out"), ("--help",), ("--version",)):
            with self.subTest(words), open("/dev/full", "wb") as full:
                run = subprocess.run([PREVIEW, *map(str, words)], stdout=full, stderr=subprocess.PIPE, text=True, check=False,
                                     env={**os.environ, "TEST_FOLDER": str(self.folder)}, timeout=LONGEST_TEST_S)
                self.assertEqual((run.returncode, "standard output: not everything" in run.stderr), (9, True), run.stderr)

    def test_theme_scale_and_made_up_language(self):
        catalog = [SAMPLES / "catalog.xml", "--config", SAMPLES / "messenger.config", "--id", "av95-retirement",
                   "--locale", "en"]
        name = "av95-retirement.en.png"
        self.taken(*catalog)
        light = self.folder / "out" / name
        size, brightness, bytes_of_light = png_size(light), measure(light, "%[fx:mean]"), light.read_bytes()
        self.taken(*catalog, "--scale", "2")
        self.assertEqual(png_size(light), (2 * size[0], 2 * size[1]))
        self.taken(*catalog, "--theme", "dark")
        self.assertLess(measure(light, "%[fx:mean]"), brightness - 0.4)
        self.taken(*catalog, "--pseudo")
        self.assertGreater(png_size(light)[1], size[1], "longer sentences take more rows")
        self.taken(*catalog)
        self.assertEqual(light.read_bytes(), bytes_of_light, "the same picture twice is the same file")


class OwnCatalog(Case):
    def test_texts_of_html_stay_texts(self):
        out = self.taken(self.write(title="A &lt;b&gt; &amp; &quot;c&quot;"))
        self.assertEqual(Sheet(out / "index.html").images()[0]["alt"], 'A <b> & "c"')

    def test_found_is_what_the_notice_asks_for_or_the_facts_say(self):
        facts = self.folder / "machine.json"
        catalog = self.write()
        picture = self.taken(catalog) / "a.en.png"
        meant = picture.read_bytes()
        facts.write_text('{"components":{"av":"9.5"}}')
        self.assertEqual((self.taken(catalog, "--facts", facts) / "a.en.png").read_bytes(), meant)
        facts.write_text('{"components":{"av":"9.5.7"}}')
        self.assertNotEqual((self.taken(catalog, "--facts", facts) / "a.en.png").read_bytes(), meant)

    def test_a_long_body_is_shown_whole_and_said_to_scroll(self):
        out = self.taken(self.write(body="<p>A line of its own.</p>" * 100))
        self.assertGreater(png_size(out / "a.en.png")[1], 2000)
        self.assertIn("its reader scrolls", Sheet(out / "index.html").captions[0])

    def test_what_does_not_fit_is_found(self):
        host = ".".join(["w" * 55] * 4) + ".docs.example.com"
        config = self.folder / "messenger.config"
        config.write_text('<configuration><appSettings><add key="LinkHosts" value="' + host +
                          '"/></appSettings></configuration>')
        run = self.preview(self.write(host=host), "--config", config, "--out", self.folder / "out")
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertIn("a.en.png: clipped: ", run.stderr)
        self.assertIn(host, run.stderr)
        self.assertIn("clipped", Sheet(self.folder / "out/index.html").captions[0])

    def test_a_long_label_keeps_its_host(self):
        self.taken(self.write().parent / "catalog.xml")
        wide = self.folder / "catalog.xml"
        wide.write_text(wide.read_text().replace(">More<", ">" + "W" * 110 + "<"))
        self.taken(wide, "--config", SAMPLES / "messenger.config")


class Refused(Case):
    def test_exit_codes(self):
        good, out = self.write(), self.folder / "out"
        bad = self.folder / "bad.xml"
        bad.write_text("<catalog/>")
        blocked = self.folder / "blocked"
        blocked.write_text("")
        rows = [
            ("neither way", [good], 2, "--out or --open"),
            ("both ways", [good, "--out", out, "--open"], 2, "--out or --open"),
            ("a third size", [good, "--out", out, "--scale", "3"], 2, "--scale"),
            ("no such theme", [good, "--out", out, "--theme", "pink"], 2, "--theme"),
            ("no such notice", [good, "--out", out, "--id", "b"], 3, "no such text"),
            ("no such file", [self.folder / "none.xml", "--out", out], 3, "none.xml"),
            ("not of the grammar", [bad, "--out", out], 4, "bad.xml"),
            ("no folder", [good, "--out", blocked / "in"], 9, "blocked"),
        ]
        for name, words, code, said in rows:
            with self.subTest(name):
                run = self.preview(*words)
                self.assertEqual(run.returncode, code, run.stderr)
                self.assertIn(said, run.stderr)

    def test_without_a_display_of_its_own(self):
        few = "ulimit -n 6; exec \"$@\""  # too few open files for a display's sockets
        run = subprocess.run(["sh", "-c", few, "sh", PREVIEW, self.write(), "--out", self.folder / "out"],
                             capture_output=True, text=True, timeout=LONGEST_WAIT_S, check=False)
        self.assertEqual(run.returncode, 8, run.stderr)
        self.assertIn("Xvfb", run.stderr)


class Open(Case):
    def test_the_window_for_clicking_through(self):
        read, write = os.pipe()
        server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24"], pass_fds=[write],
                                  stderr=subprocess.DEVNULL)
        env = {**os.environ, "DISPLAY": ":" + os.read(read, 16).decode().strip(), "GDK_BACKEND": "x11",
               "NO_AT_BRIDGE": "1"}
        program = subprocess.Popen([PREVIEW, self.write(), "--open"], env=env)
        try:
            found = subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", "on console-1"], env=env,
                                   capture_output=True, text=True, timeout=LONGEST_WAIT_S, check=True).stdout.split()
            self.assertEqual(len(found), 1)
            subprocess.run(["xdotool", "windowfocus", "--sync", found[0], "key", "Escape"], env=env, check=True,
                           timeout=LONGEST_WAIT_S)
            self.assertEqual(program.wait(LONGEST_WAIT_S), 0)
        finally:
            program.kill()
            program.wait()
            server.terminate()
            server.wait()
