"""SCF1 written by hand: the vendor's side of the updater's tests, and what no kit would make, all really signed.

By the letter of schema/README.md, so that the kit is not its own witness. Keys are the published test keys, by name: "root0" signs
roots, "rel0" programs, "not0" notices.
"""
import dataclasses
import hashlib
import pathlib
import struct
import subprocess

from tests.e2e.harness.options import SOURCE
from tests.e2e.harness.sample import sample_catalog
from tests.e2e.harness.test_keys import write_test_keys

ROOT, PROGRAMS, NOTICES = 1, 2, 3  # roles of signed documents, and types of sections
ISSUED, ROOT_EXPIRES = 1763769600, 2079129600  # those of the brand's root 1
PRODUCT, PLATFORM = b"example.messenger", b"linux-x86_64"
# Roles of files: {role: (number, name)}. A document lists its own in this order.
PROGRAM_FILES = {"notifier": (1, b"messenger"), "dialog": (4, b"messenger-dialog"), "control": (5, b"messengerctl"),
                 "updater": (6, b"update-patch")}
NOTICE_FILES = {"config": (2, b"messenger.config"), "catalog": (3, b"messenger.xml")}
# Stand-ins that take no time to copy, and what a reader of theirs would understand.
SMALL = {role: f"#!/bin/sh\nexit 0 # {role}\n".encode() for role in PROGRAM_FILES} | {
    "config": (SOURCE / "packaging/samples/messenger.config").read_bytes(), "catalog": sample_catalog().encode()}
ORDER = 2**252 + 27742317777372353535851937790883648493  # of Ed25519's base point


def key_id(key):
    return hashlib.sha256(b"SCF-KEYID-v1\0" + key).digest()[:16]


def keyset(threshold, keys, in_order=True):
    keys = sorted(keys) if in_order else list(keys)
    return struct.pack(">BB", threshold, len(keys)) + b"".join(keys)


def sections(scf):
    """[(type, envelope)] of an scf.dat, and the bytes back."""
    at, found = 16, []
    for _ in range(struct.unpack_from(">H", scf, 12)[0]):
        kind, _, size = struct.unpack_from(">HHI", scf, at)
        found.append((kind, scf[at + 8:at + 8 + size]))
        at += 8 + size
    return found


def scf_of(parts):
    body = b"".join(struct.pack(">HHI", kind, 0, len(envelope)) + envelope for kind, envelope in parts)
    return b"SCFDAT\x1a\x01" + struct.pack(">IHH", 16 + len(body), len(parts), 0) + body


def payload_of(scf, blobs=b""):
    return b"SCFPAY\x1a\x01" + struct.pack(">I", len(scf)) + scf + blobs


def scf_in(payload):
    return payload[12:12 + struct.unpack_from(">I", payload, 8)[0]]


def envelope(payload, signatures):
    """`signatures`: [(key id, 64 bytes)], put in order of their key ids."""
    listed = b"".join(identity + signature for identity, signature in sorted(signatures))
    return struct.pack(">I", len(payload)) + payload + struct.pack(">B", len(signatures)) + listed


def payload_in(whole):
    return whole[4:4 + struct.unpack_from(">I", whole)[0]]


def patch_of(stub, payload):
    padding = -(len(stub) + len(payload) + 16) % 8
    offset = len(stub) + padding
    return stub + bytes(padding) + payload + struct.pack(">Q", offset) + b"SCFEND\x1a\x01"


@dataclasses.dataclass(frozen=True)
class Document:
    """A signed list of files, and these files' contents in the order of the list."""
    whole: bytes
    blobs: bytes = b""


def entries(files, known):
    """(bytes of the list, contents) of {role: content}; a content may be (name, content), for another name than the brand's."""
    rows, blobs = [], []
    for role, (number, name) in known.items():
        if role not in files:
            continue
        content = files[role]
        name, content = content if isinstance(content, tuple) else (name, content)
        content = content if isinstance(content, bytes) else pathlib.Path(content).read_bytes()
        rows.append(struct.pack(">BB", number, len(name)) + name + struct.pack(">Q", len(content)) + hashlib.sha256(content).digest())
        blobs.append(content)
    return struct.pack(">B", len(rows)) + b"".join(rows), b"".join(blobs)


def programs_fields(files, root_version=1, epoch=1, serial=50, product=PRODUCT, platform=PLATFORM, issued=ISSUED, known=None):
    """(signed bytes, contents) of a list of programs."""
    listed, blobs = entries(files, known or PROGRAM_FILES)
    return b"\1\2" + struct.pack(">H", len(product)) + product + struct.pack(
        ">QIQQB", root_version, epoch, serial, issued, len(platform)) + platform + listed, blobs


def notices_fields(files, root_version=1, epoch=1, serial=50, product=PRODUCT, issued=ISSUED, expires=ROOT_EXPIRES,
                   programs_from=(1, 1), known=None):
    """(signed bytes, contents) of a list of notices."""
    listed, blobs = entries(files, known or NOTICE_FILES)
    return b"\1\3" + struct.pack(">H", len(product)) + product + struct.pack(
        ">QIQQQIQ", root_version, epoch, serial, issued, expires, *programs_from) + listed, blobs


