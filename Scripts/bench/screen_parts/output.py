"""Bytes a second in the steady state, of all programs side by side: bytes do not depend on who else runs."""

import contextlib
import select
import time
from argparse import Namespace

from .report import Report
from .scene import Program, Scene

WARM_SECONDS = 8
FIVE = ["--every", "5s", "--window", "20s"]


def measure(scene: Scene, report: Report, options: Namespace) -> None:
    seconds = 20 if options.quick else 60
    with scene.service(200) as watch, contextlib.ExitStack() as stack:
        def start(command: list[str], columns: int, rows: int) -> Program:
            return stack.enter_context(Program(command, columns, rows))

        sretop = {
            ("80x24", "5 s"): (start(watch + FIVE, 80, 24), 300),
            ("80x24", "1 s"): (start(watch, 80, 24), 600),
            ("200x60", "5 s"): (start(watch + FIVE, 200, 60), 1000),
            ("200x60", "1 s"): (start(watch, 200, 60), None),
        }
        btop = {}
        if scene.btop:
            btop = {"80x24": start([scene.btop], 80, 24), "200x60": start([scene.btop], 200, 60)}
        programs = [program for program, _ in sretop.values()] + list(btop.values())
        _read(programs, WARM_SECONDS)
        before = [program.total for program in programs]
        span = _read(programs, seconds)
        rates = {id(program): (program.total - old) / span for program, old in zip(programs, before)}
    for (size, interval), (program, target) in sretop.items():
        rate = rates[id(program)]
        report.row(
            f"steady output at {size}, a poll every {interval}, {seconds} s",
            f"≤ {target} B/s" if target else "–",
            f"{rate:.0f} B/s",
            rate <= target if target else None,
            f"{rates[id(btop[size])]:.0f} B/s" if size in btop else "–",
        )


def _read(programs: list[Program], seconds: float) -> float:
    """Reads from all of them for some time; how long it really was."""
    start = time.monotonic()
    of = {program.fd: program for program in programs}
    while (left := start + seconds - time.monotonic()) > 0:
        for fd in select.select(list(of), [], [], left)[0]:
            of[fd].read(0)
    return time.monotonic() - start
