"""The real login manager, systemd-logind, on a bus of its own: it writes /run/systemd/sessions as on any machine.

What stands behind it, systemd's own manager, is only played: every job succeeds.

Usage: login_manager.py BUS_ADDRESS SESSIONS.json     prints their ids when all stand; ends when it is killed
SESSIONS: [{"uid": 40001, "type": "x11", "class": "user", "display": ":0", "closing": false}, ...]
"""
import ctypes
import json
import pathlib
import signal
import subprocess
import sys

from gi.repository import Gio, GLib

PR_SET_PDEATHSIG = 1
LOGIND = "/lib/systemd/systemd-logind"
# Devices of this machine (power button, terminals) are none of its business here.
NO_DEVICES = """mount --make-rprivate / && mount -t tmpfs none /dev && mknod -m 666 /dev/null c 1 3 \
&& mknod -m 666 /dev/urandom c 1 9 && exec """ + LOGIND
SYSTEMD = """<node><interface name="org.freedesktop.systemd1.Manager"><method name="Subscribe"/>
  <method name="StartTransientUnit"><arg direction="in" type="s"/><arg direction="in" type="s"/>
  <arg direction="in" type="a(sv)"/><arg direction="in" type="a(sa(sv))"/><arg direction="out" type="o"/></method>
  <method name="StartUnit"><arg direction="in" type="s"/><arg direction="in" type="s"/><arg direction="out" type="o"/></method>
  <method name="StopUnit"><arg direction="in" type="s"/><arg direction="in" type="s"/><arg direction="out" type="o"/></method>
  <signal name="JobRemoved"><arg type="u"/><arg type="o"/><arg type="s"/><arg type="s"/></signal></interface></node>"""
MANAGER = ("/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager")
LOGIN = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
FOLDER = pathlib.Path("/run/systemd/sessions")


def end_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class LoginManager:
    def __init__(self, address, sessions):
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        self.waiting, self.sessions, self.jobs, self.kept = list(sessions), [], 0, []
        [interface] = Gio.DBusNodeInfo.new_for_xml(SYSTEMD).interfaces
        self.bus.register_object(MANAGER[0], interface, lambda *call: self.play(call[4], call[5], call[6]), None, None)
        Gio.bus_own_name_on_connection(self.bus, "org.freedesktop.systemd1", 0, lambda *_: self.start(), None)
        Gio.bus_watch_name_on_connection(self.bus, LOGIN[0], 0, lambda *_: self.next_session(), None)

    def start(self):
        self.kept.append(subprocess.Popen(["unshare", "-m", "sh", "-c", NO_DEVICES], stdout=subprocess.DEVNULL,
                                          stderr=subprocess.DEVNULL, preexec_fn=end_with_parent))

    def play(self, method, arguments, invocation):
        """A job for each unit, done at once."""
        if method == "Subscribe":
            return invocation.return_value(None)
        self.jobs += 1
        number, job, unit = self.jobs, f"{MANAGER[0]}/job/{self.jobs}", arguments.unpack()[0]
        invocation.return_value(GLib.Variant("(o)", (job,)))

        def done():
            values = GLib.Variant("(uoss)", (number, job, unit, "done"))
            self.bus.emit_signal(None, *MANAGER, "JobRemoved", values)
            return False
        return GLib.timeout_add(20, done)

    def next_session(self):
        if not self.waiting:
            self.wait_for_files()
            return
        facts = self.waiting.pop(0)
        leader = subprocess.Popen(["sleep", "infinity"], preexec_fn=end_with_parent)
        values = GLib.Variant("(uusssssussbssa(sv))", (
            facts["uid"], leader.pid, "gdm-password", facts["type"], facts["class"], "", "", 0, "", facts["display"],
            False, "", "", []))
        self.kept.append(leader)
        self.bus.call_with_unix_fd_list(*LOGIN, "CreateSession", values, None, 0, -1, None, None,
                                        lambda bus, result: self.created(facts, bus, result))

    def created(self, facts, bus, result):
        """A session whose pipe is closed, or whose leader has gone, is closing."""
        answer, handles = bus.call_with_unix_fd_list_finish(result)
        facts["id"] = answer.unpack()[0]
        if not facts.get("closing"):
            self.kept.append(handles)
        self.sessions.append(facts)
        self.next_session()

    def wait_for_files(self):
        def is_written(facts):
            path = FOLDER / facts["id"]
            states = ("STATE=closing\n",) if facts.get("closing") else ("STATE=active\n", "STATE=online\n")
            return path.exists() and any(state in path.read_text(encoding="utf-8") for state in states)

        def look():
            if not all(map(is_written, self.sessions)):
                return True
            print(json.dumps([facts["id"] for facts in self.sessions]), flush=True)
            return False
        GLib.timeout_add(20, look)


def main():
    manager = LoginManager(sys.argv[1], json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8")))
    GLib.MainLoop().run()
    assert manager


if __name__ == "__main__":
    main()
