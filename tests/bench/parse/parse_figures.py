"""Hash, parse and evaluate of catalogs of 16 sizes, beside pugixml's parse of the same bytes and their SHA-256."""
import collections
import subprocess

from figures import paired_row

LARGE, MIDDLE = 4096, 256


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
        yield paired_row(title, ours, "pugixml's parse", library, 2.5)
        if messages in (MIDDLE, LARGE):
            whole = [h + o for h, o in zip(hashed, ours)]
            yield paired_row(f"hash + parse + evaluate, {messages} messages", whole, "SHA-256 of the bytes", hashed)
    yield per_message(measured)


def per_message(measured):
    def cost(messages):
        return [sum(times[1:]) * 1000 / messages for times in measured[messages]]
    return paired_row(f"hash + parse + evaluate, a message of {LARGE}", cost(LARGE), f"a message of {MIDDLE}", cost(MIDDLE), 1.2,
                      lambda value: f"{value:.2f} us")
