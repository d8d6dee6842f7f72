"""Compiles every source of the preset `debug`, which has no precompiled headers: a missing include is an error.

Usage: python3 -m tests.rules.includes BUILD_FOLDER     the folder of a configured preset; prints what the compiler reports, exits 1 on any

No code is generated (-fsyntax-only): the other presets do that, and it would take twice as long.
"""
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys


def syntax_only(entry):
    """The compiler's command without its outputs, and without a compiler cache, which has nothing to keep here."""
    command = shlex.split(entry["command"])
    command = command[next(i for i, word in enumerate(command) if word.endswith("++")):]
    for option in ("-o", "-MF", "-MT"):
        if option in command:
            at = command.index(option)
            del command[at:at + 2]
    return [word for word in command if word not in ("-c", "-MD")] + ["-fsyntax-only"]


def compile_one(entry):
    return subprocess.run(syntax_only(entry), cwd=entry["directory"], capture_output=True, text=True)


def main():
    entries = json.loads((pathlib.Path(sys.argv[1]) / "compile_commands.json").read_text())
    # A file of several targets is compiled once; one that the build generates is not there yet.
    sources = {entry["file"]: entry for entry in entries if pathlib.Path(entry["file"]).exists()}
    if len(sources) < 300:
        sys.exit(f"includes.py: only {len(sources)} sources found")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(compile_one, sources.values()))
    failed = [result for result in results if result.returncode != 0]
    for result in failed:
        print(result.stderr, file=sys.stderr)
    print(f"includes: {len(sources)} sources, {len(failed)} with errors")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
