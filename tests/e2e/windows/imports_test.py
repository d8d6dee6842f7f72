"""What a Windows program imports, how it is marked and how large it is: the system's own DLLs only, ASLR and NX, a console or none."""
import re
import unittest

from tests.e2e.harness.commands import run
from tests.e2e.harness.options import OPTIONS

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
LARGEST = {"Example.Messenger.exe": 3_000_000, "UpdatePatch.exe": 3_600_000, "Example.Messenger.Dialog.exe": 10_000_000}


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


SOUND = "DllCharacteristics\t00000160\nSubsystem\t00000003\t(Windows CUI)\n\tDLL Name: KERNEL32.dll\n"
GATE = "Example.Messenger.exe"


class Rules(unittest.TestCase):
    """The rules themselves: planted faults are seen."""

    def test_of_every_program(self):
        planted = {
            SOUND.replace("KERNEL32", "libstdc++-6"): ["imports nothing", "imports libstdc++-6.dll"],
            SOUND + "\tDLL Name: evil.dll\n": ["imports evil.dll"],
            SOUND.replace("160", "100"): ["is not marked: high", "is not marked: dynamic"],
            SOUND.replace("160", "060"): ["is not marked: NX"],
            SOUND.replace("00000003", "00000002"): ["subsystem 2"],
            SOUND: [],
        }
        for dump, wanted in planted.items():
            with self.subTest(wanted=wanted):
                found = list(offences("x.exe", dump))
                self.assertEqual(len(found), len(wanted), found)
                for one, begin in zip(found, wanted):
                    self.assertTrue(one.startswith(begin), one)

    def test_a_console_that_flashes_up(self):
        self.assertTrue(list(offences("UpdatePatch.exe", SOUND)))

    def test_a_gate_that_is_too_large_or_has_a_window(self):
        gate = SOUND.replace("00000003", "00000002")
        self.assertEqual(list(offences(GATE, gate)), [])
        self.assertTrue(list(offences(GATE, gate, LARGEST[GATE] + 1)))
        self.assertTrue(list(offences(GATE, gate + "\tDLL Name: GDI32.dll\n")))


class Programs(unittest.TestCase):
    def test_each_program_of_ours(self):
        programs = [path for path in sorted(OPTIONS.programs.glob("*.exe")) if not path.name.endswith("_test.exe")]
        self.assertTrue(programs)
        for program in programs:
            with self.subTest(program.name):
                dump = run(OBJDUMP, "-p", program).stdout
                self.assertEqual(list(offences(program.name, dump, program.stat().st_size)), [])
