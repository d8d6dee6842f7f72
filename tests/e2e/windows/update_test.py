"""UpdatePatch.exe under Wine: install, again, older, repair, uninstall, the pointer, Authenticode, what it refuses."""
import hashlib
import re
import struct
import subprocess
import unittest

from tests.e2e.harness.options import OPTIONS, WINE
from tests.e2e.windows.update_machine import ROLES, RUN, RUN_LIMIT_S, Windows, windows_path

UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\example-messenger"
# Loaded from System32 whatever lies beside the program, in every Windows 10 (Session Manager's key KnownDLLs).
KNOWN_DLLS = {f"{name}.dll" for name in ("advapi32", "gdi32", "kernel32", "msvcrt", "ntdll", "ole32", "oleaut32",
                                         "rpcrt4", "shell32", "shlwapi", "user32", "ws2_32")}
EVENTS = r"SYSTEM\CurrentControlSet\Services\EventLog\Application\example-messenger"


class Update(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.windows = cls.enterClassContext(Windows(OPTIONS.programs))
        cls.stand_in = OPTIONS.programs / "windows_stand_in.exe"
        cls.seven = cls.windows.patch(7, notifier=cls.stand_in)
        cls.six = cls.windows.patch(6)

    def setUp(self):
        self.windows.clear()

    def check_exit(self, code, done, *words):
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, code, said)
        for word in words:
            self.assertIn(word, said)

    def installed(self):
        self.check_exit(0, self.windows.run(self.seven), "installed 1.7")

    def tree(self):
        """Everything of ours on the disk and what the registry points to, the log left out."""
        found = {"run": self.windows.value(RUN, "ExampleMessenger")}
        for top in (self.windows.install.parent, self.windows.state.parent):
            found.update({str(p): p.is_file() and hashlib.sha256(p.read_bytes()).hexdigest() for p in top.rglob("*")
                          if not p.name.startswith("update.lo")})
        return found

    def test_install(self):
        self.installed()
        live = self.windows.live()
        self.assertEqual(self.windows.sets(), [live.name])
        self.assertRegex(live.name, r"^1\.7\.[0-9a-f]{8}$")
        self.assertEqual(sorted(p.name for p in live.iterdir()), sorted([*ROLES.values(), "scf.dat"]))
        self.assertEqual((live / ROLES["notifier"]).read_bytes(), self.stand_in.read_bytes())
        self.assertEqual((live / ROLES["updater"]).read_bytes(), (self.windows.programs / "UpdatePatch.exe").read_bytes())
        self.assertEqual((live / ROLES["control"]).read_bytes(), b"control of 7")
        self.assertEqual(sorted(p.name for p in self.windows.state.iterdir()),
                         ["handled", "machine.conf", "secret", "trust.dat", "update.lock", "update.log"])
        self.assertRegex((self.windows.state / "secret").read_text(), r"\A[0-9a-f]{64}\n\Z")
        self.assertEqual((self.windows.state / "machine.conf").read_text(), "Group=S-1-5-32-544\n")
        self.assertIsNone(self.windows.value(RUN, "ExampleMessenger", view="32"))

    def test_what_the_registry_says(self):
        self.installed()
        live = "C:\\Program Files\\Example\\Messenger\\" + self.windows.live().name
        self.assertEqual(self.windows.value(UNINSTALL, "UninstallString"), f'"{live}\\UpdatePatch.exe" uninstall')
        self.assertEqual(self.windows.value(UNINSTALL, "DisplayVersion"), "1.7")
        self.assertEqual(self.windows.value(EVENTS, "EventMessageFile"), live + "\\Example.Messenger.exe")
        self.windows.registry("delete", EVENTS, "/f", "/reg:64")
        self.check_exit(0, self.windows.run(self.seven), "1.7 is live already")
        self.assertEqual(self.windows.value(EVENTS, "EventMessageFile"), live + "\\Example.Messenger.exe")

    def test_a_set_without_updater_has_no_uninstall_entry(self):
        self.check_exit(0, self.windows.run(self.windows.patch(5, with_updater=False)), "installed 1.5")
        self.assertIsNone(self.windows.value(UNINSTALL, "UninstallString"))
        self.installed()
        self.assertIsNotNone(self.windows.value(UNINSTALL, "UninstallString"))

    def test_again(self):
        self.installed()
        before = self.tree()
        self.windows.started()
        self.check_exit(0, self.windows.run(self.seven), "1.7 is live already")
        self.assertEqual(self.tree(), before)
        self.check_exit(0, self.windows.run(self.windows.programs / "UpdatePatch.exe", "status"), "live=1.7\n",
                        "triggers=right\n", "trust.dat=sound\n")
        self.assertEqual(self.windows.started(), [], "nothing was mended, so nothing is started")

    def test_older(self):
        self.installed()
        before = self.tree()
        self.check_exit(10, self.windows.run(self.six), "newer 1.7 is live")
        self.assertEqual(self.tree(), before)
        (self.windows.live() / ROLES["dialog"]).unlink()
        self.check_exit(5, self.windows.run(self.six), "ROLLBACK")

    def test_notices_file(self):
        """By the installed updater, which runs meanwhile: a whole new set with the live programs."""
        self.installed()
        before = self.windows.live()
        updater = before / ROLES["updater"]
        self.check_exit(0, self.windows.run(updater, "--payload", windows_path(self.windows.notices_file(8, catalog=b"<new/>"))),
                        "installed 1.8", "with programs 1.7")
        live = self.windows.live()
        self.assertEqual(live.name[:4], "1.8.")
        self.assertEqual((live / ROLES["catalog"]).read_bytes(), b"<new/>")
        for role in ("notifier", "dialog", "control", "updater"):
            self.assertEqual((live / ROLES[role]).read_bytes(), (before / ROLES[role]).read_bytes())
        self.check_exit(0, self.windows.run(self.windows.programs / "UpdatePatch.exe", "status"), "live=1.8\n", "programs=1.7\n",
                        "accepted=1.8\n", "accepted-programs=1.7\n", "trust.dat=sound\n")
        self.check_exit(10, self.windows.run(self.seven), "newer 1.8 is live")
        (live / ROLES["dialog"]).write_bytes(b"changed")
        self.check_exit(5, self.windows.run(updater, "--payload", windows_path(self.windows.notices_file(9))), "PROGRAMS")

    def test_notices_file_alone(self):
        done = self.windows.run(self.windows.programs / "UpdatePatch.exe", "--payload", windows_path(self.windows.notices_file(8)))
        self.check_exit(5, done, "PROGRAMS", "Install the full patch first")
        self.assertEqual(self.windows.sets(), [])

    def test_repair(self):
        self.installed()
        first = self.windows.live()
        (first / ROLES["catalog"]).write_bytes(b"damaged")
        self.check_exit(5, self.windows.run(self.windows.programs / "UpdatePatch.exe", "status"), "FILE_HASH")
        self.check_exit(0, self.windows.run(self.seven), "mended 1.7")
        self.assertNotEqual(self.windows.live(), first)
        self.check_exit(0, self.windows.run(self.windows.programs / "UpdatePatch.exe", "status"), "live=1.7")

    def test_upgrade_keeps_the_one_before(self):
        for serial in (5, 6, 7):
            self.check_exit(0, self.windows.run(self.windows.patch(serial)), f"installed 1.{serial}")
        self.assertEqual([name[:4] for name in self.windows.sets()], ["1.6.", "1.7."])
        self.assertEqual(self.windows.live().name[:4], "1.7.")

    def test_a_second_start_is_taken_out_of_the_other_view(self):
        self.windows.registry("add", RUN, "/v", "ExampleMessenger", "/d", "C:\\old.exe", "/f", "/reg:32")
        self.installed()
        self.assertIsNone(self.windows.value(RUN, "ExampleMessenger", view="32"))
        self.assertIsNotNone(self.windows.live())

    def test_a_damaged_pointer_is_no_pointer(self):
        self.installed()
        live = self.windows.live()
        for value in ("C:\\Program Files\\Example\\Messenger\\x\\Example.Messenger.exe", '"C:\\evil.exe"', "",
                      f'"C:\\Program Files\\Example\\Messenger\\..\\{live.name}\\Example.Messenger.exe"'):
            with self.subTest(value=value):
                self.windows.registry("add", RUN, "/v", "ExampleMessenger", "/d", value, "/f", "/reg:64")
                self.check_exit(3, self.windows.run(self.windows.programs / "UpdatePatch.exe", "status"), "not_found")
                self.check_exit(0, self.windows.run(self.seven), "mended 1.7")
                self.assertIn(self.windows.live().name, self.windows.sets())
                self.check_exit(10, self.windows.run(self.six, "verify"), "payload=OLDER")

    def test_a_logon_starts_the_live_gate_once(self):
        self.installed()
        gate = "C:\\Program Files\\Example\\Messenger\\" + self.windows.live().name + "\\Example.Messenger.exe"
        (first,) = self.windows.started()
        self.assertEqual([first[0], first[1].strip()], [gate, f'"{gate}"'], "by the patch itself")
        self.assertEqual(first[2].lower(), "c:\\windows\\system32")
        self.assertIn(": started\n", self.windows.log())
        planted = self.windows.drive / "Program.exe"
        planted.write_bytes(self.stand_in.read_bytes())
        self.addCleanup(planted.unlink)
        self.check_exit(0, self.windows.run("wineboot"))
        self.assertEqual([line[0] for line in self.windows.started()], [gate])

    def test_disable_starts_nothing(self):
        policy = r"Software\Policies\Example\Messenger"
        self.windows.registry("add", policy, "/v", "Disable", "/t", "REG_DWORD", "/d", "1", "/f", "/reg:64")
        self.addCleanup(self.windows.registry, "delete", policy, "/f", "/reg:64")
        self.installed()
        self.assertEqual(self.windows.started(), [])
        self.assertIn("policy says Disable", self.windows.log())

    def test_a_gate_that_is_no_program_fails_nothing(self):
        self.check_exit(0, self.windows.run(self.windows.patch(8)), "installed 1.8")
        self.assertIn("the gate could not be started", self.windows.log())

    def test_uninstall(self):
        self.installed()
        self.check_exit(0, self.windows.run(self.seven, "uninstall"), "uninstalled")
        self.assertIsNone(self.windows.value(RUN, "ExampleMessenger"))
        self.assertIsNone(self.windows.value(UNINSTALL, "UninstallString"))
        self.assertIsNone(self.windows.value(EVENTS, "EventMessageFile"))
        self.assertFalse(self.windows.install.parent.exists())
        self.check_exit(5, self.windows.run(self.six), "ROLLBACK")
        self.check_exit(0, self.windows.run(self.seven, "uninstall", "--purge"), "uninstalled")
        self.assertEqual(list(self.windows.state.parent.rglob("*")), [])
        self.check_exit(0, self.windows.run(self.six), "installed 1.6")

    def test_uninstall_by_the_installed_program(self):
        self.installed()
        self.check_exit(0, self.windows.run(self.windows.live() / ROLES["updater"], "uninstall"), "uninstalled")
        self.assertEqual(self.windows.sets(), [".removed-at-restart.exe"])
        self.assertIsNone(self.windows.value(RUN, "ExampleMessenger"))

    def test_what_is_changed_is_refused(self):
        self.installed()
        before = self.tree()
        whole = self.windows.patch(9).read_bytes()
        (payload,) = struct.unpack(">Q", whole[-16:-8])
        changed = self.windows.base / "changed.exe"
        rows = [("a signature", payload + 600), ("the last file", len(whole) - 20), ("the trailer", len(whole) - 9)]
        for name, at in rows:
            with self.subTest(name):
                changed.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
                self.assertIn(self.windows.run(changed).returncode, (3, 4, 5), name)
                self.assertEqual(self.tree(), before)
        changed.write_bytes(whole[:-1])
        self.assertIn(self.windows.run(changed).returncode, (3, 4, 5))
        self.assertEqual(self.tree(), before)

    def test_where_it_does_not_go(self):
        elsewhere = self.windows.base / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        for top in (self.windows.install.parent, self.windows.state.parent):
            with self.subTest(link=top):
                top.symlink_to(elsewhere)
                self.addCleanup(self.windows.clear)
                self.check_exit(6, self.windows.run(self.seven), ": KIND:")
                self.assertEqual(list(elsewhere.iterdir()), [])
                self.windows.clear()
        for folder in (self.windows.install, self.windows.state):
            with self.subTest(open=folder):
                folder.mkdir(parents=True)
                folder.chmod(0o777)
                self.check_exit(6, self.windows.run(self.seven), ": OWNER:")
                self.assertEqual(list(folder.iterdir()), [])
                self.windows.clear()

    def test_below_a_root_nothing_outside_is_touched(self):
        image = self.windows.base / "image"
        image.mkdir(mode=0o755)
        root = windows_path(image)
        before = self.tree()
        self.check_exit(0, self.windows.run(self.six, "--root", root), "installed 1.6")
        self.check_exit(0, self.windows.run(self.seven, "--root", root), "installed 1.7")
        self.check_exit(10, self.windows.run(self.six, "--root", root), "newer 1.7 is live")
        name = (image / "Program Files/Example/Messenger/current").read_text()
        self.assertEqual(name[:4], "1.7.")
        self.assertEqual((self.tree(), self.windows.started()), (before, []))
        self.check_exit(0, self.windows.run(self.seven, "uninstall", "--purge", "--root", root), "uninstalled")
        self.assertEqual([p for p in image.rglob("*") if p.is_file()], [])

    def test_one_run_at_a_time(self):
        patch = self.windows.patch(9, dialog=b"x" * (20 << 20))
        runs = [subprocess.Popen([WINE, str(patch)], env=self.windows.environment, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT) for _ in range(4)]
        codes = [(run.communicate(timeout=RUN_LIMIT_S), run.returncode)[1] for run in runs]
        self.assertIn(0, codes)
        self.assertLessEqual(set(codes), {0, 7})
        self.assertEqual(len(self.windows.sets()), 1)

    def test_authenticode(self):
        """The vendor's certificate goes behind the payload; what it covers is not what is trusted."""
        base = self.windows.base
        key, certificate = base / "sign.key", base / "sign.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Throw away", "-days",
                        "2", "-addext", "extendedKeyUsage=codeSigning", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
        signed = base / "Signed.exe"
        subprocess.run(["osslsigncode", "sign", "-certs", certificate, "-key", key, "-h", "sha256", "-in", self.seven,
                        "-out", signed], check=True, capture_output=True)
        verified = subprocess.run(["osslsigncode", "verify", "-CAfile", certificate, "-in", signed],
                                  capture_output=True, text=True)
        self.assertEqual(verified.returncode, 0, verified.stdout)
        self.assertFalse(signed.read_bytes().endswith(b"SCFEND\x1a\x01"))
        self.check_exit(0, self.windows.run(signed, "verify"), "payload=ACCEPT notices 1.7 programs 1.7")
        self.check_exit(0, self.windows.run(signed), "installed 1.7")
        slack = base / "Slack.exe"
        slack.write_bytes(signed.read_bytes() + b"behind the signature")
        self.assertIn(self.windows.run(slack).returncode, (3, 4, 5))

    def test_row_27_its_libraries_are_the_system_s_own(self):
        """Windows looks beside the program for every other DLL, and it runs from a folder of downloads."""
        dump = subprocess.run(["x86_64-w64-mingw32-objdump", "-p", OPTIONS.programs / "UpdatePatch.exe"], check=True,
                              capture_output=True, text=True).stdout
        imported = {name.lower() for name in re.findall(r"DLL Name: (\S+)", dump)}
        self.assertIn("kernel32.dll", imported)
        self.assertLessEqual(imported, KNOWN_DLLS)

    def test_command_line(self):
        program = self.windows.programs / "UpdatePatch.exe"
        self.check_exit(2, self.windows.run(program, "remove"), "Usage: UpdatePatch.exe")
        self.check_exit(3, self.windows.run(program), "carries no payload")
        self.check_exit(3, self.windows.run(program, "--payload", "C:\\none.dat"), "not_found")
        odd = self.windows.base / "Prüfung 更新.dat"
        odd.write_bytes(self.windows.release(4).read_bytes())
        self.check_exit(0, self.windows.run(program, "--payload", windows_path(odd)), "installed 1.4")
