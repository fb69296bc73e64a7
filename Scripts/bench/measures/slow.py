"""Whether the numbers stay right where samples come late: every point that sretop keeps against a fresh query.

The target takes 4 s to answer and is scraped every 5 s, so that each sample appears 4 s after the moment it is stamped
with. sretop writes its points when it ends (--points); those that can no longer change must be what Prometheus says
now.
"""

import argparse
import json
import math
import time
from typing import Any

from .reading import is_live
from .tables import CannotMeasure, Limits, Table, machine
from .terminal import Terminal
from .world import World, world

INTERVAL_SECONDS = 5
WINDOW = "1m"
# A scrape that has just begun and takes its whole timeout, or four steps.
LAG_SECONDS = max(2 * INTERVAL_SECONDS, 4 * INTERVAL_SECONDS)
EXPRESSION = f'sum(rate(http_requests_total{{job="slow"}}[{WINDOW}]))'


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--minutes", type=float, default=10, help="how long to watch (default: 10)")


def measure(options: argparse.Namespace) -> bool:
    limits = Limits()
    print(f"a target that takes 4 s, scraped and polled every {INTERVAL_SECONDS} s; {options.minutes:g} minutes")
    print(f"{machine()}\n")
    with world(options, "slow", "prometheus", interval=f"{INTERVAL_SECONDS}s") as parts:
        parts.wait_for_samples('count_over_time(http_requests_total{job="slow"}[1m])', 3, 60)
        file = parts.work / "points.jsonl"
        command = [str(parts.sretop), "watch", "--prometheus", parts.urls["prometheus"], "--service", "slow"]
        with Terminal([*command, "--window", WINDOW, "--points", str(file)]) as terminal:
            if terminal.wait_for(is_live, 30) is None:
                raise CannotMeasure(f"sretop shows nothing live:\n{terminal.text}")
            terminal.watch(60 * options.minutes)
            terminal.press("i")
            terminal.watch(1)
            audits = [row.strip(" │") for row in terminal.rows if "last audit" in row]
            terminal.press("i")
        if not file.exists():
            raise CannotMeasure("sretop wrote no points")
        _compare(parts, [json.loads(line) for line in file.read_text().splitlines()], limits)
        for audit in audits:
            print(f"\nsretop's own: {audit}")
    return limits.finish()


def _compare(parts: World, kept: list[dict[str, Any]], limits: Limits) -> None:
    points = {round(1000 * point["at"]): point["values"].get("RPS") for point in kept}
    if len(points) < 2:
        raise CannotMeasure(f"only {len(points)} points were kept")
    moments = sorted(points)
    newest, step = moments[-1], min(b - a for a, b in zip(moments, moments[1:]))
    # What came in since then is no excuse: these points were final when they were kept.
    time.sleep(2 * INTERVAL_SECONDS)
    fresh = _fresh(parts, moments[0], newest, step)
    settled = [moment for moment in sorted({*points, *fresh}) if moment <= newest - 1000 * LAG_SECONDS]
    different = [moment for moment in settled if not _agree(points.get(moment), fresh.get(moment))]
    table = Table("measure", "is", "limit", "held")
    table.row("points kept", len(points), "", "")
    table.row(f"compared: {LAG_SECONDS} s older than the newest", len(settled), "> 0", limits.check(len(settled) > 0))
    table.row("different", len(different), 0, limits.check(not different))
    open_moments = [moment for moment in moments if moment > newest - 1000 * LAG_SECONDS]
    changed = sum(not _agree(points[moment], fresh.get(moment)) for moment in open_moments)
    table.row("newer ones that have changed since", f"{changed} of {len(open_moments)}", "", "")
    for moment in different[:5]:
        print(f"\nat {moment}: kept {points.get(moment)}, now {fresh.get(moment)}")


def _fresh(parts: World, first: int, last: int, step: int) -> dict[int, float]:
    times = {"start": first / 1000, "end": last / 1000, "step": step / 1000}
    series = parts.ask("query_range", query=EXPRESSION, **times)["result"]
    return {round(1000 * moment): float(value) for moment, value in series[0]["values"]} if series else {}


def _agree(left: object, right: object) -> bool:
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        return left is None and right is None
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-12)
