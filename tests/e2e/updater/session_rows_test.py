"""Rows 36 to 42 of the threat list: who gets the gate started, as whom, and what a whole run opens and starts.

Runs as root, in mounts of its own.
"""
import ctypes
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess

from tests.e2e.harness.commands import PYTHON
from tests.e2e.harness.machine import Machine
from tests.e2e.harness.mounts import enter_private_mounts
from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.sample import DPKG_STATUS, TWO_NOTICES
from tests.e2e.harness.users import GROUP
from tests.e2e.harness.waiting import LONGEST_TEST_S, LONGEST_WAIT_S, wait_until
from tests.e2e.updater.rows import Rows, touched
from tests.e2e.updater.sessions_fixture import (GATE, KEY_GATE, NOBODY, QUICK_GATE, SESSIONS, SIGNALS_GATE, SYSTEMD_RUN, WITNESS,
                                                PrivateMachine, Tracer, shown)


PATIENT = "update_patch_patient"  # its children have more than five seconds
LIVE = "/opt/example/messenger/current/"
HANG = f"sleep {LONGEST_TEST_S}.{os.getpid()}"  # by this name it is found again, and no other run's
NO_CAPABILITIES = "0000000000000000"
# Joins a new session keyring, puts a key into it that its possessor alone may read, reads it as anna, and runs the patch.
HOLD_A_KEY = """
import ctypes, os, subprocess, sys
call = ctypes.CDLL(None, use_errno=True).syscall
KEYCTL, ADD_KEY, JOIN, SETPERM, SESSION = 250, 248, 1, 5, -3
assert call(KEYCTL, JOIN, None) > 0, "this kernel has no keyrings, or they are forbidden here"
key = call(ADD_KEY, b"user", b"tocsin-test", b"root's secret", 13, SESSION)
assert key > 0 and call(KEYCTL, SETPERM, key, 0x3f000000) == 0
open("/run/witness/key", "w").write(str(key))
read = "import ctypes; b = ctypes.create_string_buffer(100); ctypes.CDLL(None).syscall(250, 11, %d, b, 100); print(b.value.decode(), end='')"
as_anna = ["setpriv", "--reuid", "40001", "--regid", "40001", "--clear-groups", "/usr/bin/python3", "-c", read % key]
open("/run/witness/control", "w").write(subprocess.run(as_anna, capture_output=True, text=True, check=True).stdout)
subprocess.run([sys.argv[1]], check=True, capture_output=True)
"""


def setUpModule():
    enter_private_mounts()


class OnMachine(Rows):
    """Rows.target is not used: the machine is this one, in mounts of its own."""

    def setUp(self):
        super().setUp()
        self.machine = PrivateMachine(self.base)
        self.machine.__enter__()
        self.addCleanup(self.machine.__exit__)

    def gate_patch(self, serial=7, gate=GATE):
        return self.small_patch(serial, notifier=gate.encode(), stub=PATIENT)

    def install_here(self, patch=None, **more):
        patch = patch or self.gate_patch()
        self.check_exit(0, self.machine.run(patch, **more))
        return patch


