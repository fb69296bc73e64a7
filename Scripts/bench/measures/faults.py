"""What the screen says when Prometheus fails in eleven ways, how soon, and how soon it recovers.

sretop polls every 5 s in a terminal of 80x24, through a proxy that fails on demand. Each fault is held for the time of
two refreshes and a request's timeout, and longer only where nothing was said by then.
"""

import argparse
import time

from .reading import is_live, mark, statement
from .tables import CannotMeasure, Limits, Table, machine
from .terminal import Terminal
from .world import World, world

FAULTS = [
    "refuse", "hang-before-headers", "hang-in-body", "slow-drip", "503", "429", "truncated-json", "big-body", "html",
    "wrong-content-type", "redirect",
]  # fmt: skip
POLL_SECONDS = 5
# Of a refresh that asks for the tail alone.
TIMEOUT_SECONDS = 5
SAYS_WITHIN = 2 * POLL_SECONDS + TIMEOUT_SECONDS
RECOVERS_WITHIN = 20


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--faults", default=",".join(FAULTS), help="which of them, with commas between")


def chosen(options: argparse.Namespace) -> list[str]:
    names = options.faults.split(",")
    if unknown := [name for name in names if name not in FAULTS]:
        raise CannotMeasure(f"no such fault: {', '.join(unknown)}; there are {', '.join(FAULTS)}")
    return names


def start(parts: World) -> Terminal:
    """sretop behind the proxy in front of Prometheus, with numbers on its screen."""
    parts.load("/risky", 20)
    parts.wait_for_samples('count_over_time(http_requests_total{job="unstable",status="200"}[1m])', 10, 30)
    terminal = Terminal([str(parts.sretop), "--prometheus", parts.urls["faultproxy"], "--service", "unstable"])
    if terminal.wait_for(is_live, 20) is None:
        seen = terminal.text
        terminal.end()
        raise CannotMeasure(f"sretop shows nothing live after 20 s:\n{seen}")
    return terminal


def measure(options: argparse.Namespace) -> bool:
    names = chosen(options)
    limits = Limits()
    print(f"sretop at its default poll of {POLL_SECONDS} s, 80x24; {machine()}")
    print(f"limits: not LIVE any more within {SAYS_WITHIN} s, LIVE again within {RECOVERS_WITHIN} s after the fault\n")
    with world(options, "unstable", "prometheus", "faultproxy") as parts, start(parts) as terminal:
        # The first slow questions are behind it.
        terminal.watch(10)
        table = Table("fault", "the screen first says", "after", "and then", "recovers in", "held")
        for name in names:
            table.row(name, *_one(parts, terminal, name, limits))
            if terminal.ended:
                raise CannotMeasure("sretop has ended")
            terminal.watch(POLL_SECONDS)
    return limits.finish()


def _one(parts: World, terminal: Terminal, name: str, limits: Limits) -> tuple[str, ...]:
    parts.fault(name)
    began = time.monotonic()
    after = terminal.wait_for(lambda seen: not is_live(seen), SAYS_WITHIN)
    # A piece of output may hold the first half of a frame.
    terminal.watch(0.3)
    first = statement(terminal)
    rest = max(began + SAYS_WITHIN, time.monotonic() + 1) - time.monotonic()
    terminal.watch(rest)
    then = statement(terminal)
    parts.fault("none")
    recovered = terminal.wait_for(is_live, 3 * RECOVERS_WITHIN)
    said = "never" if after is None else f"{after:.1f} s"
    back = f"not within {3 * RECOVERS_WITHIN} s ({mark(terminal)})" if recovered is None else f"{recovered:.1f} s"
    held = after is not None and recovered is not None and recovered <= RECOVERS_WITHIN
    return first, said, then, back, limits.check(held)
