"""What is acknowledged is stored, once, whatever is killed in the middle.

Runs as root: PostgreSQL runs as the user `postgres`.
"""
import unittest

from tests.e2e.harness.commands import run
from tests.e2e.harness.waiting import wait_until
from tests.e2e.intake.senders import Client, Crowd, check_exact, receipt, stored_ids
from tests.e2e.intake.stores import USER, Cluster, Folder, Intake, in_background, started_intake


def crowd_of(count, first=0):
    """Displays and acknowledgements of `count` installations."""
    return [receipt(first + i // 2, outcome=("displayed", "acknowledged")[i % 2]) for i in range(2 * count)]


class Durability(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Folder()
        cls.addClassCleanup(cls.folder.close)

    def cluster(self, name, **settings):
        made = Cluster(self.folder, name, **settings)
        self.addCleanup(made.stop)
        return made

    def intake(self, *clusters, addresses=None, **settings):
        return started_intake(self, self.folder, *(addresses or [c.address for c in clusters]), **settings)

    def while_sending(self, intake, events, disturb, **more):
        """Sends, and disturbs once a third has been acknowledged."""
        crowd = Crowd(intake, events, **more)
        join = in_background(crowd.run)
        wait_until(lambda: len(crowd.acknowledged) > len(events) / 3, "a third of the receipts")
        disturb()
        join()
        return crowd

    def test_killed_store(self):
        store = self.cluster("killed").create()
        intake = self.intake(store)

        def kill():
            store.kill()
            store.start()
        crowd = self.while_sending(intake, crowd_of(600), kill)
        check_exact(self, crowd, store)
        self.assertGreater(crowd.statuses[503], 0)

    def test_killed_intake(self):
        store = self.cluster("under").create()
        intake = self.intake(store)

        def kill():
            intake.kill()
            intake.start()
        crowd = self.while_sending(intake, crowd_of(600), kill)
        check_exact(self, crowd, store)
        self.assertGreater(crowd.statuses[0], 0)

    def pair(self, name):
        primary = self.cluster(name + "1", synchronous_standby_names="*").create_without_database()
        standby = self.cluster(name + "2", hot_standby="on")
        standby.copy_from(primary)
        wait_until(lambda: self.has_standby(primary), "replication")
        primary.make_database()
        address = f"host={primary.socket},{standby.socket} user=tocsin dbname=receipts target_session_attrs=read-write"
        return primary, standby, address

    @staticmethod
    def has_standby(primary):
        return primary.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'", "postgres") == "1"

    def test_primary_killed_and_standby_promoted(self):
        primary, standby, address = self.pair("promote")
        intake = self.intake(addresses=[address])

        def promote():
            primary.kill()
            standby.sql("SELECT pg_promote()", "postgres")
        crowd = self.while_sending(intake, crowd_of(300), promote)
        check_exact(self, crowd, standby)

    @staticmethod
    def waits_for_standby(primary, what="count(*)"):
        return primary.sql(f"SELECT {what} FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'tocsin-intake'",
                           "postgres")

    def test_standby_killed(self):
        primary, standby, address = self.pair("lonely")
        intake = self.intake(addresses=[address], DeadlineSeconds="1")
        first = Crowd(intake, crowd_of(20)).run()
        standby.kill()
        alone = Crowd(intake, crowd_of(20, first=1000), connections=4, duplicates=0).run(until_all=False)
        self.assertEqual(alone.acknowledged, set(), "201 without the standby")
        self.assertEqual(set(alone.statuses), {503})
        # A wait that the server's operator cancels commits on the primary alone and only warns: no 201 either.
        client, lone = Client(intake.port), receipt(5000)
        intake.extra["DeadlineSeconds"] = "60"
        intake.stop()
        wait_until(lambda: primary.sql(  # one may have waited for the other's locks
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'tocsin-intake'", "postgres") == "0",
            "the waits to end")
        intake.write()
        intake.start()
        client.port = intake.port
        join = in_background(lambda: client.post(lone))
        wait_until(lambda: self.waits_for_standby(primary) != "0", "the wait for the standby")
        self.waits_for_standby(primary, "pg_cancel_backend(pid)")
        self.assertEqual(join()[0], 503)
        self.assertIn(lone["id"], stored_ids(primary))
        standby.start()
        wait_until(lambda: self.has_standby(primary), "the standby to catch up")
        again = Crowd(intake, [*first.events, *alone.events, lone]).run()
        check_exact(self, again, primary)

    def test_one_of_two_stores_dead(self):
        one, two = self.cluster("one").create(), self.cluster("two").create()
        intake = self.intake(one, two)
        before = Crowd(intake, crowd_of(100)).run()
        two.kill()
        wait_until(lambda: intake.health() == 503, "the loss to be seen")
        during = Crowd(intake, crowd_of(100, first=1000), duplicates=0).run(until_all=False)
        self.assertEqual(set(during.statuses), {201, 503})
        self.assertGreater(during.statuses[201], 50)
        self.assertGreater(during.statuses[503], 50)
        self.assertTrue(during.acknowledged <= stored_ids(one))
        two.start()
        wait_until(lambda: intake.health() == 200, "both stores")
        after = Crowd(intake, before.events + during.events).run()
        check_exact(self, after, one, two)
        page = intake.place / "page.html"
        intake.command("report", "--html", page)
        self.assertIn("<b>400</b><span>receipts, each counted once", page.read_text(), "the report sums the stores")
        # Each installation is in one store alone.
        self.assertFalse(set(one.sql("SELECT DISTINCT installation FROM receipts.event").split()) &
                         set(two.sql("SELECT DISTINCT installation FROM receipts.event").split()))

    def test_disk_full(self):
        small = self.folder.make("small")
        run("mount", "-t", "tmpfs", "-o", f"size=160m,uid={USER.pw_uid},gid={USER.pw_gid},mode=700", "tmpfs", small)
        self.addCleanup(run, "umount", "-l", small)
        store = self.cluster("full", data=small / "data", max_wal_size="48MB", min_wal_size="32MB").create()
        intake = self.intake(store)
        balloon = small / "balloon"

        def fill():
            with open(balloon, "wb") as file:
                try:
                    while True:
                        file.write(bytes(1 << 16))
                        file.flush()
                except OSError:
                    pass
        first = Crowd(intake, crowd_of(100)).run()
        fill()
        full = Crowd(intake, crowd_of(3000, first=1000), connections=16, duplicates=0).run(until_all=False)
        self.assertGreater(full.statuses[503], 0, f"the disk was never full: {full.statuses}")
        self.assertFalse(set(full.statuses) - {201, 503}, "a full disk is no fault of the receipt")
        balloon.unlink()
        if store.process.poll() is not None:  # the log had no room: PostgreSQL stops, as it must
            store.start()
        wait_until(lambda: intake.health() == 200, "the store")
        self.assertTrue(full.acknowledged <= stored_ids(store), "acknowledged and lost")
        rest = Crowd(intake, first.events + full.events, connections=16).run()
        check_exact(self, rest, store)

    def test_poison(self):
        store = self.cluster("poison").create()
        intake = self.intake(store)
        store.sql("ALTER TABLE receipts.event ADD CHECK (serial <> 666)")
        bad = [receipt(9000 + i, serial=666) for i in range(3)]
        crowd = Crowd(intake, crowd_of(200), connections=16)
        join = in_background(crowd.run)
        said = [Client(intake.port).post(event)[0] for event in bad]
        join()
        self.assertEqual(said, [400] * 3)
        check_exact(self, crowd, store)

    def test_weak_stores_are_refused(self):
        store = self.cluster("weak", fsync="off").create()
        intake = Intake(self.folder, store.address)
        self.addCleanup(intake.stop)
        intake.command("init")
        intake.start(ready=False)
        wait_until(lambda: "the store has fsync off" in (intake.place / "log").read_text(), "the complaint")
        self.assertEqual(Client(intake.port).post(receipt(1))[0], 503)
        self.assertEqual(stored_ids(store), set())