class Sessions(OnMachine):
    def test_row_36_root_gets_no_window(self):
        """Root sits at the screen, or somebody starts the notifier as root: a link clicked there would be root's."""
        self.machine.session("1", UID="0")
        patch = self.install_here(self.small_patch(7, notifier=OPTIONS.programs / "messenger", control=OPTIONS.programs /
                                                   "messengerctl", dialog=OPTIONS.programs / "messenger-dialog"))
        for program in (["messenger"], ["messenger-dialog"], ["messengerctl", "list"], ["messengerctl", "send"]):
            code, trace = self.trace("%network,execve", LIVE + program[0], *program[1:])
            self.assertEqual(code, 6, program)
            self.assertEqual((trace.count("execve("), "AF_INET" in trace), (1, False), trace)
        self.assertIn("session 1: not a graphical session of a person", self.machine.log())
        self.assertEqual(self.machine.run(patch, "launch").returncode, 0)
        self.assertIn("session 1: not a graphical session of a person", self.machine.log().splitlines()[-1])

    def test_row_37_credentials_and_environment(self):
        """The gate inherits root's groups, capabilities, variables, folder or blocked signals."""
        self.machine.session("2")
        self.machine.session("3", UID="40003", TYPE="wayland", DISPLAY="")
        hostile = {"LD_BIND_NOW": "1", "SECRET": "root's", "XDG_RUNTIME_DIR": "/run/user/0", "DISPLAY": ":9"}
        self.install_here(env=hostile, preexec_fn=lambda: os.umask(0))
        anna, cleo = sorted(self.machine.gates(2), key=lambda gate: gate["uids"])
        for gate, uid, groups in ((anna, 40001, {40001, GROUP}), (cleo, 40003, {40003, GROUP, *range(50000, 50300)})):
            with self.subTest(uid=uid):
                self.assertEqual((gate["uids"], gate["gids"], set(gate["groups"])), ([uid] * 3, [uid] * 3, groups))
                status = gate["status"]
                self.assertEqual({status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")}, {NO_CAPABILITIES})
                self.assertEqual((gate["cwd"], gate["umask"], gate["leads"]), ("/", 0o022, True))
                self.assertEqual(gate["argv"], [LIVE + "messenger"])
                self.assertEqual(int(status["SigBlk"], 16), 0)
        self.assertEqual(anna["env"], {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/home/anna", "USER": "anna",
                                       "LOGNAME": "anna", "DISPLAY": ":0", "XDG_RUNTIME_DIR": "/run/user/40001"})
        self.assertEqual(cleo["env"], {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/home/cleo", "USER": "cleo",
                                       "LOGNAME": "cleo", "XDG_RUNTIME_DIR": "/run/user/40003"})

    def test_row_37_signals_are_as_a_login_has_them(self):
        """What the privileged run ignores (SIGPIPE, SIGXFSZ) stays ignored in all that the gate becomes and starts."""
        self.machine.session("2")
        self.install_here(self.gate_patch(gate=SIGNALS_GATE))
        [gate] = self.machine.gates(1)
        self.assertEqual(int(gate["ignored"], 16), 0)

    def test_row_110_nobody_can_change_what_the_login_manager_says(self):
        """Whoever is asked about sessions runs as a user whose other processes attach to it and rewrite the answer: the gate
        starts as another person."""
        scope = pathlib.Path("/proc/sys/kernel/yama/ptrace_scope")
        prevented = scope.exists() and scope.read_text() != "0\n"
        if prevented:
            print(f"\n*** {scope} is {scope.read_text().strip()}: here the kernel prevents the attack by itself", flush=True)
        self.machine.session("2")
        with Tracer(NOBODY) as nobody, Tracer(40002) as bert:
            as_nobody = ["setpriv", "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"]
            shown_to = subprocess.run([*as_nobody, "/usr/bin/loginctl", "show-session", "2"], capture_output=True, text=True)
            self.assertEqual("User=40002" in shown_to.stdout, not prevented, "the attacker cannot attack")
            before = nobody.attached()
            (WITNESS / "loginctl").unlink(missing_ok=True)
            self.install_here()
            gates = self.machine.gates(1)
            self.assertEqual((nobody.attached(), bert.attached()), (before, []))
        self.assertEqual([(gate["uids"], gate["env"]["DISPLAY"]) for gate in gates], [([40001] * 3, ":0")])
        self.assertFalse((WITNESS / "loginctl").exists())  # nobody was asked

    def test_row_110_the_users_folder_is_theirs(self):
        """/run/user/UID is missing, another user's, or a link: not the state that a login leaves."""
        folder = self.machine.runtime_folder(40001)
        spoilt = {"missing": folder.rmdir, "another user's": lambda: self.machine.runtime_folder(40001) and os.chown(folder, 40002, 40002),
                  "a link": lambda: (folder.rmdir(), folder.symlink_to(self.machine.runtime_folder(40003)))}
        self.machine.session("2")
        patch = self.gate_patch()
        for name, spoil in spoilt.items():
            with self.subTest(name):
                spoil()
                self.check_exit(0, self.machine.run(patch))
                self.check_exit(0, self.machine.run(patch, "launch"))
                self.assertIn("session 2: its user has no folder below /run/user", self.machine.log().splitlines()[-1])
        self.assertEqual(self.machine.gates(0), [])

    def test_row_111_root_s_keyring_stays_root_s(self):
        """A key in root's session keyring that is read by possession alone (a disk's, a network mount's) is read by what the
        reader starts from a notice."""
        self.machine.session("2")
        patch = self.gate_patch(gate=KEY_GATE)
        subprocess.run([PYTHON, "-c", HOLD_A_KEY, patch], check=True, timeout=LONGEST_WAIT_S)
        self.assertEqual((WITNESS / "control").read_text(), "root's secret")  # who inherits the keyring reads it
        self.assertEqual(self.machine.gates(1), ["no"])

    def test_row_111_priority_limits_and_login_of_a_person(self):
        """The update manager runs with its own priority, limits and protection from the kernel's memory killer."""
        self.machine.session("2")
        self.install_here(preexec_fn=spoil_inheritance)
        [gate] = self.machine.gates(1)
        self.assertEqual((gate["nice"], gate["policy"], gate["oom"]), (0, os.SCHED_OTHER, "0\n"))
        self.assertEqual(gate["loginuid"], "40001")
        self.assertEqual(gate["status"]["CapInh"], NO_CAPABILITIES)
        for name, (soft, hard) in gate["limits"].items():
            usual = resource.prlimit(1, getattr(resource, name))
            own_hard = resource.getrlimit(getattr(resource, name))[1]  # what is allowed here at all
            most = min(usual[1], own_hard, key=lambda limit: limit if limit >= 0 else float("inf"))
            self.assertEqual(hard, most, name)
            self.assertEqual(soft, min(usual[0], most, key=lambda limit: limit if limit >= 0 else float("inf")), name)

    def test_row_111_the_user_does_not_choose_how_it_is_started(self):
        """The user removes the socket of their service manager, so that the gate is started in root's own place."""
        self.machine.with_systemd()
        self.machine.session("2")
        self.install_here()
        wait_until(self.machine.manager_calls, "a call of systemd-run")
        self.assertEqual((len(self.machine.manager_calls()), self.machine.gates(0)), (1, []))

    def test_row_37_user_manager_starts_it_where_there_is_one(self):
        """A gate beside the session's own manager has no bus, and dies with the update."""
        self.machine.session("2", DISPLAY=":3")
        self.machine.with_systemd()
        self.install_here()
        wait_until(self.machine.manager_calls, "a call of systemd-run")
        self.assertEqual(self.machine.manager_calls(), [
            ["40001", "--user", "--collect", "--quiet", "--no-block", "--setenv=DISPLAY=:3", "--", LIVE + "messenger"]])
        self.assertEqual(self.machine.gates(0), [])
        self.assertIn("session 2: started by the user's service manager", self.machine.log())

    def test_row_37_user_manager_that_refuses(self):
        """systemd-run fails: said in the log; the other sessions and the run go on."""
        self.machine.session("2")
        self.machine.session("4", UID="40002")
        self.machine.with_systemd()
        self.machine.program("/usr/bin/systemd-run", SYSTEMD_RUN + "sys.exit(os.getuid() == 40001)\n")
        self.install_here()
        self.assertIn("session 2: the user's service manager refused, status 1", self.machine.log())
        self.assertIn("session 4: started by the user's service manager", self.machine.log())

    def test_row_38_no_descriptor_leaks(self):
        """An open file of root's (lock, patch, folder, caller's secret) is handed to the user's process."""
        self.machine.session("2")
        handles = [os.open("/etc/shadow", os.O_RDONLY) for _ in range(30)]
        for handle in handles:
            os.set_inheritable(handle, True)
        self.install_here(close_fds=False)
        [gate] = self.machine.gates(1)
        self.assertEqual(gate["fds"], {"0": "/dev/null", "1": "/dev/null", "2": "/dev/null"})
        for handle in handles:
            os.close(handle)

    def test_row_39_one_hanging_session_holds_nobody_up(self):
        """One session's service manager does not answer for longer than any wait here, another's file cannot be read, a
        third's user does not exist."""
        self.machine.with_systemd()
        self.machine.program("/usr/bin/systemd-run", f"#!/bin/sh\n[ $(id -u) != 40001 ] || exec {HANG}\necho {{}} >/run/witness/gate.$$\n")
        self.machine.session("1")
        self.machine.session("3", UID="40002")
        os.chown(SESSIONS / "3", 40002, 40002)
        self.machine.session("4", UID="49999")
        self.machine.session("6", UID="40002")
        self.install_here()
        self.assertEqual(len(self.machine.gates(1)), 1)
        log = self.machine.log()
        self.assertRegex(log, f"session 3: .*OWNER: {SESSIONS}/3: belongs to user 40002")
        for line in ("session 1: stopped after five seconds", "session 4: its user is not known",
                     "session 6: started by the user's service manager"):
            self.assertIn(line, log)
        wait_until(lambda: not processes(HANG), "the hanging ones to end by their own alarm")

    def test_row_39_two_hundred_sessions(self):
        """A terminal server with two hundred people on it."""
        for number in range(200):
            self.machine.session(f"c{number}", UID=str(40001 + number % 2))
        self.install_here(self.gate_patch(gate=QUICK_GATE))
        self.assertEqual(len(self.machine.gates(200)), 200)
        self.assertEqual(self.machine.log().count(": started\n"), 200)

    def test_row_37_as_the_real_login_manager_writes_it(self):
        """The files above are our idea of the login manager's; here the real one writes them."""
        def facts(uid, kind="x11", of="user", display="", **more):
            return {"uid": uid, "type": kind, "class": of, "display": display, **more}
        ids = self.machine.with_real_login_manager([
            facts(40001, display=":1"), facts(40002, kind="wayland"), facts(0), facts(40003, kind="tty"),
            facts(40003, of="greeter"), facts(40003, closing=True)])
        for uid in (40001, 40002, 40003):
            self.machine.runtime_folder(uid)
        shutil.rmtree("/run/systemd/system", ignore_errors=True)
        self.install_here()
        gates = self.machine.gates(2)
        self.assertEqual(sorted((gate["uids"][0], gate["env"].get("DISPLAY")) for gate in gates),
                         [(40001, ":1"), (40002, None)])
        for session in ids[2:]:
            self.assertIn(f"session {session}: not a graphical session of a person", self.machine.log())

    def test_row_39_no_list_of_sessions(self):
        """There is no login manager, it knows of nobody, or its folder is not root's alone: the installation stands."""
        patch = self.gate_patch()
        self.machine.session("2")
        cases = [("foreign", lambda: os.chown(SESSIONS, 40001, 40001), "OWNER: /run/systemd/sessions: belongs to user 40001"),
                 ("open", lambda: (os.chown(SESSIONS, 0, 0), SESSIONS.chmod(0o777)), "OWNER: /run/systemd/sessions: others"),
                 ("empty", lambda: (SESSIONS.chmod(0o755), (SESSIONS / "2").unlink()), "no session: the gate comes"),
                 ("none", SESSIONS.rmdir, "/run/systemd/sessions: no login manager runs"),
                 ("a link", lambda: SESSIONS.symlink_to("/run/user"), "KIND: /run/systemd/sessions: is a link")]
        for name, spoil, said in cases:
            with self.subTest(name):
                spoil()
                self.check_exit(0, self.machine.run(patch))
                self.check_exit(0, self.machine.run(patch, "launch"))
                self.assertIn(said, self.machine.log().splitlines()[-1])
        self.assertEqual(self.machine.gates(0), [])

    def test_row_39_hostile_names(self):
        """Files with names that would be an option, a path or a terminal's command; pipes, links and folders among them."""
        for name in ("--help", "-h", "3;id", "4\x1b[2J", "5" * 33, "$(id)", "6 7", "2.ref", ".#2aBc", "\u202e8"):
            self.machine.session(name, UID="40002")
        os.mkfifo(SESSIONS / "p1")
        (SESSIONS / "l1").symlink_to(SESSIONS / "2.ref")
        (SESSIONS / "f1").mkdir()
        self.machine.session("h1", UID="40002")
        os.link(SESSIONS / "h1", "/run/fake/second name")
        self.machine.session("big", shown(UID="40002") + "X" * 70_000)
        self.machine.session("8", UID="40002", DISPLAY=":0 --evil")
        self.install_here()
        [gate] = self.machine.gates(1)
        self.assertEqual((gate["uids"][0], "DISPLAY" in gate["env"]), (40002, False))
        log = self.machine.log()
        self.assertEqual(sorted(re.findall("session (\\S+):", log)), ["8", "big", "f1", "h1", "l1", "p1"])
        self.assertNotRegex(log, "[\x00-\x09\x0b-\x1f\x7f]")

    def test_row_39_sessions_that_are_no_place_for_a_window(self):
        """Sessions that close, greet, or have no screen; values that are missing, doubled or out of range."""
        odd = [shown(STATE="closing"), shown(STATE="opening"), shown(CLASS="greeter"), shown(CLASS="lock-screen"),
               shown(CLASS="background"), shown(CLASS="manager"), shown(TYPE="tty"), shown(TYPE="unspecified"),
               shown(TYPE=""), shown(UID="-1"), shown(UID="0"), shown(UID="4294967295"), shown(UID="4294967297"), shown(UID=""),
               shown(UID="40001 0"), shown(UID="anna"), shown(UID="040001x"), shown() + "UID=0\n",
               shown() + "TYPE=x11\n", "UID=40001\n", "", "\0", "=" * 1000, shown()[:60], "UID=40001" + "\n" * 60_000, b"\xff" * 100]
        for number, text in enumerate(odd):
            self.machine.session(f"odd{number}", text)
        self.machine.session("good")
        self.install_here()
        self.assertEqual([gate["uids"][0] for gate in self.machine.gates(1)], [40001])
        self.assertIn("session good: started", self.machine.log())
        self.assertEqual(self.machine.log().count("not a graphical session of a person"), len(odd))

    def test_row_35_disable_starts_nothing(self):
        """The administrator has switched it off, and an update wakes it all the same."""
        self.machine.session("2")
        policy = pathlib.Path("/etc/example-messenger.conf")
        policy.write_text("Disable=1\n")
        patch = self.install_here()
        self.check_exit(0, self.machine.run(patch, "launch"))
        self.assertEqual(self.machine.gates(0), [])
        self.assertIn("nothing started: the machine's policy says Disable", self.machine.log())
        policy.write_text("Disable=0\n")
        self.check_exit(0, self.machine.run(patch, "launch"))
        self.assertEqual(len(self.machine.gates(1)), 1)


class WholeRun(OnMachine):
    """One run over an older release, each of its system calls that names a file, a socket or a process."""

    READ = re.compile(r"(/|/etc|/etc/(group|passwd|nsswitch\.conf|ld\.so\.cache|ld\.so\.preload|localtime"
                      r"|example-messenger\.conf)|(/usr)?/lib(64)?/\S+\.so[\d.]*|/dev/(null|log)"
                      r"|/usr/share/zoneinfo/\S*|/run/systemd/journal/socket|/proc/self/(exe|fd/\d+)|/usr|/var|/var/lib|/opt|/opt/example"
                      r"|/run(/systemd(/system|/sessions(/\d+)?)?|/user/\d+)?|/usr/bin/systemd-run"
                      r"|/proc/self/(loginuid|oom_score_adj)|/proc/sys/crypto/fips_enabled)$")
    WRITTEN = re.compile(r"(/opt/example/messenger|/var/lib/example-messenger|/etc/(xdg(/autostart)?|systemd(/user)?"
                         r"|profile\.d)|/usr/bin)(/|$)")
    CHILDREN = {"/usr/bin/systemd-run"}

    def test_whole_run_opens_and_starts_only_what_it_must(self):
        """Over an older release, with a session: no path, socket or child beyond the list above."""
        self.install_here(self.gate_patch(7))
        self.machine.session("2")
        self.machine.session("3", UID="40002")
        self.machine.with_systemd()
        patch = self.gate_patch(8)
        code, trace = self.trace("%file,%network,%process", patch)
        self.assertEqual((code, os.readlink(LIVE[:-1])[:4]), (0, "1.8."))
        own, children = own_lines(trace, str(patch))
        self.assertEqual(children, self.CHILDREN)
        paths = touched(own) - {str(patch)}
        beyond = {path for path in paths if not self.READ.match(path) and not self.WRITTEN.match(path)}
        self.assertEqual(beyond, set())
        self.assertTrue(any(self.WRITTEN.match(path) for path in paths))
        self.assertEqual(set(re.findall(r"socket\((\w+)", own)) - {"AF_UNIX"}, set())
        # AF_UNIX: the log's, and the name service cache's, which libc itself asks.
        self.assertLessEqual(set(re.findall(r'sun_path="([^"]*)"', own)),
                             {"/run/systemd/journal/socket", "/dev/log", "/var/run/nscd/socket"})
        self.assertNotRegex(own, r"\b(sendto|sendmsg|bind|listen|accept4?)\([^\n]*AF_INET")

    def test_triggers_are_understood_by_those_who_read_them(self):
        """The desktop's and systemd's own tools accept the files, and find the gate by them."""
        self.install_here()
        entry = "/etc/xdg/autostart/example-messenger.desktop"
        done = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))
        user = {"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": "/run", "HOME": "/root"}
        for unit in ("example-messenger.service", "example-messenger.timer"):
            done = subprocess.run(["systemd-analyze", "verify", "--user", "/etc/systemd/user/" + unit], env=user,
                                  capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""), unit)

    def generated(self, home):
        """What systemd's generator makes of the autostart entries for this user: {unit: text}."""
        out = pathlib.Path("/run/generated")
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        [tool] = pathlib.Path("/usr/lib/systemd/user-generators").glob("systemd-xdg-autostart-generator")
        subprocess.run([tool, out, out, out], check=True, capture_output=True, env={
            "XDG_CONFIG_HOME": str(home), "XDG_CONFIG_DIRS": "/etc/xdg", "HOME": str(home), "PATH": "/usr/bin:/bin"})
        return {path.name: path.read_text() for path in out.glob("*.service")}

    def test_row_42_a_users_own_entry_rules(self):
        """A user shadows the autostart entry: their right, which no run undoes."""
        patch = self.install_here()
        home = self.base / "config"
        [text] = [text for name, text in self.generated(home).items() if "messenger" in name]
        self.assertIn(f"ExecStart=:{LIVE}messenger\n", text)  # as systemd reads our Exec line
        (home / "autostart").mkdir(parents=True)
        shadow = home / "autostart/example-messenger.desktop"
        shadow.write_text("[Desktop Entry]\nType=Application\nName=off\nHidden=true\n")
        self.assertEqual([name for name in self.generated(home) if "messenger" in name], [])
        self.install_here(patch)
        self.assertIn("Hidden=true", shadow.read_text())


