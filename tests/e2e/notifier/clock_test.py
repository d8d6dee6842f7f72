"""Gate, dialog and messengerctl under a clock that is wrong, jumps, or stands at the second where something begins or ends.

The clock is libfaketime's; the gate is the same sources on the shared C library, because a static program loads nothing.
Runs as root.
"""
import calendar
import glob
import json
import time
import unittest

from tests.e2e.harness.machine import Machine
from tests.e2e.harness.options import OPTIONS
from tests.e2e.notifier.desk import Desk

FAKETIME = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
NOTHING, NO_DISPLAY, REFUSED = 0, 8, 5  # of gate and dialog: nothing due; something is, and no window to be had
YEAR_1970, YEAR_2038, YEAR_2099 = "1970-01-02 00:00:00", "2038-01-19 03:14:08", "2099-01-01 00:00:00"
BEGINS, ENDS = "2027-03-01T12:00:00Z", "2027-09-01T12:00:00Z"
OVER = "2028-10-31T00:00:00Z"  # of the release
CATALOG = f"""<?xml version="1.0" encoding="UTF-8"?>
<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">
  <detect><host><package name="example-management"/></host></detect>
  <message id="timed" category="outage" severity="warning" audience="all" not-before="{BEGINS}" expires="{ENDS}">
    <text locale="en"><title>The timed notice</title><body><p>Now.</p></body></text>
  </message>{{always}}
</catalog>
"""
ALWAYS = """
  <message id="always" category="security" severity="warning" audience="all"
           not-before="2025-11-01T00:00:00Z" expires="2028-10-01T00:00:00Z">
    <text locale="en"><title>The lasting notice</title><body><p>Read.</p></body></text>
  </message>"""


def setUpModule():
    if not FAKETIME:
        raise AssertionError("the package faketime is missing")


def seconds_from(instant, seconds):
    """"2027-03-01T12:00:00Z", -1 -> "2027-03-01 11:59:59" """
    at = calendar.timegm(time.strptime(instant, "%Y-%m-%dT%H:%M:%SZ"))
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at + seconds))


class ClockDesk(Desk):
    """A machine whose programs see the time that is given to them."""

    def __init__(self, programs, catalog):
        super().__init__(programs, machine=ClockMachine(programs), catalog=catalog)

    def at(self, now):
        """Behind the change of credentials: libfaketime's memory belongs to whoever loads it first."""
        return {"wrap": ("env", f"LD_PRELOAD={FAKETIME[0]}", f"FAKETIME={now}", "TZ=UTC")} if now else {}

    def status_of(self, role, now):
        """Exit code of a program at this time, with a display that cannot be reached: without one the gate is silent."""
        return self.machine.start(role, DISPLAY="127.0.0.1:9999", **self.at(now)).returncode

    def reasons(self, now):
        done = self.machine.control("list", "--all", "--json", **self.at(now))
        assert done.returncode in (0, 20), done.stderr
        return {row["id"]: row["reason"] for row in json.loads(done.stdout)["notices"]}


class ClockMachine(Machine):
    BUILT = {**Machine.BUILT, "notifier": "gate_shared"}

    def release(self, catalog, config=None, expires=OVER):
        return super().release(catalog, config, expires or OVER)


class Boundaries(unittest.TestCase):
    """Each program answers alike on either side of a second."""

    def check(self, this, now, reason, status):
        with self.subTest(now=now):
            self.assertEqual(this.reasons(now)["timed"], reason)
            self.assertEqual(this.status_of("notifier", now), status)
            self.assertEqual(this.status_of("dialog", now), status)

    def test_a_notice_begins_and_expires_at_its_second(self):
        this = ClockDesk(OPTIONS.programs, CATALOG.format(always=""))
        self.addCleanup(this.close)
        self.check(this, seconds_from(BEGINS, -1), "not-yet", NOTHING)
        self.check(this, seconds_from(BEGINS, 0), "due", NO_DISPLAY)
        self.check(this, seconds_from(ENDS, -1), "due", NO_DISPLAY)
        self.check(this, seconds_from(ENDS, 0), "expired", NOTHING)

    def test_a_release_is_over_at_its_second(self):
        this = ClockDesk(OPTIONS.programs, CATALOG.format(always=""))
        self.addCleanup(this.close)
        for seconds, status in ((-1, NOTHING), (0, REFUSED), (1, REFUSED)):
            with self.subTest(seconds=seconds):
                now = seconds_from(OVER, seconds)
                self.assertEqual(this.status_of("dialog", now), status)
                done = this.machine.control("list", **this.at(now))
                self.assertEqual(done.returncode, status, done.stderr)
                self.assertEqual("EXPIRED" in done.stderr, bool(status))


