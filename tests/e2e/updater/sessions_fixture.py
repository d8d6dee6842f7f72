"""The machine itself, in mounts of this process alone: an update patch without --root, people, and their sessions.

What is written below /etc, /opt, /run, /usr/bin and /var/lib lies in memory and is gone with the namespace.
"""
import json
import os
import pathlib
import shutil
import subprocess
import time

from tests.e2e.harness.commands import PYTHON
from tests.e2e.harness.users import GROUP
from tests.e2e.harness.waiting import LONGEST_WAIT_S, wait_until

PLACES = ("etc", "opt", "run", "usr/bin", "var/lib")
WITNESS, FAKE = pathlib.Path("/run/witness"), pathlib.Path("/run/fake")
SESSIONS, RUNTIME = pathlib.Path("/run/systemd/sessions"), pathlib.Path("/run/user")
NOBODY = 65534

BUS = """<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow eavesdrop="true"/>
<allow send_destination="*" eavesdrop="true"/></policy></busconfig>
"""
# Slow enough to be found, as long as it is asked.
LOGINCTL = """#!/bin/sh
echo "$* | $(id -u)" >>/run/witness/loginctl
sleep 1
case $1 in
  list-sessions) echo "2 40001 anna seat0 tty2" ;;
  show-session) printf 'User=40001\\nType=x11\\nClass=user\\nState=active\\nDisplay=:0\\n' ;;
esac
"""
SYSTEMD_RUN = """#!/usr/bin/python3 -IS
import os, sys
with open(f"/run/witness/systemd-run.{os.getpid()}", "w") as out:
    print(os.getuid(), *sys.argv[1:], sep="\\n", file=out)
"""
# A gate that says how it was started. Its interpreter holds no file open.
GATE = """#!/usr/bin/python3 -IS
import json, os, resource, sys
links = ["/proc/self/fd/" + name for name in os.listdir("/proc/self/fd")]
fds = {os.path.basename(link): os.readlink(link) for link in links if os.path.lexists(link)}
status = dict(line.rstrip().split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line)
mask = os.umask(0)
env = dict(word.split("=", 1) for word in open("/proc/self/environ").read().split("\\0") if word)
seen = {"argv": sys.argv, "cwd": os.getcwd(), "uids": os.getresuid(), "gids": os.getresgid(), "groups": os.getgroups(),
        "env": env, "fds": fds, "umask": mask, "status": status, "leads": os.getsid(0) == os.getpid(),
        "nice": os.getpriority(os.PRIO_PROCESS, 0), "policy": os.sched_getscheduler(0),
        "oom": open("/proc/self/oom_score_adj").read(), "loginuid": open("/proc/self/loginuid").read(),
        "limits": {name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name[:7] == "RLIMIT_"}}
part = f"/run/witness/part.{os.getpid()}"
with open(part, "w") as out:
    json.dump(seen, out)
os.rename(part, f"/run/witness/gate.{os.getpid()}")
"""
# A gate that looks for a key by the number in /run/witness/key, and writes down what it holds.
KEY_GATE = """#!/usr/bin/python3 -IS
import ctypes, os
held = ctypes.create_string_buffer(100)
number = int(open("/run/witness/key").read())
got = ctypes.CDLL(None).syscall(250, 11, number, held, 100)  # keyctl(KEYCTL_READ)
with open(f"/run/witness/part.{os.getpid()}", "w") as out:
    print('"' + (held.value.decode() if got > 0 else "no") + '"', file=out)
os.rename(f"/run/witness/part.{os.getpid()}", f"/run/witness/gate.{os.getpid()}")
"""
QUICK_GATE = "#!/bin/sh\necho {} >/run/witness/gate.$$\n"
# The shell ignores no signal of its own accord, as Python does.
SIGNALS_GATE = """#!/bin/sh
while read -r key value; do
  [ "$key" = SigIgn: ] && echo "{\\"ignored\\": \\"$value\\"}" >/run/witness/part.$$
done </proc/$$/status
mv /run/witness/part.$$ /run/witness/gate.$$
"""


def shown(**values):
    """The login manager's file about a person's session at a screen, or as `values` have it."""
    facts = {"UID": "40001", "USER": "anna", "ACTIVE": "1", "STATE": "active", "REMOTE": "0", "TYPE": "x11", "CLASS": "user",
             "SCOPE": "session-2.scope", "DISPLAY": ":0", "LEADER": "4242", **values}
    return "# This is private data. Do not parse.\n" + "".join(f"{key}={value}\n" for key, value in facts.items())