class Audience(Rows):
    """Under --root: the group's file is the image's own."""

    def setUp(self):
        super().setUp()
        self.group = self.target.root / "etc/group"
        self.conf = self.target.state / "machine.conf"
        self.patch = self.small_patch(7)

    def group_id(self):
        self.check_exit(0, self.target.run(self.patch))
        return re.search(r"^Group=(.*)$", self.conf.read_text(), re.M).group(1)

    def test_row_41_group_of_five_thousand(self):
        """The group's line is longer than a usual buffer; others begin or end like it."""
        members = ",".join(f"admin{number}" for number in range(5000))
        self.group.write_text(f"example-console-admins2:x:1:\nxexample-console-admins:x:2:\nexample-console-admins\n"
                              f"big:x:3:{members}\nexample-console-admins:x:4242:{members}\n")
        self.assertEqual(self.group_id(), "4242")
        self.assertEqual((self.target.state / "handled").stat().st_gid, 4242)

    def test_row_41_missing_group_means_nobody(self):
        """The group is gone: not everybody, not root's, and not in silence."""
        self.group_id()
        for text in ("", "root:x:0:\n", "{}\n", "{}:x:\n", "{}:x:-1:\n", "{}:x:4294967295:\n", "{}:x:1x:\n"):
            with self.subTest(text=text):
                self.group.write_text(text.format("example-console-admins"))
                done = self.target.run(self.patch)
                self.check_exit(0, done, "example-console-admins does not exist: nobody will see a notice")
                self.assertEqual(self.group_id(), "")
                self.assertIn("MISSING", self.target.status(self.patch)["group-id"])
                self.assertEqual((self.target.state / "handled").stat().st_gid, 0)

    def test_row_41_group_that_cannot_be_asked_for_stays(self):
        """The group's file cannot be trusted or read for the moment: the answer of before stands."""
        self.assertEqual(self.group_id(), str(GROUP))
        self.group.chmod(0o666)
        self.check_exit(0, self.target.run(self.patch), "could not be asked for")
        self.assertEqual(self.group_id(), str(GROUP))

    def test_row_41_membership_is_what_the_credentials_say(self):
        """A reader without the group sees none of it."""
        (self.target.root / "var/lib/dpkg").mkdir(parents=True)
        (self.target.root / "var/lib/dpkg/status").write_text(DPKG_STATUS)
        patch = self.small_patch(8, control=OPTIONS.programs / "messengerctl", catalog=TWO_NOTICES.encode())
        for gid, wanted in ((GROUP, {"due"}), (40999, {"not-audience"})):
            with self.subTest(gid=gid):
                self.group.write_text(f"example-console-admins:x:{gid}:\n")
                self.check_exit(0, self.target.run(patch))
                listing = json.loads(self.target.as_reader("control", "list", "--all", "--json").stdout)
                self.assertEqual({row["reason"] for row in listing["notices"]}, wanted)


