"""A Windows for the update patch's tests: a Wine prefix of its own, the vendor's side, and what is there afterwards.
"""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from tests.e2e.harness.options import WINE, AnyPath
from tests.e2e.harness.waiting import LONGEST_WAIT_S, wait_until
from tests.e2e.updater.forge import NOTICE_FILES, PROGRAM_FILES, SMALL, Forge, patch_of

INSTALL, STATE = "Program Files/Example/Messenger", "ProgramData/Example/Messenger"
ROLES = {"notifier": "Example.Messenger.exe", "config": "messenger.config",
         "catalog": "messenger.xml", "dialog": "Example.Messenger.Dialog.exe",
         "control": "Example.MessengerCtl.exe", "updater": "UpdatePatch.exe"}
RUN_LIMIT_S = 2 * LONGEST_WAIT_S  # of a program under Wine, which may itself wait for a window
RUN = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Run"


SMALL_TEXTS = {role: SMALL[role] for role in NOTICE_FILES}


class WindowsForge(Forge):
    platform = b"windows-x86_64"
    program_files = {role: (number, ROLES[role].encode()) for role, (number, _) in PROGRAM_FILES.items()}


def windows_path(path: AnyPath) -> str:
    """A path of this system as Wine's programs name it."""
    return "Z:" + str(path).replace("/", "\\")


class Windows:
    """`programs`: the folder of the built programs. Use as a context: its servers end and its files go."""

    def __init__(self, programs: AnyPath) -> None:
        self.programs = pathlib.Path(programs).resolve()
        self.base = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-windows."))
        self.environment = {**os.environ, "TOCSIN_WINE_PREFIX": str(self.base / "prefix")}
        self.drive = self.base / "prefix/drive_c"

    def __enter__(self):
        self.forge = WindowsForge(self.base)
        self.kit("--version")  # makes the prefix, before anything else asks for it
        # A held session: else each program waits two seconds for Wine's servers to leave.
        self.held = subprocess.Popen([WINE, "--hold"], stdin=subprocess.PIPE, env=self.environment)
        self.held.stdin.write(b"echo up > C:\\up\r\n")
        self.held.stdin.flush()
        wait_until((self.drive / "up").exists, "Wine")  # two that start it at the same moment may wait for ever
        return self

    def __exit__(self, *_):
        self.held.communicate()
        subprocess.run(["wineserver", "-w"], env={**os.environ, "WINEPREFIX": str(self.base / "prefix")}, timeout=RUN_LIMIT_S)
        shutil.rmtree(self.base, ignore_errors=True)

    def run(self, program, *words, **more):
        return subprocess.run([WINE, str(program), *map(str, words)], env=self.environment, capture_output=True,
                              text=True, timeout=RUN_LIMIT_S, **more)

    def kit(self, *words):
        done = self.run(self.programs / "tocsin.exe", *words)
        if done.returncode != 0:
            raise AssertionError(f"{words}: exit {done.returncode}\n{done.stdout}{done.stderr}")

    def release(self, serial, with_updater=True, **files):
        """A full patch's payload of programs and notices `serial`. `files`: a role's bytes or path instead of the small stand-in."""
        content = {role: f"{role} of {serial}".encode() for role in ROLES}
        content |= {**SMALL_TEXTS, "updater": self.programs / "UpdatePatch.exe", **files}
        if not with_updater:
            del content["updater"]
        programs, notices = self.forge.programs_of(content, serial=serial), self.forge.notices_of(content, serial=serial)
        return self.forge.write(self.forge.payload(programs, notices))

    def notices_file(self, serial, **files):
        """A payload of notices alone."""
        return self.forge.write(self.forge.notices_file(serial, files=files))

    def patch(self, serial, **files):
        """An UpdatePatch.exe that carries the release."""
        payload = self.release(serial, **files)
        patch = payload.with_name("Patch.exe")
        patch.write_bytes(patch_of((self.programs / "UpdatePatch.exe").read_bytes(), payload.read_bytes()))
        return patch

    @property
    def install(self):
        return self.drive / INSTALL

    @property
    def state(self):
        return self.drive / STATE

    def sets(self):
        return sorted(p.name for p in self.install.iterdir()) if self.install.is_dir() else []

    def registry(self, verb, key, *words):
        return self.run("reg", verb, "HKLM\\" + key, *words)

    def value(self, key, name, view="64"):
        """A text value as it is, or None."""
        done = self.registry("query", key, "/v", name, "/reg:" + view)
        found = re.search(r"REG_SZ\s+(.*)", done.stdout)
        return found.group(1).strip() if done.returncode == 0 and found else None

    def live(self):
        """The live set's folder by the Run value, which must be exactly as designed; None: there is none."""
        value = self.value(RUN, "ExampleMessenger")
        if value is None:
            return None
        form = r'"C:\\Program Files\\Example\\Messenger\\([^\\"]+)\\Example\.Messenger\.exe"'
        return self.install / re.fullmatch(form, value).group(1)

    def log(self):
        return (self.state / "update.log").read_text()

    def started(self):
        """The stand-ins' lines since it was asked last: [path, command line, folder]."""
        log = self.drive / "stand-in.log"
        lines = [line.split("\t") for line in log.read_text().splitlines()] if log.exists() else []
        log.unlink(missing_ok=True)
        return lines

    def clear(self):
        """As before the first install."""
        self.run(self.programs / "UpdatePatch.exe", "uninstall", "--purge")
        for folder in (self.drive / "Program Files/Example", self.drive / "ProgramData/Example"):
            if folder.is_symlink():
                folder.unlink()
            shutil.rmtree(folder, ignore_errors=True)
        self.started()
