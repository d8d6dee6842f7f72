#!/usr/bin/python3
"""The contact sheet in a real browser: chromium_test.py TOCSIN_PREVIEW [SCREENSHOT]

A copy of the page gets a script that reports how the browser loaded and placed each picture.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SAMPLES = pathlib.Path(__file__).resolve().parents[3] / "packaging/samples"
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
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def main():
    preview, shot = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder)
        subprocess.run([preview, SAMPLES / "catalog.xml", "--config", SAMPLES / "messenger.config", "--out", out],
                       check=True, stdout=subprocess.DEVNULL)
        page = (out / "index.html").read_text(encoding="utf-8")
        (out / "asked.html").write_text(page.replace("</body>", REPORT), encoding="utf-8")
        dom = browse("--dump-dom", (out / "asked.html").as_uri())
        report = json.loads(re.search(r'<pre id="report">(.*?)</pre>', dom, re.S).group(1))
        if shot:
            browse(f"--screenshot={out}/shot.png", (out / "index.html").as_uri())
            shutil.copyfile(out / "shot.png", shot)
        pictures = {path.name for path in out.glob("*.png")} - {"shot.png"}
    assert report["quirks"] == "CSS1Compat", "the browser is in quirks mode"
    assert {one["src"] for one in report["seen"]} == pictures and pictures, "pictures are missing from the page"
    for one in report["seen"]:
        assert one["complete"] and one["width"] > 0, f"{one['src']} does not load"
        assert 0 < one["wanted"] <= one["width"] and one["right"] <= report["room"], f"{one['src']} is cut off"
    assert report["wide"] <= report["room"], "the page scrolls sideways"
    print(f"contact sheet: {len(pictures)} pictures loaded, none cut off")


if __name__ == "__main__":
    main()
