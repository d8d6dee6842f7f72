"""What reaches the intake through nginx as it ships: which answers go out, and that no file holds an address.

Runs as root: PostgreSQL and nginx run as the user `postgres`.
"""
import json
import os
import socket
import subprocess

from tests.e2e.harness.options import SOURCE
from tests.e2e.harness.waiting import LONGEST_WAIT_S, wait_until
from tests.e2e.intake.senders import HEADERS, Client, Crowd, receipt, stored_ids
from tests.e2e.intake.stores import AS_USER, USER, WithStore

SHIPPED = SOURCE / "packaging/intake/nginx"
ADDRESS = "127.9.8.7"  # the clients of these tests: an address that no setting names


class Nginx:
    """The shipped files around one intake, plain HTTP; timeouts of 10 s are 1 s here."""

    def __init__(self, folder, intake, limit="", errors="stderr crit"):
        self.place = folder.make(f"nginx{len(list(folder.path.glob('nginx*')))}")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        limits = (SHIPPED / "limits.conf").read_text().replace("stderr crit", errors)
        if limit:
            limits = limits.replace("rate=1000r/s", "rate=1r/m")
        (self.place / "limits.conf").write_text(limits)
        (self.place / "server.conf").write_text((SHIPPED / "server.conf").read_text().replace(" 10s;", " 1s;"))
        temporary = "".join(f"{kind}_temp_path {self.place}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (self.place / "nginx.conf").write_text(
            f"daemon off; pid {self.place}/pid; worker_processes 1; error_log {errors};\nevents {{}}\nhttp {{\n{temporary}"
            f"include {self.place}/limits.conf;\nupstream tocsin_intake {{ server 127.0.0.1:{intake.port}; keepalive 8; }}\n"
            f"server {{ listen 127.0.0.1:{self.port};\n{limit}\ninclude {self.place}/server.conf;\n}}\n}}\n")
        for file in self.place.iterdir():
            os.chown(file, USER.pw_uid, USER.pw_gid)
        with open(self.place / "log", "wb") as log:
            self.process = subprocess.Popen([*AS_USER, "/usr/sbin/nginx", "-e", "stderr", "-c", str(self.place / "nginx.conf")], stdout=log,
                                            stderr=log)
        wait_until(self.is_up, "nginx")

    def is_up(self):
        if self.process.poll() is not None:
            raise AssertionError((self.place / "log").read_text())
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
            return True
        except OSError:
            return False

    def stop(self):
        self.process.terminate()
        self.process.wait(LONGEST_WAIT_S)


