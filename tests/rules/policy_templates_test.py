"""Holds each brand's Group Policy templates to Microsoft's grammar, to the table in policy_values.cpp, and to the real program.

The real program is `messengerctl status`, which is given every value that a template can set, as the machine's and as the user's.
"""
import copy
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

from tests.e2e.harness.options import OPTIONS, SOURCE
from tests.rules import policy_grammar as grammar

LANGUAGES = ("en-US", "de-DE")
FLAG = "kWantedFlag"
# What a person types into a template's text box.
TYPED = {"Proxy": "http://proxy.example.com:3128", "ReceiptCAFile": "/etc/ssl/ca.pem",
         "ReceiptRelay": "https://relay.example.com:8443"}


def parse(path):
    return ElementTree.parse(path).getroot()


def brands():
    """Those of this tree: a vendor's own may have been made beside them."""
    return [OPTIONS.build / "policy" / path.stem for path in sorted((SOURCE / "packaging/brands").glob("*.cmake"))]


def templates(folder):
    """(admx, {language: adml}) of a brand."""
    admx, = folder.glob("*.admx")
    return parse(admx), {language: parse(folder / language / (admx.stem + ".adml")) for language in LANGUAGES}


def rules_of_program():
    """{name: (class, type)} of the table that reads policies."""
    text = (SOURCE / "schema/platform/policy_values.cpp").read_text()
    rows = re.findall(r'Rule\{"(\w+)", (?:true|false), (true|false), ("[^"]*"|kWantedFlag), ', text)
    return {name: ("Machine" if machine_only == "true" else "Both", "REG_DWORD" if wanted == FLAG else "REG_SZ")
            for name, machine_only, wanted in rows}


def values_of(policy):
    """(value name, type, every value that it can set; None where a person types one)."""

    def find(path):
        return policy.findall("/".join(grammar.NAMESPACE + step for step in path.split("/")))

    if policy.get("valueName"):
        numbers = [e.get("value") for side in ("enabledValue", "disabledValue") for e in find(side + "/decimal")]
        return policy.get("valueName"), "REG_DWORD", numbers
    if enums := find("elements/enum"):
        return enums[0].get("valueName"), "REG_SZ", [e.text for e in find("elements/enum/item/value/string")]
    text, = find("elements/text")
    return text.get("valueName"), "REG_SZ", None


def status(machine_lines=(), user_lines=()):
    """The policy values that the real program found: {(name, value): why it was ignored, or None}.

    It runs as an ordinary user: for root it would not look at the user's.
    """
    with tempfile.TemporaryDirectory(prefix="tocsin-policy.") as base:
        os.chmod(base, 0o755)
        program = shutil.copy(OPTIONS.programs / "messengerctl", base)
        for folder, lines in (("etc", machine_lines), ("user", user_lines)):
            place = pathlib.Path(base, folder)
            place.mkdir()
            (place / "example-messenger.conf").write_text("\n".join(lines) + "\n")
        nobody = dict(user=40001, group=40001, extra_groups=[]) if os.geteuid() == 0 else {}
        done = subprocess.run([program, "--root", base, "status", "--json"], capture_output=True, text=True, cwd="/", **nobody,
                              env={"PATH": "/usr/bin:/bin", "HOME": base, "XDG_CONFIG_HOME": base + "/user"})
        return {(row["name"], row["value"]): row["ignored"] for row in json.loads(done.stdout)["policy"]}


