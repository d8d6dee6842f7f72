"""The programs that go to customers, built once more from another folder: bit by bit the same."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from tests.e2e.harness.options import OPTIONS, SOURCE

PROGRAMS = {"update-patch": "UpdatePatch.exe", "messenger": "Example.Messenger.exe",
            "messenger-dialog": "Example.Messenger.Dialog.exe", "messengerctl": "Example.MessengerCtl.exe"}


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def build_time():
    """Of the programs under test, in Unix seconds. The copy has no commit to ask."""
    commands = (OPTIONS.programs.parent / "compile_commands.json").read_text()
    return re.search(r"TOCSIN_BUILD_TIME=(\d+)", commands).group(1)


def run(*words, cwd, **more):
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, env={**os.environ, **more})
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(words)}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")


class Reproducible(unittest.TestCase):
    def test_built_again_elsewhere(self):
        with tempfile.TemporaryDirectory(prefix="tocsin-elsewhere-with-a-longer-name.") as elsewhere:
            copy = pathlib.Path(elsewhere) / "copy"
            shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("build", ".git"))
            run("cmake", "--preset", "windows", cwd=copy, SOURCE_DATE_EPOCH=build_time())
            run("cmake", "--build", "--preset", "windows", "--target", *PROGRAMS, cwd=copy)
            for name in PROGRAMS.values():
                with self.subTest(name):
                    ours = digest(OPTIONS.programs / name)
                    print(f"{ours}  {name}")
                    self.assertEqual(digest(copy / "build/windows/bin" / name), ours)
