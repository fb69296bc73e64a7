"""The one table, and what is said below it."""

from measures.tables import Table


class Report:
    """Rows are printed as they come; remarks follow at the end."""

    def __init__(self) -> None:
        self._table = Table("what", "target", "sretop", "met", "btop")
        self._remarks: list[str] = []
        self._missed: list[str] = []
        self._failed = False

    def row(self, what: str, target: str, measured: str, met: bool | None, btop: str = "–") -> None:
        self._table.row(what, target, measured, {True: "yes", False: "NO", None: "–"}[met], btop)
        if met is False:
            self._missed.append(what)

    def remark(self, text: str) -> None:
        self._remarks.append(text)

    def cannot(self, what: str, reason: str) -> None:
        self._failed = True
        self._table.row(what, "", f"not measured: {reason}", "–", "–")

    def finish(self) -> int:
        for remark in self._remarks:
            print(f"\n{remark}")
        print(f"\nmissed: {'; '.join(self._missed)}" if self._missed else "\nno target missed")
        return 2 if self._failed else 1 if self._missed else 0
