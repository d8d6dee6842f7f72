"""A Windows with a screen and a vendor's receiver: the update patch's machine, and what its readers see and send."""
import json
import os
import pathlib
import re
import select
import socket
import subprocess
import tempfile
import threading

from tests.e2e.harness.authority import Authority
from tests.e2e.harness.commands import run
from tests.e2e.harness.options import SOURCE, WINE, AnyPath
from tests.e2e.harness.receiver import Receiver
from tests.e2e.harness.waiting import wait_until
from tests.e2e.windows.update_machine import RUN_LIMIT_S, Windows, windows_path

TITLE = "Example Console on"  # the window's, up to the host's name
POLICY = r"Software\Policies\Example\Messenger"
PRODUCT = r"Software\Example\Messenger"
STATE_DB = "users/*/AppData/Local/Example/Messenger/state.db"

CATALOG = """<?xml version="1.0" encoding="UTF-8"?>
<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">
  <detect><console type="server"><registry key="HKLM\\SOFTWARE\\Example\\Console" value="Version"/></console></detect>
  <message id="first" category="lifecycle" severity="warning" not-before="2026-01-01T00:00:00Z"
           expires="2028-12-01T00:00:00Z" act-by="2028-11-30T00:00:00Z">
    <when><console type="server" version="[4.0,5.3)"/><os family="windows"/></when>
    <text locale="en"><title>The first notice</title><body><p>Its body names {found:%s}.</p></body></text>
  </message>%s
</catalog>
"""
SECOND = """
  <message id="second" category="security" severity="info" not-before="2026-01-01T00:00:00Z"
           expires="2028-12-01T00:00:00Z" audience="all">
    <text locale="en"><title>The second notice</title><body><p>A second body.</p></body></text>
  </message>"""
COMPONENT = '<component id="av"><registry key="HKLM\\SOFTWARE\\Example\\AV" value="Version"/></component></detect>'


def catalog(second=True):
    text = CATALOG % ("av", SECOND if second else "")
    return text.replace("</detect>", COMPONENT).encode()


class Screen:
    """Xvfb on a number of its own."""

    def __enter__(self):
        self.server = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.display = ":" + self.server.stdout.readline().strip()
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.communicate()


class Door:
    """Counts whoever knocks, and lets them through to the receiver while it is open."""

    def __init__(self, port):
        self.inner, self.knocks, self.is_open = port, 0, True
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            self.knocks += 1
            if not self.is_open:
                caller.close()
                continue
            threading.Thread(target=self.pass_on, args=(caller,), daemon=True).start()

    def pass_on(self, caller):
        with caller, socket.create_connection(("127.0.0.1", self.inner)) as receiver:
            other = {caller: receiver, receiver: caller}
            while ready := select.select([caller, receiver], [], [])[0]:
                for source in ready:
                    piece = source.recv(65536)
                    if not piece:
                        return
                    other[source].sendall(piece)

    def close(self):
        self.listener.close()


class Notified(Windows):
    """As Windows, with the real programs in the patch."""

    def __init__(self, programs: AnyPath) -> None:
        super().__init__(programs)
        self.screen = Screen()

    def __enter__(self):
        self.screen.__enter__()
        self.environment["TOCSIN_WINE_DISPLAY"] = self.screen.display
        self.start_receiver()
        super().__enter__()
        self.tool("trust", windows_path(self.base / "tls/ca.der"), check=True)
        return self

    def __exit__(self, *_):
        self.door.close()
        self.receiver.stop()
        if self.programs_running():  # a failed test leaves its window
            subprocess.run(["wineserver", "-k"], env={**os.environ, "WINEPREFIX": str(self.base / "prefix")}, check=True)
        super().__exit__()
        self.screen.__exit__()

    def start_receiver(self):
        authority, self.received = Authority(self.base / "tls"), self.base / "receipts.ndjson"
        run("openssl", "x509", "-in", authority.ca, "-outform", "DER", "-out", authority.path("ca.der"))
        self.receiver = Receiver(self.received, authority.issue("server"), authority.path("server.key"))
        self.door = Door(self.receiver.port)

    def notifier_patch(self, serial, **files):
        """The patch as a customer gets it, its receipts sent to this machine."""
        config = (SOURCE / "packaging/samples/messenger.config").read_text()
        config = re.sub(r'value="https://[^"]*/v1/receipts"', f'value="https://localhost:{self.door.port}/v1/receipts"',
                        config)
        real = {"notifier": self.programs / "Example.Messenger.exe", "dialog": self.programs / "Example.Messenger.Dialog.exe",
                "control": self.programs / "Example.MessengerCtl.exe", "config": config.encode(), "catalog": catalog()}
        return self.patch(serial, **{**real, **files})

    def run(self, program, *words, **more):
        """Into files: a pipe would stay open for as long as a window does that was started on the way."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            done = subprocess.run([WINE, str(program), *map(str, words)], env=self.environment, stdin=subprocess.DEVNULL,
                                  stdout=out, stderr=err, timeout=RUN_LIMIT_S, **more)
            said = [(stream.seek(0), stream.read().decode())[1] for stream in (out, err)]
        return subprocess.CompletedProcess(done.args, done.returncode, *said)

    def tool(self, *words, check=False):
        done = self.run(self.programs / "windows_tools.exe", *words)
        if check and done.returncode != 0:
            raise AssertionError(f"{words}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    # What is read on the screen.

    def texts(self):
        """The window's title, then one line a control: its class and its text."""
        return self.tool("window", "texts", TITLE, check=True).stdout.splitlines()

    def has_window(self):
        return self.tool("window", "has", TITLE).returncode == 0

    def press(self, button):
        self.tool("window", "press", TITLE, button, check=True)

    def close_window(self):
        self.tool("window", "close", TITLE, check=True)
        wait_until(lambda: not self.has_window(), "the window to close")

    def acknowledge_all(self):
        """From the window's appearance to its end. A press that comes too early is refused, and repeated."""
        self.texts()

        def pressed():
            self.tool("window", "press", TITLE, "Acknowledge")
            return not self.has_window()
        wait_until(pressed, "the window to end")

    # What is on the machine.

    def gate(self):
        return self.live() / "Example.Messenger.exe"

    def start_gate(self, *words):
        """Comes back as soon as the gate has started its successor."""
        return self.run(self.gate(), *words)

    def control(self, *words):
        return self.run(self.live() / "Example.MessengerCtl.exe", *words)

    def programs_running(self):
        """Our programs' names, of this prefix alone."""
        prefix = f"WINEPREFIX={self.base / 'prefix'}".encode()
        found = []
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                line, variables = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
            except OSError:
                continue
            name = re.search(rb"(Example\.[A-Za-z.]+\.exe)\0", line)
            if name and prefix in variables.split(b"\0"):
                found.append(name.group(1).decode())
        return sorted(found)

    def wait_quiet(self):
        """Until nothing of ours runs any more."""
        wait_until(lambda: not self.programs_running(), "the programs to end")

    def forget(self):
        """As before the reader ever saw anything."""
        for path in self.drive.glob(STATE_DB + "*"):
            path.unlink()

    # What arrived.

    def receipts(self):
        return [json.loads(line) for line in self.received.read_text().splitlines()] if self.received.exists() else []