class Tracer:
    """An attacker of this uid (tracer.py). As a context; `attached()` is what it has attached to."""

    def __init__(self, uid):
        self.witness = WITNESS / f"tracer.{uid}"
        script = WITNESS / "tracer.py"
        shutil.copy(pathlib.Path(__file__).with_name("tracer.py"), script)
        script.chmod(0o644)
        as_user = ["setpriv", "--reuid", str(uid), "--regid", str(uid), "--clear-groups"]
        self.process = subprocess.Popen([*as_user, PYTHON, script, self.witness], stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        assert self.process.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def attached(self):
        return self.witness.read_text(encoding="utf-8").splitlines() if self.witness.exists() else []


class PrivateMachine:
    """Fresh mounts for one test; as a context. Users: anna 40001 (a member), bert 40002, cleo 40003 (300 groups)."""

    def __init__(self, base):
        self.base = pathlib.Path(base) / "upper"
        self.started = []

    def __enter__(self):
        self.base.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "none", self.base], check=True)
        for place in PLACES:
            upper, work = (self.base / kind / place for kind in ("upper", "work"))
            for folder in (upper, work):
                folder.mkdir(parents=True)
            options = f"lowerdir=/{place},upperdir={upper},workdir={work}"
            subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, "/" + place], check=True)
        self.lay_out()
        return self

    def __exit__(self, *_):
        for process in self.started:
            process.kill()
            process.wait()
        for place in (*reversed(PLACES), str(self.base).lstrip("/")):
            subprocess.run(["umount", "-l", "/" + place], check=True)

    def lay_out(self):
        for folder in (SESSIONS, RUNTIME, pathlib.Path("/run/systemd/system")):  # this machine's own, if it has some
            shutil.rmtree(folder, ignore_errors=True)
        WITNESS.mkdir()
        WITNESS.chmod(0o1777)
        for folder in (FAKE, SESSIONS, RUNTIME):
            folder.mkdir(parents=True)
            folder.chmod(0o755)
        self.program("/usr/bin/loginctl", LOGINCTL)
        self.program("/usr/bin/systemd-run", SYSTEMD_RUN)
        users = {"anna": 40001, "bert": 40002, "cleo": 40003}
        people = "".join(f"{name}:x:{uid}:{uid}::/home/{name}:/bin/sh\n" for name, uid in users.items())
        many = "".join(f"many{number}:x:{50000 + number}:cleo\n" for number in range(300))
        system = "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\n"
        pathlib.Path("/etc/passwd").write_text(system + people)
        pathlib.Path("/etc/group").write_text(f"root:x:0:\nexample-console-admins:x:{GROUP}:anna,cleo\n" + many)
        pathlib.Path("/etc/nsswitch.conf").write_text("passwd: files\ngroup: files\n")

    @staticmethod
    def program(path, text):
        pathlib.Path(path).unlink(missing_ok=True)
        pathlib.Path(path).write_text(text)
        pathlib.Path(path).chmod(0o755)

    @staticmethod
    def runtime_folder(uid):
        """/run/user/UID, which the login manager makes at the first logon."""
        folder = RUNTIME / str(uid)
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(folder, uid, uid)
        return folder

    def session(self, name, text=None, **values):
        """One more session: the login manager's file about it, or values that differ from the usual."""
        text = shown(**values) if text is None else text
        (SESSIONS / name).write_bytes(text.encode() if isinstance(text, str) else text)
        (SESSIONS / name).chmod(0o644)
        uid = values.get("UID", "40001")
        if uid.isdigit() and 0 < int(uid) < 100_000:
            self.runtime_folder(int(uid))

    def with_real_login_manager(self, sessions):
        """The real one writes the files about these sessions (see login_manager.py); their ids."""
        pathlib.Path("/run/dbus").mkdir(exist_ok=True)
        socket = pathlib.Path("/run/dbus/system_bus_socket")
        socket.unlink(missing_ok=True)
        (FAKE / "bus.conf").write_text(BUS.format(socket=socket))
        (FAKE / "sessions.json").write_text(json.dumps(sessions))
        bus = ["dbus-daemon", f"--config-file={FAKE}/bus.conf", "--nofork", "--nopidfile", "--print-address"]
        self.started.append(subprocess.Popen(bus, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True))
        assert self.started[-1].stdout.readline().startswith("unix:"), "no bus"  # printed once it listens
        self.started[-1].stdout.close()
        program = pathlib.Path(__file__).with_name("login_manager.py")
        manager = subprocess.Popen([PYTHON, program, f"unix:path={socket}", FAKE / "sessions.json"],
                                   stdout=subprocess.PIPE, text=True)
        self.started.append(manager)
        ids = json.loads(manager.stdout.readline())
        manager.stdout.close()
        return ids

    def with_systemd(self):
        """systemd is in charge of this machine, as sd_booted(3) sees it."""
        pathlib.Path("/run/systemd/system").mkdir(parents=True)

    def run(self, patch, *words, wrap=(), **more):
        """The finished process, without --root: that is this machine."""
        assert "overlay" in pathlib.Path("/proc/self/mountinfo").read_text(), "not in mounts of our own"
        return subprocess.run([*map(str, wrap), str(patch), *map(str, words)], capture_output=True, text=True,
                              timeout=LONGEST_WAIT_S, **more)

    def log(self):
        return pathlib.Path("/var/lib/example-messenger/update.log").read_text()

    def gates(self, number):
        """What this many started gates saw; they are waited for, and then a little longer for one too many."""
        wait_until(lambda: len(list(WITNESS.glob("gate.*"))) >= number, f"{number} gates")
        time.sleep(0.2)
        return [json.loads(path.read_text()) for path in sorted(WITNESS.glob("gate.*"))]

    def manager_calls(self):
        """[uid, argument...] of each call of systemd-run."""
        return [path.read_text().splitlines() for path in sorted(WITNESS.glob("systemd-run.*"))]
