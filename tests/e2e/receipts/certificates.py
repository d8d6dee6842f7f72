"""Certificates for the scripted servers, made with the openssl command. Tests only."""
import os
import ssl
import subprocess

EXTENSIONS = "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n"


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


class Certificates:
    """One authority and its children, good and bad, in `folder`."""

    def __init__(self, folder):
        self.folder = folder
        self.ca = self.self_signed("ca", "basicConstraints=critical,CA:TRUE")
        self.self_signed("stranger", "subjectAltName=DNS:localhost")
        self.issue("good", "subjectAltName=DNS:localhost\n")
        self.issue("other-host", "subjectAltName=DNS:other.example\n")
        self.issue("client-only", "subjectAltName=DNS:localhost\n", "basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth\n")
        self.issue("expired", "subjectAltName=DNS:localhost\n", days=0)

    def path(self, name):
        return os.path.join(self.folder, name)

    def self_signed(self, name, extension):
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=" + name, "-addext", extension, "-keyout", self.path(name + ".key"),
            "-out", self.path(name + ".pem"))
        return self.path(name + ".pem")

    def issue(self, name, names, extensions=EXTENSIONS, days=2):
        with open(self.path(name + ".ext"), "w") as file:
            file.write(names + extensions)
        run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
            "-keyout", self.path(name + ".key"), "-out", self.path(name + ".csr"))
        run("openssl", "x509", "-req", "-in", self.path(name + ".csr"), "-CA", self.path("ca.pem"),
            "-CAkey", self.path("ca.key"), "-CAcreateserial", "-days", str(days), "-extfile", self.path(name + ".ext"),
            "-out", self.path(name + ".pem"))

    def context(self, name="good", newest=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path(name + ".pem"), self.path(name + ".key"))
        if newest is not None:
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = newest
        return context
