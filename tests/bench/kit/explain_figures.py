"""`tocsin explain` over a folder of a thousand machines. Catalog and facts are the same at every run."""
import functools
import json
import pathlib
import tempfile

from tests.bench.figures import absolute_row, in_turns, paired_row
from tests.bench.kit.measured import Measured, megabytes, seconds

AT = "2026-11-22T00:00:00Z"
MACHINES, FEW_MACHINES, MESSAGES, MEGABYTES = 1000, 100, 256, 100
LOCALES = ("de", "en", "fr", "ja", "de-CH", "ar")

CONDITIONS = ('<console type="enterprise-console" version="[4.0,5.3)"/>', '<component id="anti-virus" version="[9.5,9.6) [9.7,9.7.3)"/>',
              '<any><os family="windows" version="[6.1,10.0)"/><os family="linux" id="debian" version="[11,13)"/></any>',
              '<not><component id="anti-virus"/></not>', '<locale match="de-* en-GB fr"/>', '<os family="linux" arch="x86_64"/>')


def catalog(messages=MESSAGES):
    """Each condition holds on some of the machines."""
    def message(number):
        when = CONDITIONS[number % len(CONDITIONS)] + CONDITIONS[number // len(CONDITIONS) % len(CONDITIONS)]
        superseded = f'<supersedes id="notice-{number - 1}"/>' if number % 8 == 7 else ""
        texts = "".join(f'<text locale="{locale}"><title>Notice {number}</title><body><p>Read this.</p></body></text>'
                        for locale in ("en", "de", "ja"))
        return (f'<message id="notice-{number}" category="security" severity="warning" not-before="2026-11-0{number % 9 + 1}'
                f'T00:00:00Z" expires="2027-02-{number % 27 + 1:02}T00:00:00Z"><when>{when}</when>{superseded}{texts}</message>\n')
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">\n'
            '<detect><host><package name="example-management"/></host>'
            '<console type="enterprise-console"><package name="example-console"/></console>'
            '<component id="anti-virus"><package name="example-av"/></component></detect>\n'
            + "".join(map(message, range(messages))) + "</catalog>\n")


def facts(number):
    return json.dumps({
        "host": number % 10 != 9,
        "os": {"family": "linux", "id": "debian", "version": str(10 + number % 4), "arch": "x86_64"},
        "consoles": {"enterprise-console": {"version": f"5.{number % 5}.1", "scheme": "dotted"}},
        "components": {"anti-virus": f"9.{4 + number % 4}.{number % 6}"} if number % 3 else {},
        "locales": [LOCALES[number % len(LOCALES)], "en"]})


def write_machines(folder, count):
    folder.mkdir()
    for number in range(count):
        (folder / f"machine-{number:05}.json").write_text(facts(number))
    return folder


def figures(programs, rounds=3):
    with tempfile.TemporaryDirectory(prefix="tocsin-explain.") as name:
        folder = pathlib.Path(name)
        measured, file = Measured(folder), folder / "catalog.xml"
        file.write_text(catalog())
        sizes = {"many": MACHINES, "few": FEW_MACHINES}
        commands = {name: [programs / "tocsin", "explain", file, "--at", AT, "--facts", write_machines(folder / name, count)]
                    for name, count in sizes.items()}
        times = in_turns({name: functools.partial(measured.run, name, command) for name, command in commands.items()}, rounds)
        for name, count in sizes.items():
            rows = measured.output(name).count("\n") - 1
            if rows != count * MESSAGES:
                raise AssertionError(f"{rows} rows of {count} machines")
    title = f"explain of {MACHINES} machines, {MESSAGES} messages"
    share = MACHINES // FEW_MACHINES
    yield paired_row(title, times["many"], f"{share} times {FEW_MACHINES} machines", [share * time for time in times["few"]],
                     unit=seconds)
    yield absolute_row(title + ", memory", measured.peaks["many"], MEGABYTES, megabytes)