class MachineAudience(OnMachine):
    def test_row_41_by_the_name_service(self):
        """Without --root the machine itself is asked, for a group of five thousand too."""
        members, patch = ",".join(f"admin{number}" for number in range(5000)), self.gate_patch()
        for text, wanted in ((f"example-console-admins:x:4243:{members}\n", "Group=4243"), ("root:x:0:\n", "Group=\n")):
            with self.subTest(wanted=wanted):
                pathlib.Path("/etc/group").write_text(text)
                self.install_here(patch)
                self.assertIn(wanted, pathlib.Path("/var/lib/example-messenger/machine.conf").read_text())


class Copies(Rows):
    def installed_machine(self):
        """The machine of the notifier's tests, with a set that the update patch has installed."""
        machine = Machine(OPTIONS.programs)
        self.addCleanup(machine.__exit__)
        (machine.root / "etc/group").write_text(f"example-console-admins:x:{GROUP}:\n")
        (machine.root / "var/lib/dpkg").mkdir(parents=True)
        (machine.root / "var/lib/dpkg/status").write_text(DPKG_STATUS)
        one = TWO_NOTICES[:TWO_NOTICES.index('  <message id="second"')] + "</catalog>\n"
        patch = self.forge.write(machine.release(one).read_bytes(), OPTIONS.programs / "update-patch")
        self.check_exit(0, subprocess.run([patch, "--root", machine.root], capture_output=True, text=True))
        return machine

    def test_row_40_many_notifiers_at_once(self):
        """Twenty gates start together in one session: one window, one decision, one receipt; then one sender."""
        machine = self.installed_machine()
        self.assertIn("others [7]", machine.session("copies", "number=20"))
        machine.session("kill_at", "stage=recorded")
        self.assertEqual(machine.listed(), {"first": "acknowledged"})
        rows = [json.loads(line) for line in machine.control("receipts", "export").stdout.splitlines()]
        self.assertEqual([row["messageid"] for row in rows if row["outcome"] == "acknowledged"], ["first"])
        log = machine.base / "gate.trace"
        log.touch()
        log.chmod(0o666)
        machine.start("notifier", wrap=("strace", "-f", "-qq", "-e", "trace=execve", "-o", str(log)))
        calls = [line.split(" ", 1) for line in log.read_text().splitlines() if "execve(" in line]
        self.assertEqual([re.search(r'/(\w+)"', call).group(1) for _, call in calls], ["messenger", "messengerctl"])
        self.assertEqual(len({process for process, _ in calls}), 1)  # it became the sender


