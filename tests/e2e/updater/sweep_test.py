"""A run of update-patch, killed or refused at each of its system calls: what is live stays whole, the next run succeeds.

Runs as root.
"""
import collections
import dataclasses
import multiprocessing
import os
import pathlib
import re
import tempfile
import unittest

from tests.e2e.harness import sweep
from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.sweep import below
from tests.e2e.harness.vendor import STATE, Target
from tests.e2e.updater.forge import Forge

OLDEST, BELOW, OLDER, NEW = 2, 4, 5, 6  # serials
ERRORS = ("EIO", "ENOSPC", "EROFS", "EMFILE", "EINTR", "EACCES")
EXITS = {0, *range(2, 11)}
TRUSTED = ("trust.dat", "scf.dat", "current")  # what the memory of a machine is read from
CHANGES = {"renameat", "symlinkat", "fsync", "mkdirat", "unlinkat", "fchmod"}
SECRET = re.compile(rb"[0-9a-f]{64}\n")
LOG_AND_LOCK = ("update.log", "update.lock")
WORKERS = 2


@dataclasses.dataclass
class Scenario:
    """What is disturbed, from where, and what may be there afterwards. A set is None or its picture."""
    name: str
    before: sweep.Snapshot
    words: tuple
    old: dict  # live before; may be damaged
    new: dict  # live afterwards
    ends: tuple = (0,)
    again: tuple = None  # ends of the next run, where they are others: what it brings may be live already, beside what is newer
    recover: tuple = None  # the next run; the same words when not given
    old_is_sound: bool = True
    keeps_trust: bool = True  # whether something was accepted before
    purges: bool = False
    kinds: tuple = ("kill", "error", "short")
    calls: list = dataclasses.field(default_factory=list)
    after: dict = None
    sets_before: list = None

    def has_trust_dat(self):
        return not self.purges and f"{STATE}/trust.dat" in self.before.entries

    def next_words(self):
        return self.recover or self.words


@dataclasses.dataclass(frozen=True)
class Point:
    scenario: str
    kind: str  # kill, pair, short, or an error's name
    call: str
    count: int
    second: tuple = None  # pair: (call, count) at which the recovery is killed

    def __str__(self):
        return f"{self.scenario} {self.kind} {self.call}:{self.count}" + (f" then {self.second}" if self.second else "")


class Site:
    """One machine, and what can be asked about it."""

    def __init__(self, world):
        self.world, self.target, self.pictures = world, Target(world.folder()), sweep.Picture()
        self.patch = world.programs / "update-patch"

    def run(self, words, wrap=()):
        return self.target.run(self.patch, *words, wrap=wrap)

    def live_set(self):
        """(kind, picture): kind is none, set or broken."""
        name = self.target.live()
        if name is None:
            return ("broken" if os.path.lexists(self.target.install / "current") else "none"), None
        picture = self.pictures.of(self.target.install / name)
        return ("set", picture) if picture else ("broken", None)

    def sets(self):
        """Pictures of all sets, live or not."""
        names = self.target.sets() if self.target.install.is_dir() else []
        return [self.pictures.of(self.target.install / name) for name in names]

    def state(self):
        """Picture of the state folder, any good secret being like another."""
        name = "secret"
        there = self.pictures.of(self.target.state, without=LOG_AND_LOCK) or {}
        if name in there and SECRET.fullmatch((self.target.state / name).read_bytes()):
            there[name] = (*there[name][:3], "64 digits")
        return there

    def readers(self):
        """Exits of the gate and of `messengerctl verify`."""
        return tuple(self.target.as_reader(*words).returncode for words in (("notifier",), ("control", "verify")))

    def whole(self, scenario):
        """The tree, names of sets replaced by what they are; the sets beside the live one."""
        tree = self.pictures.of(self.target.root, without=() if scenario.purges else LOG_AND_LOCK)
        live, others, named = self.target.live(), [], {}
        base = str(self.target.install.relative_to(self.target.root))
        sets = self.target.sets() if self.target.install.is_dir() else []
        for name, entry in tree.items():
            inside = name[len(base) + 1:] if name.startswith(base + "/") else ""
            owner = inside.split("/")[0]
            if inside == "current":
                entry = ("link", "LIVE" if entry[1] == live else entry[1])
            if owner in sets and owner != live:
                continue
            named[name.replace(owner, "LIVE") if owner and owner == live else name] = entry
        for name in sets:
            if name != live:
                others.append(self.pictures.of(self.target.install / name))
        state = str(self.target.state.relative_to(self.target.root))
        named.update({f"{state}/{name}": entry for name, entry in self.state().items() if name != "."})
        return named, others


