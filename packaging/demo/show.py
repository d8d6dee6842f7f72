#!/usr/bin/python3
"""The reader's part of the demo where there is no display: looks at the window in each language, then acknowledges.

Usage: show.py SHOTS_FOLDER LOCALE... -- GATE [ARGUMENT...]     within a session of tests/support/a11y_session, with the
source root in PYTHONPATH
"""
import collections
import contextlib
import os
import pathlib
import subprocess
import sys

from tests.e2e.harness import atspi_driver as ui


def finish(session, program):
    session.wait(lambda: program.poll() is not None, "the end of the program")
    if program.returncode != 0:
        sys.exit(f"show.py: the notifier ended with {program.returncode}")


def wait_for_stillness(session):
    """Until five looks at the screen are the same: the window has drawn itself."""
    looks = collections.deque(maxlen=5)

    def is_still():
        looks.append(subprocess.run(["import", "-window", "root", "ppm:-"], check=True, capture_output=True).stdout)
        return len(looks) == 5 and len(set(looks)) == 1
    session.wait(is_still, "a screen that does not change")


def shoot(session, gate, locale, folder):
    """The window as a reader of this language first sees it; left by Escape, which decides nothing."""
    program = ui.start(gate, env={"LANG": f"{locale}.UTF-8"})
    window = session.window(program.pid)
    wait_for_stillness(session)
    target = folder / f"window-{locale.split('_')[0]}.png"
    ui.screenshot(str(target))
    print(f"  {locale}: {ui.name(window)} -> {target.name}", flush=True)
    session.key("Escape")
    finish(session, program)


def acknowledge_all(session, gate):
    program = ui.start(gate, env={"LANG": "en_GB.UTF-8"})

    def pressed():  # a press in the first moments is refused by the window, and repeated
        for window in session.windows(program.pid):
            for button in ui.find_all(window, "push button", "Acknowledge"):
                with contextlib.suppress(ui.NotFound):  # the page is being rebuilt
                    ui.press(button)
        return program.poll() is not None
    session.wait(pressed, "the end of the program")
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
