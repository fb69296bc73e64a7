"""Whether ages are right where our clock is a minute wrong: sretop under libfaketime, a minute back and ahead.

The true age is that of the newest sample in the numbers that are shown: the moment that the last refresh asked for is in
the log of a proxy, and Prometheus tells which sample was the newest then.
"""

import argparse
import subprocess
import time
from pathlib import Path

from .exchanges import number, refreshes
from .reading import age, is_live
from .tables import CannotMeasure, Limits, Table, machine
from .terminal import Terminal
from .world import World, world

SHIFTS = ("+0s", "-60s", "+60s")
# The screen cuts off fractions, and knows the server's clock to a part of a second.
TOLERANCE_SECONDS = 1.5


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--readings", type=int, default=10, help="how many for each clock (default: 10)")


def measure(options: argparse.Namespace) -> bool:
    library = _library(options.tools.absolute())
    limits = Limits()
    print(f"scraped every second, polled every 5 s; {machine()}\n")
    with world(options, "unstable", "prometheus", "faultproxy") as parts:
        parts.load("/risky", 20)
        parts.wait_for_samples('count_over_time(http_requests_total{job="unstable",status="200"}[1m])', 10, 30)
        table = Table("our clock", "the screen's first row", "warning", "age shown", "true age", "most apart", "held")
        for shift in SHIFTS:
            table.row(shift, *_one(parts, shift, library, options.readings, limits))
    return limits.finish()


def _one(parts: World, shift: str, library: Path, count: int, limits: Limits) -> tuple[str, ...]:
    # The clock of timers is moved alike: the library translates every timer's moment, also that of a clock it left alone.
    fake = {"LD_PRELOAD": str(library), "FAKETIME": shift}
    # The library adds a variable to the environment of the first program that loads it, which makes Swift's runtime
    # lose the arguments; a program that finds the variable set is left alone.
    command = ["env", str(parts.sretop), "--prometheus", parts.urls["faultproxy"], "--service", "unstable"]
    shown, true = [], []
    with Terminal(command, **fake) as terminal:
        if terminal.wait_for(is_live, 30) is None:
            raise CannotMeasure(f"sretop shows nothing live with its clock at {shift}:\n{terminal.text}")
        # The first answers tell it the offset.
        terminal.watch(12)
        for _ in range(count):
            terminal.watch(1.3)
            seen, moment = age(terminal), time.time()
            if seen is None:
                raise CannotMeasure(f"no age in: {terminal.rows[0]}")
            shown.append(seen)
            true.append(moment - _newest(parts, moment))
        header = terminal.rows[0].strip()
    apart = max(abs(left - right) for left, right in zip(shown, true))
    wrong = {"+0s": "", "-60s": "our clock 1m00s slow", "+60s": "our clock 1m00s fast"}[shift]
    warns = header.partition("our clock")
    warning = "our clock" + warns[2].split("  ")[0] if warns[1] else "none"
    near = warning == "none" if not wrong else wrong.split()[-1] in warning
    holds = limits.check(apart <= TOLERANCE_SECONDS and near)
    ages = (f"{min(values):.1f} to {max(values):.1f} s" for values in (shown, true))
    return header, warning, *ages, f"{apart:.1f} s", holds


def _newest(parts: World, moment: float) -> float:
    """When the newest sample was taken that the last refresh before this moment could know."""
    done = [one for one in refreshes(parts.exchanges()) if all(_ended(each) < moment - 0.1 for each in one)]
    through = max(number(each, "end") for each in done[-1] if "end" in each["parameters"])
    newest = parts.value('max(timestamp(up{job="unstable"}))', time=through)
    if newest is None:
        raise CannotMeasure("Prometheus has lost the service")
    return newest


def _ended(exchange: dict[str, float]) -> float:
    return exchange["time"] + exchange["milliseconds"] / 1000


def _library(tools: Path) -> Path:
    """libfaketime, fetched beside the other tools where it is not there yet; nothing is installed."""
    if not (found := sorted(tools.glob("usr/lib/*/faketime/libfaketime.so.1"))):
        script = 'apt-get download -qq libfaketime && dpkg-deb -x libfaketime_*.deb . && rm -f libfaketime_*.deb'
        done = subprocess.run(["sh", "-c", script], cwd=tools, capture_output=True, text=True)
        if done.returncode != 0:
            raise CannotMeasure(f"libfaketime cannot be had here: {done.stderr.strip()}")
        found = sorted(tools.glob("usr/lib/*/faketime/libfaketime.so.1"))
    return found[0]
