"""Where everything is: the tools, the work folder, the ports, and the files that were made."""

import os
import shutil
import string
from dataclasses import dataclass, field
from pathlib import Path

from ports import Ports

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
    ports: Ports = field(default_factory=Ports)
    # What has metrics to scrape.
    scraped: set[str] = field(default_factory=set)
    urls: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def find(self, *names: str) -> str:
        """The first of these programs that is on PATH or among the tools."""
        # Servers live where the PATH of an ordinary user does not reach.
        folders = os.environ.get("PATH", ""), str(self.tools / "usr/bin"), str(self.tools / "usr/sbin")
        for name in names:
            path = shutil.which(name, path=os.pathsep.join(folders))
            if path:
                return os.path.abspath(path)
        raise Missing(f"{names[0]} not found on PATH or in {self.tools}")

    def has(self, *names: str) -> bool:
        try:
            self.find(*names)
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
