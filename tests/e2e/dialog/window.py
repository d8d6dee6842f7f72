"""One run of the fixture and its window, for the tests."""
import os
import pathlib
import subprocess
import time

from gi.repository import GLib

import atspi_driver as driver

HERE = pathlib.Path(__file__).resolve().parent
GUARD_S = 1.5
SLOW_S = 20  # for a machine that is busy with other things


class Window:
    """The window of one fixture process; ends the process with it. The process may print nothing on standard error."""

    desktop = None

    def __init__(self, *options, env=None):
        if Window.desktop is None:
            Window.desktop = driver.Session()
        self.session = Window.desktop
        self.acts_file = pathlib.Path(os.environ["TMPDIR"]) / f"acts-{time.monotonic_ns()}"
        arguments = [str(HERE / "dialog_fixture"), "--catalog", str(HERE / "catalog.xml"), "--facts",
                     str(HERE / "machine.json"), "--acts", str(self.acts_file), *options]
        self.session.focus.clear()
        self.started = time.monotonic()  # the window is mapped later than this
        self.program = driver.start(arguments, stderr=subprocess.PIPE, text=True,
                                    env={"TZ": "UTC", "G_DEBUG": "fatal-criticals", **(env or {})})

    def __enter__(self):
        try:
            self.frame = self.session.window(self.program.pid, seconds=60)
        except TimeoutError:
            driver.stop(self.program)
            raise
        self.mapped = time.monotonic()  # or a little earlier
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
        self.session.wait(reads, SLOW_S, f"{part!r} in the body")
        self.session.settle()

    def status(self):
        return driver.text(self.find("text", "Status"))

    def wait_status(self, part):
        def says():
            return any(part in driver.text(node) for node in driver.find_all(self.frame, "text", "Status"))
        return self.session.wait(says, SLOW_S, f"{part!r} in the status line")

    def wait_act(self, act):
        return self.session.wait(lambda: act in self.acts(), SLOW_S, f"the act {act!r}, there are {self.acts()}")

    def wait_guard(self):
        self.session.settle(max(0.0, self.mapped + GUARD_S + 0.15 - time.monotonic()))

    def wait_end(self, seconds=20):
        self.session.wait(lambda: self.program.poll() is not None, seconds, "the end of the program")
        return self.program.returncode

    def shot(self, name):
        self.session.settle(0.3)
        driver.screenshot(os.path.join(os.environ["OUT"], f"{name}.png"))
