"""First paint: from exec to the header, with a source that takes connections and never answers."""

import socket
import statistics
import time
from argparse import Namespace

from measures.tables import CannotMeasure

from .report import Report
from .scene import Program, Scene

TARGET_MILLISECONDS = 50


def measure(scene: Scene, report: Report, options: Namespace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        command = [scene.sretop, "--scrape", f"http://127.0.0.1:{silent.getsockname()[1]}/metrics"]
        # The first one warms the caches.
        times = [first_paint(command, b"WAITING") for _ in range(6)][1:]
    # Its first byte, which favours it: what it paints has no word to wait for.
    btop = [first_paint([scene.btop], b"") for _ in range(6)][1:] if scene.btop else []
    middle = statistics.median(times)
    report.row(
        "first paint, warm, before any data (median of 5)",
        f"≤ {TARGET_MILLISECONDS} ms",
        f"{middle:.0f} ms ({min(times):.0f}–{max(times):.0f})",
        middle <= TARGET_MILLISECONDS,
        f"{statistics.median(btop):.0f} ms" if btop else "–",
    )


def first_paint(command: list[str], word: bytes) -> float:
    """Milliseconds until the word was seen, or without one until the first byte."""
    with Program(command, 80, 24) as program:
        seen = b""
        while time.monotonic() < program.started + 10:
            seen += program.read(1)
            if seen and word in seen:
                return (time.monotonic() - program.started) * 1000
    raise CannotMeasure(f"{command[0]} painted nothing in 10 s")
