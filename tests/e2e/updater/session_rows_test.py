"""Rows 36 to 42 of the threat list: who gets the gate started, as whom, and what a whole run opens and starts.

Runs as root, in mounts of its own.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess

from tests.e2e.harness.machine import Machine
from tests.e2e.harness.mounts import enter_private_mounts
from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.sample import DPKG_STATUS, TWO_NOTICES
from tests.e2e.harness.users import GROUP
from tests.e2e.harness.waiting import LONGEST_TEST_S, wait_until
from tests.e2e.updater.rows import Rows, touched
from tests.e2e.updater.sessions_fixture import GATE, NOBODY, QUICK_GATE, SIGNALS_GATE, WITNESS, PrivateMachine, shown


PATIENT = "update_patch_patient"  # its children have more than five seconds
LIVE = "/opt/example/messenger/current/"
HANG = f"sleep {LONGEST_TEST_S}.{os.getpid()}"  # by this name it is found again, and no other run's
NO_CAPABILITIES = "0000000000000000"


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
        self.machine.session("1", User="0")
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
        self.machine.session("3", User="40003", Type="wayland", Display="")
        pathlib.Path("/run/user/40003").mkdir(parents=True)
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
                                       "LOGNAME": "anna", "DISPLAY": ":0"})
        self.assertEqual(cleo["env"], {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/home/cleo", "USER": "cleo",
                                       "LOGNAME": "cleo", "XDG_RUNTIME_DIR": "/run/user/40003"})

    def test_row_37_signals_are_as_a_login_has_them(self):
        """What the privileged run ignores (SIGPIPE, SIGXFSZ) stays ignored in all that the gate becomes and starts."""
        self.machine.session("2")
        self.install_here(self.gate_patch(gate=SIGNALS_GATE))
        [gate] = self.machine.gates(1)
        self.assertEqual(int(gate["ignored"], 16), 0)

    def test_row_37_login_manager_is_asked_as_nobody(self):
        """loginctl runs with root's rights, on input of who knows."""
        self.machine.session("2")
        self.install_here()
        self.machine.gates(1)
        asked = self.machine.asked()
        self.assertEqual([words.split()[0] for words, _ in asked], ["list-sessions", "show-session"])
        for _, credentials in asked:
            self.assertEqual(set(re.findall(r"\d+", credentials)), {str(NOBODY)})
            self.assertNotIn("Groups:6", credentials.replace(" ", ""))

    def test_row_37_user_manager_starts_it_where_there_is_one(self):
        """A gate beside the session's own manager has no bus, and dies with the update."""
        self.machine.session("2", Display=":3")
        self.machine.with_manager(40001)
        self.install_here()
        wait_until(self.machine.manager_calls, "a call of systemd-run")
        self.assertEqual(self.machine.manager_calls(), [
            ["40001", "--user", "--collect", "--quiet", "--no-block", "--setenv=DISPLAY=:3", "--", LIVE + "messenger"]])
        self.assertEqual(self.machine.gates(0), [])
        self.assertIn("session 2: started by the user's service manager", self.machine.log())

    def test_row_37_user_manager_that_refuses(self):
        """systemd-run fails: said in the log; the other sessions and the run go on."""
        self.machine.session("2")
        self.machine.session("4", User="40002")
        self.machine.with_manager(40001)
        self.machine.program("/usr/bin/systemd-run", "#!/bin/sh\nexit 1\n")
        self.install_here()
        self.assertEqual([gate["uids"][0] for gate in self.machine.gates(1)], [40002])
        self.assertIn("session 2: the user's service manager refused, status 1", self.machine.log())

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
        """One session's login manager does not answer for longer than any wait here, another's fails, a third's user does not
        exist."""
        self.machine.session("1", f"#!/bin/sh\nexec {HANG}\n")
        self.machine.session("2")
        self.machine.session("3", "#!/bin/sh\nexit 3\n")
        self.machine.session("4", User="49999")
        self.machine.session("5", f"#!/bin/sh\necho User=40002\nexec >&-\nexec {HANG}\n")
        self.machine.session("6", User="40002")
        self.install_here()
        self.assertEqual(sorted(gate["uids"][0] for gate in self.machine.gates(2)), [40001, 40002])
        log = self.machine.log()
        for line in ("session 2: started", "session 3: the login manager says nothing of it",
                     "session 4: its user is not known", "session 6: started"):
            self.assertIn(line, log)
        self.assertRegex(log, "session 1: (stopped after five seconds|the login manager says nothing of it)")
        self.assertRegex(log, "session 5: (stopped after five seconds|the login manager says nothing of it)")
        wait_until(lambda: not processes(HANG), "the hanging ones to end by their own alarm")

    def test_row_39_two_hundred_sessions(self):
        """A terminal server with two hundred people on it."""
        for number in range(200):
            self.machine.session(f"c{number}", User=str(40001 + number % 2))
        self.install_here(self.gate_patch(gate=QUICK_GATE))
        self.assertEqual(len(self.machine.gates(200)), 200)
        self.assertEqual(self.machine.log().count(": started\n"), 200)

    def test_row_37_as_the_real_loginctl_says_it(self):
        """The answers above are our idea of loginctl's; here it is the real one, over a bus."""
        usual = {"Type": "x11", "Class": "user", "State": "active", "Display": ""}

        def facts(user, name, **values):
            return {**usual, "User": user, "Name": name, **values}
        self.machine.with_real_login_manager({
            "2": facts(40001, "anna", Display=":1"), "c3": facts(40002, "bert", Type="wayland", State="online"),
            "c4": facts(0, "root"), "5": facts(40003, "cleo", Type="tty"), "c6": facts(40003, "cleo", Class="greeter"),
            "7": facts(40003, "cleo", State="closing")})
        self.install_here()
        gates = self.machine.gates(2)
        self.assertEqual(sorted((gate["uids"][0], gate["env"].get("DISPLAY")) for gate in gates),
                         [(40001, ":1"), (40002, None)])
        for session in ("c4", "5", "c6", "7"):
            self.assertIn(f"session {session}: not a graphical session of a person", self.machine.log())

    def test_row_39_no_list_of_sessions(self):
        """loginctl fails, says nothing, says too much, or is not there: the installation stands."""
        patch = self.gate_patch()
        cases = [("fails", "#!/bin/sh\necho 1 40001 anna\nexit 1\n", "no gate started"),
                 ("nothing", "", "no session: the gate comes with the next logon"),
                 ("too much", "#!/bin/sh\nexec yes '1 40001 anna seat0'\n", "more than was asked for"),
                 ("dies", "#!/bin/sh\nkill -9 $$\n", "no gate started")]
        for name, listing, said in cases:
            with self.subTest(name):
                self.machine.say_list(listing)
                self.check_exit(0, self.machine.run(patch))
                self.check_exit(0, self.machine.run(patch, "launch"))
                self.assertIn(said, self.machine.log().splitlines()[-1])
        pathlib.Path("/usr/bin/loginctl").unlink()
        self.check_exit(0, self.machine.run(patch, "launch"))
        self.assertIn("no gate started", self.machine.log().splitlines()[-1])
        self.assertEqual(self.machine.gates(0), [])

    def test_row_39_hostile_answers(self):
        """Whoever can shape the login manager's answers wants a command, a path or root out of them."""
        listing = ("1 40001 anna\n../2 x\n-h x\n--help\n3;id x\n4\x1b[2J x\n\x00 x\n" + "5" * 33 + " x\n$(id) x\n6\t7 x\n"
                   "\n   \n1 40001 anna\n8 40002 bert seat0\n\xff\xfe x\n")
        for name in ("1", "2", "3", "4", "5" * 33, "6", "7", "h"):
            self.machine.session(name, shown(User="0" if name == "1" else "40002"))
        self.machine.session("8", shown(User="40002", Display=":0 --evil\n").replace("Type", "Zype=\x1b\nType"))
        self.machine.say("list", listing.encode("latin1"))
        self.install_here()
        [gate] = self.machine.gates(1)
        self.assertEqual((gate["uids"][0], "DISPLAY" in gate["env"]), (40002, False))
        self.assertEqual(sorted(words.split()[-1] for words, _ in self.machine.asked()[1:]), ["1", "8"])
        self.assertNotRegex(self.machine.log(), "[\x00-\x09\x0b-\x1f\x7f]")

    def test_row_39_sessions_that_are_no_place_for_a_window(self):
        """Sessions that close, greet, or have no screen; values that are missing, doubled or out of range."""
        odd = [shown(State="closing"), shown(State="opening"), shown(Class="greeter"), shown(Class="lock-screen"),
               shown(Class="background"), shown(Class="manager"), shown(Type="tty"), shown(Type="unspecified"),
               shown(Type=""), shown(User="-1"), shown(User="0"), shown(User="4294967295"), shown(User="4294967297"), shown(User=""),
               shown(User="40001 0"), shown(User="anna"), shown(User="040001x"), shown() + "User=0\n",
               shown() + "Type=x11\n", "User=40001\n", "", "\0", "=" * 1000, shown()[:-20], "User=40001" + "\n" * 70_000, b"\xff" * 100]
        for number, text in enumerate(odd):
            self.machine.session(f"odd{number}", text)
        self.machine.session("good")
        self.install_here()
        self.assertEqual([gate["uids"][0] for gate in self.machine.gates(1)], [40001])
        self.assertIn("session good: started", self.machine.log())

    def test_row_35_disable_starts_nothing(self):
        """The administrator has switched it off, and an update wakes it all the same."""
        self.machine.session("2")
        policy = pathlib.Path("/etc/example-messenger.conf")
        policy.write_text("Disable=1\n")
        patch = self.install_here()
        self.check_exit(0, self.machine.run(patch, "launch"))
        self.assertFalse((WITNESS / "loginctl").exists())
        self.assertIn("nothing started: the machine's policy says Disable", self.machine.log())
        policy.write_text("Disable=0\n")
        self.check_exit(0, self.machine.run(patch, "launch"))
        self.assertEqual(len(self.machine.gates(1)), 1)


