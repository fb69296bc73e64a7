"""Processor time of one core: one service, a scrape a second, 80x24; one program after the other."""

from argparse import Namespace

from measures.tables import processor_seconds

from .report import Report
from .scene import Program, Scene

WARM_SECONDS = 8
TARGET_PERCENT = 0.5


def measure(scene: Scene, report: Report, options: Namespace) -> None:
    seconds = 20 if options.quick else 60
    with scene.service(200) as watch:
        shares = processor_shares(watch, seconds)
    share = sum(shares) / len(shares)
    btop = processor_shares([scene.btop], seconds) if scene.btop else []
    report.row(
        f"processor time at 80x24, one service, a scrape every 1 s, mean of {seconds} s",
        f"≤ {TARGET_PERCENT} %",
        f"{share:.2f} % (fifths {min(shares):.2f}–{max(shares):.2f})",
        share <= TARGET_PERCENT,
        f"{sum(btop) / len(btop):.2f} %" if btop else "–",
    )


def processor_shares(command: list[str], seconds: float) -> list[float]:
    """Percent of a core in each fifth of the time."""
    with Program(command, 80, 24) as program:
        program.watch(WARM_SECONDS)
        used = [processor_seconds(program.pid)]
        for _ in range(5):
            program.watch(seconds / 5)
            used.append(processor_seconds(program.pid))
    return [100 * (after - before) / (seconds / 5) for before, after in zip(used, used[1:])]
