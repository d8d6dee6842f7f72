#!/usr/bin/python3
"""`run.sh` from nothing to a page: one command, an installed client with 100 receipts, the report, and its end.

Usage: run_test.py BIN_FOLDER [TEST...]     as root
"""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
SOURCE_TREE = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(SOURCE_TREE / "tests/e2e/notifier"), str(SOURCE_TREE / "tests/support")]
from machine import Machine, run  # noqa: E402
from sample import sample_catalog  # noqa: E402
from run_receiver import BOUND, SOURCE, Receiver  # noqa: E402
from stores import wait_for  # noqa: E402

PROGRAMS = None
RECEIPTS = 100


class Run(unittest.TestCase):
    def receiver(self, *words, **more):
        made = Receiver(PROGRAMS, *words, **more)
        self.addCleanup(made.end)
        return made

    def test_from_nothing_to_a_page(self):
        receiver = self.receiver()
        print(f"up in {receiver.seconds:.1f} s", flush=True)
        for pid, user, words in receiver.programs():
            self.assertEqual(user, "tocsin-intake", words)
        with Machine(PROGRAMS) as machine:
            machine.port = receiver.port
            (machine.root / "etc/receipts-ca.pem").write_bytes(pathlib.Path(receiver.ca).read_bytes())
            machine.machine_policy("ReceiptCAFile=/etc/receipts-ca.pem\n")
            machine.install(sample_catalog())
            self.fill_outbox(machine)
            said = machine.control("send")
            self.assertEqual(said.returncode, 0, said.stderr)
            version = run(*machine.program("control", "--version")).split()[-1]
        receiver.command("open", "--client", version, "--locale", "en", "--epoch", "1")
        for i in range(3):
            receiver.command("open", f"m{i}/1")
        exported = receiver.command("export")
        self.assertEqual(len(exported.splitlines()), 3)
        stored = self.rows(receiver)
        self.assertEqual(stored, RECEIPTS)
        page = receiver.folder / "receiver/run/page.html"
        receiver.command("report", "--html", page)
        self.assertIn("m0, revision 1", page.read_text())
        receiver.end()
        self.assertEqual(receiver.process.returncode, 0)
        wait_for("the end of all programs", lambda: not receiver.programs())
        # Again in the same folder: everything is still there, and the certificate is the same.
        ca = pathlib.Path(receiver.ca).read_bytes()
        again = self.receiver(folder=receiver.folder)
        self.assertEqual(pathlib.Path(again.ca).read_bytes(), ca)
        self.assertEqual(self.rows(again), RECEIPTS)
        again.end(signal.SIGKILL)  # nothing stays behind even then
        wait_for("the end of all programs", lambda: not again.programs())

    @staticmethod
    def rows(receiver):
        return int(receiver.sql("SELECT (SELECT count(*) FROM receipts.event) + (SELECT count(*) FROM receipts.unopened)"))

    @staticmethod
    def fill_outbox(machine):
        exchange = machine.base / "receipt_exchange"
        shutil.copy(PROGRAMS / "receipt_exchange", exchange)
        state = machine.home / ".local/state/example-messenger/state.db"
        state.parent.mkdir(parents=True)
        for folder in (state.parent, *list(state.parent.parents)[:2]):
            os.chown(folder, machine.home.stat().st_uid, machine.home.stat().st_gid)
        run(*machine.user(), exchange, "queue", state, int(time.time()), *[f"m{i}" for i in range(RECEIPTS)], env=machine.environment(), cwd="/")

    def test_stops_by_itself(self):
        receiver = self.receiver("--for", "1")
        self.assertEqual(receiver.process.wait(BOUND), 0)
        self.assertEqual(receiver.programs(), [])

    def test_is_stopped_before_its_time(self):
        receiver = self.receiver("--for", "1800")
        receiver.end()
        self.assertEqual(receiver.process.returncode, 0)
        self.assertEqual(receiver.programs(), [])

    def test_a_program_that_ends_ends_all(self):
        receiver = self.receiver()
        [pid] = [pid for pid, _, words in receiver.programs() if " serve" in words and "intake.conf" in words]
        os.kill(int(pid), signal.SIGKILL)
        self.assertEqual(receiver.process.wait(BOUND), 9)
        self.assertIn("a program ended", receiver.process.stderr.read())
        self.assertEqual(receiver.programs(), [])

    def test_refusals(self):
        with tempfile.TemporaryDirectory() as closed:
            for words, code, why in (([], 2, "--dir is missing"), (["--dir", closed + "/x", "--port", "many"], 2, "bad value"),
                                     (["--dir", closed + "/x", "--frob", "1"], 2, "no such option"),
                                     (["--dir", closed + "/x", "--program", PROGRAMS / "tocsin-intake"], 6, "cannot reach")):
                with self.subTest(why):
                    done = subprocess.run(["bash", SOURCE / "packaging/intake/run.sh", *map(str, words)], capture_output=True, text=True,
                                          timeout=BOUND)
                    self.assertEqual(done.returncode, code, done.stderr)
                    self.assertIn(why, done.stderr)


def main():
    global PROGRAMS
    PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)


if __name__ == "__main__":
    main()
