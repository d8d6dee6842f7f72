"""Catalogs of the tests: the sample with later days, and two notices for everybody on a machine that has the console."""
import pathlib

from tests.e2e.harness.options import SOURCE

CATALOG = SOURCE / "packaging/samples/catalog.xml"
EXPIRES = "2027-12-05T"
BEGINS = "2026-11-23T"

# What makes a machine one that the notices of `TWO_NOTICES` concern.
DPKG_STATUS = "Package: example-management\nStatus: install ok installed\nVersion: 5.0-1\n\n"
TWO_NOTICES = """<?xml version="1.0" encoding="UTF-8"?>
<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">
  <detect><host><package name="example-management"/></host></detect>
  <message id="first" category="security" severity="critical" audience="all"
           not-before="2025-11-01T00:00:00Z" expires="2028-10-01T00:00:00Z" act-by="2028-01-01T00:00:00Z">
    <text locale="en"><title>The first &amp; worst notice</title>
      <body><p>Ends soon.</p><ul><li>Do this.</li></ul></body>
      <link href="https://support.example.com/kb/1">How</link></text>
  </message>
  <message id="second" category="maintenance" severity="info" audience="all"
           not-before="2025-11-01T00:00:00Z" expires="2028-10-01T00:00:00Z">
    <text locale="en"><title>The second notice</title><body><p>For information.</p></body></text>
  </message>
</catalog>
"""


def sample_catalog() -> str:
    """The sample catalog as the tests ship it: its notices live until the tests themselves expire."""
    return moved(CATALOG.read_text(encoding="utf-8"), EXPIRES, "2028-10-01T")


def endless_sample() -> str:
    """The same, and what begins or ends on the sample's day does so years later."""
    return moved(sample_catalog(), BEGINS, "2028-09-01T")


def moved(text: str, day: str, later: str) -> str:
    if day not in text:
        raise AssertionError(f"{CATALOG} says nothing of {day}")
    return text.replace(day, later)


def install_package_list(root: pathlib.Path, status: str = DPKG_STATUS) -> pathlib.Path:
    """The list of installed packages of the machine below `root`; its path."""
    path = root / "var/lib/dpkg/status"
    path.parent.mkdir(parents=True)
    path.write_text(status)
    return path
