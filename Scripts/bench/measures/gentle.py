"""What one service costs its Prometheus: queries and points a refresh, and bytes against the first fill.

An hour is shown (--span 1h), scraped every 5 s. The hour before the start is made up: counters that rise evenly, as
blocks that promtool writes; from then on everything is real. All is read from the log of a proxy in between.
Prometheus scrapes itself too, and is the second service in the overview.
"""

import argparse
import time

from .exchanges import number, points, refreshes, size, spacings
from .history import backfill
from .reading import is_live
from .tables import CannotMeasure, Limits, Table, machine, median
from .terminal import Terminal
from .world import World, world

SPAN_SECONDS, STEP_SECONDS = 3600, 5
FEWEST_STEPS = 4
QUERIES_LIMIT, RATIO_LIMIT, SLOW_LIMIT_SECONDS = 12, 0.05, 30


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--minutes", type=float, default=3, help="how long to watch (default: 3)")


def measure(options: argparse.Namespace) -> bool:
    limits = Limits()
    print(f"one service, --span 1h, scraped and polled every {STEP_SECONDS} s; {machine()}\n")
    with world(options, "unstable", "prometheus", "faultproxy", interval=f"{STEP_SECONDS}s") as parts:
        parts.load("/risky", 20)
        parts.wait_for_samples('count_over_time(http_requests_total{job="unstable",status="500"}[1m])', 3, 60)
        samples = backfill(parts, "unstable", SPAN_SECONDS, STEP_SECONDS)
        # Two minutes are left between the blocks and the present.
        known = parts.value('count_over_time(up{job="unstable"}[1h])') or 0
        print(f"history: {samples:,} samples made up; {known:.0f} of the last hour's 720 are there\n")
        if known < 0.9 * SPAN_SECONDS / STEP_SECONDS:
            raise CannotMeasure("the history is not there")
        # A server that has just come back lists its targets late, and then more is asked for until it does.
        deadline = time.monotonic() + 30
        while not _targets(parts) and time.monotonic() < deadline:
            time.sleep(0.2)
        command = [str(parts.sretop), "--prometheus", parts.urls["faultproxy"], "--service", "unstable"]
        with Terminal([*command, "--span", "1h"]) as terminal:
            if terminal.wait_for(is_live, 30) is None:
                raise CannotMeasure(f"sretop shows nothing live:\n{terminal.text}")
            terminal.watch(60 * options.minutes)
        _tell(parts, limits)
    return limits.finish()


def _tell(parts: World, limits: Limits) -> None:
    log = parts.exchanges()
    first, *later = refreshes(log)
    if len(later) < 5:
        raise CannotMeasure(f"only {len(later)} refreshes after the first")
    ranges = [one for refresh in later for one in refresh if one["path"].endswith("/query_range")]
    step = number(ranges[0], "step")
    allowed = _lag(parts, step) / step + 2
    most = max(map(points, ranges))
    fill, tail = size(first), median([size(refresh) for refresh in later])
    queries = max(map(len, [first, *later]))
    starts = [refresh[0]["time"] for refresh in later]
    table = Table("measure", "is", "limit", "held")
    table.row("refreshes seen", len(later), "", "")
    table.row("between two, median", f"{median([b - a for a, b in zip(starts, starts[1:])]):.2f} s", "", "")
    table.row("queries a refresh, most", queries, QUERIES_LIMIT, limits.check(queries <= QUERIES_LIMIT))
    table.row("points a query after the fill, most", most, f"{allowed:g} (L/step+2)", limits.check(most <= allowed))
    table.row("points a query of the fill", max(points(one) for one in first if "step" in one["parameters"]), "", "")
    table.row("first fill, uncompressed", f"{fill:,} B", "", "")
    table.row("a refresh, uncompressed, median", f"{tail:,.0f} B", "", "")
    table.row("a refresh of the fill", f"{100 * tail / fill:.2f} %", "5 %", limits.check(tail <= RATIO_LIMIT * fill))
    for kind, gaps in sorted(spacings(log).items()):
        least = min(gaps, default=None)
        text = "asked once" if least is None else f"{len(gaps) + 1} times, {least:.1f} s apart at least"
        holds = least is None or least >= SLOW_LIMIT_SECONDS - 0.5
        table.row(f"slow question: {kind}", text, f"{SLOW_LIMIT_SECONDS} s", limits.check(holds))


def _targets(parts: World) -> list[dict]:
    return [one for one in parts.ask("targets")["activeTargets"] if one["labels"]["job"] == "unstable"]


def _lag(parts: World, step: float) -> float:
    """How long a point can change: a scrape that has just begun and takes its whole timeout, and a few steps."""
    targets = _targets(parts)
    scrape = float(targets[0]["scrapeInterval"].rstrip("s")) + float(targets[0]["scrapeTimeout"].rstrip("s"))
    return max(scrape, FEWEST_STEPS * step)