class Forge:
    """A vendor with all the keys. `roots` is the chain that its payloads carry; the first is the brand's own.

    `programs`: the folder of the built programs, which are what a set's programs are when nothing else is said.
    """
    platform, program_files = PLATFORM, PROGRAM_FILES

    def __init__(self, base, programs=None):
        self.base, self.programs = pathlib.Path(base), pathlib.Path(programs).resolve() if programs else None
        self.keys_folder = self.base / "keys"
        write_test_keys(self.keys_folder)
        self.root1 = (SOURCE / "packaging/brands/example.root.bin").read_bytes()
        self.roots, self.epochs, self.signers = [self.root1], {PROGRAMS: 1, NOTICES: 1}, {PROGRAMS: "rel0", NOTICES: "not0"}
        self.known, self.made = {}, 0

    # Keys and signatures.

    def public(self, name):
        """The 32 bytes with which SubjectPublicKeyInfo of Ed25519 ends (RFC 8410)."""
        if name not in self.known:
            self.known[name] = subprocess.run(["openssl", "pkey", "-pubin", "-in", self.keys_folder / f"{name}.pub", "-outform", "DER"],
                                              check=True, capture_output=True).stdout[-32:]
        return self.known[name]

    def keys(self, *names):
        return [self.public(name) for name in names]

    def sign(self, role, payload, *names):
        return [(key_id(self.public(name)), self.signature(role, payload, name)) for name in names]

    def signature(self, role, payload, name):
        message = self.base / "message"
        message.write_bytes(b"SCF-SIG-v1\0" + struct.pack(">BQ", role, len(payload)) + payload)
        return subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.keys_folder / f"{name}.pem", "-in", message],
                              check=True, capture_output=True).stdout

    def signed(self, role, payload, *names):
        return envelope(payload, self.sign(role, payload, *names))

    # Roots.

    def root_fields(self, version=2, product=PRODUCT, expires=ROOT_EXPIRES, root_keys=None, epoch=2, floor=0, programs_keys=None,
                    notices_epoch=None, notices_floor=0, notices_keys=None):
        """`epoch` and `floor` are those of the programs, and `epoch` of the notices too unless theirs is named."""
        root_keys = root_keys or keyset(2, self.keys("root0", "root1", "root2"))
        programs_keys = programs_keys or keyset(1, self.keys("rel2", "rel3"))
        notices_keys = notices_keys or keyset(1, self.keys("not2", "not3"))
        return b"\1\1" + struct.pack(">H", len(product)) + product + struct.pack(">QQQ", version, ISSUED, expires) + root_keys \
            + struct.pack(">IQ", epoch, floor) + programs_keys \
            + struct.pack(">IQ", epoch if notices_epoch is None else notices_epoch, notices_floor) + notices_keys

    def root(self, signers=("root0", "root1"), **fields):
        return self.signed(ROOT, self.root_fields(**fields), *signers)

    def rotate(self, *roles, **fields):
        """Adds a root to the chain. The roles named get their second keys and an epoch of their own."""
        keys = {PROGRAMS: ("rel0", "rel1"), NOTICES: ("not0", "not1")}
        for role in roles:
            self.epochs[role] += 1
            self.signers[role] = {PROGRAMS: "rel2", NOTICES: "not2"}[role]
        for role, signer in self.signers.items():
            keys[role] = {"rel2": ("rel2", "rel3"), "not2": ("not2", "not3")}.get(signer, keys[role])
        self.roots.append(self.root(**{"version": len(self.roots) + 1, "epoch": self.epochs[PROGRAMS],
                                       "notices_epoch": self.epochs[NOTICES],
                                       "programs_keys": keyset(1, self.keys(*keys[PROGRAMS])),
                                       "notices_keys": keyset(1, self.keys(*keys[NOTICES])), **fields}))

    # Signed lists of files.

    def programs_of(self, files=None, signers=None, **fields):
        """A programs document for `files` ({role: content}), in the newest root's epoch."""
        fields = {"platform": self.platform, "known": self.program_files, **self.standing(PROGRAMS), **fields}
        payload, blobs = programs_fields(files or SMALL, **fields)
        return Document(self.signed(PROGRAMS, payload, *(signers if signers is not None else [self.signers[PROGRAMS]])), blobs)

    def notices_of(self, files=None, signers=None, **fields):
        fields = {"programs_from": (self.epochs[PROGRAMS], 1), **self.standing(NOTICES), **fields}
        payload, blobs = notices_fields(files or SMALL, **fields)
        return Document(self.signed(NOTICES, payload, *(signers if signers is not None else [self.signers[NOTICES]])), blobs)

    def standing(self, role):
        return {"root_version": len(self.roots), "epoch": self.epochs[role]}

    # Payloads and patches.

    def payload(self, *documents, roots=None):
        """A payload of these documents, programs first, with their files."""
        kinds = [struct.unpack_from(">B", document.whole, 5)[0] for document in documents]
        parts = [(ROOT, root) for root in roots or self.roots] + [(kind, document.whole) for kind, document in zip(kinds, documents)]
        return payload_of(scf_of(parts), b"".join(document.blobs for document in documents))

    def full(self, serial, programs=None, files=None, signers=(None, None), roots=None, **notices):
        """A full patch's payload: notices `serial`, programs of the serial `programs` (the same)."""
        content = {**self.default_files(), **(files or {})}
        return self.payload(self.programs_of(content, signers[0], serial=programs or serial),
                            self.notices_of(content, signers[1], serial=serial, **notices), roots=roots)

    def notices_file(self, serial, files=None, signers=None, roots=None, **fields):
        """A payload of notices alone."""
        content = {**self.default_files(), **(files or {})}
        return self.payload(self.notices_of(content, signers, serial=serial, **fields), roots=roots)

    def default_files(self):
        if self.programs is None:
            return SMALL
        return SMALL | {role: self.programs / name.decode() for role, (_, name) in self.program_files.items()}

    def write(self, content, stub=None):
        """A file of these bytes in a folder of its own: a payload, or with `stub` a program that carries it."""
        self.made += 1
        folder = self.base / f"made{self.made}"
        folder.mkdir()
        path = folder / ("patch" if stub else "payload")
        path.write_bytes(patch_of(pathlib.Path(stub).read_bytes(), content) if stub else content)
        path.chmod(0o755)
        return path