def foreign_processes(calls, program):
    """Processes born of one that had become another program. A child may speak before its parent's call returns."""
    born = set()
    while True:
        before, became = len(born), set()
        for process, call in calls:
            executed = re.match(r' *execve\("([^"]+)"', call)
            if executed and executed.group(1) != program:
                became.add(process)
            if process in became | born:
                born.update(re.findall(r"^ *(?:<\.\.\. )?(?:v?fork|clone3?)\b.* = (\d+)$", call))
        if len(born) == before:
            return born


def own_lines(trace, program):
    """(the calls of `program` and of its forks until they become another program, the programs they become)."""
    calls = [tuple(line.split(" ", 1)) for line in trace.splitlines()]
    foreign, lines, became = foreign_processes(calls, program), [], set()
    for process, call in calls:
        if process in foreign:
            continue
        executed = re.match(r' *execve\("([^"]+)"', call)
        if executed and executed.group(1) != program:
            became.add(executed.group(1))
            foreign.add(process)
        else:
            lines.append(call)
    return "\n".join(lines), became


def spoil_inheritance():
    """As an update manager's service may run: idle, batch, protected, with tight soft limits, an inheritable capability."""
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    os.nice(11)
    pathlib.Path("/proc/self/oom_score_adj").write_text("300")
    for which, soft in ((resource.RLIMIT_NOFILE, 300), (resource.RLIMIT_STACK, 1 << 20), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(which, (soft, resource.getrlimit(which)[1]))
    version3, chown = 0x20080522, 1
    header, data = (ctypes.c_uint32 * 2)(version3, 0), (ctypes.c_uint32 * 6)()
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.capget(header, data) == 0
    data[2] = chown
    assert libc.capset(header, data) == 0


def processes(words):
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").strip() == words.encode():
                found.append(pid)
        except OSError:
            continue
    return found