class Templates(unittest.TestCase):
    def test_every_brand_has_its_own(self):
        self.assertGreaterEqual(len(brands()), 3)
        targets = {(t.get("prefix"), t.get("namespace")) for folder in brands() for t in
                   grammar.all_of(templates(folder)[0], "target")}
        self.assertEqual(len({prefix for prefix, _ in targets}), len(brands()), "two brands share a prefix")
        self.assertEqual(len({namespace for _, namespace in targets}), len(brands()), "two brands share a namespace")

    def test_they_obey_the_grammar_in_both_languages(self):
        for folder in brands():
            admx, texts = templates(folder)
            for language, adml in texts.items():
                with self.subTest(brand=folder.name, language=language):
                    self.assertEqual(grammar.faults(admx, adml), [])

    def test_values_types_and_classes_are_those_of_the_program(self):
        wanted = rules_of_program()
        self.assertGreaterEqual(len(wanted), 8)
        for folder in brands():
            policies = grammar.all_of(templates(folder)[0], "policy")
            told = {values_of(p)[0]: (p.get("class"), values_of(p)[1]) for p in policies}
            self.assertEqual(told, wanted, folder.name)
            self.assertEqual([p.get("name") for p in policies], [values_of(p)[0] for p in policies])

    def test_the_key_is_the_one_that_is_compiled_in(self):
        for folder in brands():
            keys = {policy.get("key") for policy in grammar.all_of(templates(folder)[0], "policy")}
            source = (OPTIONS.build / f"generated/brand_{folder.name}.cpp").read_text()
            self.assertEqual(keys, set(re.findall(r'\.win_policy_key = R"\((.*)\)"', source)), folder.name)
        program = (OPTIONS.programs / "messengerctl").read_bytes()
        self.assertIn(b"Software\\Policies\\Example\\Messenger\0", program)

    def test_no_brand_says_another_brands_name(self):
        vendors = {folder.name: re.search(r'BRAND_VENDOR "(.*)"', (SOURCE / f"packaging/brands/{folder.name}.cmake").read_text())[1]
                   for folder in brands()}
        for folder in brands():
            for path in folder.rglob("*.ad*"):
                text = re.sub(r"(?i)c:\\\w+\\ca.pem", "", path.read_text())
                self.assertIn(vendors[folder.name], text) if path.suffix == ".adml" else None
                for name, vendor in vendors.items():
                    if name != folder.name:
                        self.assertNotRegex(text, rf"\b{vendor}\b", path)
                self.assertNotRegex(text, r"@\w+@", path)

    def test_the_program_takes_every_value_that_can_be_set(self):
        lines = {}
        for policy in grammar.all_of(templates(OPTIONS.build / "policy/example")[0], "policy"):
            name, _, values = values_of(policy)
            lines[name] = values or [TYPED[name]]
        for name, values in lines.items():
            for value in values:
                with self.subTest(name=name, value=value):
                    self.assertEqual(status([f"{name}={value}"]), {(name, value): None})

    def test_the_class_is_whose_value_the_program_takes(self):
        for policy in grammar.all_of(templates(OPTIONS.build / "policy/example")[0], "policy"):
            name, _, values = values_of(policy)
            value = (values or [TYPED[name]])[0]
            refusal = None if policy.get("class") == "Both" else "only the machine's policy may set it"
            with self.subTest(name=name):
                self.assertEqual(status(user_lines=[f"{name}={value}"]), {(name, value): refusal})

    def test_the_longest_text_that_can_be_typed_is_taken(self):
        most = {e.get("valueName"): int(e.get("maxLength")) for e in
                grammar.all_of(templates(OPTIONS.build / "policy/example")[0], "text")}
        host = ".".join(["a" * 62] * 4) + "b"
        for name, value in (("Proxy", f"https://{host}:65535/"), ("ReceiptRelay", f"https://{host}:65535/"),
                            ("ReceiptCAFile", "/" + "a" * 1022)):
            with self.subTest(name=name):
                self.assertLessEqual(len(value), most[name])
                (_, ignored), = status([f"{name}={value}"]).items()
                self.assertIsNone(ignored)


