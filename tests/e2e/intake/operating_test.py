"""The operator's commands while receipts arrive: open, close, forget, suspects, export, report, init.

Runs as root: PostgreSQL runs as the user `postgres`.
"""
import json
import subprocess

from tests.e2e.harness.commands import run
from tests.e2e.harness.options import OPTIONS, SOURCE
from tests.e2e.harness.waiting import LONGEST_WAIT_S, wait_until
from tests.e2e.intake.senders import Client, Crowd, check_exact, counted, counters, receipt, receipt_id, stored_ids
from tests.e2e.intake.stores import BIN, Intake, WithStore, in_background


class Operating(WithStore):
    def test_open_with_receipts_waiting_and_arriving(self):
        intake = self.intake(opened=())
        events = [receipt(i // 2, outcome=("displayed", "acknowledged")[i % 2]) for i in range(800)]
        crowd = Crowd(intake, events)
        join = in_background(crowd.run)
        wait_until(lambda: len(crowd.acknowledged) > 200, "receipts that wait")
        said = intake.command("open", "av95/1", "--client", "1.0.0", "--locale", "en", "--epoch", 1)
        self.assertRegex(said, r"av95/1 is open; [1-9]\d* receipts had come before")
        join()
        check_exact(self, crowd, self.store)
        self.assertEqual(self.store.sql("SELECT used FROM receipts.room"), "0")
        self.assertEqual(self.store.sql("SELECT count(*) FROM receipts.unopened"), "0")
        self.assertIn("0 receipts had come before", intake.command("open", "av95/1"))

    def test_open_during_a_dump(self):
        intake = self.intake(["first/1"])
        Crowd(intake, [receipt(i, message="first") for i in range(50)]).run()
        # A dump holds its locks until its reader takes the text away.
        dump = subprocess.Popen([BIN / "pg_dump", "-h", self.store.socket, "-U", "tocsin", "receipts"], stdout=subprocess.PIPE)
        holder = subprocess.Popen([BIN / "psql", "-XqAt", "-h", self.store.socket, "-U", "tocsin", "receipts"], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True)
        holder.stdin.write("BEGIN; LOCK TABLE receipts.event, receipts.unopened, receipts.notice, receipts.hourly IN ACCESS SHARE MODE; "
                           "SELECT 'held';\n")
        holder.stdin.flush()
        self.assertEqual(holder.stdout.readline().strip(), "held")
        intake.command("open", "second/1")
        crowd = Crowd(intake, [receipt(i, message="second") for i in range(50)]).run()
        self.assertEqual(crowd.acknowledged, {e["id"] for e in crowd.events})
        self.assertEqual(counters(self.store)[("second", 1, "displayed")], 50)
        holder.stdin.close()
        self.assertEqual(holder.wait(LONGEST_WAIT_S), 0)
        holder.stdout.close()
        text = dump.communicate(timeout=LONGEST_WAIT_S)[0]
        self.assertEqual(dump.returncode, 0)
        self.assertIn(b"receipts.event_1", text)

    def test_room_for_notices_that_are_not_open(self):
        intake = self.intake()
        self.store.sql("UPDATE receipts.room SET cap = 10")
        crowd = Crowd(intake, [receipt(i, message="forged") for i in range(30)], duplicates=0).run(until_all=False)
        self.assertEqual(dict(crowd.statuses), {201: 10, 503: 20})
        sound = Crowd(intake, [receipt(i) for i in range(30)]).run()
        self.assertEqual(sound.acknowledged, {e["id"] for e in sound.events})
        known = next(e for e in crowd.events if e["id"] in crowd.acknowledged)
        self.assertEqual(Client(intake.port).post(known)[0], 201, "one that waits already is acknowledged again")
        self.assertRegex(intake.command("suspects"), r"forged/1\twaits for a notice that is not open\t\t10")
        self.assertIn("10 receipts", self.dropped(intake))
        self.assertEqual(self.store.sql("SELECT used FROM receipts.room"), "0")

    def dropped(self, intake):
        self.store.sql("UPDATE receipts.unopened SET arrived = arrived - 24 * 31")
        return intake.command("close", "--unopened-for", 30)

    def test_close(self):
        intake = self.intake(["av95/1", "av96/1"])
        crowd = Crowd(intake, [receipt(i) for i in range(40)] + [receipt(i, message="av96") for i in range(40)]).run()
        intake.command("open", "av95/1", "--ends", "2030-01-01T00:00:00Z")
        self.assertIn("loses late receipts", intake.command("close", "av95/1", code=6))
        late = Crowd(intake, [receipt(1000 + i) for i in range(300)])
        join = in_background(late.run)
        intake.command("close", "av95/1", "--early")
        join()
        self.assertEqual(late.acknowledged, {e["id"] for e in late.events}, "receipts of a closed notice are answered")
        before = counters(self.store)[("av95", 1, "displayed")]
        self.assertEqual(Client(intake.port).post(receipt(5000))[0], 201)
        self.assertEqual(counters(self.store)[("av95", 1, "displayed")], before, "and not counted")
        self.assertGreaterEqual(before, 40, "the counters stay")
        self.assertEqual(stored_ids(self.store), {e["id"] for e in crowd.events if e["messageid"] == "av96"})
        intake.command("close", "av95/1", "--early")  # once more does nothing
        intake.command("open", "av96/1", "--ends", "2020-01-01T00:00:00Z")
        intake.command("close", "av96/1")  # long over

    def test_forget(self):
        intake = self.intake()
        crowd = Crowd(intake, [receipt(i) for i in range(100)]).run()
        file = self.store.sql("SELECT pg_relation_filepath('receipts.event_1')")
        pseudonym = self.store.sql("SELECT installation FROM receipts.event LIMIT 1")
        self.store.sql("CHECKPOINT")
        self.assertIn(bytes.fromhex(pseudonym.replace("-", "")), (self.store.data / file).read_bytes())
        self.assertIn("90 days", intake.command("forget", "av95/1", code=6))
        self.assertIn("100 receipts keep their ids", intake.command("forget", "av95/1", "--early"))
        self.assertEqual(self.store.sql("SELECT count(*) FROM receipts.event WHERE installation IS NOT NULL OR actor IS NOT NULL"), "0")
        self.store.sql("CHECKPOINT")
        again = Crowd(intake, crowd.events + [receipt(500)]).run()
        check_exact(self, again, self.store)  # ids are kept: nothing is counted twice
        self.assertEqual(self.store.sql("SELECT count(*) FROM receipts.event WHERE installation IS NOT NULL"), "0")
        written = (self.store.data / self.store.sql("SELECT pg_relation_filepath('receipts.event_1')")).read_bytes()
        self.assertNotIn(bytes.fromhex(pseudonym.replace("-", "")), written)
        self.assertFalse((self.store.data / file).exists() and (self.store.data / file).stat().st_size, "the old file is gone")
        self.assertIn("not exported: av95/1", intake.command("export"))

    def test_words_that_were_not_published(self):
        intake = self.intake()
        events = [receipt(i) for i in range(20)] + [receipt(100 + i, client=f"9.{i}", locale=f"x-{i}", epoch=77 + i) for i in range(20)]
        Crowd(intake, events).run()
        self.assertEqual(self.store.sql("SELECT count(*) FROM receipts.variant"), "2")
        rows = self.store.sql("SELECT dimension, name, events FROM receipts.groups_v1 ORDER BY 1, 2")
        self.assertEqual(rows.split(), ["client|1.0.0|20", "client|other|20", "language|en|20", "language|other|20", "system|linux|40"])
        self.assertIn("client other, locale other, epoch -1\t20", intake.command("suspects"))

    def test_groups_below_five_are_merged_alike_in_views_and_page(self):
        intake = self.intake()
        intake.command("open", "av95/1", "--locale", "de", "--locale", "fr", "--locale", "ja")
        sizes = {"en": 30, "de": 12, "fr": 3, "ja": 1}
        Crowd(intake, [receipt(100 * n + i, locale=name) for n, (name, size) in enumerate(sizes.items()) for i in range(size)]).run()
        rows = self.store.sql("SELECT name, events FROM receipts.groups_v1 WHERE dimension = 'language' ORDER BY 1")
        self.assertEqual(rows.split(), ["en|30", "other|16"])  # 3 and 1 are too few, so 12 goes with them
        page = intake.place / "page.html"
        intake.command("report", "--html", page, "--expected", 50)
        text = page.read_text()
        self.assertIn("<dt>other</dt>", text)
        for hidden in ("<dt>de</dt>", "<dt>fr</dt>", "<dt>ja</dt>"):
            self.assertNotIn(hidden, text)
        self.assertIn("46 of 50 expected: 92\u202f% reached", text)
        intake.command("report", "--html", page, "--expected", 40)
        self.assertIn("More receipts than expected", page.read_text())

    def test_the_dashboard_asks_what_the_views_have(self):
        intake = self.intake()
        Crowd(intake, [receipt(i, outcome=("displayed", "acknowledged")[i % 2]) for i in range(20)]).run()
        dashboard = json.loads((SOURCE / "packaging/intake/grafana.json").read_text())
        queries = [target["rawSql"] for panel in dashboard["panels"] for target in panel["targets"]]
        queries += [row["query"] for row in dashboard["templating"]["list"] if row["type"] == "query"]
        self.assertGreaterEqual(len(queries), 11)
        for query in queries:
            with self.subTest(query):
                asked = query.replace("${expected:raw}", "40").replace("$notice", "av95 / 1")
                self.assertNotIn("$", asked)
                self.assertTrue(self.store.sql("SET ROLE NONE; " + asked))
                self.assertNotRegex(asked, r"receipts\.(event|unopened|kind|hourly|variant)\b", "a table, not a view")

    def test_export_is_what_tally_counts(self):
        intake = self.intake()
        events = [receipt(i // 2, outcome=("displayed", "acknowledged")[i % 2], serial=2**64 - 1 - i, actor=("", "f" * 16)[i % 3 > 0])
                  for i in range(100)]
        Crowd(intake, events).run()
        lines = [json.loads(line) for line in intake.command("export", "av95/1").splitlines()]
        self.assertEqual(sorted(lines, key=lambda e: e["id"]), sorted(events, key=lambda e: e["id"]))
        (intake.place / "all.ndjson").write_text(intake.command("export"))
        tally = json.loads(run(OPTIONS.programs / "tocsin", "tally", "--json", intake.place / "all.ndjson").stdout)
        self.assertEqual(tally["receipts"], len(counted(events)) and 100)

    def test_row_138_a_spent_id_of_other_fields_is_refused(self):
        intake, genuine = self.intake(), receipt(1)
        client = Client(intake.port)
        forged = [{**receipt(2), "id": genuine["id"]}, {**genuine, "actor": "fedcba9876543210"}, {**genuine, "revision": 2},
                  {**genuine, "messageid": "av96", "subject": "av96/1"}, {**genuine, "source": receipt(2)["source"]}]
        self.assertEqual([client.post(event)[0] for event in forged], [400] * len(forged))
        self.assertEqual(client.post(genuine)[:2], (201, genuine["id"]))
        self.assertEqual(stored_ids(self.store), {genuine["id"]})
        file = intake.place / "forged.ndjson"
        file.write_text("".join(json.dumps(event) + "\n" for event in [*forged, genuine]))
        done = run(OPTIONS.programs / "tocsin", "tally", "--json", file, ok=(1,))
        self.assertEqual(json.loads(done.stdout)["receipts"], 1)
        self.assertEqual(done.stderr.count("id does not follow from the other fields"), len(forged))

    def test_row_135_a_full_disk_is_told(self):
        """`serve` is not here: it prints one line, and then works for days."""
        intake = self.intake()
        Crowd(intake, [receipt(i) for i in range(10)]).run()
        page = intake.place / "page.html"
        for words in (("export",), ("suspects",), ("open", "av97/1"), ("forget", "av95/1", "--early"), ("close", "av95/1", "--early"),
                      ("init",), ("report", "--html", page), ("--help",), ("--version",)):
            command = [str(intake.program), "--settings", str(intake.settings), *map(str, words)]
            with self.subTest(words), open("/dev/full", "wb") as full:
                done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=LONGEST_WAIT_S)
                told = (done.returncode, "standard output: not everything" in done.stderr)
                self.assertEqual(told, (0, False) if words[0] == "report" else (9, True), done.stderr)

    def test_a_sites_own_fields(self):
        vendor, site = self.intake(), self.intake(Site="yes")
        event = receipt(1, outcome="acknowledged")
        event["id"] = receipt_id(event["source"][-26:], "av95", "1@1200", "acknowledged/done", event["actor"])
        event |= {"answer": "done", "occurrence": 1200, "host": "ws-042", "user": 'anna "A" \\ Ü'}
        self.assertEqual(Client(vendor.port).post(event)[0], 400)
        self.assertEqual(Client(site.port).post(event)[0], 201)
        self.assertEqual([json.loads(line) for line in site.command("export").splitlines()], [event])
        site.command("forget", "av95/1", "--early")
        self.assertEqual(json.loads(self.store.sql("SELECT detail FROM receipts.detail")), {"answer": "done", "occurrence": 1200})
        site.command("close", "av95/1", "--early")
        self.assertEqual(self.store.sql("SELECT count(*) FROM receipts.detail"), "0")

    def test_tests_are_answered_and_not_stored(self):
        intake = self.intake()
        event = receipt(1, outcome="test", message="anything")
        self.assertEqual(Client(intake.port).post(event)[:2], (201, event["id"]))
        self.assertEqual(stored_ids(self.store), set())
        self.assertEqual(intake.metric("tocsin_intake_tests_total"), 1)

    def test_hours_are_clamped_to_the_notice(self):
        intake = self.intake(opened=())
        intake.command("open", "av95/1", "--from", "2026-01-01T00:00:00Z")
        for number, hour in enumerate((1, 2**18, 10**6)):  # 1970, 1999, 2084
            self.assertEqual(Client(intake.port).post(receipt(number, hour=hour))[0], 201)
        hours = [int(h) for h in self.store.sql("SELECT DISTINCT hour FROM receipts.hourly ORDER BY 1").split()]
        self.assertEqual(len(hours), 2)
        self.assertEqual(hours[0], 490896)  # 2026-01-01T00
        self.assertLessEqual(hours[1], int(self.store.sql("SELECT receipts.hour_of(clock_timestamp())")))

    def test_upgrade_is_the_same_as_new(self):
        intake = Intake(self.folder, self.store.address)
        self.addCleanup(intake.stop)
        intake.command("init")
        fresh = self.schema()
        self.store.sql("DROP SCHEMA receipts CASCADE")
        for version in (1, 2):
            self.assertIn(f"schema version {version}", intake.command("init", "--up-to", version))
            if version == 1:
                intake.start(ready=False)
                wait_until(lambda: "the store has schema version 1" in (intake.place / "log").read_text(), "the refusal")
                self.assertEqual(Client(intake.port).post(receipt(1))[0], 503)
        self.assertIn("upgraded from 2", intake.command("init"))
        self.assertEqual(self.schema(), fresh)
        wait_until(lambda: intake.health() == 200, "the store")
        self.assertEqual(Client(intake.port).post(receipt(1))[0], 201)
        self.store.sql("UPDATE receipts.schema_version SET version = 99")
        intake.command("init", code=6)

    def schema(self):
        text = run(BIN / "pg_dump", "-h", self.store.socket, "-U", "tocsin", "--schema-only", "receipts").stdout
        return [line for line in text.splitlines() if not line.startswith("\\")]  # a random word in newer versions

    def test_roles_with_no_more_than_they_need(self):
        self.store.sql("DROP ROLE IF EXISTS writer; DROP ROLE IF EXISTS reader; CREATE ROLE writer LOGIN; CREATE ROLE reader LOGIN")
        owner = self.intake()
        owner.command("init", "--writer", "writer", "--reader", "reader")
        intake = Intake(self.folder, f"host={self.store.socket} user=writer dbname=receipts")
        self.addCleanup(intake.stop)
        intake.start()
        self.assertEqual(Client(intake.port).post(receipt(1))[0], 201)

        def may(role, sql):
            return subprocess.run([BIN / "psql", "-XqAt", "-h", self.store.socket, "-U", role, "receipts", "-c", sql],
                                  capture_output=True).returncode == 0
        self.assertTrue(may("reader", "SELECT * FROM receipts.groups_v1, receipts.reach_v1, receipts.notices_v1, receipts.store_v1"))
        for role, sql in (("reader", "SELECT * FROM receipts.event"), ("reader", "SELECT * FROM receipts.events_v1"),
                          ("writer", "SELECT * FROM receipts.event"), ("writer", "DELETE FROM receipts.event"),
                          ("writer", "SELECT * FROM receipts.suspects_v1()"),
                          ("reader", "SELECT receipts.add_v1('{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}',NULL)")):
            self.assertFalse(may(role, sql), f"{role}: {sql}")
        self.addCleanup(self.store.sql, "DROP OWNED BY writer; DROP OWNED BY reader; DROP ROLE writer; DROP ROLE reader")
