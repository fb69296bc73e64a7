"""The real programs around sretop: services under load, a Prometheus, and a proxy that fails on demand."""

import contextlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .tables import CannotMeasure

ROOT = Path(__file__).resolve().parents[3]
PARTS = ROOT / "Tests/EndToEndTests/Parts/parts.py"


class World:
    """The programs that were asked for, and a copy of sretop: the measured one stays the same if it is built anew."""

    def __init__(self, sretop: Path, tools: Path, work: Path, interval: str, services: int, kinds: int, names: list[str]) -> None:
        if not sretop.is_file():
            raise CannotMeasure(f"{sretop} is not there: make build")
        self.tools = tools.absolute()
        self.work = work
        self.sretop = work / "sretop"
        shutil.copy2(sretop, self.sretop)
        command = [sys.executable, str(PARTS), "--tools", str(self.tools), "--work", str(work / "parts")]
        command += ["--sretop", str(self.sretop), "--interval", interval, "--services", str(services)]
        command += ["--kinds", str(kinds), *names]
        self._parts = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._loads: list[subprocess.Popen[bytes]] = []
        try:
            self.report = self._answer()
        except CannotMeasure:
            self.end()
            raise
        if self.report.get("missing"):
            self.end()
            raise CannotMeasure("; ".join(self.report["missing"].values()))

    @property
    def urls(self) -> dict[str, str]:
        return self.report["urls"]

    @property
    def pids(self) -> dict[str, int]:
        return self.report["pids"]

    def tell(self, verb: str, name: str) -> None:
        assert self._parts.stdin
        self._parts.stdin.write(json.dumps({verb: name}) + "\n")
        self._parts.stdin.flush()
        answer = self._answer()
        if not answer.get("ok"):
            raise CannotMeasure(f"{verb} {name}: {answer.get('error')}")
        if "pid" in answer:
            self.pids[name] = answer["pid"]

    def load(self, path: str, rate: float) -> None:
        """Requests at a constant rate at the unstable service, until the end."""
        command = [str(self.sretop), "load", self.urls["unstable"] + path, "--rate", f"{rate:g}", "--duration", "14m"]
        self._loads.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def fault(self, name: str) -> None:
        fetch(f"{self.urls['faultproxy_control']}/fault/{name}")

    def exchanges(self) -> list[dict[str, Any]]:
        """Every exchange through the proxy so far, by when it began."""
        lines = fetch(self.urls["faultproxy_control"] + "/log").splitlines()
        return sorted((json.loads(line) for line in lines), key=lambda exchange: exchange["time"])

    def ask(self, path: str, **parameters: object) -> Any:
        """What Prometheus itself answers, past the proxy."""
        query = urllib.parse.urlencode(parameters)
        answer = json.loads(fetch(f"{self.urls['prometheus']}/api/v1/{path}?{query}"))
        return answer["data"]

    def value(self, expression: str, **parameters: object) -> float | None:
        found = self.ask("query", query=expression, **parameters)["result"]
        return float(found[0]["value"][1]) if found else None

    def wait_for_samples(self, expression: str, least: float, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (self.value(expression) or 0) < least:
            if time.monotonic() > end:
                raise CannotMeasure(f"{expression} is not {least:g} after {seconds:g} s")
            time.sleep(0.5)

    def end(self) -> None:
        for load in self._loads:
            load.terminate()
            load.wait()
        if self._parts.stdin:
            self._parts.stdin.close()
        self._parts.wait()

    def _answer(self) -> dict[str, Any]:
        assert self._parts.stdout
        answer = json.loads(self._parts.stdout.readline() or "{}")
        if answer.get("ready") is False or not answer:
            raise CannotMeasure(f"the programs did not start: {answer.get('error', 'see above')}")
        return answer


@contextlib.contextmanager
def world(options: Any, *names: str, interval: str = "1s", services: int = 20, kinds: int = 0) -> Iterator[World]:
    with tempfile.TemporaryDirectory(prefix="sretop-bench-") as work:
        made = World(options.sretop, options.tools, Path(work), interval, services, kinds, list(names))
        try:
            yield made
        finally:
            made.end()


def fetch(url: str) -> str:
    # Never by way of a proxy of the environment: all of this is on loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=30) as answer:
        return answer.read().decode()
