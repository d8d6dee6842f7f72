"""The whole notifier, end to end: a signed set on a machine, a user in a session, a receiver over HTTPS.

Runs as root: it needs other users' credentials and a root-owned tree.
"""
import json
import os
import re
import shutil
import subprocess
import time
import unittest

from tests.e2e.harness.authority import NAME_OF_CA
from tests.e2e.harness.machine import Machine, set_up_machine
from tests.e2e.harness.options import OPTIONS, SOURCE
from tests.e2e.harness.receiver import receipts_in
from tests.e2e.harness.sample import TWO_NOTICES, endless_sample
from tests.e2e.harness.waiting import LONGEST_WAIT_S, wait_until


class WithMachine(unittest.TestCase):
    def setUp(self):
        self.machine = Machine(OPTIONS.programs)
        self.addCleanup(self.machine.__exit__)


class MainJob(WithMachine):
    def test_sample_is_shown_acknowledged_once_and_receipted(self):
        machine = self.machine
        shutil.copytree(SOURCE / "packaging/samples/machine-root", machine.root, dirs_exist_ok=True)
        machine.start_receiver()
        machine.install(endless_sample())
        due = [id for id, reason in machine.listed().items() if reason == "due"]
        self.assertGreaterEqual(len(due), 4)
        out = machine.session("acknowledge_by_keyboard", f"notices={len(due)}")
        self.assertIn("exit 0", out)
        listed = machine.listed()
        self.assertEqual({listed[id] for id in due}, {"acknowledged"})
        self.assertEqual(machine.receipts(), sorted((id, o) for id in due for o in ("acknowledged", "displayed")))
        self.assertIn("exit 0", machine.session("nothing"))
        self.assertEqual(len(machine.receipts()), 2 * len(due))
        rows = receipts_in(machine.receipts_file)
        allowed = {"specversion", "id", "source", "type", "subject", "time", "messageid", "revision", "epoch",
                   "serial", "outcome", "actor", "locale", "client", "os"}
        self.assertEqual({key for row in rows for key in row} - {"received"}, allowed)

    def test_status_of_a_sound_machine(self):
        set_up_machine(self.machine)
        done = self.machine.control("status", "--json")
        self.assertEqual(done.returncode, 20, done.stderr)  # a critical notice is unacknowledged
        self.assertIn("TEST", done.stdout.upper())
        json.loads(done.stdout)


class Window(WithMachine):
    def setUp(self):
        super().setUp()
        set_up_machine(self.machine)

    def due(self):
        return sorted(id for id, reason in self.machine.listed().items() if reason == "due")

    def test_texts_are_read_back(self):
        out = self.machine.session("texts")
        self.assertIn("1 critical, 1 other", out)
        self.assertIn("The first & worst notice", out)
        self.assertIn("Ends soon.", out)
        self.assertIn("support.example.com", out)

    def test_escape_decides_nothing(self):
        self.assertIn("exit 0", self.machine.session("escape"))
        self.assertEqual(self.due(), ["first", "second"])

    def test_a_storm_at_map_time_counts_only_after_the_wait(self):
        self.assertIn("exit 0", self.machine.session("storm"))
        self.assertEqual(self.machine.listed()["first"], "acknowledged")

    def test_several_copies_give_one_window(self):
        out = self.machine.session("copies", "number=5")
        self.assertIn("others [7]", out)
        self.assertEqual(self.due(), ["first", "second"])

    def test_one_of_two_acknowledged_stays_so(self):
        self.machine.session("kill_at", "stage=recorded")
        self.assertEqual(self.due(), ["second"])

    def test_killed_at_each_stage_returns_or_stands(self):
        for stage in [("time", 0.0), ("time", 0.01), ("time", 0.03), ("time", 0.1), ("window", 0)]:
            with self.subTest(stage=stage):
                self.machine.session("kill_at", f"stage={stage[0]}", f"seconds={stage[1]}")
                self.assertEqual(self.due(), ["first", "second"])
        for seconds in (0, 0.005, 0.02):
            with self.subTest(after_key=seconds):
                self.machine.forget()
                self.machine.session("kill_at", "stage=acknowledged", f"seconds={seconds}")
                listed = self.machine.listed()
                self.assertIn(listed["first"], ("due", "acknowledged"))
                self.assertEqual(self.acknowledged_receipts(), int(listed["first"] == "acknowledged"))

    def acknowledged_receipts(self):
        """Queued receipts that say `first` was acknowledged."""
        done = self.machine.control("receipts", "export")
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        return sum(row["messageid"] == "first" and row["outcome"] == "acknowledged" for row in rows)

    def test_a_display_that_is_gone_is_an_answer_not_a_crash(self):
        for role in ("notifier", "dialog"):
            done = self.machine.start(role, DISPLAY=":9999")
            self.assertEqual(done.returncode, 8, done.stderr)
            self.assertIn("no window can be shown here", done.stderr)
        self.assertEqual(self.due(), ["first", "second"])

    def test_gate_dialog_and_sender_are_one_process(self):
        # scenario `escape` finds the window by the gate's own process id.
        self.assertIn("exit 0", self.machine.session("escape"))


