"""Memory at the start, and after 24 h with 50 services under a manual clock."""

import re
import subprocess
from argparse import Namespace
from statistics import median

from measures.tables import CannotMeasure, memory_mebibytes

from .report import Report
from .scene import Program, Scene

AT_SECONDS = 10
PRIVATE_MEBIBYTES, RESIDENT_MEBIBYTES, SOAKED_MEBIBYTES = 12, 40, 70


def measure(scene: Scene, report: Report, options: Namespace) -> None:
    rounds = 1 if options.quick else 5
    with scene.service(200) as watch:
        sretop = [_memory(watch) for _ in range(rounds)]
    btop = [_memory([scene.btop])] if scene.btop else []
    middle = {name: median(one[name] for one in sretop) for name in ("RssAnon", "VmRSS")}
    for name, word, target in (("RssAnon", "private", PRIVATE_MEBIBYTES), ("VmRSS", "resident", RESIDENT_MEBIBYTES)):
        report.row(
            f"memory, {word}, {AT_SECONDS} s after the start at 80x24 (median of {rounds})",
            f"≤ {target} MiB",
            f"{middle[name]:.1f} MiB",
            middle[name] <= target,
            f"{btop[0][name]:.1f} MiB" if btop else "–",
        )
    polls = 600 if options.quick else 5760
    soak = _soak(scene, polls)
    grown = soak["end"]["rss"] - soak["start"]["rss"]
    whole = middle["VmRSS"] + soak["end"]["rss"] - soak["opened"]["rss"]
    what = f"memory, resident, 50 services, span 24 h, {polls} polls of 15 s"
    report.row(
        what,
        f"≤ {SOAKED_MEBIBYTES} MiB",
        f"{whole:.1f} MiB",
        whole <= SOAKED_MEBIBYTES,
    )
    report.remark(
        f"{what}: the screen's own parts, fed under a manual clock on a terminal of 200x60, hold "
        f"{soak['end']['rss']:.1f} MiB ({soak['end']['anon']:.1f} private; {soak['opened']['rss']:.1f} before the first "
        f"poll, {grown:+.1f} since it). The table adds what they took since they opened to sretop's memory at the start, "
        "which has the HTTP client and the rest of the program in it."
    )


def _memory(command: list[str]) -> dict[str, float]:
    with Program(command, 80, 24) as program:
        program.watch(AT_SECONDS)
        return memory_mebibytes(program.pid)


def _soak(scene: Scene, polls: int) -> dict[str, dict[str, float]]:
    """Mebibytes by when: opened, start, end."""
    command = [scene.screenbench, "soak", "--polls", str(polls)]
    text = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600).stdout
    found = re.findall(r"^(\w+): .*rss_kib=(\d+) anon_kib=(\d+)$", text, re.MULTILINE)
    if len(found) != 3:
        raise CannotMeasure(f"screenbench soak said: {text.strip()}")
    return {when: {"rss": int(rss) / 1024, "anon": int(anon) / 1024} for when, rss, anon in found}
