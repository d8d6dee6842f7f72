"""A certificate authority of the tests, made with the openssl command. Its certificates live for two days."""
import os
import pathlib

from tests.e2e.harness.commands import run
from tests.e2e.harness.options import AnyPath

EC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
NAME_OF_CA = "Tocsin throw-away CA"
LOCALHOST = "subjectAltName=DNS:localhost,IP:127.0.0.1\n"
SERVER = "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n"


class Authority:
    """In `folder`, which is made if it is missing: ca.pem, and NAME.pem beside NAME.key of each certificate. All but keys is
    readable by everybody."""

    def __init__(self, folder: AnyPath) -> None:
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ca = self.self_signed("ca", "basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign", subject=NAME_OF_CA)

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def self_signed(self, name: str, *extensions: str, subject: str = "") -> str:
        """Path of a certificate for `subject`, or for `name`."""
        added = [word for extension in extensions for word in ("-addext", extension)]
        run("openssl", "req", "-x509", *EC, "-days", "2", "-subj", f"/CN={subject or name}", *added, "-keyout", self.path(name + ".key"),
            "-out", self.path(name + ".pem"))
        return self.readable(name)

    def issue(self, name: str, names: str = LOCALHOST, extensions: str = SERVER, days: int = 2) -> str:
        """Path of a certificate for localhost. `names`, `extensions`: lines of an extension file of openssl."""
        pathlib.Path(self.path(name + ".ext")).write_text(names + extensions)
        run("openssl", "req", *EC, "-subj", "/CN=localhost", "-keyout", self.path(name + ".key"), "-out", self.path(name + ".csr"))
        run("openssl", "x509", "-req", "-in", self.path(name + ".csr"), "-CA", self.path("ca.pem"), "-CAkey", self.path("ca.key"),
            "-CAcreateserial", "-days", days, "-extfile", self.path(name + ".ext"), "-out", self.path(name + ".pem"))
        return self.readable(name)

    def readable(self, name: str) -> str:
        os.chmod(self.path(name + ".pem"), 0o644)
        return self.path(name + ".pem")
