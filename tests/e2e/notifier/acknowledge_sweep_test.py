"""A reader acknowledges, and the program is killed, or one call is refused or served by half, at each system call from the
click to its end. What was acknowledged never returns, what was not does, each receipt arrives once, the record stays sound.

Without a window by `messengerctl show` at a terminal, whose acts take the same way; with the window (`window_kills`) at some.
Runs as root.
"""
import collections
import dataclasses
import json
import multiprocessing
import re
import resource
import unittest

from tests.e2e.harness import sweep
from tests.e2e.harness.options import OPTIONS
from tests.e2e.notifier.desk import IDS, RECEIPTS, Desk

ERRORS = ("EIO", "ENOSPC", "EROFS", "EDQUOT", "EINTR")
LASTING = ("EIO+", "ENOSPC+", "EROFS+")  # from this call on, every one of its name
REFUSED = ("pwrite64", "write", "fsync", "fdatasync", "rename", "unlink", "ftruncate", "openat")
CLICKS = "a\na\n"
STUBBORN = "a\na\na\nq\n"  # once more for what was refused, then away
EXITS = {0, *range(2, 10)}
CALL = re.compile(r"^\d+\s+(\w+)\((.*)")
WINDOW_POINTS = 2
USUAL_KILLS, USUAL_FAULTS = 44, 26
BUSY_TIMES = 20  # the processor time of the undisturbed run, strace's own included in both


@dataclasses.dataclass(frozen=True)
class Point:
    kind: str  # kill, pair, short, an error's name, with "+" for good
    call: str
    count: int
    second: tuple = None  # pair: (call, count) at which the next start is killed, too

    def wrap(self):
        when = f"{self.count}+" if self.kind.endswith("+") else self.count
        return sweep.wrap_of(self.killed or self.kind.rstrip("+"), self.call, when)

    @property
    def killed(self):
        return "kill" if self.kind in ("kill", "pair") else ""

    def __str__(self):
        return f"{self.kind} at {self.call}:{self.count}" + (f", then at {self.second}" if self.second else "")


def calls_after_the_click(lines):
    """[(name, count, text)]: from the first answer read on; counted from the start, as strace counts."""
    seen, calls, started = collections.Counter(), [], False
    for line in lines:
        if found := CALL.match(line):
            name, text = found.groups()
            seen[name] += 1
            if started:
                calls.append((name, seen[name], text))
            started = started or (name == "read" and text.startswith("0<"))
    return calls


def rehearse(desk):
    """Of an undisturbed run, which is itself as it should be: its calls, the names it leaves in the record's folder, and its
    seconds of processor time."""
    log = desk.machine.base / "trace"
    log.touch()
    log.chmod(0o666)
    desk.begin()
    busy = processor_time()
    status, said = desk.show(CLICKS, ("strace", "-f", "-qq", "-y", "-o", str(log)))
    busy = processor_time() - busy
    assert status == 0 and said.recorded == list(IDS) and desk.arrived() == RECEIPTS, said.text
    return calls_after_the_click(log.read_text(errors="replace").splitlines()), names(desk), busy


def names(desk):
    return sorted(path.name for path in desk.folder.iterdir())


def is_of_the_record(text):
    return "/example-messenger/state.db" in text or "/state/example-messenger>" in text or '/state/example-messenger"' in text


def kills(calls):
    return [Point("kill", name, count) for name, count, _ in calls]


def faults(calls):
    """Each change of the record, refused in each way or served by half."""
    found = [(name, count) for name, count, text in calls if name in REFUSED and is_of_the_record(text)]
    return [Point(kind, name, count) for kind in (*ERRORS, *LASTING) for name, count in found] + \
        [Point("short", name, count) for name, count in found if name in sweep.SHORT_CALLS]


def pairs(calls, first, second):
    """Killed while it records, and the next start while it takes that back or goes on."""
    recording = [point for point in kills(calls) if point.call in ("pwrite64", "fdatasync", "unlink")]
    ends = [(name, count) for name in ("openat", "fcntl", "pread64", "pwrite64", "fdatasync", "unlink", "ftruncate", "newfstatat")
            for count in range(1, 40)]
    return [dataclasses.replace(point, kind="pair", second=end) for point in spread(recording, first) for end in spread(ends, second)]


