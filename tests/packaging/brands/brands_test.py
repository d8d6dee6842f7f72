"""The programs of the other brands: folders and file names with blanks, another root, no trace of `example`.

Runs as root.
"""
import json
import re
import unittest

from tests.e2e.harness.commands import run
from tests.e2e.harness.machine import Machine, set_up_machine
from tests.e2e.harness.options import OPTIONS, SOURCE

BRANDS = {
    "second": dict(install="/opt/second/notices", state="/var/lib/second-notices", unit="second-notices",
                   group="second-operators", names={
                       "notifier": "notices", "config": "notices.config", "catalog": "notices.xml", "dialog": "notices-dialog",
                       "control": "noticesctl"}),
    "heritage": dict(install="/opt/Heritage/Heritage Messenger", state="/var/lib/heritage-messenger",
                     unit="heritage-messenger", group="Heritage Console Administrators", names={
                         "notifier": "Heritage.Messenger", "config": "Heritage.Messenger.config",
                         "catalog": "Heritage.Messenger.xml", "dialog": "Heritage.Messenger.Dialog",
                         "control": "Heritage.MessengerCtl"}),
}
CONSOLES = {"second": "Second Centre", "heritage": "Heritage Enterprise Console"}


class Brands(unittest.TestCase):
    def machine(self, brand):
        machine = Machine(OPTIONS.programs, brand=brand, prefix=brand + "-", **BRANDS[brand])
        self.addCleanup(machine.__exit__)
        set_up_machine(machine)
        return machine

    def test_window_and_status_carry_the_brand(self):
        for brand in BRANDS:
            with self.subTest(brand=brand):
                machine = self.machine(brand)
                status = machine.control("status", "--json")
                self.assertEqual(status.returncode, 20, status.stderr)
                self.assertEqual(machine.listed(), {"first": "due", "second": "due"})
                out = machine.session("texts")
                self.assertIn(CONSOLES[brand] + " on", out)
                self.assertNotIn("Example", out.replace("example.com", ""))

    def test_another_brands_set_is_refused(self):
        machine = self.machine("second")
        other = self.machine("heritage")
        (machine.current / "scf.dat").write_bytes((other.current / "scf.dat").read_bytes())
        status = machine.control("status")
        self.assertEqual(status.returncode, 5)
        self.assertIn("PRODUCT", status.stdout + status.stderr)

    def test_no_name_of_example_is_compiled_in(self):
        own = re.compile(rb"[ -~]*(example-messenger|example\.messenger|Example Console|example:messenger|opt/example)[ -~]*")
        self.assertTrue(own.search((OPTIONS.programs / "messenger").read_bytes()))
        for brand in BRANDS:
            for program in ("messenger", "messenger-dialog", "messengerctl", "update-patch"):
                found = own.findall((OPTIONS.programs / f"{brand}-{program}").read_bytes())
                self.assertEqual(found, [], f"{brand}-{program}")

    def test_a_program_without_test_keys_would_not_hold_them(self):
        """Keys come only from the brand: no library holds those of programs and notices, only the root envelope does."""
        keys = (SOURCE / "packaging/brands/test-keys.txt").read_text()
        data = (OPTIONS.programs / "messenger-dialog").read_bytes()
        for name, is_pinned in (("rel0", True), ("not0", True), ("rel3", False), ("not4", False)):
            key = bytes.fromhex(keys.split(f"# {name}\n")[1].split()[0])
            self.assertEqual(key in data, is_pinned, name)

    def test_every_brand_pins_programs_and_notices_keys(self):
        for brand in ("example", *BRANDS):
            root = json.loads(run(OPTIONS.programs / "tocsin", "inspect", SOURCE / f"packaging/brands/{brand}.root.bin", "--json").stdout)
            for role in ("programs", "notices"):
                self.assertEqual((root[role]["keys"]["threshold"], len(root[role]["keys"]["keys"])), (1, 2), (brand, role))