class Checker(unittest.TestCase):
    """Each fault planted in a good template must be found."""

    def planted(self, edit):
        admx, texts = templates(OPTIONS.build / "policy/example")
        admx, adml = copy.deepcopy(admx), copy.deepcopy(texts["en-US"])
        self.assertEqual(grammar.faults(admx, adml), [])
        edit(lambda name, of=None: grammar.all_of(adml if of == "adml" else admx, name))
        return grammar.faults(admx, adml)

    def test_faults_are_seen(self):
        def swap(parent):
            parent[:] = reversed(list(parent))
        rows = {
            "no class": lambda e: e("policy")[0].attrib.pop("class"),
            "a class of its own": lambda e: e("policy")[0].set("class", "Computer"),
            "a hive in the key": lambda e: e("policy")[0].set("key", "HKLM\\Software\\Policies\\Example"),
            "a key that begins with a backslash": lambda e: e("policy")[0].set("key", "\\Software"),
            "no key": lambda e: e("policy")[0].attrib.pop("key"),
            "children out of order": lambda e: swap(e("policy")[0]),
            "parts out of order": lambda e: swap(e("policyDefinitions")[0]),
            "no supportedOn": lambda e: e("policy")[0].remove(e("policy")[0][1]),
            "no parent category": lambda e: e("policy")[0].remove(e("policy")[0][0]),
            "a category that is not there": lambda e: e("parentCategory")[1].set("ref", "Elsewhere"),
            "a namespace that is not there": lambda e: e("parentCategory")[1].set("ref", "other:Vendor"),
            "a category below itself": lambda e: e("parentCategory")[0].set("ref", "Notices"),
            "a definition that is not there": lambda e: e("definition")[0].set("name", "Other"),
            "two policies of one name": lambda e: e("policy")[1].set("name", "Disable"),
            "two categories of one name": lambda e: e("category")[1].set("name", "Vendor"),
            "a string that is not there": lambda e: e("policy")[0].set("displayName", "$(string.Nothing)"),
            "a string that is not used": lambda e: e("policy")[0].attrib.pop("explainText"),
            "text in place of a reference": lambda e: e("policy")[0].set("displayName", "Turn off"),
            "a presentation that is not there": lambda e: e("policy")[5].set("presentation", "$(presentation.Nothing)"),
            "elements without presentation": lambda e: e("policy")[5].attrib.pop("presentation"),
            "a control of another kind": lambda e: setattr(e("dropdownList", "adml")[0], "tag", grammar.NAMESPACE + "textBox"),
            "a control for another element": lambda e: e("textBox", "adml")[0].set("refId", "Other"),
            "a textBox without label": lambda e: e("textBox", "adml")[0].clear(),
            "a default behind the last": lambda e: e("dropdownList", "adml")[0].set("defaultItem", "4"),
            "no value on the other side": lambda e: e("policy")[0].remove(e("policy")[0][3]),
            "no value name": lambda e: e("policy")[0].attrib.pop("valueName"),
            "a value that is no number": lambda e: e("decimal")[0].set("value", "yes"),
            "an item without value": lambda e: e("item")[0].remove(e("item")[0][0]),
            "an element without id": lambda e: e("text")[0].attrib.pop("id"),
            "an unknown attribute": lambda e: e("text")[0].set("maxlength", "3"),
            "an unknown element": lambda e: setattr(e("text")[0], "tag", grammar.NAMESPACE + "textbox"),
            "no namespace": lambda e: setattr(e("text")[0], "tag", "text"),
            "a string twice": lambda e: e("string", "adml")[1].set("id", "Supported"),
            "an empty string": lambda e: setattr(e("string", "adml")[1], "text", " "),
            "stray text": lambda e: setattr(e("policies")[0], "text", "policies"),
            "no target": lambda e: e("policyNamespaces")[0].clear(),
            "no revision": lambda e: e("policyDefinitionResources", "adml")[0].attrib.pop("revision"),
            "a newer revision wanted": lambda e: e("resources")[0].set("minRequiredRevision", "1.1"),
        }
        for name, edit in rows.items():
            with self.subTest(name):
                self.assertTrue(self.planted(edit))
