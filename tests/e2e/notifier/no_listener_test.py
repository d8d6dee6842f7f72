"""Nothing of ours listens: every socket of whole runs of the real programs, from their start to their end.

Runs as root: it needs other users' credentials and a root-owned tree.
"""
import re
import subprocess
import unittest

from tests.e2e.harness.machine import Machine, set_up_machine
from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.sample import TWO_NOTICES
from tests.e2e.harness.waiting import LONGEST_WAIT_S

CALL = re.compile(r"\b(socket|socketpair|bind|listen|accept4?|connect|execve)\((.*)")
# The C library asks the kernel for this machine's addresses before it resolves a name; nobody else can reach such a socket.
ASKS_THE_KERNEL = "AF_NETLINK"
# GTK's accessibility bridge waits for the session's own screen reader in a folder of the user's, mode 0700, made by mkdtemp.
SCREEN_READER = re.compile(r'"(\S+/at-spi2-\w{6})/socket"')


class Trace:
    """What strace saw of a program and all that it started or became."""

    WORDS = ("strace", "-f", "-qq", "-yy", "-e", "trace=%network,execve", "-o")

    def __init__(self, path):
        self.path = path
        path.touch()
        path.chmod(0o666)
        self.wrap = (*self.WORDS, str(path))

    def calls(self):
        """[(name, the rest of the line)]"""
        return [found.groups() for found in map(CALL.search, self.path.read_text(errors="replace").splitlines()) if found]

    def started(self):
        return [re.search(r'"([^"]+)"', rest).group(1).rpartition("/")[2] for name, rest in self.calls() if name == "execve"]

    def internet(self):
        return {name for name, rest in self.calls() if "AF_INET" in rest}


class NoListener(unittest.TestCase):
    def setUp(self):
        self.machine = Machine(OPTIONS.programs)
        self.addCleanup(self.machine.__exit__)
        self.machine.start_receiver()
        set_up_machine(self.machine)
        self.made = 0

    def new_trace(self):
        self.made += 1
        return Trace(self.machine.base / f"trace{self.made}")

    def check_quiet(self, trace, *programs, runtime_folder=None):
        """No socket that anybody else could reach, and that the trace saw these programs. A screen reader may, if at all, in
        the session's `runtime_folder`."""
        for name, rest in trace.calls():
            reader = SCREEN_READER.search(rest)
            is_bridge = runtime_folder and "AF_INET" not in rest and reader and reader.group(1).startswith(runtime_folder)
            if name in ("listen", "accept", "accept4"):
                self.assertTrue(is_bridge and "<UNIX-STREAM:" in rest, f"{name}({rest}")
            if name == "bind":
                self.assertTrue(is_bridge or ASKS_THE_KERNEL in rest, rest)
            if name == "socket":
                self.assertRegex(rest, r"^AF_(UNIX|NETLINK|INET6?), SOCK_")
                self.assertNotIn("SOCK_RAW", rest.replace("AF_NETLINK, SOCK_RAW", ""))
        for program in programs:
            self.assertIn(program, trace.started())

    def command(self, *words):
        trace = self.new_trace()
        done = self.machine.start("control", *words, wrap=trace.wrap)
        self.assertIn(done.returncode, (0, 20), done.stderr)
        self.check_quiet(trace, "messengerctl")
        return trace

    def test_gate_dialog_and_sender(self):
        """One process from the logon to the echo: the gate finds two notices, the window takes two acts, four receipts go."""
        trace = self.new_trace()
        wrap = ("strace", "-D", *trace.wrap[1:])  # -D: the program keeps its parent and its number
        out = self.machine.session("acknowledge_by_keyboard", "notices=2", wrap=wrap)
        self.assertIn("exit 0", out)
        self.assertEqual(len(self.machine.receipts()), 4)
        folder = str(self.machine.base / "session1/s/run") + "/"
        self.check_quiet(trace, "messenger", "messenger-dialog", "messengerctl", runtime_folder=folder)
        self.assertEqual(trace.internet(), {"socket", "connect"})
        self.assertIn(("connect", True), {(name, f"htons({self.machine.port})" in rest) for name, rest in trace.calls()})

    def test_commands(self):
        quiet = [self.command(*words) for words in (("list",), ("show",), ("status",), ("verify",), ("explain",), ("receipts",))]
        self.assertEqual([trace.internet() for trace in quiet], [set()] * len(quiet))
        self.assertIn("connect", self.command("receipts", "test").internet())
        self.assertEqual(self.machine.receipts(), [("test", "test")])

    def test_a_listener_would_be_seen(self):
        for family, address in (("AF_INET", ("127.0.0.1", 0)), ("AF_UNIX", str(self.machine.home / "socket"))):
            with self.subTest(family=family):
                trace = self.new_trace()
                subprocess.run([*trace.wrap, "/usr/bin/python3", "-c", "import socket\ns = socket.socket(socket.%s)\n"
                                "s.bind(%r)\ns.listen()" % (family, address)], check=True)
                with self.assertRaises(AssertionError):
                    self.check_quiet(trace, runtime_folder=str(self.machine.base) + "/")

    def test_gate_with_nothing_to_do(self):
        trace = self.new_trace()
        self.assertEqual(self.machine.start("notifier", member=False, wrap=trace.wrap).returncode, 0)
        self.check_quiet(trace, "messenger")
        self.assertEqual(trace.internet(), set())

    def test_update_patch(self):
        """Installing, asking, taking away: not even a socket that could speak to another machine."""
        draft = self.machine.release(TWO_NOTICES)
        for words in (("install", "--payload", str(draft)), ("status",), ("verify",), ("uninstall", "--purge")):
            with self.subTest(command=words[0]):
                trace = self.new_trace()
                command = [*trace.wrap, str(self.machine.programs / "update-patch"), *words, "--root", str(self.machine.root)]
                done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_WAIT_S)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.check_quiet(trace, "update-patch")
                self.assertEqual({rest.split(",")[0] for name, rest in trace.calls() if name == "socket"} - {"AF_UNIX"}, set())
