"""`tocsin tally` of a million receipts beside mawk doing the same counts. The receipts are the same at every run."""
import base64
import functools
import hashlib
import pathlib
import re
import tempfile

from tests.bench.figures import absolute_row, in_turns, paired_row
from tests.bench.kit.measured import Measured, megabytes, seconds

AWK = pathlib.Path(__file__).resolve().parent / "tally.awk"
RECEIPTS, INSTALLATIONS, ACTORS, REPEATED_EVERY = 1_000_000, 10_000, 2, 50
LOCALES, SYSTEMS, CLIENTS = ("de", "en", "fr", "ja", "de-CH", "ar"), ("linux", "linux", "windows"), 3
RATIO, MEGABYTES = 0.3, 120


def digest(what, *numbers):
    return hashlib.sha256(repr((what, *numbers)).encode()).digest()


def base32(bytes_):
    return base64.b32encode(bytes_[:16]).decode().lower()[:26]


@functools.cache
def reader(number):
    """(source, actor, locale, client, os) of a reader."""
    installation = number // ACTORS
    return (base32(digest("installation", installation)), digest("actor", number).hex()[:16], LOCALES[number % len(LOCALES)],
            f"1.0.{installation % CLIENTS}", SYSTEMS[installation % len(SYSTEMS)])


def receipts(count=RECEIPTS):
    """Lines as a receiver exports them: each reader is shown a notice and acknowledges it, notice after notice. Every
    fiftieth line repeats the one before it."""
    line = ""
    for number in range(count):
        if number % REPEATED_EVERY != REPEATED_EVERY - 1:
            notice, act = divmod(number, 2 * ACTORS * INSTALLATIONS)
            outcome = ("displayed", "acknowledged")[act % 2]
            source, actor, locale, client, system = reader(act // 2)
            named = "\0".join(("SCF-RCPT-v1", source, f"notice-{notice}", "1", outcome, actor))
            receipt_id = base32(hashlib.sha256(named.encode()).digest())
            line = (f'{{"specversion":"1.0","id":"{receipt_id}","source":"urn:example:messenger:{source}",'
                    f'"type":"com.example.messenger.{outcome}.v1","subject":"notice-{notice}/1",'
                    f'"time":"2026-11-23T{act % 24:02}:00:00Z","messageid":"notice-{notice}","revision":1,"epoch":2,'
                    f'"serial":8,"outcome":"{outcome}","actor":"{actor}","locale":"{locale}","client":"{client}",'
                    f'"os":"{system}"}}\n')
        yield line


def tally_counts(text):
    """The counts of tally_text, as the lines that tally.awk prints."""
    head, *rest = text.splitlines()
    lines = [" ".join(re.findall(r"\d+", head))]
    notice = ""
    for line in rest:
        if not line.startswith(" "):
            notice, counts = line.split(": ")
            names = ("installations", "readers", "displayed", "acknowledged")
            lines += [f"{name} {notice} {n}" for name, n in zip(names, re.findall(r"\d+", counts), strict=True)]
        else:
            name, counts = line.strip().split(": ")
            lines += [f"{name} {notice} {count}" for count in counts.split(", ")]
    return sorted(lines)


def figures(programs, rounds=3):
    with tempfile.TemporaryDirectory(prefix="tocsin-tally.") as name:
        folder = pathlib.Path(name)
        measured, file = Measured(folder), folder / "receipts.ndjson"
        with file.open("w") as out:
            out.writelines(receipts())
        commands = {"ours": [programs / "tocsin", "tally", file], "mawk": ["mawk", "-f", AWK, file]}
        times = in_turns({name: functools.partial(measured.run, name, command) for name, command in commands.items()}, rounds)
        if tally_counts(measured.output("ours")) != sorted(measured.output("mawk").splitlines()):
            raise AssertionError("tally and mawk count differently")
    title = f"tally of {RECEIPTS // 1_000_000} million receipts"
    yield paired_row(title, times["ours"], "mawk, the same counts", times["mawk"], RATIO, seconds)
    yield absolute_row(title + ", memory", measured.peaks["ours"], MEGABYTES, megabytes)
