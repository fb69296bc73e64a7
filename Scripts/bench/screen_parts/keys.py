"""How soon a key shows: from writing it to the first byte of output after it.

Keys come 15 to 60 ms apart, in silence: whatever a poll or the clock paints just before is waited out. Each of them
changes what is on the screen; one that painted nothing in 250 ms is counted apart.
"""

import random
import statistics
import time
from argparse import Namespace

from measures.tables import CannotMeasure, percentile

from .report import Report
from .scene import Program, Scene

KEYS = 200
TARGET_MILLISECONDS = 20
ROUND = [
    b"?", b"\x1b", b"t", b"\x1b", b"v", b"\x1b", b"\t", b"1", b"g", b"p", b"p", b"L", b"C", b"i", b"\x1b", b"a",
    b"\x1b", b"?", b"\x1b[B", b"\x1b[A", b"?", b"u", b"u", b"M", b"M",
    b"\x1b[D", b"\x1b[D", b"\x1b[1;2D", b"\x1b[C", b"\x1b[H", b"\x1b[F",
]


def measure(scene: Scene, report: Report, options: Namespace) -> None:
    rounds = 1 if options.quick else 5
    for rate, what in ((0, "an idle service"), (200, "the service under load")):
        with scene.service(rate) as watch, Program(watch, 80, 24) as program:
            program.watch(6)
            every = [_round(program, random.Random(number)) for number in range(rounds)]
        times = [[milliseconds for _, milliseconds in one if milliseconds is not None] for one in every]
        silent = [key for one in every for key, milliseconds in one if milliseconds is None]
        p50, p99 = (statistics.median(percentile(one, share) for one in times) for share in (0.5, 0.99))
        of = f"medians of {rounds} rounds" if rounds > 1 else "one round"
        report.row(
            f"key to paint, {KEYS} keys, {what} ({of})",
            f"p99 ≤ {TARGET_MILLISECONDS} ms",
            f"p50 {p50:.1f}, p99 {p99:.1f}, max {max(map(max, times)):.1f} ms",
            p99 <= TARGET_MILLISECONDS and not silent,
        )
        if silent:
            report.remark(f"keys that painted nothing with {what}: {' '.join(map(repr, silent))}")
        slow = sorted((one for each in every for one in each if one[1]), key=lambda one: -(one[1] or 0))[:5]
        report.remark(f"slowest keys, {what}: {', '.join(f'{key!r} {took:.1f} ms' for key, took in slow)}")


def _round(program: Program, numbers: random.Random) -> list[tuple[bytes, float | None]]:
    """The keys with their milliseconds; None for those that painted nothing."""
    found = []
    for index in range(KEYS):
        key = ROUND[index % len(ROUND)]
        program.watch(numbers.uniform(0.015, 0.06))
        # What is on its way now is no answer.
        while program.read(0.003):
            pass
        start = time.monotonic()
        program.press(key)
        came = program.read(0.25)
        found.append((key, (time.monotonic() - start) * 1000 if came else None))
        if program.has_ended():
            raise CannotMeasure(f"sretop ended after {key!r}")
    return found
