"""What a user does in the session, one scenario a run. Runs within tests/support/a11y_session, as the user.

Usage: python3 -m tests.e2e.harness.scenario NAME [KEY=VALUE...] -- GATE [ARGUMENT...]
"""
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable

from tests.e2e.harness import atspi_driver as ui

ACKNOWLEDGE = "Acknowledge"
GUARD_SECONDS = 1.5  # after the window is mapped, acts are ignored
RECORDED, REFUSED = "Recorded as acknowledged", "not be recorded"


class Reader:
    """One user with the gate's command; a gate that finds something due becomes the dialog in the same process."""

    def __init__(self, gate: list[str]) -> None:
        self.gate, self.session = gate, ui.Session()
        os.environ["HOME"] = os.environ["HOME_OF_USER"]

    def start(self) -> "subprocess.Popen[bytes]":
        return ui.start(self.gate)

    def open(self, program: "subprocess.Popen[bytes]") -> ui.Node:
        """Its window, once acts count."""
        window = self.session.window(program.pid)
        self.session.settle(GUARD_SECONDS + 0.5)
        return window

    def finish(self, program: "subprocess.Popen[bytes]") -> int:
        self.session.wait(lambda: program.poll() is not None, "the end of the program")
        return program.returncode

    def told(self, program: "subprocess.Popen[bytes]", part: str) -> str | None:
        """The text of the program's window that has this part, if there is one."""
        for window in self.session.windows(program.pid):
            texts = [ui.text_if_any(node) for node in ui.find_all(window, role_is="text")]
            if found := next((text for text in texts if part in text), None):
                return found
        return None

    def tab_to(self, wanted: str) -> None:
        for _ in range(40):
            if self.session.tab() == ("push button", wanted):
                return
        raise AssertionError(f"Tab does not reach {wanted!r}")


def acknowledge_by_keyboard(reader: Reader, notices: str = "1") -> None:
    """Tab to the button and press it, for each notice; the window closes by itself after the last."""
    program = reader.start()
    reader.open(program)
    for left in range(int(notices), 0, -1):
        reader.tab_to(ACKNOWLEDGE)
        reader.session.key("space")
        if left > 1:  # the next notice's body takes the focus from the button
            reader.session.wait(lambda: reader.session.focus[-1][0] == "text", "the next notice")
    print("exit", reader.finish(program))


def escape(reader: Reader) -> None:
    program = reader.start()
    reader.open(program)
    reader.session.key("Escape")
    print("exit", reader.finish(program))


def storm(reader: Reader) -> None:
    """Keys and presses as fast as they go, from before the window is there until the first of them counts."""
    started = time.monotonic()  # the window is mapped later than this
    program = reader.start()

    def strike():
        subprocess.run(["xdotool", "key", "Return", "space"], check=True)
        for window in reader.session.windows(program.pid):
            with contextlib.suppress(ui.NotFound):  # the page is being rebuilt
                ui.press(ui.find(window, "push button", ACKNOWLEDGE))
        return reader.told(program, RECORDED)
    reader.session.wait(strike, "an act that counts")
    waited = time.monotonic() - started
    assert waited > GUARD_SECONDS, f"an act counted within {waited:.2f} s"
    assert program.poll() is None, "the storm closed the window"
    reader.session.key("Escape")
    print("exit", reader.finish(program))


def copies(reader: Reader, number: str = "5") -> None:
    """Several at once: one window, the others leave."""
    programs = [reader.start() for _ in range(int(number))]
    pids = [p.pid for p in programs]

    def one_left():
        return sum(p.poll() is None for p in programs) == 1
    reader.session.wait(one_left, "all but one to leave")
    showing = [p for p in programs if p.poll() is None][0]
    reader.open(showing)
    assert sum(len(list(reader.session.windows(pid))) for pid in pids) == 1
    print("others", sorted({p.returncode for p in programs if p is not showing}))
    reader.session.key("Escape")
    print("exit", reader.finish(showing))


def kill_at(reader: Reader, stage: str, seconds: str = "0") -> None:
    """SIGKILL at a stage: seconds after the start, at the window, seconds after the key that acknowledges, or once the window
    says that it is recorded."""
    program = reader.start()
    if stage == "time":
        time.sleep(float(seconds))
    elif stage == "window":
        reader.session.window(program.pid)
    else:
        reader.open(program)
        reader.tab_to(ACKNOWLEDGE)
        reader.session.key("space")
        if stage == "recorded":
            reader.session.wait(lambda: reader.told(program, RECORDED), "the word that it is recorded")
        time.sleep(float(seconds))
    program.kill()
    program.wait()
    print("killed")


def texts(reader: Reader, out: str = "") -> None:
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


def refused(reader: Reader) -> None:
    """The decision cannot be kept: the window says so and stays open."""
    program = reader.start()
    window = reader.open(program)
    ui.press(ui.find(window, "push button", ACKNOWLEDGE))
    print("told", reader.session.wait(lambda: reader.told(program, REFUSED), "the word that it is not recorded"))
    assert program.poll() is None, "the window is gone"
    reader.session.key("Escape")
    print("exit", reader.finish(program))


def nothing(reader: Reader, seconds: str = "2") -> None:
    """No window appears and the program ends by itself."""
    program = reader.start()
    status = reader.finish(program)
    reader.session.settle(float(seconds))
    assert not list(reader.session.windows(program.pid))
    print("exit", status)


SCENARIOS = [acknowledge_by_keyboard, escape, storm, copies, kill_at, texts, refused, nothing]


def main(scenarios: Iterable[Callable[..., None]] = SCENARIOS) -> None:
    words, gate = sys.argv[1:sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1:]
    arguments = dict(word.split("=", 1) for word in words[1:])
    scenario = {s.__name__: s for s in scenarios}[words[0]]
    assert os.getuid() != 0, "the session must be an ordinary user's"
    scenario(Reader(gate), **arguments)


if __name__ == "__main__":
    main()
