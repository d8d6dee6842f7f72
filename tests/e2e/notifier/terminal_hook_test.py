"""The line that `update-patch install --terminal-hook` puts into terminals: when it is said, and that otherwise nothing is.

Runs as root.

The shells are login shells that read the machine's own /etc/profile, in a mount namespace where /opt, /var/lib and
/etc/profile.d are those of the test's machine. What must add nothing is compared with the same shell on a machine without the hook.
"""
import os
import pty
import subprocess
import unittest

from tests.e2e.harness.commands import read_terminal, run
from tests.e2e.harness.machine import Machine, set_up_machine
from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.users import credentials
from tests.e2e.harness.waiting import LONGEST_TEST_S, LONGEST_WAIT_S

LINE = "2 notices from Example: example-messengerctl show"
ENTER = ('mount --bind "$1/opt" /opt && mount --bind "$1/var/lib" /var/lib && mount --bind "$1/etc/profile.d" /etc/profile.d '
         '&& shift && exec "$@"')
SHELLS = ("bash", "dash")


class Shells(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = Machine(OPTIONS.programs)
        cls.addClassCleanup(cls.machine.__exit__)
        set_up_machine(cls.machine)
        cls.hook = cls.machine.root / "etc/profile.d/example-messenger.sh"
        cls.existed_unasked = cls.hook.exists()
        cls.update("--terminal-hook")
        cls.text = cls.hook.read_text()
        # A second may not be enough for messengerctl on a slow machine. Here it has an hour, except where it hangs.
        assert cls.text.count(" timeout 1 ") == 1, cls.text
        cls.patient = cls.text.replace(" timeout 1 ", f" timeout {LONGEST_TEST_S} ")

    @classmethod
    def update(cls, *words):
        run(OPTIONS.programs / "update-patch", "--payload", cls.machine.base / "stage1/payload", "--root", cls.machine.root, *words)

    def setUp(self):
        self.hook.write_text(self.patient)

    def command(self, *words, member=True, root=False):
        user = [] if root else credentials(member=member)
        return ["unshare", "-m", "--propagation", "private", "sh", "-c", ENTER, "sh", str(self.machine.root), *user, *words]

    def at_a_terminal(self, *words, typed="", stdin=None, stdout=None, more=None, **who):
        """What a shell says on its terminal; `stdin`, `stdout`: other ends in place of it."""
        ours, theirs = pty.openpty()
        shell = subprocess.Popen(self.command(*words, **who), env=self.machine.environment(**more or {}), cwd="/",
                                 stdin=theirs if stdin is None else stdin, stdout=theirs if stdout is None else stdout,
                                 stderr=theirs, start_new_session=True,
                                 preexec_fn=None if stdin is not None else take_terminal)
        os.close(theirs)
        os.write(ours, typed.encode())
        said = read_terminal(ours)
        self.assertIsNotNone(shell.wait(timeout=LONGEST_WAIT_S))
        return shell.returncode, said.replace("\r\n", "\n")

    def silent(self, *words, **more):
        """Runs it with the hook and without: the same code and the same bytes. Returns them."""
        self.hook.write_text(self.patient)
        with_hook = self.at_a_terminal(*words, **more)
        self.hook.unlink()
        self.assertEqual(self.at_a_terminal(*words, **more), with_hook)
        self.hook.write_text(self.patient)
        return with_hook

    # When it is said.

    def test_one_line_at_a_login(self):
        for shell in SHELLS:
            with self.subTest(shell=shell):
                code, said = self.at_a_terminal(shell, "-l", "-i", "-c", "echo here; (exit 3)")
                self.assertEqual((code, said), (3, f"{LINE}\nhere\n"))

    def test_a_person_at_the_prompt(self):
        code, said = self.at_a_terminal("bash", "-l", typed="echo 'a' 'b'\nexit 4\n")
        self.assertEqual(code, 4)
        self.assertEqual(said.count(LINE), 1)
        self.assertIn("a b\n", said)  # what was typed ahead is the shell's, not the hook's

    def test_once_a_session(self):
        for shell in SHELLS:
            with self.subTest(shell=shell):
                _, said = self.at_a_terminal(shell, "-l", "-i", "-c", f"{shell} -l -i -c 'echo inner'; . /etc/profile; echo outer")
                self.assertEqual(said, f"{LINE}\ninner\nouter\n")

    def test_shells_that_stop_at_every_fault_survive(self):
        for shell in SHELLS:
            for state in ("as installed", "no program", "a failing program"):
                with self.subTest(shell=shell, state=state), self.control(state):
                    script = "set -eu; . /etc/profile.d/example-messenger.sh; echo survived"
                    code, said = self.at_a_terminal(shell, "-i", "-c", script)
                    self.assertEqual((code, said), (0, (f"{LINE}\n" if state == "as installed" else "") + "survived\n"))
                    code, said = self.at_a_terminal(shell, "-c", script)
                    self.assertEqual((code, said), (0, "survived\n"))

    # When it is not.

    def test_shells_that_run_a_command(self):
        for words in (("bash", "-l", "-c", "echo x"), ("sh", "-l", "-c", "echo x"), ("bash", "-c", "echo x"), ("sh", "-c", "echo x")):
            with self.subTest(words=words):
                self.assertEqual(self.silent(*words), (0, "x\n"))

    def test_no_terminal_at_one_end(self):
        for shell in SHELLS:
            for ends in ("in", "out", "both"):
                with self.subTest(shell=shell, ends=ends):
                    other = {name: subprocess.DEVNULL for name in ("stdin", "stdout") if ends in (name[3:], "both")}
                    code, said = self.silent(shell, "-l", "-i", "-c", "echo said >&2", **other)
                    self.assertEqual(code, 0)
                    self.assertNotIn("notices", said)
                    self.assertIn("said", said)

    def test_copying_over_a_connection_gets_the_files_bytes(self):
        """scp, rsync, git: a login shell without a terminal, whose output is the protocol."""
        data = bytes(range(256)) * 64
        for words in (("bash", "-l", "-c", "cat"), ("sh", "-l", "-c", "cat"), ("bash", "-l", "-i", "-c", "cat")):
            with self.subTest(words=words):
                done = subprocess.run(self.command(*words), env=self.machine.environment(), input=data, capture_output=True,
                                      cwd="/", timeout=LONGEST_WAIT_S, start_new_session=True)
                self.assertEqual((done.returncode, done.stdout), (0, data))
        done = subprocess.run(self.command("bash", "-l"), env=self.machine.environment(), input=b"echo x\n", capture_output=True,
                              cwd="/", timeout=LONGEST_WAIT_S, start_new_session=True)  # ssh -T
        self.assertEqual((done.stdout, done.stderr), (b"x\n", b""))

    def test_root_is_told_nothing(self):
        for shell in SHELLS:
            self.assertEqual(self.silent(shell, "-l", "-i", "-c", "echo x", root=True), (0, "x\n"))

    def test_nothing_is_due(self):
        self.assertEqual(self.silent("bash", "-l", "-i", "-c", "echo x", member=False), (0, "x\n"))

    def test_switched_off(self):
        self.machine.user_policy("Disable=1\n")
        try:
            self.assertEqual(self.silent("bash", "-l", "-i", "-c", "echo x"), (0, "x\n"))
        finally:
            self.machine.user_policy("")

    def test_any_failure_is_silent_and_holds_nobody_up(self):
        """The program that hangs does so for far longer than any wait here."""
        self.hook.write_text(self.text)
        for state in ("no program", "not executable", "a failing program", "a program that hangs", "no such format"):
            for shell in SHELLS:
                with self.subTest(state=state, shell=shell), self.control(state):
                    self.assertEqual(self.at_a_terminal(shell, "-l", "-i", "-c", "echo x"), (0, "x\n"))

    def test_a_path_without_programs(self):
        for shell in ("/bin/bash", "/bin/dash"):
            script = "PATH=/nonexistent; set -eu; . /etc/profile.d/example-messenger.sh; echo x"
            self.assertEqual(self.at_a_terminal(shell, "-i", "-c", script), (0, "x\n"))

    def control(self, state):
        return Replaced(self.machine.current / "messengerctl", state)

    # How it comes and goes.

    def test_it_comes_on_demand_is_kept_right_and_goes(self):
        self.assertFalse(self.existed_unasked)
        self.hook.write_text("echo changed\n")
        self.update()
        self.assertEqual((self.hook.read_text(), self.hook.stat().st_mode & 0o777), (self.text, 0o644))
        run(OPTIONS.programs / "update-patch", "uninstall", "--root", self.machine.root)
        self.assertFalse(self.hook.exists())
        self.update()
        self.assertFalse(self.hook.exists())
        self.update("--terminal-hook")
        self.assertEqual(self.hook.read_text(), self.text)


class Replaced:
    """The set's messengerctl in another state, for as long as it lasts."""

    SCRIPTS = {"a failing program": "#!/bin/sh\necho trouble >&2\nexit 9\n",
               "a program that hangs": f"#!/bin/sh\nexec sleep {LONGEST_TEST_S}\n",
               "no such format": "\x7fELF is not what this is\n", "not executable": "#!/bin/sh\necho no\n"}

    def __init__(self, path, state):
        self.path, self.state, self.kept = path, state, path.with_suffix(".kept")

    def __enter__(self):
        if self.state == "as installed":
            return
        self.path.rename(self.kept)
        if self.state in self.SCRIPTS:
            self.path.write_text(self.SCRIPTS[self.state])
            self.path.chmod(0o644 if self.state == "not executable" else 0o755)

    def __exit__(self, *_):
        if self.kept.exists():
            self.path.unlink(missing_ok=True)
            self.kept.rename(self.path)


def take_terminal():
    """The child's standard input becomes its controlling terminal, as a login does it."""
    import fcntl
    import termios
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
