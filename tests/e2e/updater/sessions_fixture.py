"""The machine itself, in mounts of this process alone: an update patch without --root, people, and a false loginctl.

What is written below /etc, /opt, /run, /usr/bin and /var/lib lies in memory and is gone with the namespace.
"""
import json
import pathlib
import shutil
import subprocess
import time

from tests.e2e.harness.commands import PYTHON
from tests.e2e.harness.users import GROUP
from tests.e2e.harness.waiting import LONGEST_WAIT_S, wait_until

PLACES = ("etc", "opt", "run", "usr/bin", "var/lib")
WITNESS, FAKE = pathlib.Path("/run/witness"), pathlib.Path("/run/fake")
NOBODY = 65534

BUS = """<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow eavesdrop="true"/>
<allow send_destination="*" eavesdrop="true"/></policy></busconfig>
"""
LOGINCTL = """#!/bin/sh
while read -r key value; do
  case $key in Uid:|Gid:|Groups:) said="$said $key$value" ;; esac
done </proc/self/status
echo "$* |$said" >>/run/witness/loginctl
case $1 in
  list-sessions) exec /run/fake/list ;;
  show-session) for last; do :; done; [ -x "/run/fake/$last" ] && exec "/run/fake/$last"; exit 1 ;;
esac
"""
SYSTEMD_RUN = """#!/usr/bin/python3 -IS
import os, sys
with open(f"/run/witness/systemd-run.{os.getpid()}", "w") as out:
    print(os.getuid(), *sys.argv[1:], sep="\\n", file=out)
"""
# A gate that says how it was started. Its interpreter holds no file open.
GATE = """#!/usr/bin/python3 -IS
import json, os, sys
links = ["/proc/self/fd/" + name for name in os.listdir("/proc/self/fd")]
fds = {os.path.basename(link): os.readlink(link) for link in links if os.path.lexists(link)}
status = dict(line.rstrip().split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line)
mask = os.umask(0)
env = dict(word.split("=", 1) for word in open("/proc/self/environ").read().split("\\0") if word)
seen = {"argv": sys.argv, "cwd": os.getcwd(), "uids": os.getresuid(), "gids": os.getresgid(), "groups": os.getgroups(),
        "env": env, "fds": fds, "umask": mask, "status": status, "leads": os.getsid(0) == os.getpid()}
part = f"/run/witness/part.{os.getpid()}"
with open(part, "w") as out:
    json.dump(seen, out)
os.rename(part, f"/run/witness/gate.{os.getpid()}")
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
    """What `loginctl show-session` says of a person's session at a screen, or as `values` have it."""
    facts = {"User": "40001", "Type": "x11", "Class": "user", "State": "active", "Display": ":0", **values}
    return "".join(f"{key}={value}\n" for key, value in facts.items())


class PrivateMachine:
    """Fresh mounts for one test; as a context. Users: anna 40001 (a member), bert 40002, cleo 40003 (300 groups)."""

    def __init__(self, base):
        self.base = pathlib.Path(base) / "upper"
        self.sessions, self.started = [], []

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
        for folder, mode in ((WITNESS, 0o1777), (FAKE, 0o755)):
            folder.mkdir()
            folder.chmod(mode)
        shutil.copy("/usr/bin/loginctl", self.base / "loginctl")
        self.program("/usr/bin/loginctl", LOGINCTL)
        self.program("/usr/bin/systemd-run", SYSTEMD_RUN)
        users = {"anna": 40001, "bert": 40002, "cleo": 40003}
        people = "".join(f"{name}:x:{uid}:{uid}::/home/{name}:/bin/sh\n" for name, uid in users.items())
        many = "".join(f"many{number}:x:{50000 + number}:cleo\n" for number in range(300))
        system = "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\n"
        pathlib.Path("/etc/passwd").write_text(system + people)
        pathlib.Path("/etc/group").write_text(f"root:x:0:\nexample-console-admins:x:{GROUP}:anna,cleo\n" + many)
        pathlib.Path("/etc/nsswitch.conf").write_text("passwd: files\ngroup: files\n")
        self.say_list("")

    @staticmethod
    def program(path, text):
        pathlib.Path(path).unlink(missing_ok=True)
        pathlib.Path(path).write_text(text)
        pathlib.Path(path).chmod(0o755)

    def say(self, name, text):
        """What loginctl prints of a session (or `list`): bytes, or a script."""
        if isinstance(text, str):
            text = text.encode()
        if not text.startswith(b"#!"):
            (FAKE / (name + ".text")).write_bytes(text)
            text = f"#!/bin/sh\nexec cat /run/fake/{name}.text\n".encode()
        (FAKE / name).write_bytes(text)
        (FAKE / name).chmod(0o755)

    def say_list(self, text):
        self.say("list", text)

    def session(self, name, text=None, **values):
        """One more session: what is said of it, or values that differ from the usual."""
        self.say(name, shown(**values) if text is None else text)
        self.sessions.append(name)
        self.say_list("".join(f"{name:>7} 40001 anna seat0 tty2\n" for name in self.sessions))

    def with_real_login_manager(self, sessions):
        """The real loginctl, over a real bus, to a login manager that knows these sessions (see login_manager.py)."""
        shutil.copy(self.base / "loginctl", "/usr/bin/loginctl")
        for folder in ("/run/dbus", "/run/systemd/system"):
            pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
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
        assert manager.stdout.readline() == "ready\n"
        manager.stdout.close()

    def with_manager(self, uid):
        """The user has a service manager of their own."""
        private = pathlib.Path(f"/run/user/{uid}/systemd/private")
        private.parent.mkdir(parents=True)
        private.touch()

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

    def asked(self):
        """[(arguments, credentials)] of each call of loginctl."""
        return [tuple(line.split(" | ")) for line in (WITNESS / "loginctl").read_text().splitlines()]
