#!/usr/bin/env python3
"""Splits a signed payload into the set it carries: lay_out_set.py SIGNED_DRAFT FOLDER

FOLDER (created, must not exist) gets scf.dat and each file under the name the release gives it. Checks framing, sizes and
digests, no signature: for tests and the demo, where the programs then prove the set. Exit 4 for malformed input.
"""
import hashlib
import pathlib
import re
import struct
import sys

PROGRAMS = {1, 4, 5, 6}  # roles that are executable
PLAIN_NAME = re.compile(rb"(?![. ])[A-Za-z0-9._ -]+(?<![. ])")


class Malformed(Exception):
    pass


class Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        if count > len(self.data) - self.at:
            raise Malformed("ends within a field")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, width):
        return int.from_bytes(self.take(width), "big")

    def finish(self, what):
        if self.at != len(self.data):
            raise Malformed(f"{what}: bytes are left over")


def expect(condition, what):
    if not condition:
        raise Malformed(what)


def release_envelope(scf):
    """The last section of scf.dat."""
    reader = Reader(scf)
    expect(reader.take(8) == b"SCFDAT\x1a\x01", "scf.dat: magic")
    expect(reader.number(4) == len(scf), "scf.dat: length")
    count = reader.number(2)
    expect(2 <= count <= 65 and reader.number(2) == 0, "scf.dat: head")
    for index in range(count):
        kind, zero, size = struct.unpack(">HHI", reader.take(8))
        expect(zero == 0 and kind == (2 if index == count - 1 else 1), "scf.dat: sections")
        section = reader.take(size)
    reader.finish("scf.dat")
    return section


def files_of(envelope):
    """(role, name, size, digest) of each file of the release."""
    reader = Reader(envelope)
    payload = Reader(reader.take(reader.number(4)))
    expect(payload.take(2) == b"\x01\x02", "release: head")
    payload.take(payload.number(2))
    payload.take(8 + 4 + 8 + 8 + 8)
    payload.take(payload.number(1))
    files = []
    for _ in range(payload.number(1)):
        role = payload.number(1)
        name = payload.take(payload.number(1))
        expect(PLAIN_NAME.fullmatch(name) and name.lower() != b"scf.dat", "release: a file's name")
        files.append((role, name.decode(), payload.number(8), payload.take(32)))
    payload.finish("release")
    expect(len({name.lower() for _, name, _, _ in files}) == len(files), "release: two files of one name")
    return files


def split(data):
    reader = Reader(data)
    expect(reader.take(8) == b"SCFPAY\x1a\x01", "payload: magic")
    scf = reader.take(reader.number(4))
    contents = []
    for role, name, size, digest in files_of(release_envelope(scf)):
        blob = reader.take(size)
        expect(hashlib.sha256(blob).digest() == digest, f"payload: {name} is not the file of the release")
        contents.append((role, name, blob))
    reader.finish("payload")
    return scf, contents


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        scf, contents = split(pathlib.Path(sys.argv[1]).read_bytes())
    except Malformed as fault:
        print(f"lay_out_set: {fault}", file=sys.stderr)
        sys.exit(4)
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True)
    (folder / "scf.dat").write_bytes(scf)
    for role, name, blob in contents:
        (folder / name).write_bytes(blob)
        (folder / name).chmod(0o755 if role in PROGRAMS else 0o644)


if __name__ == "__main__":
    main()
