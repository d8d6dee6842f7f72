"""The author's kit as a Windows program, under Wine: words in UTF-8, bytes as written, exit codes, its own resources."""
import pathlib
import subprocess
import tempfile
import unittest

from tests.e2e.harness.options import OPTIONS, SOURCE, WINE
from tests.e2e.harness.waiting import LONGEST_WAIT_S


def kit(*words, **options):
    return subprocess.run([WINE, OPTIONS.programs / "tocsin.exe", *words], capture_output=True, timeout=LONGEST_WAIT_S, **options)


class Kit(unittest.TestCase):
    def test_answers_are_the_same_bytes_as_elsewhere(self):
        rows = [
            (["version", "compare", "1.0", "1.0.0"], 0, b"0\n"),
            (["version", "match", "[4.0,5.3)", "5.3"], 0, b"false\n"),
            (["locale", "pick", "--have", "en de zh-Hant", "--want", "de-CH,en"], 0, b"de\n"),
            (["version", "compare", "1.0"], 2, b""),
            (["no-such-command"], 2, b""),
            (["inspect", "missing.dat"], 3, b""),
            (["/inspect"], 2, b""),
        ]
        for words, code, output in rows:
            with self.subTest(words=words):
                run = kit(*words)
                self.assertEqual((run.returncode, run.stdout), (code, output), run.stderr)

    def test_paths_are_utf8(self):
        with tempfile.TemporaryDirectory() as folder:
            run = kit("keygen", "-o", "Prüfung 更新.pem", cwd=folder)
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assertTrue(run.stdout.startswith("Prüfung 更新.pem.pub: key ".encode()), run.stdout)
            self.assertEqual(sorted(p.name for p in pathlib.Path(folder).iterdir()),
                             ["Prüfung 更新.pem", "Prüfung 更新.pem.pub"])
            self.assertEqual(kit("keygen", "-o", "Prüfung 更新.pem", cwd=folder).returncode, 7)
            for path in pathlib.Path(folder).iterdir():
                self.assertNotIn(b"\r", path.read_bytes())

    def test_what_windows_shows_of_it(self):
        program = (OPTIONS.programs / "tocsin.exe").read_bytes()
        for text in ("OriginalFilename", "tocsin.exe", "FileDescription", "Tocsin author's kit"):
            self.assertIn(text.encode("utf-16-le"), program, text)
        for mark in (b"PerMonitorV2", b">UTF-8</activeCodePage>", b'level="asInvoker"', b"longPathAware"):
            self.assertIn(mark, program, mark)

    def test_no_path_of_the_building_machine(self):
        program = (OPTIONS.programs / "tocsin.exe").read_bytes()
        for path in (str(SOURCE), str(pathlib.Path.home() / ".cache"), "/usr/share"):
            self.assertNotIn(path.encode(), program, path)
