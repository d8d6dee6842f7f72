"""Drives a window through AT-SPI, as a screen reader and its user would. For use within tests/support/a11y_session.

Needs the distribution's interpreter (python3-gi, gir1.2-atspi-2.0) and xdotool for real keys and clicks.

    python3 -m tests.e2e.harness.atspi_driver PROGRAM [ARGUMENT...]     starts it, prints its accessible tree, leaves it by Escape
"""
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any, TextIO, TypeVar

import gi

from tests.e2e.harness.waiting import LONGEST_WAIT_S

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

Node = Atspi.Accessible
Program = subprocess.Popen[Any]
Answer = TypeVar("Answer")

# The binding has no other way to the untranslated name of an action.
warnings.filterwarnings("ignore", message=r"Atspi\.Action\.get_action_name is deprecated")

WINDOW_ROLES = {"frame", "dialog", "alert", "window"}
STATES = {
    state.value_nick: state
    for state in (
        Atspi.StateType.ACTIVE, Atspi.StateType.FOCUSED, Atspi.StateType.FOCUSABLE, Atspi.StateType.ENABLED,
        Atspi.StateType.SENSITIVE, Atspi.StateType.SHOWING, Atspi.StateType.VISIBLE, Atspi.StateType.EDITABLE,
        Atspi.StateType.MULTI_LINE, Atspi.StateType.CHECKED, Atspi.StateType.SELECTED, Atspi.StateType.MODAL,
        Atspi.StateType.IS_DEFAULT,
    )
}


class NotFound(Exception):
    """No such object, or more than one."""


def asked(question: Callable[[], Any], default: Any = None) -> Any:
    """The answer, or `default` when the object has gone in between."""
    try:
        return question()
    except GLib.Error:
        return default


def fresh(node: Node) -> Node:
    """The same object with nothing remembered of its earlier state."""
    asked(node.clear_cache)
    return node


def role(node: Node) -> str:
    """As Debian 12 calls it; since 2.53 AT-SPI says "button"."""
    said = asked(node.get_role_name, "gone")
    return "push button" if said == "button" else said


def name(node: Node) -> str:
    return asked(node.get_name, "") or ""


def description(node: Node) -> str:
    return asked(node.get_description, "") or ""


def children(node: Node) -> Iterator[Node]:
    for index in range(asked(node.get_child_count, 0)):
        child = asked(lambda at=index: node.get_child_at_index(at))
        if child is not None:
            yield child


def walk(node: Node, depth: int = 0) -> Iterator[tuple[int, Node]]:
    yield depth, node
    for child in children(fresh(node)):
        yield from walk(child, depth + 1)


def states(node: Node) -> set[str]:
    held = asked(fresh(node).get_state_set)
    return {nick for nick, state in STATES.items() if held is not None and held.contains(state)}


def interfaces(node: Node) -> list[str]:
    return asked(node.get_interfaces, []) or []


def extents(node: Node) -> tuple[int, int, int, int] | None:
    """x, y, width, height on the screen, in logical pixels."""
    box = asked(lambda: node.get_extents(Atspi.CoordType.SCREEN))
    return (box.x, box.y, box.width, box.height) if box else None


def whole_text(node: Node) -> str:
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def text(node: Node) -> str:
    if "Text" not in interfaces(node):
        raise NotFound(f"no text on {describe(node)}")
    return whole_text(node)


def text_if_any(node: Node) -> str:
    """Empty when the object has none, or has gone in between."""
    return asked(lambda: whole_text(node), "") or "" if "Text" in interfaces(node) else ""


def labelled_by(node: Node) -> list[str]:
    relations = asked(node.get_relation_set, []) or []
    return [
        name(relation.get_target(index))
        for relation in relations
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
        for index in range(relation.get_n_targets())
    ]


def actions(node: Node) -> list[str]:
    if "Action" not in interfaces(node):
        return []
    count = asked(lambda: Atspi.Action.get_n_actions(node), 0)
    return [asked(lambda at=index: Atspi.Action.get_action_name(node, at), "") for index in range(count)]


def press(node: Node, action: str = "click") -> None:
    """Does the action; the reply may be lost when that ends the program, so the caller looks at what came of it."""
    names = actions(node)
    if action not in names:
        raise NotFound(f"no action {action} on {describe(node)}, but {names}")
    asked(lambda: Atspi.Action.do_action(node, names.index(action)))


def choose(container: Node, index: int) -> None:
    """Selects a row of a list or of a choice."""
    asked(lambda: Atspi.Selection.select_child(container, index))


def describe(node: Node) -> str:
    words = text_if_any(node)
    shown = f" text={words[:60]!r}" if words else ""
    return f"{role(node)} {name(node)!r} [{' '.join(sorted(states(node)))}]{shown} {extents(node)}"


def dump(node: Node, out: TextIO = sys.stdout) -> None:
    for depth, each in walk(node):
        print("  " * depth + describe(each), file=out)


def find_all(root: Node, role_is: str | None = None, name_is: str | None = None, name_has: str | None = None) -> Iterator[Node]:
    """Those that are showing."""
    for _, node in walk(root):
        if role_is is not None and role(node) != role_is:
            continue
        if name_is is not None and name(node) != name_is:
            continue
        if name_has is not None and name_has not in name(node):
            continue
        if "showing" in states(node):
            yield node


