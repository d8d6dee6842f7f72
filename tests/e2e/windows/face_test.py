#!/usr/bin/python3
"""What Windows itself reads of each program, under Wine: its manifest by QueryActCtxSettingsW, its version resource.

Usage: face_test.py BIN_FOLDER WINE_SCRIPT
"""
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
from waiting import LONGEST_WAIT_S  # noqa: E402

BIN, WINE = pathlib.Path(sys.argv[1]), sys.argv[2]
LEVELS = {"Example.Messenger.exe": "asInvoker", "Example.Messenger.Dialog.exe": "asInvoker",
          "Example.MessengerCtl.exe": "asInvoker", "UpdatePatch.exe": "requireAdministrator", "tocsin.exe": "asInvoker"}


def face(program):
    path = "Z:" + str(BIN.resolve() / program).replace("/", "\\")
    done = subprocess.run([WINE, BIN / "windows_tools.exe", "face", path], capture_output=True, text=True, timeout=LONGEST_WAIT_S)
    if done.returncode != 0:
        raise AssertionError(program + ": " + done.stdout + done.stderr)
    return dict(line.split("=", 1) for line in done.stdout.splitlines())


class Face(unittest.TestCase):
    def test_manifest(self):
        for program, level in LEVELS.items():
            with self.subTest(program):
                found = face(program)
                self.assertEqual(found["level"], level)
                self.assertEqual(found["dpiAware"], "true/pm")
                self.assertEqual(found["dpiAwareness"], "PerMonitorV2, system")
                self.assertEqual(found["longPathAware"], "true")
                self.assertEqual(found["activeCodePage"], "UTF-8")

    def test_version(self):
        for program in LEVELS:
            with self.subTest(program):
                found = face(program)
                self.assertEqual(found["OriginalFilename"], program)
                self.assertRegex(found["FileVersion"], r"^\d+\.\d+\.\d+$")
                self.assertIn(found["CompanyName"], ("Example", "Tocsin"))
                for name in ("FileDescription", "ProductName"):
                    self.assertNotIn(found[name], ("", "(none)"))

    def test_a_program_without_a_face_is_seen(self):
        with self.assertRaises(AssertionError):
            face("windows_stand_in.exe")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
