"""The sample catalog as the tests ship it: its notices live until the tests themselves expire."""
import pathlib

CATALOG = pathlib.Path(__file__).resolve().parents[2] / "packaging/samples/catalog.xml"
EXPIRES = "2027-12-05T"


def sample_catalog():
    text = CATALOG.read_text(encoding="utf-8")
    if EXPIRES not in text:
        raise AssertionError(f"{CATALOG} says nothing of {EXPIRES}")
    return text.replace(EXPIRES, "2028-10-01T")
