"""The one table, and the files with what was answered."""

import json
from pathlib import Path


class Report:
    """Rows are printed as they come."""

    def __init__(self, output: Path | None) -> None:
        self._output = output
        if output is not None:
            output.mkdir(parents=True, exist_ok=True)
        self._remarks: list[str] = []
        self._missed: list[str] = []
        self._reason: str | None = None
        self._lines: list[str] = []
        self._say("| what | limit | seen | holds |\n|---|---|---|---|")

    def row(self, what: str, limit: str, seen: str, holds: bool) -> None:
        # A bar would end the cell.
        cells = [cell.replace("|", "│").replace("\n", " ") for cell in (what, limit, seen)]
        self._say(f"| {' | '.join(cells)} | {'yes' if holds else 'NO'} |")
        if not holds:
            self._missed.append(what)

    def skipped(self, what: str, reason: str) -> None:
        self._say(f"| {what} | | skipped: {reason} | – |")

    def remark(self, text: str) -> None:
        self._remarks.append(text)

    def cannot(self, reason: str) -> None:
        self._reason = reason

    def keep(self, name: str, content: object) -> None:
        """Text as it is, everything else as JSON."""
        if self._output is not None:
            text = content if isinstance(content, str) else json.dumps(content, indent=2) + "\n"
            (self._output / name).write_text(text)

    def finish(self) -> int:
        for remark in self._remarks:
            self._say(f"\n{remark}")
        if self._reason is not None:
            self._say(f"\ncould not go on: {self._reason}")
        self._say(f"\ndid not hold: {'; '.join(self._missed)}" if self._missed else "\neverything tried held")
        self.keep("table.md", "\n".join(self._lines) + "\n")
        return 2 if self._reason is not None else 1 if self._missed else 0

    def _say(self, text: str) -> None:
        self._lines.append(text)
        print(text, flush=True)
