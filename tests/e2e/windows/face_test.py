"""What Windows itself reads of each program, under Wine: its manifest by QueryActCtxSettingsW, its version resource."""
import unittest

from tests.e2e.harness.commands import run
from tests.e2e.harness.options import OPTIONS, WINE
from tests.e2e.windows.update_machine import windows_path

LEVELS = {"Example.Messenger.exe": "asInvoker", "Example.Messenger.Dialog.exe": "asInvoker",
          "Example.MessengerCtl.exe": "asInvoker", "UpdatePatch.exe": "requireAdministrator", "tocsin.exe": "asInvoker"}


def face(program):
    done = run(WINE, OPTIONS.programs / "windows_tools.exe", "face", windows_path(OPTIONS.programs / program))
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
