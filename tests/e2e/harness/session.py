"""A desktop session of its own for an ordinary user (tests/support/a11y_session), and this package staged for that user.

The user may be unable to read the source tree, so the session starts from a copy that everybody can read.
"""
import os
import pathlib
import shutil
import subprocess
from collections.abc import Mapping

from tests.e2e.harness.options import SOURCE
from tests.e2e.harness.users import GID, GROUP, UID
from tests.e2e.harness.waiting import LONGEST_TEST_S

SCRIPT = "tests/support/a11y_session"
STAGED = ("tests/**/*.py", "tests/e2e/**/*.xml", "tests/e2e/**/*.json", SCRIPT)


def stage_package(folder: pathlib.Path) -> pathlib.Path:
    """Copies the tests' Python package, its data and the session's script below `folder`, which is made; the folder."""
    for pattern in STAGED:
        for source in SOURCE.glob(pattern):
            target = folder / source.relative_to(SOURCE)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            target.chmod(0o755)
    for place in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        place.chmod(0o755)
    return folder


def run_in_session(staged: pathlib.Path, session: pathlib.Path, *command: object, member: bool = True,
                   environment: Mapping[str, str] | None = None, quiet: bool = True) -> "subprocess.CompletedProcess[str]":
    """Runs a command in a session whose folder is `session`; the finished process. `quiet`: its output is kept in it.

    As root the session is the tests' reader's; otherwise the caller's own. `environment`: of the command, without blanks.
    """
    inside = {"PYTHONPATH": str(staged), **(environment or {})}
    outside = dict(os.environ, T_UID=str(UID), T_GID=str(GID), T_GROUPS=str(GROUP if member else GID),
                   T_ENV=" ".join(f"{name}={value}" for name, value in inside.items()))
    return subprocess.run([str(staged / SCRIPT), str(session), *map(str, command)], env=outside, capture_output=quiet, text=True,
                          timeout=LONGEST_TEST_S)


def place_of(session: pathlib.Path) -> pathlib.Path:
    """Where a session keeps its logs and, in `out`, what its command left."""
    return session / "s" if (session / "s").exists() else session
