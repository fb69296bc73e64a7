"""A faulty service under load, a Prometheus that scrapes it, and the screens over its page and over that Prometheus."""

import json
import re
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

from .tables import CannotMeasure
from .terminal import Terminal

SCRAPE_SECONDS = 1
JOB = "unstable"
SIGNS = ("CRIT", "WARN", "DOWN", "UNKNOWN", "NO DATA", "idle", "ok")


def newest_prometheus(tools: Path) -> Path | None:
    """One of the third major version; nil where the set-up has none."""
    found = sorted(tools.glob("prometheus-3*/usr/bin/prometheus"))
    return found[-1].absolute() if found else None


class Service:
    """An unstable service without its defect, on a port of the system's choice."""

    def __init__(self, sretop: Path) -> None:
        self.process = subprocess.Popen(
            [sretop, "serve", "--port", "0", "--no-defect", "--end-with-stdin"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        )
        line = self.process.stdout.readline() if self.process.stdout else ""
        found = re.search(r"listening on (\S+):(\d+)", line)
        if not found:
            raise CannotMeasure("the service does not listen")
        self.url, self.port = f"http://127.0.0.1:{found[2]}", int(found[2])

    def body_length(self) -> int:
        return len(fetch(f"{self.url}/"))

    def end(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait(20)


class Prometheus:
    """Scrapes one service each second, and answers what PromQL says of it."""

    def __init__(self, program: Path, target: int) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="sretop-matrix-")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        configuration = Path(self.folder.name) / "prometheus.yml"
        configuration.write_text(
            f"global: {{scrape_interval: {SCRAPE_SECONDS}s, scrape_timeout: {SCRAPE_SECONDS}s}}\nscrape_configs:\n"
            f"  - job_name: {JOB}\n    static_configs: [{{targets: ['127.0.0.1:{target}']}}]\n"
        )
        self.process = subprocess.Popen(
            [
                program, f"--config.file={configuration}", f"--storage.tsdb.path={self.folder.name}/data",
                f"--web.listen-address={self.url.removeprefix('http://')}", "--log.level=error",
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for _ in range(150):
            try:
                fetch(f"{self.url}/-/ready")
                return
            except OSError:
                time.sleep(0.2)
        self.end()
        raise CannotMeasure("the Prometheus does not start")

    def version(self) -> str:
        return str(json.loads(fetch(f"{self.url}/api/v1/status/buildinfo"))["data"]["version"])

    def value(self, expression: str) -> float | None:
        words = urllib.parse.urlencode({"query": f"sum({expression})"})
        found = json.loads(fetch(f"{self.url}/api/v1/query?{words}"))["data"]["result"]
        return float(found[0]["value"][1]) if found else None

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.folder.cleanup()


class Screen:
    """sretop's own, in a terminal; what it says is read from its second and third row."""

    def __init__(self, sretop: Path, *source: str) -> None:
        self.terminal = Terminal(
            [str(sretop), "watch", *source, "--every", f"{SCRAPE_SECONDS}s", "--window", "15s"], columns=150, rows=30,
            TZ="UTC",
        )

    def says(self, began: float) -> str:
        """The row of the verdict, how far its onset is from the truth, and the row below, which says who."""
        rows = [re.sub(r"\s{2,}", "  ", row.strip()) for row in self.terminal.rows[1:3]]
        told = onset(rows[0])
        if told is not None:
            # The clock has whole seconds, and starts again at midnight.
            off = (told - began + 43_200) % 86_400 - 43_200
            rows[0] += f" [off by {off:+.0f} s]"
        return " / ".join(row for row in rows if row) or "nothing"

    def end(self) -> None:
        self.terminal.end()


def onset(row: str) -> float | None:
    """When the row says that it began, in seconds since midnight; the middle of an interval; nil where it does not."""
    found = re.search(r"since (?:before |<)?(\d\d):(\d\d):(\d\d)(?:…([\d:]+))?", row)
    if not found:
        return None
    first = int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])
    if not found[4]:
        return first
    # Of the later end only what differs stands there.
    last = ":".join(found.group(1, 2, 3))
    hours, minutes, seconds = (last[: len(last) - len(found[4])] + found[4]).split(":")
    return (first + int(hours) * 3600 + int(minutes) * 60 + int(seconds)) / 2


def pass_time(seconds: float, screens: list[Screen], until: subprocess.Popen[str] | None = None) -> None:
    """Lets time pass while the screens are read: a program whose terminal nobody reads stands still."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and (until is None or until.poll() is None):
        for screen in screens:
            screen.terminal.pump(0.05)
        time.sleep(0.05)


def fetch(url: str) -> bytes:
    # Never by way of a proxy of the environment: all of this is on loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=10) as answer:
        return bytes(answer.read())
