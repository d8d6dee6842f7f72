"""The notifier under Wine: from the vendor's service to a receipt, the off switch, the audience, and what could go wrong."""
import contextlib
import sqlite3
import unittest

from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.waiting import wait_until
from tests.e2e.windows.notifier_machine import POLICY, PRODUCT, STATE_DB, TITLE, Notified, catalog
from tests.e2e.windows.update_machine import ROLES, windows_path

CONSOLE = r"SOFTWARE\Example\Console"


class Machine(unittest.TestCase):
    """One machine for the class, as the update patch left it; each test begins as a reader who has seen nothing."""

    @classmethod
    def setUpClass(cls):
        cls.windows = Notified(OPTIONS.programs)
        cls.windows.__enter__()
        cls.addClassCleanup(cls.windows.__exit__)
        cls.windows.registry("add", CONSOLE, "/v", "Version", "/d", "5.2.1", "/f", "/reg:64")
        cls.patch = cls.windows.notifier_patch(7)

    def check_exit(self, code, done):
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)

    def acknowledged(self):
        return sorted(r["messageid"] for r in self.windows.receipts() if r["outcome"] == "acknowledged")


class MainJob(Machine):
    def run_as_service(self):
        """The vendor's update manager: a service of LocalSystem that runs the patch."""
        result = self.windows.drive / "patch-result.txt"
        result.unlink(missing_ok=True)
        command = " ".join(f'"{word}"' for word in (windows_path(self.windows.programs / "windows_tools.exe"), "service",
                                                    "C:\\patch-result.txt", windows_path(self.patch)))
        self.check_exit(0, self.windows.run("sc", "create", "VendorUpdates", "binPath=", command, "obj=", "LocalSystem",
                                            "start=", "demand"))
        self.addCleanup(self.windows.run, "sc", "delete", "VendorUpdates")
        self.assertIn("LocalSystem", self.windows.registry("query", r"SYSTEM\CurrentControlSet\Services\VendorUpdates", "/v",
                                                           "ObjectName").stdout)
        self.check_exit(0, self.windows.run("sc", "start", "VendorUpdates"))
        wait_until(lambda: result.exists() and result.read_text().endswith("\n"), "the service to end")
        return int(result.read_text())

    def test_from_the_vendors_service_to_a_receipt(self):
        windows = self.windows
        self.assertEqual(self.run_as_service(), 0, windows.log())
        self.assertIsNotNone(windows.live())
        self.assertIn(": started\n", windows.log())

        # The window is there, and says what the catalog says.
        title, *texts = windows.texts()
        self.assertRegex(title, r"^Example Console on \S+: 2 notices$")
        shown = "\n".join(texts)
        for part in ("The first notice", "Its body names av.", "Warning", "TEST KEYS"):
            self.assertIn(part, shown)
        self.assertTrue(any(line == "Button Acknowledge" or line == "Button &Acknowledge" for line in texts), shown)

        # Closed without a decision: it comes back with the next logon, by the Run value.
        windows.close_window()
        windows.wait_quiet()
        self.assertEqual(self.acknowledged(), [])
        self.check_exit(0, windows.run("wineboot"))
        windows.acknowledge_all()

        # Both receipts arrived over TLS that the machine's store vouches for.
        wait_until(lambda: len(self.acknowledged()) == 2, "two receipts")
        windows.wait_quiet()
        self.assertEqual(self.acknowledged(), ["first", "second"])
        for receipt in windows.receipts():
            self.assertEqual((receipt["os"], receipt["epoch"], receipt["serial"]), ("windows", 1, 7))

        # The next logon shows nothing and sends nothing.
        before = (len(windows.receipts()), windows.door.knocks)
        self.check_exit(0, windows.run("wineboot"))
        windows.wait_quiet()
        self.assertFalse(windows.has_window())
        self.assertEqual((len(windows.receipts()), windows.door.knocks), before)


class Installed(Machine):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nobody's console yet, so that nothing starts by itself.
        cls.windows.registry("add", POLICY, "/v", "Disable", "/t", "REG_DWORD", "/d", "1", "/f", "/reg:64")
        done = cls.windows.run(cls.patch)
        assert done.returncode == 0, done.stdout + done.stderr
        cls.windows.registry("delete", POLICY, "/f", "/reg:64")

    def setUp(self):
        self.windows.forget()

    def leave_window(self):
        self.windows.texts()
        self.windows.close_window()
        self.windows.wait_quiet()


