#!/usr/bin/python3
"""Lays a signed set out below a folder as the update patch does on a machine: set folder, `current`, state, group.

Usage: lay_out.py PAYLOAD ROOT [--install FOLDER] [--state FOLDER] [--group GID] [--secret HEX]
Prints the set's folder. Run it as the owner the set is to have (root). An older set stays where it is.
"""
import argparse
import os
import pathlib
import secrets
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import payload  # noqa: E402


def write(path, content, mode):
    path.write_bytes(content)
    path.chmod(mode)


def lay_out(data, root, install, state, group, secret):
    scf, release, contents = payload.split(data)
    sets = root / install.lstrip("/")
    folder = sets / f"{release['epoch']}.{release['serial']}.{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    write(folder / "scf.dat", scf, 0o644)
    for role, name, _, _ in release["files"]:
        write(folder / name, contents[name], 0o644 if role in (2, 3) else 0o755)
    pointer = sets / f"current.{secrets.token_hex(4)}"
    pointer.symlink_to(folder.name)
    pointer.rename(sets / "current")
    machine = root / state.lstrip("/")
    machine.mkdir(parents=True, exist_ok=True)
    write(machine / "trust.dat", payload.trust_state(scf, release), 0o644)
    if not (machine / "machine.conf").exists():
        write(machine / "machine.conf", f"Secret={secret}\nGroup={group}\n".encode(), 0o644)
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("payload")
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--install", default="/opt/example/messenger")
    parser.add_argument("--state", default="/var/lib/example-messenger")
    parser.add_argument("--group", default="40100")
    parser.add_argument("--secret", default=secrets.token_hex(32))
    options = parser.parse_args()
    os.umask(0o022)
    data = pathlib.Path(options.payload).read_bytes()
    try:
        print(lay_out(data, options.root, options.install, options.state, options.group, options.secret))
    except payload.Malformed as reason:
        sys.exit(f"lay_out.py: {options.payload}: {reason}")


if __name__ == "__main__":
    main()