def spread(points, number):
    step = max(1, len(points) // number)
    return points[step // 2::step]


class Judge:
    def __init__(self, desk, left, usual):
        self.desk, self.left, self.usual = desk, left, usual

    def go(self, point):
        """What was wrong there, in words."""
        desk = self.desk
        desk.begin()
        answers = CLICKS if point.killed else STUBBORN
        busy = processor_time()
        status, said = desk.show(answers, point.wrap())
        spent = processor_time() - busy
        wrong = self.of_the_run(point, status, said)
        if point.second:
            status, again = desk.show(CLICKS, sweep.wrap_of("kill", *point.second))
            wrong += self.of_the_run(point, status, again)
            said.recorded += again.recorded
        if spent > BUSY_TIMES * self.usual:
            wrong.append(f"{spent:.2f} s of processor time, {self.usual:.2f} s undisturbed")
        return [f"{point}: {words}" for words in wrong + self.of_the_record(point, said) + self.of_the_end(point)]

    @staticmethod
    def of_the_run(point, status, said):
        if point.killed:
            return [] if status in (-9, 0) else [f"ended with {status}"]
        wrong = [] if status in EXITS else [f"ended with {status}"]
        undecided = set(IDS) - set(said.recorded)
        if undecided and not said.refusals:
            wrong.append(f"neither recorded nor refused: {sorted(undecided)}; {said.text[-300:]}")
        return wrong

    def of_the_record(self, point, said):
        """Right after the fault: sound, and all is there of which the reader was told so."""
        durable, sound = self.desk.durable()
        wrong = [] if sound == "ok" else [f"the record: {sound}"]
        if not set(said.recorded) <= durable:
            wrong.append(f"said to be recorded {said.recorded}, found {sorted(durable)}")
        listed = {id for id, reason in self.desk.listed().items() if reason == "acknowledged"}
        if listed != durable:
            wrong.append(f"found {sorted(durable)}, listed as acknowledged {sorted(listed)}")
        # Once the journal's name is gone the act is there; whether that lasts is in doubt when the folder cannot be flushed.
        is_in_doubt = point.call == "fdatasync" and point.kind in LASTING and len(durable - set(said.recorded)) == 1
        if not point.killed and not is_in_doubt and durable - set(said.recorded):
            wrong.append(f"said not to be recorded, yet it is: {sorted(durable - set(said.recorded))}")
        return wrong + self.next_start(durable)

    def next_start(self, durable):
        """What was acknowledged does not return, what was not does."""
        status, again = self.desk.show(CLICKS)
        wanted = [id for id in IDS if id not in durable]
        if status != 0 or again.offered != wanted or again.recorded != wanted:
            return [f"the next start ended with {status}, showed {again.offered}, not {wanted}, recorded {again.recorded}"]
        return []

    def of_the_end(self, point):
        """Every receipt is at the vendor once, and nothing is left over."""
        if self.desk.outbox() and not point.killed:  # the sender met the fault: later, then
            self.desk.make_due()
        self.desk.machine.control("send")
        wrong = []
        if self.desk.arrived() != RECEIPTS or self.desk.outbox():
            wrong.append(f"arrived {self.desk.arrived()}, still waiting {self.desk.outbox()}")
        if self.desk.durable() != (set(IDS), "ok") or names(self.desk) != self.left:
            wrong.append(f"in the end {self.desk.durable()}, {names(self.desk)}")
        return wrong


def processor_time():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def window_kills(programs, limit):
    """(rounds, what was wrong): the real window, killed after the key that acknowledges; `limit` 0 is at every call."""
    desk = Desk(programs)
    try:
        out = desk.machine.session("killed_at_calls", f"limit={limit}", module="tests.e2e.notifier.killed_scenario")
    finally:
        desk.close()
    calls, rounds = int(re.search(r"calls (\d+)", out)[1]), [json.loads(line) for line in out.splitlines() if line[0] == "{"]
    wrong = [] if len(rounds) >= (limit or calls) > 0 else [f"window: {out}"]
    for one in rounds:
        acknowledged = one.get("record") == "acknowledged"
        if not one["killed"] or one["returned"] == acknowledged or (one["said"] and not acknowledged):
            wrong.append(f"window: {one}")
    return len(rounds), wrong


JUDGE = None


def begin(programs):
    global JUDGE
    desk = Desk(programs)
    multiprocessing.util.Finalize(None, desk.close, exitpriority=1)
    _, left, usual = rehearse(desk)
    JUDGE = Judge(desk, left, usual)


def visit(point):
    return point, JUDGE.go(point)


def chosen(calls, full):
    if full:
        return kills(calls) + faults(calls) + pairs(calls, 12, 30)
    changes = [point for point in kills(calls) if point.call in ("pwrite64", "fdatasync", "fsync", "unlink", "write", "sendto")]
    rest = [point for point in kills(calls) if point not in changes]
    return spread(changes, USUAL_KILLS * 2 // 3) + spread(rest, USUAL_KILLS // 3) + spread(faults(calls), USUAL_FAULTS) + \
        pairs(calls, 2, 4)


def calls_of_a_run():
    desk = Desk(OPTIONS.programs)
    try:
        return rehearse(desk)[0]
    finally:
        desk.close()


class AcknowledgeSweep(unittest.TestCase):
    def test_disturbed_at_each_call(self):
        calls = calls_of_a_run()
        self.assertGreaterEqual(len(calls), 300)
        points = [point for point in chosen(calls, OPTIONS.full) if OPTIONS.only in point.kind]
        self.assertTrue(points)
        kinds, wrong = collections.Counter(), []
        with multiprocessing.get_context("fork").Pool(2, begin, (OPTIONS.programs,)) as pool:
            for point, problems in pool.imap_unordered(visit, points, chunksize=4):
                kinds[point.kind] += 1
                wrong += problems
            pool.close()
            pool.join()
        print(f"{len(calls)} calls from the click to the end; {len(points)} points, {dict(kinds)}")
        self.assertEqual(wrong[:100], [])

    def test_the_window_killed(self):
        """`window_kills`: the real window; its keys and its trace need a session."""
        rounds, wrong = window_kills(OPTIONS.programs, 0 if OPTIONS.full else WINDOW_POINTS)
        print(f"{rounds} kills of the window")
        self.assertEqual(wrong, [])
