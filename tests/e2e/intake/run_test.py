"""`run.sh` from nothing to a page: one command, an installed client with 100 receipts, the report, and its end.

Runs as root.
"""
import os
import pathlib
import signal
import tempfile
import unittest

from tests.e2e.harness.commands import run
from tests.e2e.harness.machine import Machine
from tests.e2e.harness.options import OPTIONS, SOURCE
from tests.e2e.harness.sample import sample_catalog
from tests.e2e.harness.waiting import LONGEST_WAIT_S, wait_until
from tests.e2e.intake.run_receiver import RunReceiver

RECEIPTS = 100


class Run(unittest.TestCase):
    def receiver(self, *words, **more):
        made = RunReceiver(OPTIONS.programs, *words, **more)
        self.addCleanup(made.end)
        return made

    def test_from_nothing_to_a_page(self):
        receiver = self.receiver()
        print(f"up in {receiver.seconds:.1f} s", flush=True)
        for pid, user, words in receiver.programs():
            self.assertEqual(user, "tocsin-intake", words)
        with Machine(OPTIONS.programs) as machine:
            machine.send_to(receiver.port, receiver.ca)
            machine.install(sample_catalog())
            machine.queue_receipts(*(f"m{i}" for i in range(RECEIPTS)))
            said = machine.control("send")
            self.assertEqual(said.returncode, 0, said.stderr)
            version = run(*machine.program("control", "--version")).stdout.split()[-1]
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
        wait_until(lambda: not receiver.programs(), "the end of all programs")
        # Again in the same folder: everything is still there, and the certificate is the same.
        ca = pathlib.Path(receiver.ca).read_bytes()
        again = self.receiver(folder=receiver.folder)
        self.assertEqual(pathlib.Path(again.ca).read_bytes(), ca)
        self.assertEqual(self.rows(again), RECEIPTS)
        again.end(signal.SIGKILL)  # nothing stays behind even then
        wait_until(lambda: not again.programs(), "the end of all programs")

    @staticmethod
    def rows(receiver):
        return int(receiver.sql("SELECT (SELECT count(*) FROM receipts.event) + (SELECT count(*) FROM receipts.unopened)"))

    def test_stops_by_itself(self):
        receiver = self.receiver("--for", "1")
        self.assertEqual(receiver.process.wait(LONGEST_WAIT_S), 0)
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
        self.assertEqual(receiver.process.wait(LONGEST_WAIT_S), 9)
        self.assertIn("a program ended", receiver.process.stderr.read())
        self.assertEqual(receiver.programs(), [])

    def test_refusals(self):
        with tempfile.TemporaryDirectory() as closed:
            for words, code, why in (([], 2, "--dir is missing"), (["--dir", closed + "/x", "--port", "many"], 2, "bad value"),
                                     (["--dir", closed + "/x", "--frob", "1"], 2, "no such option"),
                                     (["--dir", closed + "/x", "--program", OPTIONS.programs / "tocsin-intake"], 6, "cannot reach")):
                with self.subTest(why):
                    self.assertIn(why, run("bash", SOURCE / "packaging/intake/run.sh", *words, ok=(code,)).stderr)
