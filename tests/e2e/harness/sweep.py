"""Disturbs one run of a program at one chosen system call: killed there, refused there, or served only half there.

Also what it takes to judge the outcome: a tree kept aside and put back, and a picture of what is there.
Usage as a program: sweep.py CALL COUNT COMMAND...     runs COMMAND; its COUNT-th CALL is asked for half as many bytes
"""
import ctypes
import hashlib
import os
import pathlib
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable
from typing import Any

# Memory and the end itself: nothing of ours answers an error of these (new throws, and that is an end like a kill).
NEVER_REFUSED = ("exit_group", "brk", "mmap", "munmap", "futex")
FIRST_CALL = "umask"  # of update-patch's own: what comes before is the loader's
SHORT_CALLS = {"read": 0, "write": 1, "pread64": 17, "pwrite64": 18}
CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)")


def calls_of(run: Callable[[tuple[str, ...]], Any], log: pathlib.Path) -> list[tuple[str, int, str]]:
    """[(name, count, text)] of every system call after the start of main; `run(wrap)` starts the program."""
    run(("strace", "-f", "-qq", "-o", str(log)))
    calls, seen, started = [], {}, False
    for line in log.read_text(errors="replace").splitlines():
        found = CALL.match(line)
        if not found:
            continue
        name = found.group(1)
        seen[name] = seen.get(name, 0) + 1
        started = started or name == FIRST_CALL
        if started:
            calls.append((name, seen[name], found.group(2)))
    return calls


def wrap_of(kind: str, name: str, count: int | str) -> tuple[str, ...]:
    """The words before a command that disturb it; `kind` is kill, short or the name of an error."""
    if kind == "short":
        return (sys.executable, __file__, name, str(count))
    # A signal is not injected by strace 6.1 when the filter is on; an error is, in half the time.
    what, filter = ("signal=SIGKILL", ()) if kind == "kill" else (f"error={kind}", ("--seccomp-bpf",))
    return ("strace", "-f", *filter, "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e", "signal=none",
            "-e", f"inject={name}:{what}:when={count}")


def describe(path: pathlib.Path) -> tuple:
    """(kind, mode, uid, gid, ...) by which a copy is told from its original without reading it."""
    about = path.lstat()
    if stat.S_ISLNK(about.st_mode):
        return ("link", about.st_uid, about.st_gid, os.readlink(path))
    if stat.S_ISREG(about.st_mode):
        return ("file", about.st_mode, about.st_uid, about.st_gid, about.st_nlink, about.st_size, about.st_mtime_ns)
    return ("other", about.st_mode, about.st_uid, about.st_gid)


def below(root: os.PathLike[str] | str) -> list[str]:
    """Every path below a folder, relative, sorted."""
    found = []
    for folder, folders, files in os.walk(root):
        at = os.path.relpath(folder, root)
        found += [os.path.normpath(os.path.join(at, name)) for name in folders + files]
    return sorted(found)


class Snapshot:
    """A tree kept aside. Put back by replacing only what differs."""

    def __init__(self, root: pathlib.Path, aside: os.PathLike[str] | str) -> None:
        self.aside = pathlib.Path(aside)
        subprocess.run(["cp", "-a", str(root), str(self.aside)], check=True)
        self.entries = {name: describe(self.aside / name) for name in below(self.aside)}

    def restore(self, root: pathlib.Path) -> None:
        for name in reversed(below(root)):
            if describe(root / name) != self.entries.get(name):
                self._remove(root / name, name)
        for name in self.entries:
            if not (root / name).is_symlink() and not (root / name).exists():
                subprocess.run(["cp", "-a", str(self.aside / name), str(root / name)], check=True)
            elif describe(root / name) != self.entries[name]:
                self._mend(root / name, self.entries[name])

    def _remove(self, path, name):
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        elif name not in self.entries:
            path.rmdir()

    @staticmethod
    def _mend(folder, entry):
        os.chown(folder, entry[2], entry[3])
        folder.chmod(stat.S_IMODE(entry[1]))


class Picture:
    """Contents by path. A file is read once as long as it is the same one: same inode, size and time of change."""

    def __init__(self) -> None:
        self.known = {}

    def digest(self, path: pathlib.Path, about: os.stat_result) -> str:
        key = (about.st_dev, about.st_ino, about.st_size, about.st_ctime_ns, str(path))
        if key not in self.known:
            self.known[key] = hashlib.sha256(path.read_bytes()).hexdigest()
        return self.known[key]

    def entry(self, path: pathlib.Path) -> tuple:
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode):
            return ("link", os.readlink(path))
        content = self.digest(path, about) if stat.S_ISREG(about.st_mode) else "other"
        return (about.st_mode, about.st_uid, about.st_gid, content)

    def of(self, folder: pathlib.Path, without: Iterable[str] = ()) -> dict[str, tuple] | None:
        """{path relative to `folder`: entry}, of the folder itself too; None when there is none."""
        if not folder.is_dir():
            return None
        names = [name for name in below(folder) if os.path.basename(name) not in without]
        return {".": self.entry(folder), **{name: self.entry(folder / name) for name in names}}


class Registers(ctypes.Structure):
    """user_regs_struct of x86-64."""
    _fields_ = [(name, ctypes.c_ulonglong) for name in
                "r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp ss fs_base gs_base "
                "ds es fs gs".split()]


TRACE_ME, GET_REGISTERS, SET_REGISTERS, TO_NEXT_CALL, SET_OPTIONS = 0, 12, 13, 24, 0x4200
MARK_CALLS, END_WITH_US = 1, 0x100000


def shorten(number: int, count: int, command: list[str]) -> int:
    """Runs `command`; its count-th system call `number` gets half of the size it asks for. The exit status.

    strace's own retval= would skip the call and claim bytes that were never written: no disk does that.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    child = os.fork()
    if child == 0:
        libc.ptrace(TRACE_ME, 0, None, None)
        os.execv(command[0], command)
    os.waitpid(child, 0)
    libc.ptrace(SET_OPTIONS, child, None, MARK_CALLS | END_WITH_US)
    entering, seen, pending = True, 0, 0
    while True:
        libc.ptrace(TO_NEXT_CALL, child, None, pending)
        _, status = os.waitpid(child, 0)
        if not os.WIFSTOPPED(status):
            return os.waitstatus_to_exitcode(status)
        is_call = os.WSTOPSIG(status) == signal.SIGTRAP | 0x80
        pending = 0 if is_call else os.WSTOPSIG(status)
        if not is_call:
            continue
        if entering:
            seen += halve(libc, child, number, seen + 1 == count)
        entering = not entering


def halve(libc: ctypes.CDLL, child: int, number: int, now: bool) -> int:
    """1 when the call that begins is the one looked for."""
    registers = Registers()
    libc.ptrace(GET_REGISTERS, child, None, ctypes.byref(registers))
    if registers.orig_rax != number:
        return 0
    if now:
        registers.rdx = (registers.rdx + 1) // 2
        libc.ptrace(SET_REGISTERS, child, None, ctypes.byref(registers))
    return 1


if __name__ == "__main__":
    ended = shorten(SHORT_CALLS[sys.argv[1]], int(sys.argv[2]), sys.argv[3:])
    if ended < 0:
        os.kill(os.getpid(), -ended)
    sys.exit(ended)
