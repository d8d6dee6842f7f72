#!/usr/bin/python3
"""The page "Receipts seen" in a real browser, at three widths, light, dark and printed.

Usage: page_test.py BIN_FOLDER [SHOTS_FOLDER]     with SHOTS_FOLDER the pictures are kept
"""
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

# The page's own policy forbids scripts, so the measuring frame stands around it: a page of the test that shows it at a width.
FRAME = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0"><iframe id="page" srcdoc="%s" style="border:0;width:%dpx;height:3000px"></iframe>
<script>addEventListener('load', () => {
  const page = document.getElementById('page').contentDocument, root = page.documentElement;
  const wide = [...page.querySelectorAll('.card')].filter(c => !c.classList.contains('scroll') && c.getBoundingClientRect().right > root.clientWidth + 1);
  const out = document.createElement('pre');
  out.id = 'report';
  out.textContent = JSON.stringify({room: root.clientWidth, wide: root.scrollWidth, outside: wide.length, curves: page.querySelectorAll('polyline').length,
    mode: page.compatMode, paper: getComputedStyle(page.body).backgroundColor, loaded: performance.getEntriesByType('resource').length,
    tables: page.querySelectorAll('tbody tr').length});
  document.body.append(out);
});</script>"""
NAMES = ("av95-retirement", "console-security-update", "a-message-with-a-very-long-identifier-of-sixty-four-characters-x")


def browse(folder, *words):
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--virtual-time-budget=10000",
               "--hide-scrollbars", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=True).stdout


def receipts():
    """Three notices over ten days; one language has a single receipt."""
    number = 0
    for place, name in enumerate(NAMES):
        for hour in range(0, 240, 3):
            for i in range(6 if hour < 60 else 1):
                number += 1
                for outcome in ("displayed", "acknowledged")[:1 + (number % 3 == 0)]:
                    yield {"id": hashlib.sha256(f"{number}{outcome}".encode()).hexdigest()[:26], "source": f"s{number}", "messageid": name, "revision": 1,
                           "outcome": outcome, "locale": "xx" if number == 1 else ("en", "de", "zh-Hans")[number % 3], "client": "1.0.0",
                           "os": ("linux", "windows")[number % 4 == 0],
                           "time": time.strftime("%Y-%m-%dT%H:00:00Z", time.gmtime((495000 + 300 * place + hour) * 3600))}


def main():
    programs, shots = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory(prefix="tocsin-page.") as temporary:
        folder = pathlib.Path(temporary)
        (folder / "receipts.ndjson").write_text("".join(json.dumps(one) + "\n" for one in receipts()))
        page = folder / "page.html"
        subprocess.run([programs / "tocsin", "tally", folder / "receipts.ndjson", "--html", page, "--expected", "400"], check=True)
        text = page.read_text(encoding="utf-8")
        assert "default-src 'none'" in text and "<script" not in text and "<dt>xx</dt>" not in text
        quoted = text.replace("&", "&amp;").replace('"', "&quot;")
        for width in (400, 760, 1200):
            (folder / "frame.html").write_text(FRAME % (quoted, width), encoding="utf-8")
            dom = browse(folder, "--window-size=1400,3100", "--dump-dom", (folder / "frame.html").as_uri())
            seen = json.loads(re.search(r'<pre id="report">(.*?)</pre>', dom, re.S).group(1))
            assert seen["mode"] == "CSS1Compat" and seen["loaded"] == 0, seen
            assert seen["room"] == width and seen["wide"] <= width and seen["outside"] == 0, f"{width}: the page is cut off or scrolls sideways: {seen}"
            assert seen["curves"] == 9 and seen["tables"] == 3, seen  # a pair for each notice, and one small curve each
        paper = {}
        for scheme, value in (("light", 1), ("dark", 0)):
            (folder / "frame.html").write_text(FRAME % (quoted, 1200), encoding="utf-8")
            dom = browse(folder, f"--blink-settings=preferredColorScheme={value}", "--dump-dom", (folder / "frame.html").as_uri())
            paper[scheme] = json.loads(re.search(r'<pre id="report">(.*?)</pre>', dom, re.S).group(1))["paper"]
            browse(folder, f"--blink-settings=preferredColorScheme={value}", "--window-size=1100,1500", f"--screenshot={folder}/{scheme}.png", page.as_uri())
        assert paper == {"light": "rgb(251, 251, 249)", "dark": "rgb(20, 24, 29)"}, paper
        browse(folder, "--window-size=500,1900", f"--screenshot={folder}/narrow.png", page.as_uri())
        browse(folder, f"--print-to-pdf={folder}/page.pdf", "--no-pdf-header-footer", page.as_uri())
        assert (folder / "page.pdf").read_bytes().startswith(b"%PDF")
        if shots:
            shots.mkdir(parents=True, exist_ok=True)
            for name in ("light.png", "dark.png", "narrow.png", "page.pdf"):
                shutil.copyfile(folder / name, shots / name)
    print("page: three widths, light, dark, printed")


if __name__ == "__main__":
    main()
