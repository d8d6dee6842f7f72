#!/usr/bin/python3
"""The reader's part of the demo where there is no display: looks at the window in each language, then acknowledges.

Usage: show.py SHOTS_FOLDER LOCALE... -- GATE [ARGUMENT...]     within a session of tests/support/a11y_session
"""
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests/support"))
import atspi_driver as ui  # noqa: E402

GUARD_SECONDS = 2.0  # acts count 1.5 s after the window is mapped


def finish(session, program):
    session.wait(lambda: program.poll() is not None, 60, "the end of the program")
    if program.returncode != 0:
        sys.exit(f"show.py: the notifier ended with {program.returncode}")


def shoot(session, gate, locale, folder):
    """The window as a reader of this language first sees it; left by Escape, which decides nothing."""
    program = ui.start(gate, env={"LANG": f"{locale}.UTF-8"})
    window = session.window(program.pid, seconds=30)
    session.settle(0.7)
    target = folder / f"window-{locale.split('_')[0]}.png"
    ui.screenshot(str(target))
    print(f"  {locale}: {ui.name(window)} -> {target.name}", flush=True)
    session.key("Escape")
    finish(session, program)


def acknowledge_all(session, gate):
    program = ui.start(gate, env={"LANG": "en_GB.UTF-8"})
    session.window(program.pid, seconds=30)
    session.settle(GUARD_SECONDS)
    end = time.monotonic() + 60
    while program.poll() is None and time.monotonic() < end:
        for window in session.windows(program.pid):
            buttons = list(ui.find_all(window, "push button", "Acknowledge"))
            if buttons:
                ui.press(buttons[0])
        session.settle(0.4)
    finish(session, program)


def main():
    end = sys.argv.index("--")
    folder, locales, gate = pathlib.Path(sys.argv[1]), sys.argv[2:end], sys.argv[end + 1:]
    os.environ["HOME"] = os.environ["HOME_OF_USER"]
    session = ui.Session()
    for locale in locales:
        shoot(session, gate, locale, folder)
    acknowledge_all(session, gate)
    print("  acknowledged, one after the other", flush=True)


if __name__ == "__main__":
    main()
