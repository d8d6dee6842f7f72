"""Each door to VerifiedBytes is linked into its own programs only, and each program links only its own libraries.

Usage: python3 -m tests.rules.symbols_test BIN_FOLDER
"""
import pathlib
import subprocess
import sys

PROGRAMS = {  # program -> doors it may hold, libraries it must not link (part of the soname)
    "messenger": ({"InstalledBytes"}, ["libcrypto", "libssl", "libcurl", "libwx", "libgtk", "libX11"]),
    "messenger-dialog": ({"Proof"}, ["libcurl", "libssl"]),
    "messengerctl": ({"Proof"}, ["libwx", "libgtk", "libX11"]),
    "update-patch": ({"Proof"}, []),
    # It shows the window's own session, whose code also proves and records; it calls neither.
    "tocsin-preview": ({"Proof", "AuthorBytes"}, ["libcurl", "libssl"]),
    "tocsin": ({"Proof", "AuthorBytes"}, ["libwx", "libgtk", "libcurl", "libsqlite3"]),
}
# the privileged program: nothing but these
ONLY = {"update-patch": ["libcrypto.so", "libstdc++.so", "libgcc_s.so", "libm.so", "libc.so", "ld-linux"]}
DOORS = {"InstalledBytes": "tocsin::InstalledBytes::", "AuthorBytes": "tocsin::AuthorBytes::", "Proof": "tocsin::Proof::"}


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def faults(folder, name, allowed, banned):
    program = folder / name
    symbols = output("nm", "-C", "--defined-only", str(program))
    if "main" not in symbols:
        yield f"{name}: has no symbols to look at"
    for door, symbol in DOORS.items():
        present = symbol in symbols
        if present != (door in allowed):
            yield f"{name}: {'holds' if present else 'lacks'} {door}"
    if "truly_verifies" in symbols:
        yield f"{name}: holds the fuzzers' signature check, which lets everything pass"
    needed = [line for line in output("readelf", "-d", str(program)).splitlines() if "NEEDED" in line]
    for library in banned:
        yield from (f"{name}: links {line.split('[')[1]}" for line in needed if library in line)
    if name in ONLY:
        yield from (f"{name}: links {line.split('[')[1]}" for line in needed if not any(o in line for o in ONLY[name]))


def main():
    folder = pathlib.Path(sys.argv[1])
    found = [fault for name, row in PROGRAMS.items() for fault in faults(folder, name, *row)]
    print("\n".join(found) if found else f"symbols: {len(PROGRAMS)} programs as they should be")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
