"""The page "Receipts seen" in a real browser, at three widths, light, dark and printed.

With --keep FOLDER the pictures are kept.
"""
import html
import json
import pathlib
import re
import shutil
import tempfile
import time
import unittest

from tests.e2e.harness.commands import run
from tests.e2e.harness.options import OPTIONS
from tests.e2e.intake.senders import receipt_id

# The page's own policy forbids scripts, so the measuring frame stands around it: a page of the test that shows it at a width.
FRAME = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe id="page" srcdoc="%s" style="border:0;width:%dpx;height:3000px"></iframe>
<script>addEventListener('load', () => {
  const page = document.getElementById('page').contentDocument, root = page.documentElement;
  const wide = [...page.querySelectorAll('.card')].filter(c =>
    !c.classList.contains('scroll') && c.getBoundingClientRect().right > root.clientWidth + 1);
  const out = document.createElement('pre');
  out.id = 'report';
  out.textContent = JSON.stringify({room: root.clientWidth, wide: root.scrollWidth, outside: wide.length,
    curves: page.querySelectorAll('polyline').length,
    mode: page.compatMode, paper: getComputedStyle(page.body).backgroundColor, loaded: performance.getEntriesByType('resource').length,
    tables: page.querySelectorAll('tbody tr').length});
  document.body.append(out);
});</script>"""
NAMES = ("av95-retirement", "console-security-update", "a-message-with-a-very-long-identifier-of-sixty-four-characters-x")


def browse(folder, *words):
    return run("chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
               "--virtual-time-budget=10000", "--hide-scrollbars", *words).stdout


def receipts():
    """Three notices over ten days; one language has a single receipt."""
    number = 0
    for place, name in enumerate(NAMES):
        for hour in range(0, 240, 3):
            for i in range(6 if hour < 60 else 1):
                number += 1
                for outcome in ("displayed", "acknowledged")[:1 + (number % 3 == 0)]:
                    yield {"id": receipt_id(f"s{number}", name, 1, outcome), "source": f"urn:example:messenger:s{number}",
                           "messageid": name, "revision": 1, "outcome": outcome, "client": "1.0.0",
                           "locale": "xx" if number == 1 else ("en", "de", "zh-Hans")[number % 3],
                           "os": ("linux", "windows")[number % 4 == 0],
                           "time": time.strftime("%Y-%m-%dT%H:00:00Z", time.gmtime((495000 + 300 * place + hour) * 3600))}


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="tocsin-page.")
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        (cls.folder / "receipts.ndjson").write_text("".join(json.dumps(one) + "\n" for one in receipts()))
        cls.page = cls.folder / "page.html"
        run(OPTIONS.programs / "tocsin", "tally", cls.folder / "receipts.ndjson", "--html", cls.page, "--expected", "400")
        cls.text = cls.page.read_text(encoding="utf-8")

    def seen(self, width, *words):
        """What the browser says of the page in a frame of this width."""
        frame = self.folder / "frame.html"
        frame.write_text(FRAME % (html.escape(self.text), width), encoding="utf-8")
        dom = browse(self.folder, "--window-size=1400,3100", *words, "--dump-dom", frame.as_uri())
        return json.loads(re.search(r'<pre id="report">(.*?)</pre>', dom, re.S).group(1))

    def picture(self, name, *words):
        """Of the page, by the browser's option `words`; it is kept if the runner was asked to."""
        browse(self.folder, *words, self.page.as_uri())
        data = (self.folder / name).read_bytes()
        self.assertTrue(data.startswith((b"\x89PNG", b"%PDF")), name)
        if OPTIONS.keep:
            OPTIONS.keep.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.folder / name, OPTIONS.keep / name)

    def test_no_script_and_no_small_group(self):
        self.assertIn("default-src 'none'", self.text)
        self.assertNotIn("<script", self.text)
        self.assertNotIn("<dt>xx</dt>", self.text)

    def test_nothing_is_cut_off_at_three_widths(self):
        for width in (400, 760, 1200):
            with self.subTest(width):
                seen = self.seen(width)
                self.assertEqual((seen["mode"], seen["loaded"]), ("CSS1Compat", 0))
                self.assertEqual((seen["room"], seen["outside"]), (width, 0), "the page is cut off")
                self.assertLessEqual(seen["wide"], width, "the page scrolls sideways")
                self.assertEqual((seen["curves"], seen["tables"]), (9, 3))  # a pair for each notice, and one small curve each
        self.picture("narrow.png", "--window-size=500,1900", f"--screenshot={self.folder}/narrow.png")

    def test_light_and_dark(self):
        for scheme, value, paper in (("light", 1, "rgb(251, 251, 249)"), ("dark", 0, "rgb(20, 24, 29)")):
            with self.subTest(scheme):
                option = f"--blink-settings=preferredColorScheme={value}"
                self.assertEqual(self.seen(1200, option)["paper"], paper)
                self.picture(scheme + ".png", option, "--window-size=1100,1500", f"--screenshot={self.folder}/{scheme}.png")

    def test_printed(self):
        self.picture("page.pdf", f"--print-to-pdf={self.folder}/page.pdf", "--no-pdf-header-footer")
