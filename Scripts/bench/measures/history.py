"""An hour of history for a Prometheus that has just been started."""

import re
import subprocess
import time

from .tables import CannotMeasure
from .world import World, fetch

_SAMPLE = re.compile(r"^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)")
_TYPE = re.compile(r"^# TYPE (\S+) (\S+)")


def backfill(parts: World, job: str, span_seconds: int, step_seconds: int) -> int:
    """Gives the job's present series a past of that length, and returns how many samples that took.

    Counters rise evenly to their present value, as under a constant load; everything else stays as it is.
    """
    labels = f'instance="{parts.urls[job].removeprefix("http://")}",job="{job}"'
    series = [*_series(fetch(parts.urls[job] + "/metrics"), labels), (f"up{{{labels}}}", 1.0, False)]
    parts.tell("stop", "prometheus")
    # Nothing may lie in the time of what was scraped already: the two would overlap.
    last = int(time.time()) - 120
    moments = range(last - span_seconds, last, step_seconds)
    lines = []
    for name, value, is_counter in series:
        for index, moment in enumerate(moments, 1):
            number = value * index / len(moments) if is_counter else value
            lines.append(f"{name} {number!r} {moment}\n")
    file = parts.work / "history.om"
    file.write_text("".join(lines) + "# EOF\n")
    promtool = parts.tools / "usr/bin/promtool"
    data = parts.work / "parts/prometheus/data"
    command = [str(promtool) if promtool.exists() else "promtool", "tsdb", "create-blocks-from", "openmetrics"]
    done = subprocess.run([*command, "--quiet", str(file), str(data)], capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotMeasure(f"promtool made no history: {done.stderr.strip()}")
    parts.tell("start", "prometheus")
    return len(lines)


def _series(page: str, labels: str) -> list[tuple[str, float, bool]]:
    """Every series with the labels that its target gives it, its value, and whether it counts."""
    types = {}
    found = []
    for line in page.splitlines():
        if described := _TYPE.match(line):
            types[described[1]] = described[2]
        elif sample := _SAMPLE.match(line):
            name, own, value = sample.groups()
            family = re.sub(r"_(bucket|sum|count)$", "", name)
            is_counter = types.get(name) == "counter" or types.get(family) == "histogram"
            joined = f"{own},{labels}" if own else labels
            found.append((f"{name}{{{joined}}}", float(value), is_counter))
    return found