class Terminal(WithMachine):
    """`messengerctl show` and `history`: the same notices without a desktop."""

    def setUp(self):
        super().setUp()
        set_up_machine(self.machine)

    def decisions(self):
        events = json.loads(self.machine.control("history", "--json").stdout)["events"]
        return [(event["message"], event["event"]) for event in events if event["event"] in ("acknowledged", "put-off")]

    def test_a_letter_decides_and_it_stands(self):
        said = self.machine.at_a_terminal("x\ny\na\nn\n", "--plain")
        for part in ("Example Console on", "a acknowledge", "one of these letters", "You read this because",
                     "Recorded as acknowledged"):
            self.assertIn(part, said)
        self.assertNotIn("-----", said)
        self.assertEqual([event for _, event in self.decisions()], ["acknowledged"])
        (acknowledged, _), = self.decisions()
        self.assertEqual(self.machine.listed()[acknowledged], "acknowledged")
        self.assertIn(acknowledged, self.machine.control("history").stdout)

    def test_the_policies_in_force_are_listed(self):
        self.machine.machine_policy("NoReceipts=1\n")
        self.assertRegex(self.machine.at_a_terminal("o\nq\n"), r"In force now:\s+• NoReceipts=1 \(.*messenger\.conf:1\)")

    def test_the_end_of_input_decides_nothing(self):
        self.machine.at_a_terminal("\x04")
        self.assertEqual(self.decisions(), [])

    def test_in_the_readers_language(self):
        self.assertIn("a bestätigen", self.machine.at_a_terminal("q\n", LANG="de_DE.UTF-8"))

    def test_a_pipe_is_not_asked(self):
        done = self.machine.control("show")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Signed by", done.stdout)
        self.assertNotIn("a acknowledge", done.stdout)
        self.assertEqual(self.machine.control("history").stdout, "No notice has been shown to you here.\n")

    def test_whoever_is_not_addressed_is_shown_nothing(self):
        done = self.machine.control("show", member=False)
        self.assertEqual((done.returncode, done.stdout), (0, ""))


class ReceiptTest(WithMachine):
    """`receipts test`: where on its way a receipt stops, by a line a step."""

    def steps(self, *more):
        done = self.machine.control("receipts", "test", "--json", *more)
        report = json.loads(done.stdout)
        return done.returncode, {step["step"]: (step["verdict"], step["detail"]) for step in report["steps"]}

    def test_each_step_is_told(self):
        machine = self.machine
        machine.start_receiver()
        set_up_machine(machine)
        code, steps = self.steps()
        self.assertEqual(code, 0, steps)
        self.assertEqual({verdict for verdict, _ in steps.values()}, {"ok"})
        self.assertIn(NAME_OF_CA, steps["tls"][1])
        self.assertEqual(machine.receipts(), [("test", "test")])
        text = machine.control("receipts", "test").stdout
        for line in ("name: ok\n", "tcp: ok, ", "tls: ok, issued by ", "status: ok, HTTP 20", "echo: ok, "):
            self.assertIn(line, text)

    def test_a_stop_on_the_way(self):
        machine = self.machine
        machine.start_receiver()
        set_up_machine(machine)
        port = machine.port
        rows = [("an authority that is not known", "", "tls"),
                ("nobody at that port", "ReceiptRelay=https://localhost:1\n", "tcp"),
                ("no such host", "ReceiptRelay=https://nowhere.invalid\n", "name"),
                ("a proxy that is not there", "Proxy=http://localhost:1\n", "tcp")]
        for name, policy, stop in rows:
            with self.subTest(name):
                machine.machine_policy(policy)
                code, steps = self.steps()
                self.assertEqual(code, 8)
                verdicts = [(step, verdict) for step, (verdict, _) in steps.items()]
                at = [step for step, _ in verdicts].index(stop)
                self.assertEqual({verdict for _, verdict in verdicts[:at]} | {"ok"}, {"ok"}, steps)
                self.assertEqual(verdicts[at][1], "failed")
                self.assertEqual({verdict for _, verdict in verdicts[at + 1:]}, {"not reached"})
                self.assertTrue(steps[stop][1])
        self.assertEqual(machine.receipts(), [])
        self.assertEqual(machine.port, port)


