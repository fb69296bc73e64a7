"""One frame: view and widgets alone, from a state to cells."""

import re
import subprocess
from argparse import Namespace

from measures.tables import CannotMeasure

from .report import Report
from .scene import Scene

TARGET_MILLISECONDS = 2
LINE = re.compile(
    r"size=(\S+) span=(\S+) overlay=(\S+) points=(\d+) frames=(\d+) least_ms=(\S+) median_ms=(\S+) p99_ms=(\S+)"
)


def measure(scene: Scene, report: Report, options: Namespace) -> None:
    frames = 500 if options.quick else 3000
    command = [scene.screenbench, "frame", "--frames", str(frames)]
    text = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300).stdout
    found = LINE.findall(text)
    if not found:
        raise CannotMeasure(f"screenbench frame said: {text.strip()}")
    for size, span, overlay, points, count, least, middle, p99 in found:
        over = "" if overlay == "none" else f", {overlay} over it"
        is_target = size == "200x60"
        report.row(
            f"one frame at {size}{over}, 50 services, span {span} ({points} points), {count} frames, median of 5 medians",
            f"≤ {TARGET_MILLISECONDS} ms" if is_target else "–",
            f"{float(middle):.2f} ms ({float(least):.2f}–p99 {float(p99):.2f})",
            float(middle) <= TARGET_MILLISECONDS if is_target else None,
        )
