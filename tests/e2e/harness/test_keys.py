"""Writes the published test keys as PEM: python3 -m tests.e2e.harness.test_keys DIR

DIR/root0.pem .. root4.pem (roots), rel0.pem .. rel3.pem (programs), not0.pem .. not4.pem (notices): Ed25519 private keys (PKCS#8)
of the seeds SHA-256("SCF test key " + name); NAME.pub beside each: the public key. For tests and the demo only.
"""
import hashlib
import os
import pathlib
import subprocess
import sys

NAMES = [f"root{i}" for i in range(5)] + [f"rel{i}" for i in range(4)] + [f"not{i}" for i in range(5)]
# PKCS#8 of Ed25519 (RFC 8410, section 7) is this head and the seed.
PKCS8_HEAD = bytes.fromhex("302e020100300506032b657004220420")


def openssl(*arguments: str, data: bytes) -> bytes:
    return subprocess.run(["openssl", "pkey", *arguments], input=data, check=True, stdout=subprocess.PIPE).stdout


def write_private(path: pathlib.Path, pem: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)


def write_test_keys(folder: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        seed = hashlib.sha256(b"SCF test key " + name.encode()).digest()
        pem = openssl("-inform", "DER", data=PKCS8_HEAD + seed)
        write_private(folder / f"{name}.pem", pem)
        (folder / f"{name}.pub").write_bytes(openssl("-pubout", data=pem))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write_test_keys(pathlib.Path(sys.argv[1]))
