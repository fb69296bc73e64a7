"""Tables, verdicts on limits, and the numbers of a process."""

import os
import statistics
from collections.abc import Callable


class CannotMeasure(Exception):
    """Something is missing or did not come about; says what."""


class Table:
    """A Markdown table, printed row by row as the measure goes on."""

    def __init__(self, *heads: str) -> None:
        print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}", flush=True)

    def row(self, *cells: object) -> None:
        # A bar would end the cell.
        print(f"| {' | '.join(str(cell).replace('|', '│') for cell in cells)} |", flush=True)


class Limits:
    """What was held and what was missed."""

    def __init__(self) -> None:
        self.missed = 0

    def check(self, holds: bool) -> str:
        self.missed += not holds
        return "yes" if holds else "NO"

    def finish(self) -> bool:
        print(f"\n{self.missed} limit(s) missed" if self.missed else "\nevery limit held", flush=True)
        return self.missed == 0


def machine() -> str:
    """What it was measured on, in a line."""
    models = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    name = f" ({models[0]})" if models else ""
    return f"{os.cpu_count()} cores{name}, load {os.getloadavg()[0]:.2f} at the start"


class Others:
    """How much of the machine others took meanwhile: the noise under a measure."""

    def __init__(self, mine: Callable[[], float]) -> None:
        self.mine = mine
        self.last = "–"
        self.before = self._now()

    def _now(self) -> tuple[float, float, float]:
        fields = [int(field) for field in open("/proc/stat").readline().split()[1:9]]
        user, nice, system, idle, wait, hard, soft, steal = (field / os.sysconf("SC_CLK_TCK") for field in fields)
        busy = user + nice + system + hard + soft + steal
        return busy - self.mine(), busy + idle + wait, steal

    def share(self) -> str:
        """Their share of all processor time since the last call, and what of it the machine under this one took."""
        now = self._now()
        others, all_of_it, steal = (after - before for after, before in zip(now, self.before))
        # Rows of the same runs share it.
        if all_of_it > 1:
            self.before = now
            stolen = f", stolen {steal / all_of_it:.0%}" if steal > 0.005 * all_of_it else ""
            self.last = f"{max(0.0, others) / all_of_it:.0%}{stolen}"
        return self.last


def processor_seconds(pid: int) -> float:
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mebibytes(pid: int) -> dict[str, float]:
    found = {}
    for line in open(f"/proc/{pid}/status"):
        name, _, value = line.partition(":")
        if name in ("VmRSS", "RssAnon", "VmHWM"):
            found[name] = int(value.split()[0]) / 1024
    return found


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def median(values: list[float]) -> float:
    return statistics.median(values) if values else float("nan")