class WrongClocks(unittest.TestCase):
    def setUp(self):
        self.this = ClockDesk(OPTIONS.programs, CATALOG.format(always=ALWAYS))
        self.addCleanup(self.this.close)
        self.this.begin()

    def everything(self, now):
        """(gate, dialog, reason of the lasting notice or the refusal)"""
        done = self.this.machine.control("list", "--all", "--json", **self.this.at(now))
        reason = {row["id"]: row["reason"] for row in json.loads(done.stdout)["notices"]}["always"] if done.stdout else \
            "EXPIRED" if "EXPIRED" in done.stderr else done.stderr
        return self.this.status_of("notifier", now), self.this.status_of("dialog", now), reason

    def test_far_in_the_future_nothing_is_shown_and_back_again_all_is(self):
        """The gate starts the dialog when a notice is due by its own catalog; what proves is the dialog."""
        due = (NO_DISPLAY, NO_DISPLAY, "due")
        self.assertEqual(self.everything(None), due)
        for now in (YEAR_2038, YEAR_2099):
            with self.subTest(now=now):
                gate, dialog, reason = self.everything(now)
                self.assertIn(gate, (NOTHING, REFUSED))
                self.assertEqual(dialog, REFUSED)
                self.assertRegex(reason, "EXPIRED")
                self.assertEqual(self.everything(None), due)

    def test_before_the_release_was_signed_its_own_time_counts(self):
        self.assertEqual(self.everything(YEAR_1970), (NO_DISPLAY, NO_DISPLAY, "due"))
        self.assertEqual(self.this.reasons(YEAR_1970)["timed"], "not-yet")

    def test_an_act_under_a_wrong_clock_stands_and_its_receipt_arrives(self):
        for now in (YEAR_1970, "2028-09-30 00:00:00"):
            with self.subTest(now=now):
                self.this.begin()
                status, said = self.this.show("a\n", **self.this.at(now))
                self.assertIn("Recorded as acknowledged: The lasting notice", said.text)
                self.assertEqual(status, 0, said.text)
                self.assertEqual(self.this.reasons(None)["always"], "acknowledged")
                self.assertEqual(self.this.status_of("notifier", None), NOTHING)  # becomes the sender, if a receipt waits
                self.this.machine.control("send")
                self.assertEqual(self.this.arrived(), [("always", "acknowledged"), ("always", "displayed")])
                self.assertEqual(self.this.outbox(), [])

    def test_the_next_release_installs_after_any_of_it(self):
        machine = self.this.machine
        for now in (YEAR_1970, YEAR_2038, YEAR_2099):
            with self.subTest(now=now):
                self.everything(now)
                before = machine.current.resolve()
                machine.install(CATALOG.format(always=ALWAYS))
                self.assertNotEqual(machine.current.resolve(), before)
                self.assertEqual(self.everything(None), (NO_DISPLAY, NO_DISPLAY, "due"))

    def test_put_off_until_a_second(self):
        now = "2026-12-01 08:00:00"
        _, said = self.this.show("t\n", **self.this.at(now))
        self.assertIn("you will be reminded", said.text)
        for moment, reason in (("2026-12-02 07:59:59", "put-off"), ("2026-12-02 08:00:00", "due"),
                               ("2026-12-01 00:00:00", "put-off"), ("2026-11-25 07:59:59", "due"), (YEAR_1970, "due")):
            with self.subTest(now=moment):
                self.assertEqual(self.this.reasons(moment)["always"], reason)
