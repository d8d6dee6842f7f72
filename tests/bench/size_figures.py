"""What each program and the patch weigh, beside `xz -9` of the same bytes. Printed, not judged."""
import subprocess
import tempfile

from tests.bench.figures import Row

from tests.e2e.harness.vendor import Vendor

PROGRAMS = ("messenger", "messenger-dialog", "messengerctl", "update-patch")


def row(name, path):
    size = path.stat().st_size
    packed = len(subprocess.run(["xz", "-9", "--stdout", path], check=True, capture_output=True).stdout)
    return Row(f"size of {name}", f"{size >> 10} KiB", "xz -9 of it", f"{packed >> 10} KiB", size / packed, "")


def figures(programs):
    for name in PROGRAMS:
        yield row(name, programs / name)
    with tempfile.TemporaryDirectory(prefix="tocsin-size.") as folder:
        vendor = Vendor(programs, folder)
        yield row("the sample's patch", vendor.patch(vendor.release(1)))
