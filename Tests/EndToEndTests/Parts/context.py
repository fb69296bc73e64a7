"""Where everything is: the tools, the work folder, the ports, and the files that were made."""

import string
from dataclasses import dataclass, field
from pathlib import Path

from ports import Ports
from versions import Versions

HERE = Path(__file__).resolve().parent


class Missing(Exception):
    """A program that cannot be started because something is not installed; says what."""


@dataclass
class Context:
    """What the programs have in common."""

    tools: Path
    work: Path
    sretop: Path
    interval: str
    services: int
    # Of how many kinds the synthetic services are; 0 for one that is made up.
    kinds: int = 0
    # Which version of which program, where it is not the newest.
    wanted: dict[str, str] = field(default_factory=dict)
    ports: Ports = field(default_factory=Ports)
    # What has metrics to scrape.
    scraped: set[str] = field(default_factory=set)
    urls: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def find(self, family: str, *names: str) -> str:
        """The first of these programs (or the one of the family's name) in the version that is wanted."""
        versions = Versions(self.tools, self.wanted)
        path = versions.find(family, names or (family,))
        if path is None:
            raise Missing(versions.describe(family))
        return path

    def has(self, family: str, *names: str) -> bool:
        try:
            self.find(family, *names)
        except Missing:
            return False
        return True

    def folder(self, name: str) -> Path:
        """A program's own folder; its data stay there when it is stopped."""
        path = self.work / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def log(self, name: str) -> Path:
        return self.folder("logs") / f"{name}.log"

    def url(self, name: str, suffix: str = "", scheme: str = "http") -> str:
        """The address of a named port, noted for whoever asked for the program."""
        address = f"{scheme}://127.0.0.1:{self.ports[name]}{suffix}"
        self.urls[name] = address
        return address

    def fill(self, template: str, to: Path, **values: object) -> Path:
        """Writes a configuration from its template, and returns where."""
        text = (HERE / "configs" / template).read_text()
        to.write_text(string.Template(text).safe_substitute({name: str(value) for name, value in values.items()}))
        return to
