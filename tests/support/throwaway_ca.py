#!/usr/bin/python3
"""Makes a CA and a certificate for localhost that live for two days: ca.pem, server.pem, server.key.

Usage: throwaway_ca.py FOLDER     (made if missing; readable by all but the keys)
"""
import os
import pathlib
import subprocess
import sys


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *curve, "-keyout", folder / "ca.key", "-out", folder / "ca.pem", "-days", "2", "-subj",
            "/CN=Tocsin throw-away CA", "-addext", "basicConstraints=critical,CA:TRUE", "-addext",
            "keyUsage=critical,keyCertSign")
    openssl("req", "-new", *curve, "-keyout", folder / "server.key", "-out", folder / "server.csr", "-subj",
            "/CN=localhost")
    extensions = folder / "server.ext"
    extensions.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n"
                          "basicConstraints=CA:FALSE\n")
    openssl("x509", "-req", "-in", folder / "server.csr", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key",
            "-CAcreateserial", "-days", "2", "-extfile", extensions, "-out", folder / "server.pem")
    for key in ("ca.key", "server.key"):
        (folder / key).chmod(0o600)


if __name__ == "__main__":
    os.umask(0o022)
    make(pathlib.Path(sys.argv[1]))