class World:
    """The vendor's files and the machines to begin with; made once, shared by the workers."""

    def __init__(self, programs, base):
        self.base = base
        self.forge = Forge(base, programs)
        self.programs = self.forge.programs
        self.patches = {serial: self.words(self.forge.full(serial, files=self.files(serial))) for serial in (OLDEST, BELOW, OLDER, NEW)}
        self.patches["notices"] = self.words(self.forge.notices_file(NEW))
        # Each of these is older than OLDER in one role, and takes the live set's files in that role.
        self.patches["programs"] = self.words(self.forge.full(BELOW, programs=NEW, files=self.files(NEW)))
        self.patches["old programs"] = self.words(self.forge.full(NEW, programs=BELOW, files=self.files(BELOW)))
        self.made = 0
        self.site = Site(self)
        self.scenarios = {s.name: s for s in self.make_scenarios()}
        for scenario in self.scenarios.values():
            self.rehearse(scenario)

    def folder(self):
        return tempfile.mkdtemp(prefix="site.", dir=self.base)

    def words(self, payload):
        return ("--payload", str(self.forge.write(payload)))

    @staticmethod
    def files(serial):
        """The gate and messengerctl are real where they are run; the dialog never is."""
        files = {"dialog": b"#!/bin/true %d\n" % serial, "updater": b"#!/bin/false\n"}
        if serial in (OLDEST, BELOW):
            files.update({"notifier": b"#!/bin/false\n", "control": b"#!/bin/false\n"})
        return files

    def keep(self, *runs):
        """The machine after these runs, from nothing."""
        with Target(self.folder()) as target:
            for words in runs:
                if callable(words):
                    words(target)
                    continue
                done = target.run(self.programs / "update-patch", *words)
                assert done.returncode == 0, f"{words}: {done.returncode} {done.stderr}"
            self.made += 1
            live = target.live()
            picture = sweep.Picture().of(target.install / live) if live else None
            return sweep.Snapshot(target.root, self.base / f"kept{self.made}"), picture

    def make_scenarios(self):
        def damage(target):
            (target.install / "current/messenger-dialog").write_bytes(b"#!/bin/true x\n")

        def forget(target):
            (target.state / "trust.dat").unlink()

        oldest, lower, older, new = (self.patches[serial] for serial in (OLDEST, BELOW, OLDER, NEW))
        notices, programs, old_programs = (self.patches[name] for name in ("notices", "programs", "old programs"))
        nothing, _ = self.keep()
        upgraded, a = self.keep(oldest, older)
        _, b = self.keep(new)
        _, with_new_notices = self.keep(older, notices)
        _, with_new_programs = self.keep(older, programs)
        damaged, broken = self.keep(older, new, damage)
        left, _ = self.keep(oldest, older, ("uninstall",))
        forgetful, _ = self.keep(older, forget)
        damaged_older, broken_older = self.keep(oldest, older, damage)
        remove = ("uninstall",)
        return [
            Scenario("upgrade", upgraded, new, a, b),
            Scenario("notices file", upgraded, notices, a, with_new_notices),
            Scenario("programs alone are newer", upgraded, programs, a, with_new_programs, again=(0, 10)),
            Scenario("notices alone are newer", upgraded, old_programs, a, with_new_notices, again=(0, 10)),
            Scenario("first", nothing, new, None, b, keeps_trust=False),
            Scenario("repair", damaged, new, broken, b, old_is_sound=False),
            Scenario("uninstall", upgraded, remove, a, None),
            Scenario("uninstall, then install", upgraded, remove, a, None, recover=new),
            Scenario("purge", upgraded, ("uninstall", "--purge"), a, None, ends=(0, 3), keeps_trust=False, purges=True),
            Scenario("rollback, nothing live", left, lower, None, None, ends=(5,), kinds=("error", "short")),
            Scenario("notices file, nothing live", left, notices, None, None, ends=(5,), kinds=("error", "short")),
            Scenario("rollback, no trust.dat", forgetful, lower, a, a, ends=(10,), kinds=("error", "short")),
            Scenario("notices file, damaged programs", damaged_older, notices, broken_older, broken_older, ends=(5,),
                     recover=older, old_is_sound=False),
        ]

    def rehearse(self, scenario):
        """The calls of an undisturbed run, and what it leaves."""
        site = self.site
        scenario.before.restore(site.target.root)
        scenario.sets_before = site.sets()
        ended = []
        log = self.base / "trace.log"
        scenario.calls = sweep.calls_of(lambda wrap: ended.append(site.run(scenario.words, wrap).returncode), log)
        assert ended[0] == scenario.ends[0], f"{scenario.name}: {ended}"
        if scenario.recover:
            assert site.run(scenario.recover).returncode == 0
        is_sound = scenario.ends[0] != 5 or scenario.old_is_sound or scenario.recover
        assert not site.target.live() or not is_sound or site.readers() == (0, 0), scenario.name
        scenario.after, _ = site.whole(scenario)


