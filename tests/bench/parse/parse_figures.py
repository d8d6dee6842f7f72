"""Hash, parse and evaluate of catalogs of 16 sizes, beside pugixml's parse of the same bytes and their SHA-256.
By time, and by instructions, which do not depend on the processor or on what else it does."""
import collections
import subprocess

from tests.bench.figures import paired_row
from tests.bench.parse import instruction_figures

LARGE, MIDDLE = 4096, 256


def target_of(messages):
    """The most that ours may be of pugixml's, by time. Small catalogs: what every document costs counts more."""
    return 1.7 if messages >= 16 else 2.5


def measure(programs, rounds):
    """{messages: [(pugixml, hash, parse, evaluate) in milliseconds, a round]}"""
    ran = subprocess.run([programs / "parse_bench", str(rounds)], check=True, capture_output=True, text=True)
    found = collections.defaultdict(list)
    for line in ran.stdout.splitlines():
        messages, _, *times = line.split()
        found[int(messages)].append(tuple(map(float, times)))
    return found


def figures(programs, rounds=25):
    measured = measure(programs, rounds)
    for messages, times in measured.items():
        library, hashed, parsed, evaluated = zip(*times)
        ours = [p + e for p, e in zip(parsed, evaluated)]
        title = f"parse + evaluate, {messages} messages"
        yield paired_row(title, ours, "pugixml's parse", library, target_of(messages))
        if messages in (MIDDLE, LARGE):
            whole = [h + o for h, o in zip(hashed, ours)]
            yield paired_row(f"hash + parse + evaluate, {messages} messages", whole, "SHA-256 of the bytes", hashed)
    yield per_message(measured)
    yield from instruction_figures.figures(programs)


def per_message(measured):
    def cost(messages):
        return [sum(times[1:]) * 1000 / messages for times in measured[messages]]
    return paired_row(f"hash + parse + evaluate, a message of {LARGE}", cost(LARGE), f"a message of {MIDDLE}", cost(MIDDLE), 1.2,
                      lambda value: f"{value:.2f} us")
