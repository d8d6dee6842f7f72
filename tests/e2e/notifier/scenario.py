#!/usr/bin/python3
"""What a user does in the session, one scenario a run. Runs within tests/support/a11y_session, as the user.

Usage: scenario.py NAME [KEY=VALUE...] -- GATE [ARGUMENT...]
"""
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
import atspi_driver as ui  # noqa: E402

ACKNOWLEDGE = "Acknowledge"
GUARD_SECONDS = 1.5  # after the window is mapped, acts are ignored


class Reader:
    """One user with the gate's command; a gate that finds something due becomes the dialog in the same process."""

    def __init__(self, gate):
        self.gate, self.session = gate, ui.Session()
        os.environ["HOME"] = os.environ["HOME_OF_USER"]

    def start(self):
        return ui.start(self.gate)

    def open(self, program):
        """Its window, once acts count."""
        window = self.session.window(program.pid, seconds=20)
        self.session.settle(GUARD_SECONDS + 0.5)
        return window

    def finish(self, program, seconds=20):
        self.session.wait(lambda: program.poll() is not None, seconds, "the end of the program")
        return program.returncode

    def tab_to(self, wanted):
        for _ in range(40):
            if self.session.tab() == ("push button", wanted):
                return
        raise AssertionError(f"Tab does not reach {wanted!r}")

    def undecided(self, window):
        rows = [ui.name(n) for n in ui.find_all(window, role_is="table cell") or []]
        return [r for r in rows if "not yet acknowledged" in r]


def acknowledge_by_keyboard(reader, notices="1"):
    """Tab to the button and press it, for each notice; the window closes by itself after the last."""
    program = reader.start()
    reader.open(program)
    for left in range(int(notices), 0, -1):
        reader.tab_to(ACKNOWLEDGE)
        reader.session.key("space")
        if left > 1:
            reader.session.settle(0.5)
    print("exit", reader.finish(program))


def escape(reader):
    program = reader.start()
    reader.open(program)
    reader.session.key("Escape")
    print("exit", reader.finish(program))


def storm(reader):
    """Return and space as fast as they go, from before the window is there until acts count."""
    program = reader.start()
    end = time.monotonic() + 20
    keys = ["Return", "space"] * 10
    while not list(reader.session.windows(program.pid)) and time.monotonic() < end:
        subprocess.run(["xdotool", "key", *keys], check=True)
        reader.session.settle(0.01)
    subprocess.run(["xdotool", "key", "alt+a", *keys], check=True)
    window = reader.session.window(program.pid)
    ui.press(ui.find(window, "push button", ACKNOWLEDGE))
    reader.session.settle(0.5)
    assert program.poll() is None, "the storm closed the window"
    reader.session.settle(GUARD_SECONDS)
    reader.session.key("Escape")
    print("exit", reader.finish(program))


def copies(reader, number="5"):
    """Several at once: one window, the others leave."""
    programs = [reader.start() for _ in range(int(number))]
    pids = [p.pid for p in programs]
    def one_left():
        return sum(p.poll() is None for p in programs) == 1
    reader.session.wait(one_left, 30, "all but one to leave")
    showing = [p for p in programs if p.poll() is None][0]
    reader.open(showing)
    assert sum(len(list(reader.session.windows(pid))) for pid in pids) == 1
    print("others", sorted({p.returncode for p in programs if p is not showing}))
    reader.session.key("Escape")
    print("exit", reader.finish(showing))


def kill_at(reader, stage, seconds="0"):
    """SIGKILL at a stage: seconds after the start, at the window, or right after the key that acknowledges."""
    program = reader.start()
    if stage == "time":
        time.sleep(float(seconds))
    elif stage == "window":
        reader.session.window(program.pid, seconds=20)
    else:
        reader.open(program)
        reader.tab_to(ACKNOWLEDGE)
        reader.session.key("space")
        time.sleep(float(seconds))
    program.kill()
    program.wait()
    print("killed")


def texts(reader, out=""):
    """Everything the window says, for comparison outside; a screenshot if asked for."""
    program = reader.start()
    window = reader.open(program)
    print("title", ui.name(window))
    for _, node in ui.walk(window):
        if "showing" in ui.states(node) and "Text" in ui.interfaces(node) and ui.role(node) == "text":
            print("text", repr(ui.text(node)))
        elif "showing" in ui.states(node) and ui.name(node):
            print(ui.role(node), repr(ui.name(node)))
    if out:
        ui.screenshot(out)
    reader.session.key("Escape")
    print("exit", reader.finish(program))


def refused(reader):
    """The decision cannot be kept: the window says so and stays open."""
    program = reader.start()
    window = reader.open(program)
    ui.press(ui.find(window, "push button", ACKNOWLEDGE))
    def told():
        texts = [ui.text_if_any(node) for node in ui.find_all(window, role_is="text")]
        return next((text for text in texts if text and "not be recorded" in text), None)
    print("told", reader.session.wait(told, 10, "the word that it is not recorded"))
    assert program.poll() is None, "the window is gone"
    reader.session.key("Escape")
    print("exit", reader.finish(program))


def nothing(reader, seconds="2"):
    """No window appears and the program ends by itself."""
    program = reader.start()
    status = reader.finish(program, 20)
    reader.session.settle(float(seconds))
    assert not list(reader.session.windows(program.pid))
    print("exit", status)


SCENARIOS = [acknowledge_by_keyboard, escape, storm, copies, kill_at, texts, refused, nothing]


def main():
    words, gate = sys.argv[1:sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1:]
    arguments = dict(word.split("=", 1) for word in words[1:])
    scenario = {s.__name__: s for s in SCENARIOS}[words[0]]
    assert os.getuid() != 0, "the session must be an ordinary user's"
    scenario(Reader(gate), **arguments)


if __name__ == "__main__":
    main()
