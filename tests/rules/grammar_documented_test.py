"""Every name that a grammar declares says what it means, so that an XML editor completes and explains; and the grammars still
take the samples and refuse what the samples of faults hold.
"""
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

from tests.e2e.harness.options import SOURCE

XS = "{http://www.w3.org/2001/XMLSchema}"
DECLARING = {XS + kind for kind in ("element", "attribute", "simpleType", "complexType", "group", "attributeGroup", "enumeration",
                                    "unique", "key", "keyref")}
LONGEST = 320  # characters: an editor shows it in a tip
GRAMMARS = ("schema/catalog.xsd", "schema/config.xsd")


def declarations(root):
    """(what it is, its documentation or None) of all that has a name: types without one are their owner's."""
    for element in root.iter():
        name = element.get("name") or element.get("value")
        if element.tag in DECLARING and name:
            notes = element.findall(f"{XS}annotation/{XS}documentation")
            yield f"{element.tag.removeprefix(XS)} {name}", " ".join("".join(notes[0].itertext()).split()) if notes else None


def faults(root):
    for what, text in declarations(root):
        if not text:
            yield f"{what}: not documented"
        elif len(text) > LONGEST:
            yield f"{what}: {len(text)} characters"
        elif text.strip(".").lower() == what.split()[1].lower():
            yield f"{what}: says nothing: {text}"


def valid(grammar, document):
    done = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", SOURCE / grammar, document], capture_output=True, text=True)
    return done.returncode == 0, done.stderr


class Grammars(unittest.TestCase):
    def test_everything_declared_is_documented(self):
        for grammar in GRAMMARS:
            root = ElementTree.parse(SOURCE / grammar).getroot()
            self.assertGreater(len(list(declarations(root))), 10)
            self.assertEqual(list(faults(root)), [], grammar)

    def test_the_samples_are_accepted(self):
        samples = [("schema/catalog.xsd", SOURCE / "packaging/samples/catalog.xml"),
                   ("schema/config.xsd", SOURCE / "packaging/samples/messenger.config")]
        samples += [("schema/catalog.xsd", path) for path in sorted((SOURCE / "tests/data/catalog").glob("good-*.xml"))]
        self.assertGreater(len(samples), 8)
        for grammar, document in samples:
            ok, said = valid(grammar, document)
            self.assertTrue(ok, f"{document}: {said}")

    def test_faults_are_refused(self):
        for name in ("no-default-locale", "any-without-children", "link-http", "no-text", "not-with-two-children", "link-in-body"):
            self.assertFalse(valid("schema/catalog.xsd", SOURCE / f"tests/data/catalog/{name}.xml")[0], name)

    def test_an_undocumented_name_is_seen(self):
        for grammar in GRAMMARS:
            root = ElementTree.parse(SOURCE / grammar).getroot()
            documented = [e for e in root.iter() if e.tag in DECLARING and e.find(XS + "annotation") is not None]
            for element in documented:
                note = element.find(XS + "annotation")
                element.remove(note)
                self.assertEqual(len(list(faults(root))), 1, element.get("name") or element.get("value"))
                element.insert(0, note)
