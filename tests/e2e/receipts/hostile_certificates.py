"""Certificates with one fault each, and their chains. Tests only."""
import glob
import subprocess

from tests.e2e.harness.authority import EC, NAME_OF_CA
from tests.e2e.harness.commands import run
from tests.e2e.receipts.certificates import LOCALHOST, Certificates

FAKETIME = "/usr/lib/*/faketime/libfaketime.so.1"
CA = "basicConstraints=critical,CA:TRUE\n"
LEAF = "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n"
CRITICAL_UNKNOWN = "1.2.3.4.5=critical,DER:05:00\n"
# A name of the type DNS: "localhost", a NUL, ".evil.example".
NUL_IN_NAME = "subjectAltName=DER:" + ":".join("%02x" % byte for byte in b"\x30\x19\x82\x17localhost\0.evil.example") + "\n"


def rsa(bits):
    return ("-newkey", "rsa:%d" % bits, "-nodes")


def many_names(count):
    names = ",".join("DNS:n%05d.example" % number for number in range(count - 1))
    return "subjectAltName=%s,DNS:localhost\n" % names


class HostileCertificates(Certificates):
    """Beside those of Certificates, NAME.chain.pem is what the server shows, from the leaf upwards."""

    def __init__(self, folder):
        super().__init__(folder)
        self.authorities()
        self.leaves()
        run("openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:dh_1024_160", "-out", self.path("dh.pem"))

    def authorities(self):
        for name in ("other-ca", "interceptor-ca"):
            self.self_signed(name, "basicConstraints=critical,CA:TRUE")
        # The trusted root's name on another key.
        run("openssl", "req", "-x509", *EC, "-days", "2", "-subj", f"/CN={NAME_OF_CA}", "-addext",
            "basicConstraints=critical,CA:TRUE", "-keyout", self.path("twin-ca.key"), "-out", self.path("twin-ca.pem"))
        self.make("between", "ca", CA)
        self.make("between-expired", "ca", CA, days=0)
        self.make("between-no-ca", "ca", "basicConstraints=critical,CA:FALSE\n")
        self.make("between-no-path", "ca", "basicConstraints=critical,CA:TRUE,pathlen:0\n")
        self.make("below-no-path", "between-no-path", CA)
        self.make("between-names", "ca", CA + "nameConstraints=critical,permitted;DNS:example.com\n")
        self.make("between-weak", "ca", CA, key=rsa(1024))
        for number in range(8):
            self.make("step%d" % number, "step%d" % (number - 1) if number else "ca", CA)

    def leaves(self):
        for name, issuer, names in (
                ("chain-good", "between", LOCALHOST), ("chain-incomplete", "between", LOCALHOST),
                ("chain-expired", "between-expired", LOCALHOST), ("chain-no-ca", "between-no-ca", LOCALHOST),
                ("chain-no-path", "below-no-path", LOCALHOST), ("chain-names", "between-names", LOCALHOST),
                ("chain-weak", "between-weak", LOCALHOST), ("chain-long", "step7", LOCALHOST),
                ("unknown-root", "other-ca", LOCALHOST), ("twin-root", "twin-ca", LOCALHOST),
                ("intercepted", "interceptor-ca", LOCALHOST), ("no-names", "ca", ""), ("star", "ca", "subjectAltName=DNS:*\n"),
                ("only-mail", "ca", "subjectAltName=email:admin@localhost\n"),
                ("nul", "ca", NUL_IN_NAME), ("critical", "ca", LOCALHOST + CRITICAL_UNKNOWN),
                ("names-200", "ca", many_names(200)), ("names-10000", "ca", many_names(10_000))):
            self.make(name, issuer, names + LEAF)
        self.make("sha1", "ca", LOCALHOST + LEAF, digest="sha1")
        self.make("rsa-1024", "ca", LOCALHOST + LEAF, key=rsa(1024))
        self.make("rsa-2048", "ca", LOCALHOST + LEAF, key=rsa(2048))
        self.make("not-yet", "ca", LOCALHOST + LEAF, clock="+2d")
        self.chain("chain-good", "between")
        self.chain("chain-expired", "between-expired")
        self.chain("chain-no-ca", "between-no-ca")
        self.chain("chain-no-path", "below-no-path", "between-no-path")
        self.chain("chain-names", "between-names")
        self.chain("chain-weak", "between-weak")
        self.chain("chain-long", *("step%d" % number for number in reversed(range(8))))
        self.chain("good", *["other-ca"] * 400, to="huge")

    def make(self, name, issuer, extensions, key=EC, digest="sha256", days=2, clock=None):
        """NAME.pem and NAME.key; `clock`: as if it were made so much later."""
        with open(self.path(name + ".ext"), "w") as file:
            file.write(extensions)
        run("openssl", "req", *key, "-subj", "/CN=%s" % ("localhost" if LEAF in extensions else name),
            "-keyout", self.path(name + ".key"), "-out", self.path(name + ".csr"))
        # Not by the command of that name: it fails when a process number comes back.
        later = ("env", "LD_PRELOAD=" + glob.glob(FAKETIME)[0], "FAKETIME=" + clock) if clock else ()
        run(*later, "openssl", "x509", "-req", "-in", self.path(name + ".csr"),
            "-CA", self.path(issuer + ".pem"), "-CAkey", self.path(issuer + ".key"), "-CAcreateserial", "-" + digest,
            "-days", str(days), "-extfile", self.path(name + ".ext"), "-out", self.path(name + ".pem"))

    def chain(self, leaf, *above, to=None):
        with open(self.path((to or leaf) + ".chain.pem"), "w") as file:
            for name in (leaf, *above):
                file.write(open(self.path(name + ".pem")).read())

    def stapled_revocation(self, leaf):
        """An OCSP response by the root that says: revoked."""
        serial = subprocess.run(["openssl", "x509", "-in", self.path(leaf + ".pem"), "-noout", "-serial"], check=True,
                                capture_output=True, text=True).stdout.strip().partition("=")[2]
        with open(self.path("index.txt"), "w") as file:
            file.write("R\t491231235959Z\t260101000000Z\t%s\tunknown\t/CN=localhost\n" % serial)
        path = self.path(leaf + ".ocsp")
        run("openssl", "ocsp", "-index", self.path("index.txt"), "-rsigner", self.ca, "-rkey", self.path("ca.key"), "-CA",
            self.ca, "-issuer", self.ca, "-cert", self.path(leaf + ".pem"), "-ndays", "2", "-respout", path)
        return path