class Judge:
    """Goes to one point and says what was wrong there: [(class, words)]."""

    def __init__(self, site):
        self.site, self.world, self.heard = site, site.world, {}

    def go(self, point):
        scenario, site = self.world.scenarios[point.scenario], self.site
        scenario.before.restore(site.target.root)
        kind = "kill" if point.kind == "pair" else point.kind
        done = site.run(scenario.words, sweep.wrap_of(kind, point.call, point.count))
        problems = self.after_the_fault(scenario, kind, done.returncode)
        if point.second:
            site.run(scenario.next_words(), sweep.wrap_of("kill", *point.second))
            problems += self.between(scenario, None)
        problems += self.after_the_next_run(scenario)
        return done.returncode, [(name, f"{point}: {words}") for name, words in problems]

    def after_the_fault(self, scenario, kind, status):
        problems = []
        if kind == "kill" and status != -9:
            problems.append(("run", f"was not killed but ended with {status}"))
        if kind != "kill" and status not in EXITS:
            problems.append(("run", f"ended with {status}"))
        if kind != "kill" and status == 0 and scenario.ends[0] != 0:
            problems.append(("trust", "accepted what has to be refused"))
        if kind != "kill" and status != 0 and "uninstall" not in scenario.words:
            problems += self.rests(scenario)
        return problems + self.between(scenario, status)

    def rests(self, scenario):
        """A run that failed by itself has taken back what it had begun."""
        known = [*scenario.sets_before, scenario.new]
        begun = [name for name in below(self.site.target.root) if name.endswith(".new")]
        begun += [sorted(picture) for picture in self.site.sets() if picture not in known]
        return [("stray", f"it failed and left {begun}")] if begun else []

    def between(self, scenario, status):
        """Right after the fault, before anything is mended."""
        kind, picture = self.site.live_set()
        is_old, is_new = picture == scenario.old, picture == scenario.new
        if kind == "broken" or not (is_old or is_new or (kind == "none" and scenario.recover)):
            return [("mixture", f"live is {kind}, neither the old nor the new set")]
        problems = []
        if status == 0 and not is_new:
            problems.append(("run", "said 0 and the new set is not live"))
        # The programs' answers depend on the live set and the state alone: asked once for each two of them.
        key = (scenario.name, is_new, repr(picture), repr(self.site.state()))
        if key not in self.heard:
            self.heard[key] = self.ask(scenario, picture, picture is not None and (not is_old or scenario.old_is_sound))
        return problems + self.heard[key]

    def ask(self, scenario, picture, sound):
        problems = []
        if picture is not None:
            readers = self.site.readers()
            if readers != (0, 0) and sound or readers[1] != 5 and not sound:
                problems.append(("mixture", f"gate and verify as the reader: {readers}"))
        return problems + self.trust(scenario, sound)

    def trust(self, scenario, sound):
        status = self.site.target.status(self.site.patch)
        problems = [] if status.get("product") == "example.messenger" else [("run", f"status says {status}")]
        if scenario.has_trust_dat() and status.get("trust.dat") != "sound":
            problems.append(("trust", f"trust.dat is {status.get('trust.dat')}"))
        accepted = [int(status.get(key, "0.0").split(".")[1]) for key in ("accepted", "accepted-programs")]
        if (scenario.keeps_trust or sound) and min(accepted) < OLDER:
            problems.append(("trust", f"accepted has become {accepted}"))
        if scenario.keeps_trust or sound:
            live = self.site.live_set()
            refused = self.site.run(self.world.patches[BELOW]).returncode
            if refused not in (5, 10) or self.site.live_set() != live:
                problems.append(("trust", f"an older release: {refused}"))
        return problems

    def after_the_next_run(self, scenario):
        """The same again, undisturbed."""
        site = self.site
        done = site.run(scenario.next_words())
        if done.returncode not in ((0,) if scenario.recover else scenario.again or scenario.ends):
            return [("recovery", f"the next run ended with {done.returncode}: {done.stderr[-300:]}")]
        problems = []
        tree, others = site.whole(scenario)
        differing = sorted(k for k in tree.keys() | scenario.after.keys() if tree.get(k) != scenario.after.get(k))
        if differing:
            problems.append(("stray", f"differs from an undisturbed run: {differing}"))
        is_refused = scenario.ends == (5,)  # and then cleans nothing up
        known = scenario.sets_before if is_refused else [scenario.old, self.world.scenarios["upgrade"].old]
        if any(other not in known for other in others) or len(others) > 1:
            problems.append(("stray", f"left beside the live set: {[sorted(o) for o in others]}"))
        # The undisturbed tree was shown to the readers in the rehearsal: only another one has to be.
        if differing and site.target.live() and site.readers() != (0, 0):
            problems.append(("recovery", "gate and verify as the reader"))
        return problems


def kills(scenario):
    return [Point(scenario.name, "kill", name, count) for name, count, _ in scenario.calls]