class Audience(WithMachine):
    def setUp(self):
        super().setUp()
        set_up_machine(self.machine)

    def test_a_non_member_sees_nothing(self):
        self.assertIn("exit 0", self.machine.session("nothing", member=False))
        done = self.machine.control("list", "--all", "--json", member=False)
        self.assertEqual({row["reason"] for row in json.loads(done.stdout)["notices"]}, {"not-audience"})

    def test_root_is_refused(self):
        for role in ("notifier", "dialog"):
            command = self.machine.program(role)
            done = subprocess.run(command, env=self.machine.environment(), capture_output=True, timeout=LONGEST_WAIT_S)
            self.assertEqual(done.returncode, 6)

    def test_monitoring_asks_as_root_what_is_open_on_the_machine(self):
        """`list --machine` is of no user: an agent may ask it."""
        def ask():
            command = self.machine.program("control", "list", "--machine", "--json")
            done = subprocess.run(command, env=self.machine.environment(), capture_output=True, text=True, timeout=LONGEST_WAIT_S)
            return done.returncode, {row["id"]: row["reason"] for row in json.loads(done.stdout)["notices"]}
        self.assertEqual(ask(), (20, {"first": "due", "second": "due"}))
        self.machine.session("acknowledge_by_keyboard", "notices=2")
        self.assertEqual(ask(), (0, {"first": "acknowledged", "second": "acknowledged"}))
        self.assertEqual(self.machine.control("list", "--machine").returncode, 0)


class Tampering(WithMachine):
    def setUp(self):
        super().setUp()
        set_up_machine(self.machine)

    def check_refused(self, name, rule, at=-30):
        path = self.machine.current / name
        data = bytearray(path.read_bytes())
        data[at] ^= 1
        path.write_bytes(data)
        self.assertRegex(self.machine.session("nothing"), r"exit [45]")
        done = self.machine.control("status")
        self.assertEqual(done.returncode, 5, done.stdout + done.stderr)
        self.assertRegex(done.stdout + done.stderr, rule)

    def test_catalog(self):
        self.check_refused("messenger.xml", "FILE_HASH")

    def test_the_dialog_refuses_what_the_gate_let_through(self):
        """A catalog of somebody else's in place of the signed one, sound to the gate in every respect."""
        planted = TWO_NOTICES.replace("The first &amp; worst notice", "Call this number")
        (self.machine.current / "messenger.xml").write_text(planted)
        trace = self.machine.base / "trace.planted"
        trace.touch()
        trace.chmod(0o666)
        # A display is named, or the gate would leave the notice to the terminal.
        done = self.machine.start("notifier", DISPLAY=":77", wrap=(
            "strace", "-f", "-qq", "-e", "trace=execve,connect", "-o", str(trace)))
        self.assertEqual(done.returncode, 5, done.stderr)
        started = re.findall(r'execve\("[^"]*/([^"/]+)".* = 0', trace.read_text())
        self.assertEqual(started, ["messenger", "messenger-dialog"])
        self.assertIn("FILE_HASH", done.stderr)
        self.assertNotIn(".X11-unix", trace.read_text())  # refused before a screen is asked for
        self.assertFalse((self.machine.home / ".local").exists())
        self.assertRegex(self.machine.session("nothing"), r"exit 5")

    def test_the_same_catalog_signed_is_shown(self):
        planted = TWO_NOTICES.replace("The first &amp; worst notice", "Call this number")
        self.machine.install(planted)
        self.assertIn("Call this number", self.machine.session("texts"))

    def test_config(self):
        self.check_refused("messenger.config", "FILE_HASH")

    def test_scf(self):
        self.check_refused("scf.dat", "BAD_SIG")

    def test_program_is_found_by_verify(self):
        path = self.machine.current / "messenger"
        path.write_bytes(path.read_bytes() + b"\0")
        done = self.machine.control("verify")
        self.assertEqual(done.returncode, 5)
        self.assertIn("FILE_HASH", done.stdout + done.stderr)

    def test_expired_release_shows_nothing(self):
        over = self.install_for_seconds()
        wait_until(lambda: time.time() > over, "the release to expire")
        self.assertIn("exit 5", self.machine.session("nothing"))
        self.assertIn("EXPIRED", self.machine.control("status").stdout)

    def install_for_seconds(self):
        """Installs a release that expires soon; returns when. An expired one is refused: a slow machine needs more seconds."""
        for seconds in (4, 16, 64):
            over = int(time.time()) + seconds
            try:
                self.machine.install(TWO_NOTICES, expires=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(over)))
                return over
            except AssertionError as fault:
                if "EXPIRED" not in str(fault):
                    raise
        raise AssertionError("installing a release took more than a minute")

    def test_older_release_is_a_rollback(self):
        older = os.readlink(self.machine.current)
        self.machine.install(TWO_NOTICES)
        self.machine.current.unlink()
        self.machine.current.symlink_to(older)
        self.assertIn("exit 5", self.machine.session("nothing"))
        self.assertIn("ROLLBACK", self.machine.control("status").stdout)

    def test_a_file_others_may_write_sends_the_gate_to_the_dialog(self):
        (self.machine.current / "messenger.xml").chmod(0o666)
        self.assertIn("exit 0", self.machine.session("escape"))


