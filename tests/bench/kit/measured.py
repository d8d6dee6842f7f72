"""Commands of the author's kit, and their peers, measured alone."""
import subprocess

GNU_TIME = "/usr/bin/time"


class Measured:
    """Runs commands and keeps of each the peak memory of every run."""

    def __init__(self, folder):
        self.report, self.peaks = folder / "measured", {}

    def run(self, name, command):
        """Milliseconds of the processor. GNU time starts it, because a child's peak begins with that of its starter."""
        with (self.report.with_name(name + ".out")).open("wb") as out:
            subprocess.run([GNU_TIME, "-f", "%U %S %M", "-o", self.report, *map(str, command)], check=True, stdout=out)
        user, system, kibibytes = self.report.read_text().split()
        self.peaks.setdefault(name, []).append(int(kibibytes) * 1024 / 1e6)
        return (float(user) + float(system)) * 1000

    def output(self, name):
        return self.report.with_name(name + ".out").read_text()


def megabytes(value):
    return f"{value:.0f} MB"


def seconds(value):
    return f"{value / 1000:.2f} s"
