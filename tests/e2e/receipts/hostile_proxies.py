"""HTTP proxies: the distribution's squid, and scripted ones that do not what a proxy should. Tests only."""
import base64
import os
import re
import socket
import struct
import subprocess

from tests.e2e.harness.waiting import LONGEST_WAIT_S, wait_until
from tests.e2e.receipts.relay import lose
from tests.e2e.receipts.scripted_server import ConnectProxy, read_head

SQUID = """
http_port 127.0.0.1:{plain} name=plain
http_port 127.0.0.1:{named} name=named
http_port 127.0.0.1:{closed} name=closed
acl plain myportname plain
acl named myportname named
auth_param {scheme} program /usr/lib/squid/{scheme}_fake_auth
auth_param {scheme} children 1
acl known proxy_auth REQUIRED
http_access allow plain
http_access allow named known
http_access deny all
logformat seen %>Hs %rm %ru user=%[un
access_log stdio:{folder}/access.log logformat=seen
cache_log {folder}/cache.log
cache deny all
cache_mem 8 MB
pid_filename none
netdb_filename none
pinger_enable off
coredump_dir {folder}
visible_hostname proxy.example
shutdown_lifetime 0 seconds
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def is_open(port):
    try:
        socket.create_connection(("127.0.0.1", port), LONGEST_WAIT_S).close()
        return True
    except OSError:
        return False


class Squid:
    """Lets everybody through at `plain`, whoever says any name by `scheme` (basic, ntlm) at `named`, nobody at `closed`."""

    def __init__(self, folder, scheme):
        self.folder = folder
        folder.mkdir()
        folder.chmod(0o777)  # squid leaves root by itself
        self.ports = {name: free_port() for name in ("plain", "named", "closed")}
        (folder / "squid.conf").write_text(SQUID.format(folder=folder, scheme=scheme, **self.ports))
        self.process = subprocess.Popen(["/usr/sbin/squid", "-N", "-f", str(folder / "squid.conf")])

    def url(self, name):
        return "http://127.0.0.1:%d" % self.ports[name]

    def log(self):
        path = self.folder / "access.log"
        return path.read_text() if path.exists() else ""

    def __enter__(self):
        try:
            wait_until(self.is_up, "squid: see " + str(self.folder))
        except BaseException:
            self.__exit__()
            raise
        return self

    def is_up(self):
        if self.process.poll() is not None:
            raise AssertionError("squid does not start: see " + str(self.folder))
        return all(is_open(port) for port in self.ports.values())

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(LONGEST_WAIT_S)


def ntlm_challenge():
    """A type 2 message that asks for nothing special."""
    flags = 0x00008205
    return base64.b64encode(b"NTLMSSP\0" + struct.pack("<IHHIIQ", 2, 0, 0, 48, flags, 0x0123456789abcdef) + bytes(16)).decode()


def status_line(status, *headers, body=b""):
    lines = ["HTTP/1.1 %s" % status, *headers, "Content-Length: %d" % len(body)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


CHALLENGES = ("Proxy-Authenticate: Basic realm=\"x\"", "Proxy-Authenticate: Digest realm=\"x\", nonce=\"1\", qop=\"auth\"")


# (proxy, connection) -> whether it reads another request; `proxy.heads` holds those that came.
def hangs_after(bytes_):
    def behave(proxy, connection):
        connection.sendall(bytes_)
        while connection.recv(65536):
            pass
        return False
    return behave


def demands(*challenges):
    """407 for ever over one connection, with a body each time."""
    def behave(proxy, connection):
        connection.sendall(status_line("407 X", *challenges, "Receipt-Id: " + "a" * 26, body=b"Please log in"))
        return True
    return behave


def answers(bytes_, by_reset=False):
    def behave(proxy, connection):
        connection.sendall(bytes_)
        if by_reset:
            lose(connection)
        else:
            connection.recv(65536)
        return False
    return behave


def streams(head, piece):
    """Without end, for as long as the other side listens."""
    def behave(proxy, connection):
        connection.sendall(head)
        while True:
            connection.sendall(piece)
    return behave


def lets_pass(head):
    def behave(proxy, connection):
        connection.sendall(head)
        proxy.tunnel(connection, proxy.heads[-1][0].split()[1])
        return False
    return behave


class ScriptedProxy(ConnectProxy):
    def __init__(self, behave):
        self.behave = behave
        super().__init__("script")

    def serve(self, connection, number):
        with connection.makefile("rb", buffering=0) as file:
            while True:
                line, headers = read_head(file)
                if not line:
                    return
                self.heads.append((line, headers))
                if not self.behave(self, connection):
                    return

    def credentials(self):
        """Every value of Proxy-Authorization, and what its base64 hides."""
        values = [value for _, headers in self.heads for name, value in headers if name == "proxy-authorization"]
        hidden = [base64.b64decode(word + "==").replace(b"\0", b"") for value in values
                  for word in re.findall(r"[A-Za-z0-9+/]{8,}", value)]
        return values, hidden


def own_names():
    """What must not be in there: machine, and the user's number."""
    return {os.uname().nodename.encode(), b"40001"}
