#!/usr/bin/python3
"""The programs that go to customers, built once more from another folder: bit by bit the same.

Usage: reproducible_test.py BIN_FOLDER SOURCE_FOLDER
"""
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROGRAMS = {"update-patch": "UpdatePatch.exe", "messenger": "Example.Messenger.exe",
            "messenger-dialog": "Example.Messenger.Dialog.exe", "messengerctl": "Example.MessengerCtl.exe"}


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(*words, cwd):
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"reproducible_test: {' '.join(words)}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")


def main():
    built, source = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="tocsin-elsewhere-with-a-longer-name.") as elsewhere:
        copy = pathlib.Path(elsewhere) / "copy"
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns("build", ".git"))
        run("cmake", "--preset", "windows", cwd=copy)
        run("cmake", "--build", "--preset", "windows", "--target", *PROGRAMS, cwd=copy)
        again = copy / "build/windows/bin"
        different = [name for name in PROGRAMS.values() if digest(built / name) != digest(again / name)]
        for name in PROGRAMS.values():
            print(f"{digest(built / name)}  {name}{'  DIFFERENT' if name in different else ''}")
        sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
