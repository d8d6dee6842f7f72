#!/usr/bin/python3
"""What a Windows program imports, how it is marked and how large it is: the system's own DLLs only, ASLR and NX, a console or none.

Usage: imports_test.py BIN_FOLDER     looks at every .exe of ours there, and exits 1 if one breaks a rule.
"""
import pathlib
import re
import subprocess
import sys

OBJDUMP = "x86_64-w64-mingw32-objdump"
# Present in every Windows 10, Server Core too, and loaded from System32. Lower case.
SYSTEM = {f"{name}.dll" for name in (
    "advapi32", "bcrypt", "comctl32", "comdlg32", "crypt32", "gdi32", "gdiplus", "imm32", "kernel32", "msimg32", "msvcrt",
    "normaliz", "ntdll", "ole32", "oleacc", "oleaut32", "secur32", "shell32", "shlwapi", "user32", "userenv", "uxtheme",
    "version", "winhttp", "ws2_32", "wtsapi32")} | {"winspool.drv"}
MARKS = {0x20: "high-entropy addresses", 0x40: "dynamic base", 0x100: "NX"}
CONSOLE, WINDOW = 3, 2
# Programs that nobody starts from a terminal: no console may flash up.
UNSEEN = {"UpdatePatch.exe", "Example.Messenger.exe", "Example.Messenger.Dialog.exe", "bare_dialog.exe"}
# The gate runs at every logon, the patch as LocalSystem: exactly what they need. No window, no network of their own
# (libcrypto brings ws2_32 into the patch, and user32 for its refusal to show a message box).
NEEDED = {
    "Example.Messenger.exe": {"advapi32", "bcrypt", "kernel32", "msvcrt", "ntdll", "ole32", "shell32", "user32", "version"},
    "UpdatePatch.exe": {"advapi32", "kernel32", "msvcrt", "ntdll", "ole32", "shell32", "user32", "ws2_32"},
}
LARGEST = {"Example.Messenger.exe": 3_000_000, "UpdatePatch.exe": 3_500_000, "Example.Messenger.Dialog.exe": 10_000_000}


def offences(name, dump, size=0):
    imported = {dll.lower() for dll in re.findall(r"DLL Name: (\S+)", dump)}
    if "kernel32.dll" not in imported:
        yield "imports nothing: not a Windows program, or objdump does not understand it"
    for dll in sorted(imported - SYSTEM):
        yield f"imports {dll}"
    needed = {dll + ".dll" for dll in NEEDED.get(name, ())}
    for dll in sorted((imported & SYSTEM) - needed if needed else ()):
        yield f"imports {dll}, which it has no need of"
    if size > LARGEST.get(name, size):
        yield f"has {size} bytes, more than {LARGEST[name]}"
    marks = int(re.search(r"DllCharacteristics\s+([0-9a-f]+)", dump).group(1), 16)
    for bit, meaning in MARKS.items():
        if not marks & bit:
            yield f"is not marked: {meaning}"
    wanted = WINDOW if name in UNSEEN else CONSOLE
    found = int(re.search(r"Subsystem\s+([0-9a-f]+)", dump).group(1), 16)
    if found != wanted:
        yield f"subsystem {found}, not {wanted}"


def self_test():
    sound = "DllCharacteristics\t00000160\nSubsystem\t00000003\t(Windows CUI)\n\tDLL Name: KERNEL32.dll\n"
    planted = {
        sound.replace("KERNEL32", "libstdc++-6"): ["imports nothing", "imports libstdc++-6.dll"],
        sound + "\tDLL Name: evil.dll\n": ["imports evil.dll"],
        sound.replace("160", "100"): ["is not marked: high", "is not marked: dynamic"],
        sound.replace("160", "060"): ["is not marked: NX"],
        sound.replace("00000003", "00000002"): ["subsystem 2"],
        sound: [],
    }
    for dump, wanted in planted.items():
        found = list(offences("x.exe", dump))
        if len(found) != len(wanted) or not all(f.startswith(w) for f, w in zip(found, wanted)):
            sys.exit(f"imports_test: expected {wanted}, found {found}")
    if not list(offences("UpdatePatch.exe", sound)):
        sys.exit("imports_test: does not see a console that flashes up")
    gate = sound.replace("00000003", "00000002")
    if list(offences("Example.Messenger.exe", gate)) or not list(offences("Example.Messenger.exe", gate, 3_000_001)) or \
            not list(offences("Example.Messenger.exe", gate + "\tDLL Name: GDI32.dll\n")):
        sys.exit("imports_test: does not see a gate that is too large or has a window")


def main():
    self_test()
    failed = False
    programs = [p for p in sorted(pathlib.Path(sys.argv[1]).glob("*.exe")) if not p.name.endswith("_test.exe")]
    for program in programs:
        dump = subprocess.run([OBJDUMP, "-p", program], check=True, capture_output=True, text=True).stdout
        size = program.stat().st_size
        found = list(offences(program.name, dump, size))
        failed = failed or bool(found)
        print(f"{program.name}, {size} bytes: {'; '.join(found) or 'clean'}")
    if not programs:
        sys.exit(f"imports_test: no program in {sys.argv[1]}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
