"""Pages of many kinds of services, made of the pairs that detection is tested with: their counters grow evenly."""

import json
import re
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "DetectionTests/Kinds"
# What a pair tells apart happened within so many seconds.
SPAN_SECONDS = 30.0
_SAMPLE = re.compile(r"^([A-Za-z_:][\w:]*(?:\{.*\})?) ([^ ]+)$")


def kinds(count: int) -> list[Callable[[float], str]]:
    """So many kinds, each as its page after some seconds; those whose requests are told for sure, evenly out of all."""
    lines = (FOLDER / "truth.jsonl").read_text().splitlines()
    pairs = [each for each in map(json.loads, lines) if each["requests"] and "by" not in each]
    names = sorted(each["name"] for each in pairs if None not in each.get("also", {}).get("requests", []))
    return [_page(names[index * len(names) // count]) for index in range(count)]


def _page(name: str) -> Callable[[float], str]:
    first, second = ((FOLDER / f"pages/{name}.{number}.prom").read_text().splitlines() for number in (1, 2))
    before = {match[1]: float(match[2]) for match in map(_SAMPLE.match, first) if match}
    parts: list[str | tuple[str, float, float]] = []
    for line in second:
        match = _SAMPLE.match(line)
        start = before.get(match[1], 0.0) if match else 0.0
        grows = match is not None and float(match[2]) > start and not _is_gauge(match[1], second)
        parts.append((match[1], start, float(match[2]) - start) if match and grows else line)

    def text(seconds: float) -> str:
        grown = seconds / SPAN_SECONDS
        lines = (each if isinstance(each, str) else f"{each[0]} {each[1] + grown * each[2]:.3f}" for each in parts)
        return "\n".join(lines) + "\n"

    return text


def _is_gauge(series: str, lines: list[str]) -> bool:
    return f"# TYPE {series.partition('{')[0]} gauge" in lines