class OffSwitch(WithMachine):
    """With Disable nothing is opened beyond the policy itself, and no packet leaves."""

    LOADER = re.compile(r"/(etc/ld\.so|lib|usr/lib|usr/share/locale|proc/|sys/|dev/)")

    def setUp(self):
        super().setUp()
        set_up_machine(self.machine)

    def trace(self, role, *arguments):
        log = self.machine.base / f"trace.{role}"
        log.touch()
        log.chmod(0o666)
        done = self.machine.start(role, *arguments, wrap=("strace", "-f", "-qq", "-e", "trace=%file,%network", "-o", str(log)))
        return done.returncode, log.read_text()

    def check_off(self):
        for role, arguments in (("notifier", ()), ("dialog", ()), ("control", ("send",))):
            with self.subTest(program=role):
                status, trace = self.trace(role, *arguments)
                self.assertEqual(status, 0, trace[-2000:])
                self.assertNotRegex(trace, r"\b(socket|connect|sendto)\(")
                opened = [m.group(1) for m in re.finditer(r'open(?:at)?\([^"]*"([^"]+)"', trace)]
                beyond = [p for p in opened if not self.LOADER.match(p) and not p.endswith("example-messenger.conf")]
                self.assertEqual(beyond, [])
                self.assertIn("example-messenger.conf", trace)
        self.assertFalse((self.machine.home / ".local").exists())

    def test_machine_policy(self):
        self.machine.machine_policy("Disable=1\n")
        self.check_off()

    def test_user_policy(self):
        self.machine.user_policy("Disable=1\n")
        self.check_off()

    def test_both_and_a_zero(self):
        self.machine.machine_policy("Disable=0\n")
        self.machine.user_policy("Disable = 1\n")
        self.check_off()

    def test_other_values_do_not_switch_off(self):
        for text in ("Disable=0\n", "Disable=2\n", "Disable=yes\n", "#Disable=1\n"):
            with self.subTest(text=text):
                self.machine.machine_policy(text)
                self.assertEqual(self.machine.listed()["first"], "due")

    def test_the_outbox_rests(self):
        self.machine.session("kill_at", "stage=recorded")
        self.machine.machine_policy("Disable=1\n")
        self.check_off_outbox()

    def check_off_outbox(self):
        status, trace = self.trace("control", "send")
        self.assertEqual(status, 0)
        self.assertNotIn("state.db", trace)
        self.machine.machine_policy("")
        self.assertIn('"first"', self.machine.control("receipts", "export").stdout)
