"""Runs named scenarios beside one another, says of each what came of it, and fails if one did or if there was none. Tests only."""
import concurrent.futures
import traceback


class Failed(Exception):
    pass


def check(holds, what):
    if not holds:
        raise Failed(what)


def equal(got, wanted, what):
    check(got == wanted, "%s: %r, not %r" % (what, got, wanted))


def run_one(run):
    """(fault or None, what the scenario says of itself)."""
    try:
        return None, run()
    except Failed as fault:
        return str(fault), None
    except Exception as fault:  # whatever it is, this scenario failed and the others go on
        return "%s: %s\n%s" % (type(fault).__name__, fault, traceback.format_exc()), None


def run_all(scenarios, only="", at_once=4):
    """The exit code. `scenarios`: name -> what to run, the longest first."""
    chosen = {name: run for name, run in scenarios.items() if only in name}
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        outcomes = dict(zip(chosen, pool.map(run_one, chosen.values())))
    for name, (fault, said) in outcomes.items():
        more = fault or (said if isinstance(said, str) else "")
        print("%-6s %s%s" % ("FAILED" if fault else "ok", name, ": " + more if more else ""))
    failures = sum(fault is not None for fault, _ in outcomes.values())
    print("%d scenarios, %d failed" % (len(outcomes), failures))
    return 1 if failures or not outcomes else 0
