"""What the runner was asked for. The runner fills it in before it imports the module under test."""
import dataclasses
import os
import pathlib

AnyPath = os.PathLike[str] | str
SOURCE = pathlib.Path(__file__).resolve().parents[3]
WINE = SOURCE / "tests/support/wine.sh"


@dataclasses.dataclass
class Options:
    """`full`: every point instead of a spread. `only`: a part of a name, where a test has named points or scenarios.
    `keep`: the folder into which a test copies its pictures."""
    programs: pathlib.Path = SOURCE / "build/release/bin"
    full: bool = False
    only: str = ""
    keep: pathlib.Path | None = None

    @property
    def build(self) -> pathlib.Path:
        """The build folder, whose `bin` holds the programs."""
        return self.programs.parent


OPTIONS = Options()
