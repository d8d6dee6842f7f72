"""Named scenarios that run side by side. Each is a subtest of the test that runs them."""
import concurrent.futures
import traceback
import unittest
from collections.abc import Callable, Mapping
from typing import Any

from tests.e2e.harness.options import OPTIONS


class Failed(AssertionError):
    """A scenario found something else than it expects; the message says what."""


def check(holds: object, what: str) -> None:
    if not holds:
        raise Failed(what)


def equal(got: object, wanted: object, what: str) -> None:
    check(got == wanted, f"{what}: {got!r}, not {wanted!r}")


def run_one(scenario: Callable[[], Any]) -> tuple[str | None, Any]:
    """(fault or None, what the scenario says of itself). The other scenarios go on after a fault."""
    try:
        return None, scenario()
    except Failed as fault:
        return str(fault), None
    except Exception as fault:
        return f"{type(fault).__name__}: {fault}\n{traceback.format_exc()}", None


class Scenarios(unittest.TestCase):
    """The base of a test that runs scenarios."""

    def run_scenarios(self, scenarios: Mapping[str, Callable[[], Any]], at_once: int = 4) -> None:
        """`scenarios`: name -> what to run, the longest first. The option `only` leaves some out."""
        chosen = {name: scenario for name, scenario in scenarios.items() if OPTIONS.only in name}
        self.assertTrue(chosen, "there is no such scenario")
        with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
            outcomes = dict(zip(chosen, pool.map(run_one, chosen.values())))
        for name, (fault, said) in outcomes.items():
            with self.subTest(name):
                print(f"{'FAILED' if fault else 'ok':6} {name}" + (f": {said}" if isinstance(said, str) else ""))
                self.assertIsNone(fault, fault)
        print(f"{len(outcomes)} scenarios")
