"""Certificates for the scripted servers. Tests only."""
import ssl

from tests.e2e.harness.authority import Authority

LOCALHOST = "subjectAltName=DNS:localhost\n"


class Certificates(Authority):
    """One authority and its children, good and bad, in `folder`."""

    def __init__(self, folder):
        super().__init__(folder)
        self.self_signed("stranger", "subjectAltName=DNS:localhost")
        self.issue("good", LOCALHOST)
        self.issue("other-host", "subjectAltName=DNS:other.example\n")
        self.issue("client-only", LOCALHOST, "basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth\n")
        self.issue("expired", LOCALHOST, days=0)

    def context(self, name="good", newest=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path(name + ".pem"), self.path(name + ".key"))
        if newest is not None:
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = newest
        return context