def raw(port, data):
    """Bytes to the port from ADDRESS, and all that comes back until the other side closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT_S, source_address=(ADDRESS, 0)) as connection:
        answer = b""
        try:
            connection.sendall(data)
            while piece := connection.recv(65536):
                answer += piece
        except (BrokenPipeError, ConnectionResetError):
            pass
        return answer


def request(event, **headers):
    body = json.dumps(event).encode()
    lines = {"Host": "localhost", "Content-Length": len(body), "Connection": "close", "Idempotency-Key": event["id"], **HEADERS, **headers}
    return b"POST /v1/receipts HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items()).encode() + b"\r\n" + body


def status_of(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


class Edge(WithStore):
    SETTINGS = {"log_min_messages": "info", "log_connections": "on"}

    def nginx(self, intake, **more):
        made = Nginx(self.folder, intake, **more)
        self.addCleanup(made.stop)
        return made

    def test_each_answer(self):
        intake = self.intake()
        edge = self.nginx(intake)
        event = receipt(1)
        answer = raw(edge.port, request(event))
        self.assertEqual(status_of(answer), 201)
        self.assertIn(b"Receipt-Id: " + event["id"].encode(), answer)
        wrong = {**event, "id": "a" * 26}
        rows = {
            "wrong id": (request(wrong), 400), "another key": (request(event, **{"Idempotency-Key": "b" * 26}), 400),
            "another type": (request(event, **{"Content-Type": "application/json"}), 400), "no JSON": (request({"id": "x"}), 400),
            "oversized": (request({**event, "pad": "x" * 5000}), 413),
            "wrong path": (request(event).replace(b"/v1/receipts", b"/v2/receipts"), 503),
            "GET": (b"GET /v1/receipts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 503),
            "PUT": (request(event).replace(b"POST", b"PUT"), 503), "DELETE": (request(event).replace(b"POST", b"DELETE"), 503),
            "no such method": (request(event).replace(b"POST", b"FROB"), 503), "the health page": (
                b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 503),
            "no HTTP": (b"hello\r\n\r\n", 503), "headers without end": (
                b"POST /v1/receipts HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 40000 + b"\r\n\r\n", 503),
            "expectation": (request(event, Expect="200-maybe"), 201),
        }
        for name, (data, status) in rows.items():
            with self.subTest(name):
                answer = raw(edge.port, data)
                self.assertEqual(status_of(answer), status, answer)
                self.assertEqual(b"Retry-After: " in answer, status == 503, answer)
                self.assertEqual(b"Receipt-Id" in answer, status == 201, answer)
        self.assertEqual(stored_ids(self.store), {event["id"]})

    def test_the_intake_alone_refuses_the_same(self):
        intake = self.intake()
        event = receipt(1)
        for name, data, status in (("sound", request(event), 201), ("oversized", request({**event, "pad": "x" * 5000}), 413),
                                   ("wrong id", request({**event, "id": "a" * 26}), 400), ("no HTTP", b"hello\r\n\r\n", 400),
                                   ("elsewhere", request(event).replace(b"/v1/", b"/v2/"), 404)):
            with self.subTest(name):
                self.assertEqual(status_of(raw(intake.port, data)), status)

    def test_too_fast(self):
        intake = self.intake(InstallationRate="1", InstallationBurst="3")
        edge = self.nginx(intake)
        client = Client(edge.port)
        said = [client.post(receipt(1, actor=f"{i:016x}")) for i in range(30)]
        self.assertEqual({status for status, _, _ in said}, {201, 429})
        self.assertLess(sum(status == 201 for status, _, _ in said), 30)
        self.assertTrue(all(wait == "600" for status, _, wait in said if status == 429), said)
        self.assertEqual(client.post(receipt(2))[0], 201, "another installation")
        limited = self.nginx(intake, limit="limit_req zone=receipts burst=2 nodelay;")
        said = [Client(limited.port).post(receipt(10 + i)) for i in range(6)]
        self.assertEqual([status for status, _, _ in said], [201] * 3 + [429] * 3)
        self.assertTrue(all(wait for status, _, wait in said if status == 429))

    def test_full_queue(self):
        intake = self.intake(QueueEvents="1", BatchEvents="1", Connections="1")
        self.store.sql("CREATE FUNCTION receipts.slow() RETURNS trigger LANGUAGE plpgsql AS "
                       "'BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END';"
                       "CREATE TRIGGER slow AFTER INSERT ON receipts.event FOR EACH ROW EXECUTE FUNCTION receipts.slow()")
        crowd = Crowd(intake, [receipt(i) for i in range(8)], connections=8, duplicates=0).run(until_all=False)
        self.assertGreater(crowd.statuses[429], 0)
        self.assertEqual(crowd.acknowledged, stored_ids(self.store))
        self.assertGreater(intake.metric("tocsin_intake_queue_full_total"), 0)

    def test_slow_clients_hold_up_nobody(self):
        intake = self.intake()
        edge = self.nginx(intake)
        slow = []
        for port in (edge.port, intake.port):
            for i in range(40):
                connection = socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT_S)
                connection.sendall(request(receipt(1000 + i))[:60 + i * 4])
                slow.append(connection)
        crowd = [Client(port).post(receipt(port))[0] for port in (edge.port, intake.port)]
        self.assertEqual(crowd, [201, 201])
        for connection in slow[:40]:  # nginx closes them: with 408 become 503, or without a word
            self.assertIn(status_of(connection.recv(65536)), (0, 503))
        for connection in slow:
            connection.close()
        self.assertEqual(Client(edge.port).post(receipt(2))[0], 201)

    def provoke(self, intake, edge):
        """201, 400, 413, 429, 502 from ADDRESS."""
        said = {status_of(raw(edge.port, request(event))) for event in (receipt(1), receipt(1), {**receipt(1), "id": "a" * 26})}
        said.add(status_of(raw(edge.port, request({**receipt(1), "pad": "x" * 5000}))))
        for i in range(20):
            said.add(status_of(raw(edge.port, request(receipt(1, actor=f"{i:016x}")))))
        intake.kill()
        answer = raw(edge.port, request(receipt(2)))  # 502 inside nginx
        self.assertIn(b"Retry-After", answer)
        return said | {status_of(answer)}

    def files_with_address(self):
        found = []
        for file in self.folder.path.rglob("*"):
            if file.is_file() and ADDRESS.encode() in file.read_bytes():
                found.append(str(file))
        return found

    def test_no_file_holds_an_address(self):
        intake = self.intake(InstallationRate="1", InstallationBurst="3")
        edge = self.nginx(intake)
        self.assertEqual(self.provoke(intake, edge), {201, 400, 413, 429, 503})
        edge.stop()
        self.store.sql("CHECKPOINT")
        self.assertEqual(self.files_with_address(), [])
        # The search finds what an ordinary nginx writes.
        talkative = self.intake(InstallationRate="1", InstallationBurst="3")
        edge = self.nginx(talkative, errors="stderr info")
        self.provoke(talkative, edge)
        edge.stop()
        self.assertEqual(self.files_with_address(), [str(edge.place / "log")])
        (edge.place / "log").unlink()
