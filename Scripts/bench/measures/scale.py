"""What sretop costs with 500 services in view: its processor time and memory, and Prometheus's with and without it.

Synthetic services with some 60 series each are scraped every 5 s; sretop polls every 5 s.
"""

import argparse
import time

from .exchanges import refreshes, size
from .reading import is_live
from .tables import CannotMeasure, Limits, Table, machine, median, memory_mebibytes, processor_seconds
from .terminal import Terminal
from .world import world

STEP_SECONDS = 5
QUERIES_LIMIT, PROCESSOR_LIMIT_PERCENT = 12, 2


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--services", type=int, default=500, help="how many (default: 500)")
    parser.add_argument("--seconds", type=float, default=60, help="how long each measurement lasts (default: 60)")
    parser.add_argument("--size", default="80x24", help="of the terminal (default: 80x24)")


def measure(options: argparse.Namespace) -> bool:
    limits = Limits()
    columns, rows = map(int, options.size.split("x"))
    print(f"{options.services} services scraped every {STEP_SECONDS} s, sretop at {options.size}; {machine()}\n")
    interval = f"{STEP_SECONDS}s"
    with world(
        options, "synthetic", "prometheus", "faultproxy", interval=interval, services=options.services
    ) as parts:
        # A rate needs two samples of each.
        everyone = 'count(count_over_time(up{job=~"service-.*"}[1m]) >= 4)'
        parts.wait_for_samples(everyone, options.services, 120)
        series = parts.value('count({job=~"service-.*"})') or 0
        server = parts.pids["prometheus"]
        without = _percent([server], options.seconds, time.sleep)[0]
        command = [str(parts.sretop), "--prometheus", parts.urls["faultproxy"]]
        with Terminal(command, columns, rows) as terminal:
            if terminal.wait_for(is_live, 60) is None:
                raise CannotMeasure(f"sretop shows nothing live:\n{terminal.text}")
            terminal.watch(2 * STEP_SECONDS)
            own, with_it = _percent([terminal.pid, server], options.seconds, terminal.watch)
            memory = memory_mebibytes(terminal.pid)
            title = " / ".join(terminal.rows[:3])
        found = refreshes(parts.exchanges())
    queries = max(map(len, found))
    took = [max(one["time"] + one["milliseconds"] / 1000 for one in each) - each[0]["time"] for each in found[1:]]
    table = Table("measure", "is", "limit", "held")
    table.row("series of the services", f"{series:,.0f}", "", "")
    table.row("refreshes seen", len(found), "", "")
    table.row("queries a refresh, most", queries, QUERIES_LIMIT, limits.check(queries <= QUERIES_LIMIT))
    table.row("a refresh, uncompressed, median", f"{median([size(one) for one in found[1:]]):,.0f} B", "", "")
    table.row("a refresh takes, median", f"{1000 * median(took):.0f} ms", "", "")
    holds = limits.check(own <= PROCESSOR_LIMIT_PERCENT)
    table.row("sretop's processor time, of one core", f"{own:.2f} %", f"{PROCESSOR_LIMIT_PERCENT} %", holds)
    table.row("sretop's memory: resident", f"{memory['VmRSS']:.1f} MiB", "", "")
    table.row("sretop's memory: private", f"{memory['RssAnon']:.1f} MiB", "", "")
    table.row("sretop's memory: most ever resident", f"{memory['VmHWM']:.1f} MiB", "", "")
    table.row("Prometheus's processor time without sretop", f"{without:.2f} %", "", "")
    table.row("Prometheus's processor time with sretop", f"{with_it:.2f} %", "", "")
    print(f"\nthe screen: {title}")
    return limits.finish()


def _percent(pids: list[int], seconds: float, wait: object) -> list[float]:
    """The processor time of each while waiting, in percent of one core."""
    before, start = [processor_seconds(pid) for pid in pids], time.monotonic()
    wait(seconds)  # type: ignore[operator]
    span = time.monotonic() - start
    return [100 * (processor_seconds(pid) - used) / span for pid, used in zip(pids, before)]