def find(root: Node, role_is: str | None = None, name_is: str | None = None, name_has: str | None = None) -> Node:
    hits = list(find_all(root, role_is, name_is, name_has))
    if len(hits) != 1:
        raise NotFound(f"{len(hits)} objects with role={role_is!r} name={name_is!r} has={name_has!r}")
    return hits[0]


class Session:
    """Listens to the desktop; all waiting runs the main loop, nothing polls faster than ten times a second."""

    EVENTS = ("window:activate", "window:create", "window:destroy", "object:state-changed:focused",
              "object:children-changed", "object:text-changed:insert", "object:property-change:accessible-name")

    def __init__(self) -> None:
        if Atspi.init() not in (0, 1):
            raise RuntimeError("there is no accessibility bus")
        Atspi.set_timeout(LONGEST_WAIT_S * 1000, LONGEST_WAIT_S * 1000)
        self.focus = []  # (role, name), each time the focus moved
        self.loop = GLib.MainContext.default()
        self.listener = Atspi.EventListener.new(self._event)
        for kind in self.EVENTS:
            self.listener.register(kind)

    def _event(self, event):
        if event.type == "object:state-changed:focused" and event.detail1 == 1:
            where = (role(event.source), name(event.source))
            if not self.focus or self.focus[-1] != where:  # the toolkit says everything twice
                self.focus.append(where)

    def wait(self, condition: Callable[[], Answer], what: str, seconds: float = LONGEST_WAIT_S) -> Answer:
        end = time.monotonic() + seconds
        while True:
            while self.loop.pending():
                self.loop.iteration(False)
            answer = condition()
            if answer:
                return answer
            if time.monotonic() >= end:
                raise TimeoutError(f"waited {seconds:.1f} s for {what}")
            tick = GLib.timeout_add(100, lambda: True)
            self.loop.iteration(True)
            GLib.source_remove(tick)

    def settle(self, seconds: float = 0.3) -> None:
        """Lets time pass. No test may need this: on a slow machine nothing has happened by then."""
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() >= end, "the time to pass")

    def windows(self, pid: int) -> Iterator[Node]:
        for application in children(fresh(Atspi.get_desktop(0))):
            if asked(application.get_process_id, -1) != pid:
                continue
            for window in children(fresh(application)):
                if role(window) in WINDOW_ROLES and "showing" in states(window):
                    yield window

    def window(self, pid: int, title: str | None = None) -> Node:
        """The active window of a program, by its process id."""
        def ready():
            for window in self.windows(pid):
                if "active" in states(window) and title in (None, name(window)):
                    return window
            return None
        return self.wait(ready, f"an active window of process {pid}, title {title!r}")

    def focused(self, root: Node) -> Node | None:
        """The object that has the focus, or None."""
        return next((node for _, node in walk(root) if "focused" in states(node)), None)

    def key(self, *keys: str) -> None:
        """Real key events: they go where the focus is, as a user's do."""
        for each in keys:
            subprocess.run(["xdotool", "key", "--clearmodifiers", each], check=True)

    def tab(self, key: str = "Tab") -> tuple[str, str]:
        """One step through the window; what has the focus then, as (role, name)."""
        before = len(self.focus)
        self.key(key)
        self.wait(lambda: len(self.focus) > before, f"the focus to move after {key}")
        while True:  # until nothing more comes of it
            seen = len(self.focus)
            self.settle(0.1)
            if len(self.focus) == seen:
                return self.focus[-1]

    def click(self, node: Node, scale: int = 1) -> None:
        """A real click in its middle. Without --sync, which waits 15 s where the pointer is there already."""
        x, y, width, height = extents(node)
        where = [str(int((x + width / 2) * scale)), str(int((y + height / 2) * scale))]
        subprocess.run(["xdotool", "mousemove", *where, "click", "1"], check=True)


def start(arguments: list[str], **more: Any) -> Program:
    """The program, with its accessibility on."""
    environment = dict(os.environ, **more.pop("env", {}))
    for unwanted in ("NO_AT_BRIDGE", "GTK_MODULES"):
        environment.pop(unwanted, None)
    return subprocess.Popen(arguments, env=environment, **more)


def stop(program: Program, grace: float = LONGEST_WAIT_S) -> int:
    """Ends the program started here, and no other; its exit status."""
    if program.poll() is None:
        program.terminate()
        try:
            program.wait(grace)
        except subprocess.TimeoutExpired:
            program.kill()
    return program.wait()


def screenshot(path: str) -> None:
    """The whole screen as PNG."""
    subprocess.run(["import", "-window", "root", path], check=True)


def main() -> None:
    session, program = Session(), start(sys.argv[1:])
    try:
        window = session.window(program.pid)
        session.settle()
        dump(window)
        session.key("Escape")
        session.wait(lambda: program.poll() is not None, "the end of the program")
        print("exit status", program.returncode)
    finally:
        stop(program)


if __name__ == "__main__":
    main()
