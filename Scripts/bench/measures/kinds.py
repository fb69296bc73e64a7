"""How soon 500 services of 40 kinds are found and listed on one Prometheus, and what is asked for it.

Their pages are those that detection is tested with, scraped every 5 s; most of them no profile describes.
"""

import argparse
import re

from .exchanges import is_detection, refreshes
from .reading import is_live
from .tables import CannotMeasure, Limits, Table, machine
from .terminal import Terminal
from .world import world

STEP_SECONDS = 5
QUERIES_LIMIT, FOUND_LIMIT_MILLISECONDS = 12, 1000
COLUMNS, ROWS = 120, 40
# A row of the list: a name, and a rate behind it.
_ROW = re.compile(r"service-\d+")
_NUMBERS = re.compile(r"service-\d+\s+(?:\S+\s+)*?\d")


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--services", type=int, default=500, help="how many (default: 500)")
    parser.add_argument("--kinds", type=int, default=40, help="of how many kinds (default: 40)")


def measure(options: argparse.Namespace) -> bool:
    limits = Limits()
    print(f"{options.services} services of {options.kinds} kinds scraped every {STEP_SECONDS} s; {machine()}\n")
    interval, names = f"{STEP_SECONDS}s", ("synthetic", "prometheus", "faultproxy")
    with world(options, *names, interval=interval, services=options.services, kinds=options.kinds) as parts:
        everyone = 'count(count_over_time(up{job=~"service-.*"}[1m]) >= 4)'
        parts.wait_for_samples(everyone, options.services, 180)
        series = parts.value('count({job=~"service-.*"})') or 0
        command = [str(parts.sretop), "--prometheus", parts.urls["faultproxy"]]
        with Terminal(command, COLUMNS, ROWS) as terminal:
            live = terminal.wait_for(is_live, 60)
            if live is None:
                raise CannotMeasure(f"sretop shows nothing live:\n{terminal.text}")
            terminal.press("S")
            listed = terminal.wait_for(lambda screen: len(_rows(screen)) > ROWS // 2, 30)
            if listed is None:
                raise CannotMeasure(f"no list of services:\n{terminal.text}")
            terminal.watch(6 * STEP_SECONDS)
            rows = _rows(terminal)
            text = terminal.text
        exchanges = parts.exchanges()
    found = refreshes(exchanges)
    queries = max(map(len, found))
    asked = [each for each in exchanges if is_detection(each)]
    detection = max((each["milliseconds"] for each in asked), default=0.0)
    table = Table("measure", "is", "limit", "held")
    table.row("series of the services", f"{series:,.0f}", "", "")
    table.row("from the start to live numbers", f"{1000 * live:.0f} ms", "", "")
    table.row("from the key to the list", f"{1000 * listed:.0f} ms", "", "")
    good = limits.check(detection <= FOUND_LIMIT_MILLISECONDS)
    table.row("the question which services there are, longest", f"{detection:.0f} ms", "1000 ms", good)
    table.row("services in view with a rate", f"{len([row for row in rows if _NUMBERS.search(row)])} of {len(rows)}", "", "")
    table.row("refreshes seen", len(found), "", "")
    table.row("queries a refresh, most", queries, QUERIES_LIMIT, limits.check(queries <= QUERIES_LIMIT))
    print("\nthe list:\n" + "\n".join(text.splitlines()[:12]))
    return limits.finish()


def _rows(terminal: Terminal) -> list[str]:
    return [row for row in terminal.rows if _ROW.search(row)]