def faults(scenario, kinds):
    """Every call refused in each of these ways, or served by half."""
    points = [Point(scenario.name, kind, name, count) for name, count, _ in scenario.calls for kind in kinds
              if kind != "short" and name not in sweep.NEVER_REFUSED]
    if "short" in kinds:
        points += [Point(scenario.name, "short", name, count) for name, count, _ in scenario.calls
                   if name in sweep.SHORT_CALLS]
    return points


def spread(points, number):
    """About that many of them, evenly."""
    step = max(1, len(points) // max(1, number))
    return points[step // 2::step]


def pairs(scenario, first, second):
    """Kills of the run, each with kills of its recovery."""
    ends = [(name, count) for name, count, _ in scenario.calls]
    return [dataclasses.replace(point, kind="pair", second=end)
            for point in spread(kills(scenario), first) for end in spread(ends, second)]


def withheld(scenario):
    """The memory of the machine cannot be looked at: that must not be taken for having none."""
    return [Point(scenario.name, kind, name, count) for name, count, text in scenario.calls for kind in ERRORS
            if name in ("openat", "readlinkat") and any(f'"{file}"' in text for file in TRUSTED)]


def full_points(scenarios):
    points = []
    for scenario in scenarios:
        if "kill" in scenario.kinds:
            points += kills(scenario)
        if not scenario.recover:
            points += faults(scenario, (*ERRORS, "short"))
        if scenario.name in ("upgrade", "first", "repair", "uninstall"):
            points += pairs(scenario, 20, 20)
    return points


def usual_points(scenarios):
    """Each change of the disk in each scenario, and each new file while it is empty, killed; of the rest a few."""
    points = []
    for scenario in scenarios:
        if "kill" in scenario.kinds and scenario.name != "uninstall, then install":  # killed alike in "uninstall"
            changes = [p for p in kills(scenario) if p.call in CHANGES]
            rest = [p for p in kills(scenario) if p.call not in CHANGES]
            points += changes + spread(rest, 6)
        if not scenario.recover:
            points += spread(faults(scenario, ERRORS), 9) + spread(faults(scenario, ("short",)), 2)
        if "kill" not in scenario.kinds:
            points += withheld(scenario)
    by_name = {s.name: s for s in scenarios}
    return points + (pairs(by_name["upgrade"], 2, 3) if "upgrade" in by_name else [])


JUDGE = None


def begin(world):
    global JUDGE
    JUDGE = Judge(Site(world))


def visit(point):
    return point, *JUDGE.go(point)


CLASSES = ("mixture", "trust", "stray", "recovery", "run")


def table(rows):
    """Points by scenario and kind, their ends, and what was wrong."""
    print(f"{'scenario':25} {'kind':7} {'points':>6} {'done':>6} {'failed':>6} {'killed':>6}  "
          + " ".join(f"{name:>9}" for name in CLASSES))
    for (scenario, kind), row in rows.items():
        print(f"{scenario:25} {kind:7} {row['points']:6} {row['done']:6} {row['failed']:6} {row['killed']:6}  "
              + " ".join(f"{row[name]:9}" for name in CLASSES))


def sweep_all(world, points):
    """({(scenario, kind): counts}, [what was wrong])."""
    rows, wrong = collections.defaultdict(collections.Counter), []
    with multiprocessing.get_context("fork").Pool(WORKERS, begin, (world,)) as pool:
        for point, status, problems in pool.imap_unordered(visit, points, chunksize=8):
            row = rows[point.scenario, point.kind]
            row["points"] += 1
            row["killed" if status < 0 else "failed" if status else "done"] += 1
            row.update({name for name, _ in problems})
            wrong += [f"{name}: {words}" for name, words in problems]
    return rows, wrong


class Sweep(unittest.TestCase):
    def test_disturbed_at_each_call(self):
        shared = pathlib.Path("/dev/shm")  # gigabytes are written and thrown away
        with tempfile.TemporaryDirectory(prefix="tocsin-sweep.", dir=shared if shared.is_dir() else None) as base:
            pathlib.Path(base).chmod(0o755)
            world = World(OPTIONS.programs, pathlib.Path(base))
            chosen = [world.scenarios[name] for name in OPTIONS.only.split(";")] if OPTIONS.only else list(world.scenarios.values())
            rows, wrong = sweep_all(world, full_points(chosen) if OPTIONS.full else usual_points(chosen))
        if OPTIONS.full:
            table(dict(sorted(rows.items())))
        total = sum(rows.values(), collections.Counter())
        print(f"sweep: {total['points']} points in {len(chosen)} scenarios, " + ", ".join(f"{total[name]} {name}" for name in CLASSES))
        self.maxDiff = None
        self.assertEqual(wrong[:200], [])
        self.assertGreater(total["points"], 0)