class OffSwitch(Installed):
    # (type, data, whether it switches off)
    VALUES = (("REG_DWORD", "1", True), ("REG_DWORD", "0", False), ("REG_DWORD", "2", False), ("REG_SZ", "1", False))

    def waiting_state(self):
        """The record of a reader who has seen two notices and decided nothing, with a receipt long overdue."""
        windows = self.windows
        windows.door.is_open = False
        self.check_exit(0, windows.start_gate())
        self.leave_window()
        windows.door.is_open = True
        (record,) = windows.drive.glob(STATE_DB)
        with contextlib.closing(sqlite3.connect(record)) as rows, rows:
            self.assertGreater(rows.execute("UPDATE outbox SET next_attempt = 1").rowcount, 0)
        return record, record.read_bytes()

    def check_off(self, record, waiting):
        """Nothing is shown, not one packet leaves, the record is not touched."""
        windows = self.windows
        record.write_bytes(waiting)
        knocks = windows.door.knocks
        self.check_exit(0, windows.start_gate())
        self.check_exit(0, windows.run(windows.live() / ROLES["dialog"]))
        self.check_exit(0, windows.control("send"))
        windows.wait_quiet()
        self.assertFalse(windows.has_window())
        self.assertEqual((windows.door.knocks, record.read_bytes()), (knocks, waiting))

    def check_on(self, record, waiting):
        windows = self.windows
        record.write_bytes(waiting)
        knocks = windows.door.knocks
        self.check_exit(0, windows.start_gate())
        self.leave_window()
        self.assertGreater(windows.door.knocks, knocks)

    def test_truth_table(self):
        state = self.waiting_state()
        self.check_on(*state)  # no value at all
        for hive in ("HKLM", "HKCU"):
            for key in (PRODUCT, POLICY):
                for view in ("64", "32"):
                    for kind, data, off in self.VALUES:
                        with self.subTest(hive=hive, key=key, view=view, kind=kind, data=data):
                            place = (f"{hive}\\{key}", "/f", "/reg:" + view)
                            self.check_exit(0, self.windows.run("reg", "add", place[0], "/v", "Disable", "/t", kind, "/d",
                                                                data, *place[1:]))
                            try:
                                (self.check_off if off else self.check_on)(*state)
                            finally:
                                self.windows.run("reg", "delete", *place)
        self.check_on(*state)  # nothing is left of the table


class Audience(Installed):
    def test_without_the_group_nothing_is_shown(self):
        windows = self.windows
        before = len(windows.receipts())
        self.check_exit(0, windows.tool("standard-user", windows_path(windows.gate())))
        windows.wait_quiet()
        self.assertFalse(windows.has_window())
        self.assertEqual(len(windows.receipts()), before)
        listed = windows.tool("standard-user", windows_path(windows.live() / ROLES["control"]), "list", "--all")
        self.assertIn("not-audience", listed.stdout + listed.stderr)

    def test_a_member_sees_it(self):
        self.check_exit(0, self.windows.start_gate())
        self.assertIn("The first notice", "\n".join(self.windows.texts()))
        self.leave_window()


class Faults(Installed):
    def test_row_40_a_second_dialog_leaves(self):
        windows = self.windows
        self.check_exit(0, windows.start_gate())
        windows.texts()
        second = windows.run(windows.live() / ROLES["dialog"])
        self.check_exit(7, second)
        wait_until(lambda: windows.programs_running() == [ROLES["dialog"]], "the first dialog to be alone")
        self.leave_window()

    def test_row_32_an_update_while_the_window_is_open(self):
        """The running set stays where it is; the window ends as the new gate."""
        windows = self.windows
        old = windows.live()
        self.check_exit(0, windows.start_gate())
        windows.texts()
        newer = windows.notifier_patch(8, catalog=catalog(second=False))
        self.check_exit(0, windows.run(newer))
        self.assertNotEqual(windows.live(), old)
        self.assertTrue((old / ROLES["dialog"]).exists())
        windows.tool("window", "close", TITLE, check=True)  # the old one; the new gate shows what is still due
        wait_until(lambda: windows.texts()[0].endswith(": 1 notice"), "the window of the new gate")
        self.leave_window()
        self.check_exit(10, windows.run(self.patch))

    def test_row_27_planted_libraries_are_left_alone(self):
        windows = self.windows
        stand_in = (windows.programs / "windows_stand_in.exe").read_bytes()
        elsewhere = windows.base / "elsewhere"
        elsewhere.mkdir()
        for folder in (elsewhere, windows.live()):
            for name in ("version.dll", "winhttp.dll", "oleacc.dll", "uxtheme.dll"):
                (folder / name).write_bytes(stand_in)
                self.addCleanup((folder / name).unlink)
        for program in ("notifier", "dialog", "control"):
            with self.subTest(program):
                self.check_exit(0, windows.run(windows.live() / ROLES[program], "--version", cwd=elsewhere))
        self.check_exit(0, windows.run(windows.gate(), cwd=elsewhere))
        self.leave_window()

    def test_row_7_a_changed_file_is_shown_to_nobody(self):
        windows = self.windows
        catalog_file = windows.live() / ROLES["catalog"]
        sound = catalog_file.read_bytes()
        self.addCleanup(catalog_file.write_bytes, sound)
        catalog_file.write_bytes(sound.replace(b"The first notice", b"The worst notice"))
        self.check_exit(5, windows.run(windows.live() / ROLES["dialog"]))
        self.assertIn("FILE_HASH", windows.control("status").stdout)
        self.assertFalse(windows.has_window())

    def test_status_says_what_is_there(self):
        done = self.windows.control("status")
        for part in ("TEST KEYS", "policy      none set", "release     1.", "group S-1-5-32-544, you are a member"):
            self.assertIn(part, done.stdout)
