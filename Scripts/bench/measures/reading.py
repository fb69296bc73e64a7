"""What sretop's screen says, read back from its text."""

import re

from .terminal import Terminal

_MARK = re.compile(r"(LIVE|STALE|DIRECT|DOWN|FAILING|WAITING|PAUSED)\b")
_AGE = re.compile(r"\b(?:LIVE|STALE|DIRECT) ((?:\d+[dhms])+)(?:\s|$)")
_UNITS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}


def mark(terminal: Terminal) -> str:
    """How fresh the numbers are, in the screen's own word; empty before the first frame."""
    found = _MARK.search(terminal.rows[0])
    return found[1] if found else ""


def is_live(terminal: Terminal) -> bool:
    """Live, and not judged unknown."""
    return mark(terminal) == "LIVE" and "UNKNOWN" not in terminal.rows[1]


def seconds(text: str) -> float:
    return sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"(\d+)([dhms])", text))


def age(terminal: Terminal) -> float | None:
    found = _AGE.search(terminal.rows[0])
    return seconds(found[1]) if found else None


def statement(terminal: Terminal) -> str:
    """The mark and what stands beside it as the reason."""
    first, second, third = (terminal.rows + ["", "", ""])[:3]
    found = re.search(r"(?:[^\w\s@] )?(?:LIVE|STALE|DIRECT|DOWN|FAILING|WAITING)\b.*?(?=  |$)", first)
    said = [found[0].strip() if found else first.strip()]
    if "UNKNOWN" in second or "NO DATA" in second or "waiting" in second:
        said.append(second.strip())
    if "directly" in third:
        said.append(third.strip())
    return " / ".join(said)
