"""SCF1 written by hand, for what no kit would make: wrong roots, signatures and fields, all really signed.

By the letter of schema/README.md; keys are the published test keys, by name ("root0", "rel1").
"""
import hashlib
import struct
import subprocess

from tests.e2e.harness.options import SOURCE

ROOT, RELEASE = 1, 2
ISSUED, ROOT_EXPIRES = 1763769600, 2079129600  # those of the brand's root 1
PRODUCT, PLATFORM = b"example.messenger", b"linux-x86_64"
NAMES = [b"messenger", b"messenger.config", b"messenger.xml", b"messenger-dialog", b"messengerctl"]
ORDER = 2**252 + 27742317777372353535851937790883648493  # of Ed25519's base point


def public_keys():
    """{name: 32 bytes} of the published keys."""
    lines = (SOURCE / "packaging/brands/test-keys.txt").read_text().split()
    return {name: bytes.fromhex(key) for name, key in zip(lines, lines[1:]) if len(key) == 64 and name[-1].isdigit()}


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


class Forge:
    """Signs with the keys a Vendor has laid out. `root1` is the brand's own root."""

    def __init__(self, vendor):
        self.vendor, self.public = vendor, public_keys()
        self.root1 = vendor.roots[0].read_bytes()

    def sign(self, role, payload, *names):
        return [(key_id(self.public[name]), self.signature(role, payload, name)) for name in names]

    def signature(self, role, payload, name):
        message = self.vendor.base / "message"
        message.write_bytes(b"SCF-SIG-v1\0" + struct.pack(">BQ", role, len(payload)) + payload)
        return subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", str(self.vendor.key(name)), "-in",
                               str(message)], check=True, capture_output=True).stdout

    def keys(self, *names):
        return [self.public[name] for name in names]

    def root_fields(self, version=2, epoch=2, product=PRODUCT, floor=0, expires=ROOT_EXPIRES, root_keys=None,
                    release_keys=None):
        root_keys = root_keys or keyset(2, self.keys("root0", "root1", "root2"))
        release_keys = release_keys or keyset(1, self.keys("rel2", "rel3"))
        return b"\1\1" + struct.pack(">H", len(product)) + product + struct.pack(
            ">QIQQQ", version, epoch, ISSUED, expires, floor) + root_keys + release_keys

    def root(self, signers=("root0", "root1"), **fields):
        payload = self.root_fields(**fields)
        return envelope(payload, self.sign(ROOT, payload, *signers))

    def release_fields(self, root_version=1, epoch=1, serial=50, product=PRODUCT, platform=PLATFORM, issued=ISSUED,
                       expires=ROOT_EXPIRES):
        """Five files of one byte each; blobs() holds them."""
        content = struct.pack(">Q", 1) + hashlib.sha256(b"x").digest()
        files = b"".join(struct.pack(">BB", role, len(name)) + name + content for role, name in enumerate(NAMES, 1))
        return b"\1\2" + struct.pack(">H", len(product)) + product + struct.pack(
            ">QIQQQB", root_version, epoch, serial, issued, expires, len(platform)) + platform + b"\5" + files

    def release(self, signers=("rel0",), **fields):
        payload = self.release_fields(**fields)
        return envelope(payload, self.sign(RELEASE, payload, *signers))

    def payload(self, release, roots=None):
        """A payload of the brand's root (or `roots`) and this release envelope, with the files that belong to it."""
        parts = [(ROOT, root) for root in roots or [self.root1]] + [(RELEASE, release)]
        return payload_of(scf_of(parts), b"x" * len(NAMES))
