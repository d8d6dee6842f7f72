"""The contact sheet in a real browser.

A copy of the page gets a script that reports how the browser loaded and placed each picture.
"""
import json
import pathlib
import re
import subprocess
import tempfile
import unittest

from tests.e2e.harness.options import OPTIONS, SOURCE
from tests.e2e.harness.waiting import LONGEST_WAIT_S

SAMPLES = SOURCE / "packaging/samples"
REPORT = """<script>
addEventListener('load', () => {
  const seen = [...document.images].map(i => ({src: i.getAttribute('src'), complete: i.complete, width: i.naturalWidth,
    wanted: i.width, right: i.getBoundingClientRect().right}));
  const out = document.createElement('pre');
  out.id = 'report';
  out.textContent = JSON.stringify({seen, room: document.documentElement.clientWidth,
    wide: document.documentElement.scrollWidth, quirks: document.compatMode});
  document.body.append(out);
});
</script></body>"""


def browse(*words):
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1600,1200",
               "--virtual-time-budget=10000", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_WAIT_S, check=True).stdout


def report_of(page):
    """What the browser made of a page: {"seen": pictures, "room", "wide", "quirks"}."""
    asked = page.with_name("asked.html")
    asked.write_text(page.read_text(encoding="utf-8").replace("</body>", REPORT), encoding="utf-8")
    dom = browse("--dump-dom", asked.as_uri())
    return json.loads(re.search(r'<pre id="report">(.*?)</pre>', dom, re.S).group(1))


class ContactSheet(unittest.TestCase):
    def test_every_picture_is_loaded_and_none_is_cut_off(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder)
            subprocess.run([OPTIONS.programs / "tocsin-preview", SAMPLES / "catalog.xml", "--config", SAMPLES / "messenger.config",
                            "--out", out], check=True, stdout=subprocess.DEVNULL)
            report = report_of(out / "index.html")
            pictures = {path.name for path in out.glob("*.png")}
        self.assertEqual(report["quirks"], "CSS1Compat", "the browser is in quirks mode")
        self.assertTrue(pictures)
        self.assertEqual({one["src"] for one in report["seen"]}, pictures)
        for one in report["seen"]:
            with self.subTest(one["src"]):
                self.assertTrue(one["complete"] and one["width"] > 0, "does not load")
                self.assertTrue(0 < one["wanted"] <= one["width"] and one["right"] <= report["room"], "is cut off")
        self.assertLessEqual(report["wide"], report["room"], "the page scrolls sideways")
