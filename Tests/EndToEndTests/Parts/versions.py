"""Which version of a real program is run: the machine's own, or one that the set-up fetched beside it."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

# Says of some programs which version it has to be, over what a suite asks for: prometheus=2.53.3,alertmanager=own
VARIABLE = "SRETOP_PROGRAMS"
# The version on PATH or among the machine's own packages, and the highest of all; anything else is a number.
OWN, NEWEST = "own", "newest"


def read(text: str) -> dict[str, str]:
    """Versions by the family of programs, from words that commas separate."""
    return dict(word.strip().split("=", 1) for word in text.split(",") if "=" in word)


@dataclass(frozen=True)
class Versions:
    """The programs below one folder, and what was asked for."""

    tools: Path
    wanted: dict[str, str]

    def find(self, family: str, names: tuple[str, ...]) -> str | None:
        """The path of the first of these names, in the version that is wanted; nothing where it is not there."""
        wanted = {**self.wanted, **read(os.environ.get(VARIABLE, ""))}.get(family, NEWEST)
        fetched = self._fetched(family)
        if wanted == NEWEST:
            folders = [fetched[number] for number in sorted(fetched)[-1:]]
            return _which(names, folders) or _which(names, self._own())
        if wanted == OWN:
            return _which(names, self._own())
        return _which(names, [folder for number, folder in fetched.items() if number == _number(wanted)])

    def describe(self, family: str) -> str:
        """What was looked for, for whoever has to do without."""
        wanted = {**self.wanted, **read(os.environ.get(VARIABLE, ""))}.get(family, NEWEST)
        return f"{family} ({wanted}) not found on PATH or in {self.tools}"

    def _own(self) -> list[str]:
        # Servers live where the PATH of an ordinary user does not reach.
        return [*os.get_exec_path(), str(self.tools / "usr/bin"), str(self.tools / "usr/sbin")]

    def _fetched(self, family: str) -> dict[tuple[int, ...], str]:
        folders = self.tools.glob(f"{family}-[0-9]*")
        return {_number(each.name.removeprefix(f"{family}-")): str(each / "usr/bin") for each in folders}


def root(program: str) -> Path:
    """The folder that a program was unpacked into, as `/` is for one that was installed."""
    parents = Path(program).parents
    return parents[min(2, len(parents) - 1)]


def _number(text: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in text.split("."))


def _which(names: tuple[str, ...], folders: list[str]) -> str | None:
    found = (shutil.which(name, path=os.pathsep.join(folders)) for name in names)
    return next((os.path.abspath(path) for path in found if path), None)
