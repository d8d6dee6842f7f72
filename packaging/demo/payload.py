"""Reads a signed payload (SCFPAY) far enough to lay its files out. Proves nothing: the installed programs do."""
import hashlib
import struct


class Malformed(Exception):
    pass


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        if self.at + count > len(self.data):
            raise Malformed("ends early")
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, size):
        return int.from_bytes(self.take(size), "big")

    def block(self, size):
        return self.take(self.number(size))


def envelopes(scf):
    """Sections of scf.dat as (type, envelope)."""
    reader = Reader(scf)
    if reader.take(8) != b"SCFDAT\x1a\x01" or reader.number(4) != len(scf):
        raise Malformed("not an scf.dat")
    count, _ = reader.number(2), reader.number(2)
    found = []
    for _ in range(count):
        kind, _ = reader.number(2), reader.number(2)
        found.append((kind, reader.block(4)))
    return found


def release_fields(envelope):
    """The release envelope's fields that a lay-out needs; files as (role, name, size, sha256)."""
    payload = Reader(envelope).block(4)
    reader = Reader(payload)
    reader.take(2)
    product = reader.block(2).decode()
    reader.number(8)
    epoch, serial, issued, _ = reader.number(4), reader.number(8), reader.number(8), reader.number(8)
    reader.block(1)
    files = []
    for _ in range(reader.number(1)):
        role, name = reader.number(1), reader.block(1).decode()
        files.append((role, name, reader.number(8), reader.take(32)))
    return {"product": product, "epoch": epoch, "serial": serial, "issued": issued, "files": files,
            "hash": hashlib.sha256(payload).digest()}


def split(data):
    """A payload -> (scf.dat, release fields, {name: content})."""
    reader = Reader(data)
    if reader.take(8) != b"SCFPAY\x1a\x01":
        raise Malformed("not a payload")
    scf = reader.block(4)
    release = release_fields(envelopes(scf)[-1][1])
    contents = {}
    for _, name, size, digest in release["files"]:
        contents[name] = reader.take(size)
        if hashlib.sha256(contents[name]).digest() != digest:
            raise Malformed(name + ": hash differs")
    if reader.at != len(data):
        raise Malformed("bytes after the last file")
    return scf, release, contents


def trust_state(scf, release):
    """trust.dat after this release was accepted."""
    root = [envelope for kind, envelope in envelopes(scf) if kind == 1][-1]
    body = struct.pack(">IQ", release["epoch"], release["serial"]) + release["hash"]
    body += struct.pack(">QI", release["issued"], len(root)) + root
    head = b"SCFTRU\x1a\x01" + struct.pack(">I", len(body) + 44)
    return head + body + hashlib.sha256(head + body).digest()
