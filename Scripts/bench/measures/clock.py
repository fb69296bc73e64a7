"""Whether ages are right where our clock is a minute wrong: sretop with its clock on the wall a minute back and ahead.

The true age is that of the newest sample in the numbers that are shown: the log of a proxy has the moment that the last
refresh asked for, and Prometheus tells which sample was the newest then.
"""

import argparse
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from .exchanges import number, refreshes
from .reading import age, is_live, seconds
from .tables import CannotMeasure, Limits, Table, machine
from .terminal import Terminal
from .world import World, world

SHIFTS = ("0", "-60", "+60")
# The screen moves on once a second and cuts off fractions.
TOLERANCE_SECONDS = 2
# Around a refresh it is not known which one the screen shows.
CLEAR_SECONDS = 0.6


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--readings", type=int, default=10, help="how many for each clock (default: 10)")


def measure(options: argparse.Namespace) -> bool:
    limits = Limits()
    print(f"scraped every second, polled every 5 s; {machine()}\n")
    with world(options, "unstable", "prometheus", "faultproxy") as parts:
        library = _compiled(parts.work)
        parts.load("/risky", 20)
        parts.wait_for_samples('count_over_time(http_requests_total{job="unstable",status="200"}[1m])', 10, 30)
        heads = ("our clock", "the screen's first row", "warning", "age shown", "true age", "shown less true", "held")
        table = Table(*heads)
        for shift in SHIFTS:
            table.row(shift, *_one(parts, shift, library, options.readings, limits))
    return limits.finish()


def _one(parts: World, shift: str, library: Path, count: int, limits: Limits) -> tuple[str, ...]:
    moved = {"LD_PRELOAD": str(library), "WALL_CLOCK_SHIFT": shift}
    command = [str(parts.sretop), "--prometheus", parts.urls["faultproxy"], "--service", "unstable"]
    shown, true = [], []
    with Terminal(command, **moved) as terminal:
        if terminal.wait_for(is_live, 30) is None:
            raise CannotMeasure(f"sretop shows nothing live with its clock at {shift}:\n{terminal.text}")
        # The first answers tell it the offset.
        terminal.watch(12)
        for _ in range(5 * count):
            if len(shown) == count:
                break
            terminal.watch(1.3)
            seen, moment = age(terminal), time.time()
            if seen is None:
                raise CannotMeasure(f"no age in: {terminal.rows[0]}")
            terminal.watch(CLEAR_SECONDS)
            if (newest := _newest(parts, moment)) is not None:
                shown.append(seen)
                true.append(moment - newest)
        if len(shown) < count:
            raise CannotMeasure(f"only {len(shown)} readings clear of a refresh")
        header = terminal.rows[0].strip()
    apart = [left - right for left, right in zip(shown, true)]
    wrong = {"0": "", "-60": "slow", "+60": "fast"}[shift]
    found = re.search(r"our clock (\S+) (slow|fast)", header)
    # The seconds are cut off, and the offset is a few milliseconds off itself.
    is_right = wrong == "" if found is None else found[2] == wrong and 59 <= seconds(found[1]) <= 60
    holds = limits.check(max(map(abs, apart)) <= TOLERANCE_SECONDS and is_right)
    ages = (f"{min(values):.1f} to {max(values):.1f} s" for values in (shown, true, apart))
    return header, found[0] if found else "none", *ages, holds


def _newest(parts: World, moment: float) -> float | None:
    """When the newest sample was taken that the last refresh before this moment could know; nil amid a refresh."""
    before = [one for one in refreshes(parts.exchanges()) if one[0]["time"] < moment]
    if max(each["time"] + each["milliseconds"] / 1000 for each in before[-1]) > moment - CLEAR_SECONDS:
        return None
    through = max(number(each, "end") for each in before[-1] if "end" in each["parameters"])
    return parts.value('max(timestamp(up{job="unstable"}))', time=through)


def _compiled(folder: Path) -> Path:
    """The library that moves the clock, by the compiler that Swift brings along or any other."""
    swift = shutil.which("swift")
    beside = [str(Path(os.path.realpath(swift)).parent / "clang")] if swift else []
    source, library = Path(__file__).with_name("wall_clock.c"), folder / "wall_clock.so"
    for compiler in filter(shutil.which, [*beside, "clang", "cc", "gcc"]):
        command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
        if subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0:
            return library
    raise CannotMeasure(f"no compiler that builds {source.name}")