class WholeRun(OnMachine):
    """One run over an older release, each of its system calls that names a file, a socket or a process."""

    READ = re.compile(r"(/|/etc|/etc/(group|passwd|nsswitch\.conf|ld\.so\.cache|ld\.so\.preload|localtime"
                      r"|example-messenger\.conf)|(/usr)?/lib(64)?/\S+\.so[\d.]*|/dev/(null|log)"
                      r"|/usr/share/zoneinfo/\S*|/run/systemd/journal/socket|/proc/self/(exe|fd/\d+)|/usr|/var|/var/lib|/opt|/opt/example"
                      r"|/run/user/\d+(/systemd/private)?|/usr/bin/systemd-run|/proc/sys/crypto/fips_enabled)$")
    WRITTEN = re.compile(r"(/opt/example/messenger|/var/lib/example-messenger|/etc/(xdg(/autostart)?|systemd(/user)?"
                         r"|profile\.d)|/usr/bin)(/|$)")
    CHILDREN = {"/usr/bin/loginctl", "/usr/bin/systemd-run", LIVE + "messenger"}

    def test_whole_run_opens_and_starts_only_what_it_must(self):
        """Over an older release, with a session: no path, socket or child beyond the list above."""
        self.install_here(self.gate_patch(7))
        self.machine.session("2")
        self.machine.session("3", User="40002")
        self.machine.with_manager(40002)
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


def processes(words):
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").strip() == words.encode():
                found.append(pid)
        except OSError:
            continue
    return found
