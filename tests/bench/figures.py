"""Figures of one run, each beside its peers: taken in turns, compared pair by pair, judged against a target.

A ratio is the median over the rounds of ours / theirs within the same round, so that what slows the machine slows both.
"""
import dataclasses
import statistics
import time


@dataclasses.dataclass
class Row:
    """One line of the table. `target`: the most that `ratio` may be; None: printed, not judged."""
    figure: str
    ours: str
    beside: str
    theirs: str
    ratio: float
    spread: str
    target: float = None

    @property
    def verdict(self):
        if self.target is None:
            return ""
        return "met" if self.ratio <= self.target else "missed"


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) * percent // 100]


def spread(ratios):
    return f"{percentile(ratios, 10):.2f}..{percentile(ratios, 90):.2f}"


def milliseconds(value):
    return f"{value:.3f} ms" if value < 10 else f"{value:.0f} ms" if value >= 1000 else f"{value:.1f} ms"


def paired_row(figure, ours, beside, theirs, target=None, unit=milliseconds):
    """`ours`, `theirs`: one value a round, of the same rounds."""
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    return Row(figure, unit(statistics.median(ours)), beside, unit(statistics.median(theirs)), statistics.median(ratios),
               spread(ratios), target)


def mebibytes(kib):
    return f"{kib / 1024:.1f} MiB"


def absolute_row(figure, ours, limit, unit=milliseconds):
    """`ours`: one value a round, judged by their median against a limit of the same unit."""
    ratios = [value / limit for value in ours]
    return Row(figure, unit(statistics.median(ours)), "limit", unit(limit), statistics.median(ratios), spread(ratios), 1)


def in_turns(runs, rounds, prepare=None):
    """{name: [milliseconds]} of functions that each do one run and return its time; the first of a round changes.
    `prepare` is called before each round."""
    times = {name: [] for name in runs}
    names = list(runs)
    for turn in range(rounds):
        first = turn % len(names)
        if prepare:
            prepare()
        for name in names[first:] + names[:first]:
            times[name].append(runs[name]())
    return times


def timed(run):
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def print_table(rows):
    titles = ("figure", "ours", "beside", "theirs", "ratio", "10..90 %", "target", "verdict")
    lines = [(row.figure, row.ours, row.beside, row.theirs, f"{row.ratio:.2f}", row.spread,
              "" if row.target is None else f"{row.target:g}", row.verdict) for row in rows]
    widths = [max(len(line[i]) for line in [titles, *lines]) for i in range(len(titles))]
    for number, line in enumerate([titles, *lines]):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
