"""How soon a key shows while Prometheus fails: 200 keys for each of eleven faults, and without one.

From writing the key to the arrival of the output that completes what it asks for: a panel's title that comes or goes,
or the word PAUSED. Keys come 20 to 120 ms apart, so that they meet every phase of a poll.
"""

import argparse
import random
import time

from .faults import FAULTS, POLL_SECONDS, chosen, start
from .reading import is_live, mark
from .tables import CannotMeasure, Limits, Table, machine, percentile
from .terminal import Terminal
from .world import World, world

# The second press of a key undoes the first.
SHOWS = {"?": "sretop keys", "t": "─ targets ", "i": "about these numbers", "p": "PAUSED"}
LIMIT_MILLISECONDS = 50


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--faults", default=",".join(["none", *FAULTS]), help="which of them, with commas between")
    parser.add_argument("--keys", type=int, default=200, help="how many for each fault (default: 200)")


def measure(options: argparse.Namespace) -> bool:
    names = options.faults.split(",")
    options.faults = ",".join(name for name in names if name != "none") or FAULTS[0]
    chosen(options)
    limits = Limits()
    print(f"key to the paint that shows it, 80x24; {machine()}")
    print(f"limit: p99 of {LIMIT_MILLISECONDS} ms\n")
    with world(options, "unstable", "prometheus", "faultproxy") as parts, start(parts) as terminal:
        table = Table("fault", "keys", "p50 ms", "p99 ms", "max ms", "the screen meanwhile", "held")
        for name in names:
            times, marks = _one(parts, terminal, name, options.keys)
            p50, p99, most = percentile(times, 0.5), percentile(times, 0.99), max(times)
            holds = limits.check(p99 <= LIMIT_MILLISECONDS)
            table.row(name, len(times), f"{p50:.1f}", f"{p99:.1f}", f"{most:.1f}", ", ".join(marks), holds)
    return limits.finish()


def _one(parts: World, terminal: Terminal, name: str, count: int) -> tuple[list[float], list[str]]:
    """The times in milliseconds, and the marks that stood in the header during them."""
    parts.fault(name)
    times: list[float] = []
    marks: dict[str, None] = {}
    # An even number: the last press undoes the one before.
    for index in range(count // 2 * 2):
        terminal.watch(random.uniform(0.02, 0.12))
        key = list(SHOWS)[index // 2 % len(SHOWS)]
        times.append(1000 * _press(terminal, key))
        if mark(terminal) != "PAUSED":
            marks[mark(terminal)] = None
    parts.fault("none")
    if terminal.wait_for(is_live, 60) is None:
        raise CannotMeasure(f"not live again a minute after {name}:\n{terminal.text}")
    terminal.watch(POLL_SECONDS)
    return times, list(marks)


def _press(terminal: Terminal, key: str) -> float:
    text = SHOWS[key]
    was_there = text in terminal.text
    start = time.monotonic()
    terminal.press(key)
    if terminal.wait_for(lambda seen: (text in seen.text) != was_there, 10) is None:
        raise CannotMeasure(f"10 s after {key} the screen shows no change of '{text}':\n{terminal.text}")
    return terminal.painted - start
