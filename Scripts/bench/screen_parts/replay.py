"""A replay: how soon a large recording is on the screen, and what playing one fast takes of a core."""

import statistics
import subprocess
import tempfile
from argparse import Namespace
from pathlib import Path

from measures.tables import CannotMeasure

from .cpu import processor_shares
from .paint import first_paint
from .report import Report
from .scene import Scene

TARGET_MILLISECONDS = 300
TARGET_PERCENT = 15
MEGABYTES = 100
SPEED = 60
STEP_SECONDS = 5


def measure(scene: Scene, report: Report, options: Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="sretop-replay-") as folder:
        megabytes = MEGABYTES // 10 if options.quick else MEGABYTES
        large = _recording(scene, folder, "large", megabytes=megabytes, services=200)
        for where, at in [("", []), (" ten minutes before its end", ["--at=-10m"])]:
            times = [first_paint([scene.sretop, "replay", large, *at], b"REPLAY") for _ in range(6)][1:]
            middle = statistics.median(times)
            report.row(
                f"first paint of a recording of {megabytes} MB{where} (median of 5)",
                f"≤ {TARGET_MILLISECONDS} ms",
                f"{middle:.0f} ms ({min(times):.0f}–{max(times):.0f})",
                middle <= TARGET_MILLISECONDS,
                "–",
            )
        seconds = 20 if options.quick else 60
        # With room for what goes by before it is measured.
        polls = (seconds + 30) * SPEED // STEP_SECONDS
        for services in (1, 50):
            played = _recording(scene, folder, f"of-{services}", polls=polls, services=services, step=STEP_SECONDS)
            shares = processor_shares([scene.sretop, "replay", played, "--speed", f"{SPEED}x"], seconds)
            share = sum(shares) / len(shares)
            report.row(
                f"a replay at {SPEED}x of polls every {STEP_SECONDS} s with {services} service(s), mean of {seconds} s",
                f"≤ {TARGET_PERCENT} %",
                f"{share:.1f} % (fifths {min(shares):.1f}–{max(shares):.1f})",
                share <= TARGET_PERCENT,
                "–",
            )


def _recording(scene: Scene, folder: str, name: str, **options: int) -> str:
    """The path of a made-up recording."""
    path = str(Path(folder) / name)
    command = [scene.screenbench, "recording", path]
    for option, value in options.items():
        command += [f"--{option}", str(value)]
    if subprocess.run(command, stdout=subprocess.DEVNULL, timeout=600).returncode:
        raise CannotMeasure("no recording could be made")
    return path
