"""What Group Policy writes for each template setting, read by the real program from the registry.

A setting is written as the editor's backend writes it: below the template's key, in the hive of its class, with the type that the
template's element has; "enabled" with each value that can be chosen, "disabled" with the other one or not at all.
"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

from tests.e2e.harness.options import OPTIONS, WINE
from tests.e2e.harness.waiting import LONGEST_WAIT_S
from tests.rules.policy_grammar import all_of
from tests.rules.policy_templates_test import values_of

HIVES = {"HKLM": "HKEY_LOCAL_MACHINE", "HKCU": "HKEY_CURRENT_USER"}
TYPED = {"Proxy": "proxy.example.com:3128", "ReceiptCAFile": "C:\\certificates\\ca.pem",
         "ReceiptRelay": "https://relay.example.com:8443"}


def registry_line(name, kind, value):
    if kind == "REG_DWORD":
        return f'"{name}"=dword:{int(value):08x}'
    return '"{}"="{}"'.format(name, value.replace("\\", "\\\\"))


class Registry(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-policy."))
        cls.addClassCleanup(shutil.rmtree, cls.base, ignore_errors=True)
        prefix = str(cls.base / "prefix")
        cls.environment = {**os.environ, "TOCSIN_WINE_PREFIX": prefix}
        cls.addClassCleanup(subprocess.run, ["wineserver", "-w"], env={**os.environ, "WINEPREFIX": prefix})
        cls.wine("reg", "query", "HKLM\\Software")
        holding = subprocess.Popen([WINE, "--hold"], env=cls.environment, stdin=subprocess.PIPE)
        cls.addClassCleanup(holding.wait)
        cls.addClassCleanup(holding.stdin.close)
        admx, = (OPTIONS.build / "policy/example").glob("*.admx")
        cls.policies = all_of(ElementTree.parse(admx).getroot(), "policy")

    @classmethod
    def wine(cls, *words):
        with tempfile.TemporaryFile() as out:
            done = subprocess.run([WINE, *map(str, words)], env=cls.environment, stdin=subprocess.DEVNULL, stdout=out,
                                  timeout=LONGEST_WAIT_S)
            out.seek(0)
            return done.returncode, out.read().decode()

    def written(self, hive, values):
        """{name: (value, source, why ignored)} as the program sees it, with just these values set: (policy, name, type, value)."""
        keys = {policy.get("key") for policy in self.policies}
        lines = ["REGEDIT4", ""]
        for key in keys:
            for name in HIVES.values():
                lines += [f"[-{name}\\{key}]", ""]
            lines += [f"[{HIVES[hive]}\\{key}]", *(registry_line(*value) for policy, *value in values if policy.get("key") == key), ""]
        path = self.base / "set.reg"
        path.write_text("\r\n".join(lines))
        self.assertEqual(self.wine("regedit", "/S", path)[0], 0)
        _, said = self.wine(OPTIONS.programs / "Example.MessengerCtl.exe", "status", "--json")
        return {row["name"]: (row["value"], row["source"], row["ignored"]) for row in json.loads(said)["policy"]}

    def choices(self, policy):
        """(name, type, every value that "enabled" can write)."""
        name, kind, values = values_of(policy)
        return name, kind, [TYPED[name]] if values is None else values[:1] if kind == "REG_DWORD" else values

    def test_enabled_for_the_computer(self):
        most = max(len(self.choices(policy)[2]) for policy in self.policies)
        for turn in range(most):
            rows = [(policy, name, kind, values[min(turn, len(values) - 1)]) for policy in self.policies
                    for name, kind, values in [self.choices(policy)]]
            found = self.written("HKLM", rows)
            with self.subTest(turn=turn):
                self.assertEqual(found, {name: (value, f"HKLM\\{policy.get('key')}", None) for policy, name, _, value in rows})

    def test_enabled_for_the_user(self):
        rows = [(policy, name, kind, values[0]) for policy in self.policies for name, kind, values in [self.choices(policy)]]
        found = self.written("HKCU", rows)
        for policy, name, _, value in rows:
            refusal = None if policy.get("class") == "Both" else "only the machine's policy may set it"
            with self.subTest(name=name):
                self.assertEqual(found[name], (value, f"HKCU\\{policy.get('key')}", refusal))

    def test_disabled(self):
        rows = [(policy, *values_of(policy)[:2], values_of(policy)[2][1]) for policy in self.policies if policy.get("valueName")]
        self.assertEqual(len(rows), 4)
        found = self.written("HKLM", rows)
        self.assertEqual(found, {name: ("0", f"HKLM\\{policy.get('key')}", None) for policy, name, _, _ in rows})

    def test_not_configured(self):
        self.assertEqual(self.written("HKLM", []), {})
