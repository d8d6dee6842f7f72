"""What the programs that run at a logon are linked with: the gate with nothing that costs time or talks, messengerctl with no toolkit.

Usage: python3 -m tests.notifier.gate.links_test GATE CONTROL
Shared libraries are read from the dynamic section, static ones from the symbol table.
"""
import re
import subprocess
import sys

# What each may not hold, as a shared library or as symbols of a static one.
CRYPTO = ("libcrypto", r"\bEVP_\w+")
CURL = ("libcurl", r"\bcurl_\w+")
TOOLKIT = ("libwx|libgtk|libgdk|libX11", r"\b(wx[A-Z]\w+|gtk_\w+)")
JSON = ("nothing", r"\bnlohmann::")
THREADS = ("libpthread", r"\bstd::thread::")


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def needed(program):
    return re.findall(r"\(NEEDED\).*\[(.+)\]", output("readelf", "-dW", program))


def offences(program, banned):
    libraries = needed(program)
    symbols = output("nm", "-C", program)
    for library, symbol in banned:
        yield from (f"{program}: links {name}" for name in libraries if re.match(library, name))
        found = re.search(symbol, symbols)
        if found:
            yield f"{program}: holds {found.group(0)}"


def main(gate, control):
    if "tocsin::gate::decide" not in output("nm", "-C", gate):
        sys.exit(f"{gate}: has no symbols to look at")
    found = list(offences(gate, [CRYPTO, CURL, TOOLKIT, JSON, THREADS])) + list(offences(control, [TOOLKIT]))
    missed = [what for what in ("libcrypto", "libcurl") if not any(name.startswith(what) for name in needed(control))]
    if missed:  # the test would not see them in the gate either
        sys.exit(f"{control}: should link {missed}")
    print("\n".join(found) if found else f"links: clean; the gate needs {needed(gate) or 'no shared library'}")
    sys.exit(1 if found else 0)


main(*sys.argv[1:])
