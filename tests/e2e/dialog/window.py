"""One run of the fixture and its window, for the tests."""
import os
import pathlib
import subprocess
import time

from gi.repository import GLib

from tests.e2e.harness import atspi_driver as driver
from tests.e2e.harness.options import OPTIONS

HERE = pathlib.Path(__file__).resolve().parent
GUARD_MS, DOUBLE_CLICK_MS = 1500, 600  # of notifier/dialog/click_guard.h


class Window:
    """The window of one fixture process; ends the process with it. The process may print nothing on standard error.

    The click guard's clock stands still at 0 until the test moves it, so that no test depends on the machine's speed.
    `real_clock`: the guard has the clock that the shipped dialog has.
    """

    desktop = None

    def __init__(self, *options, env=None, real_clock=False):
        if Window.desktop is None:
            Window.desktop = driver.Session()
        self.session = Window.desktop
        number = time.monotonic_ns()
        self.acts_file, self.clock_file = (pathlib.Path(os.environ["TMPDIR"]) / f"{name}-{number}" for name in ("acts", "clock"))
        self.now_ms = 0
        arguments = [str(OPTIONS.programs / "dialog_fixture"), "--catalog", str(HERE / "catalog.xml"), "--facts",
                     str(HERE / "machine.json"), "--acts", str(self.acts_file), *map(str, options)]
        if not real_clock:
            arguments += ["--guard-clock", str(self.clock_file)]
        self.session.focus.clear()
        self.started = time.monotonic()  # the window is mapped later than this
        self.program = driver.start(arguments, stderr=subprocess.PIPE, text=True,
                                    env={"TZ": "UTC", "G_DEBUG": "fatal-criticals", **(env or {})})

    def __enter__(self):
        try:
            self.frame = self.session.window(self.program.pid)
        except TimeoutError:
            driver.stop(self.program)
            raise
        return self

    def __exit__(self, kind, *_):
        if self.program.poll() is None and kind is not None:
            driver.screenshot(os.path.join(os.environ["OUT"], "failed.png"))
            driver.dump(self.frame)
        driver.stop(self.program)
        said = self.program.stderr.read()
        self.program.stderr.close()
        if kind is None and said:
            raise AssertionError(f"on standard error: {said}")

    def advance(self, ms):
        """Moves the guard's clock. The file is replaced in one step: half a number would be another time."""
        self.now_ms += ms
        beside = self.clock_file.with_suffix(".new")
        beside.write_text(str(self.now_ms))
        beside.rename(self.clock_file)

    def open_guard(self):
        """From here on acts count, once the window is mapped. An active window has been mapped, at the time 0."""
        self.advance(GUARD_MS)

    def acts(self):
        return self.acts_file.read_text().splitlines() if self.acts_file.exists() else []

    def decisions(self):
        return [act for act in self.acts() if not act.startswith("displayed")]

    def refresh(self, title=None):
        self.frame = self.session.window(self.program.pid, title)
        return self.frame

    def find(self, role=None, name=None, has=None):
        return driver.find(self.frame, role, name, has)

    def button(self, name):
        return self.find("push button", name)

    def body(self):
        """The text whose name is the title shown above it."""
        texts = [node for node in driver.find_all(self.frame, "text") if driver.name(node) != "Status"]
        assert len(texts) == 1, [driver.describe(node) for node in texts]
        return texts[0]

    def wait_body(self, part):
        """The window is rebuilt in between: for a moment there may be no body, or two."""
        def reads():
            try:
                return reads_now()
            except GLib.Error:  # what was found has gone meanwhile
                return False

        def reads_now():
            texts = [node for node in driver.find_all(self.frame, "text") if driver.name(node) != "Status"]
            return any(part in driver.text(node) for node in texts)
        self.session.wait(reads, f"{part!r} in the body")
        self.session.settle()

    def status(self):
        return driver.text(self.find("text", "Status"))

    def wait_status(self, part):
        def says():
            return any(part in driver.text(node) for node in driver.find_all(self.frame, "text", "Status"))
        return self.session.wait(says, f"{part!r} in the status line")

    def wait_act(self, act):
        return self.session.wait(lambda: act in self.acts(), f"the act {act!r}, there are {self.acts()}")

    def wait_focus(self, role, name):
        def is_there():
            node = self.session.focused(self.frame)
            return node is not None and (driver.role(node), driver.name(node)) == (role, name) and node
        return self.session.wait(is_there, f"the focus on {role} {name!r}")

    def wait_end(self):
        self.session.wait(lambda: self.program.poll() is not None, "the end of the program")
        return self.program.returncode

    def shot(self, name):
        self.session.settle(0.3)
        driver.screenshot(os.path.join(os.environ["OUT"], f"{name}.png"))
