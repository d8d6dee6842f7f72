"""How long tests wait, and for what.

A wait ends when the awaited thing has happened. The bounds only end a test that hangs, so they are far above what a slow
machine needs. No test concludes anything from how fast something happened.
"""
import time
from collections.abc import Callable
from typing import TypeVar

LONGEST_WAIT_S = 120  # one wait, one program
LONGEST_TEST_S = 1800  # a whole test, and the servers that serve it; CTest's TIMEOUT is the same

Answer = TypeVar("Answer")


def wait_until(happened: Callable[[], Answer], what: str) -> Answer:
    """The first true answer of `happened()`. Raises TimeoutError after LONGEST_WAIT_S."""
    end = time.monotonic() + LONGEST_WAIT_S
    while not (answer := happened()):
        if time.monotonic() > end:
            raise TimeoutError(f"waited {LONGEST_WAIT_S} s for {what}")
        time.sleep(0.01)
    return answer
