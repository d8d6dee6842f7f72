"""Instructions that reading a catalog takes, counted by valgrind beside pugixml's parse: the same in each run."""
import pathlib
import re
import subprocess
import tempfile

from tests.bench.figures import Row

# messages -> the most that ours may be of pugixml's
TARGETS = {1: 3.3, 16: 2.35, 256: 2.3, 1024: 2.3}
SYMBOLS = {"library": "*parse_by_library*", "parse": "*parse_by_us*", "evaluate": "tocsin::evaluate*"}


def total_of(profile):
    return int(re.search(r"^(?:summary|totals): (\d+)", profile.read_text(), re.M).group(1))


def counts(programs, messages, folder):
    """{"library", "parse", "evaluate": instructions}; leaves the profiles in `folder`, named the same."""
    found = {}
    for name, symbol in SYMBOLS.items():
        profile = pathlib.Path(folder) / name
        subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", f"--toggle-collect={symbol}",
                        programs / "parse_bench", "profile", str(messages)], check=True, capture_output=True)
        found[name] = total_of(profile)
    return found


def row(messages, counted, target):
    ours, library = counted["parse"] + counted["evaluate"], counted["library"]
    if min(counted.values()) == 0:
        raise RuntimeError(f"nothing was counted: {counted}")
    return Row(f"parse + evaluate, {messages} messages, instructions", f"{ours:,}", "pugixml's parse", f"{library:,}", ours / library,
               "", target)


def figures(programs):
    for messages, target in TARGETS.items():
        with tempfile.TemporaryDirectory() as folder:
            yield row(messages, counts(programs, messages, folder), target)
