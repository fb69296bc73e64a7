"""Real programs under a known load, and what sretop reads of each: on its page, and through a Prometheus.

    python3 services.py --tools DIR --work DIR --sretop PATH [--prometheus PATH] NAME...    (or: all)

Prints one JSON line for each program and way: {"name", "via", "passed", "skipped", "wrong", "seen"}. Requests a second
have to be within 2 % of what was sent in the same window, the failed share within 0.3 points, the average within 3 % of
the page's own; what the page cannot tell has to have no number.
"""

import sys

# The folder of these files is a source folder.
sys.dont_write_bytecode = True

import argparse
import asyncio
import bisect
import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from context import Context, Missing
from process import Part, PartError
from service_load import send
from service_programs import Maker, Series, Service

RATE = 40.0
WINDOW, SETTLE, JUDGED = 10, 6, 10
# More programs and screens at once than two cores serve evenly would be judged by how busy they were.
TOGETHER = 6


class Watch:
    """A sretop that writes down what it reads; one whose words count instead prints a line a poll."""

    def __init__(self, sretop: Path, folder: Path, source: list[str], words: bool) -> None:
        folder.mkdir(parents=True)
        self.readings_file, self.log = folder / "readings.jsonl", folder / "screen.txt"
        command = [str(sretop), "watch", *source, "--every", "1s", "--window", f"{WINDOW}s"]
        command += ["--stream"] if words else ["--readings", str(self.readings_file)]
        environment = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH", "TERMINFO") if key in os.environ}
        environment |= {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "TERM": "vt100", "LC_ALL": "C.UTF-8"}
        self.terminal = None
        if words:
            with self.log.open("wb") as log:
                self.process = self._start(command, environment, subprocess.DEVNULL, log)
            return
        self.terminal, inside = pty.openpty()
        self.process = self._start(command, environment, inside, inside)
        os.close(inside)
        threading.Thread(target=self._drain, daemon=True).start()

    def _start(self, command: list[str], environment: dict[str, str], source: int, sink: object) -> subprocess.Popen:
        return subprocess.Popen(
            command, stdin=source, stdout=sink, stderr=sink, env=environment, start_new_session=True
        )

    def _drain(self) -> None:
        """A terminal that nobody reads from stops the one who draws on it."""
        with self.log.open("wb") as log, contextlib.suppress(OSError):
            while data := os.read(self.terminal, 65_536):
                log.write(data)

    def readings(self) -> list[dict]:
        lines = self.readings_file.read_text().splitlines() if self.readings_file.exists() else []
        found = []
        for line in lines:
            with contextlib.suppress(ValueError):
                found.append(json.loads(line))
        return found

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Page:
    """The numbers of a page at a moment, and how many requests had been sent by then."""

    SAMPLE = re.compile(r"([A-Za-z_:][\w:]*)(\{.*\})? ([^ ]+)")

    def __init__(self, url: str, sent: int) -> None:
        self.sent, self.totals = sent, {}
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=10) as answer:
            self.text = answer.read().decode()
        self.at = time.time()

    def total(self, series: Series) -> float:
        # Read when the load is over: in between it would hold up what sends.
        if series not in self.totals:
            names = tuple(series.name.split("|"))
            found = (self.SAMPLE.match(line) for line in self.text.splitlines() if line.startswith(names))
            self.totals[series] = sum(
                float(each[3])
                for each in found
                if each and each[1] in names and not (series.without and series.without in (each[2] or ""))
            )
        return self.totals[series]


class History:
    """A page once a second: what a reading should say is known for just the window that it looked back on."""

    def __init__(self) -> None:
        self.pages: list[Page] = []

    def growth(self, moment: float, number: Callable[[Page], float]) -> float:
        """How much a number grew within the window before a moment; between two pages it grows evenly."""
        return self._at(moment, number) - self._at(moment - WINDOW, number)

    def _at(self, moment: float, number: Callable[[Page], float]) -> float:
        later = bisect.bisect_left(self.pages, moment, key=lambda page: page.at)
        before, after = self.pages[max(0, later - 1)], self.pages[min(later, len(self.pages) - 1)]
        share = (moment - before.at) / (after.at - before.at) if after.at > before.at else 0
        return number(before) + min(max(share, 0), 1) * (number(after) - number(before))


def judge(service: Service, via: str, watch: Watch, history: History) -> tuple[list[str], dict]:
    """What is wrong in the last readings, and the last of them."""
    screen = watch.log.read_text(errors="replace")
    if service.says:
        # What cannot be trusted is said, whatever the numbers are; where one of the processes happened to answer each
        # time, nobody can know.
        lines = screen.splitlines()[-JUDGED:]
        wrong = ["it says ok"] if any(" ok " in f" {line} " for line in lines) else []
        answering = {page.total(Series("process_start_time_seconds")) for page in history.pages}
        if via == "page" and len(answering) > 1 and not any(service.says in line for line in lines):
            wrong.append(f"it does not say '{service.says}'")
        return wrong, {"lines": lines}
    begin, end = history.pages[0].at + WINDOW, history.pages[-1].at
    readings = [reading for reading in watch.readings() if begin <= reading["at"] <= end][-JUDGED:]
    if len(readings) < 3:
        return [f"no reading: {screen[-300:]}"], {}

    def mean_of(key: str) -> float | None:
        numbers = [reading.get("values", {}).get(key) for reading in readings]
        numbers = [number for number in numbers if isinstance(number, (int, float))]
        return sum(numbers) / len(numbers) if numbers else None

    wrong = []

    def check(name: str, wanted: float | None, allowed: float) -> None:
        seen = mean_of(name)
        if wanted is None:
            if seen is not None and not (name == "RPS" and seen == 0):
                wrong.append(f"{name} is {seen:g}, and the page cannot tell")
        elif seen is None or abs(seen - wanted) > allowed:
            wrong.append(f"{name} is {'no data' if seen is None else f'{seen:g}'}, and not {wanted:g} to {allowed:.2g}")

    def growth(number: Callable[[Page], float]) -> float:
        return sum(history.growth(reading["at"], number) for reading in readings)

    # What was sent, which is less than what was meant to be on a busy machine.
    rate = growth(lambda page: page.sent) / WINDOW / len(readings) if service.counts else None
    if service.requests:
        rate = growth(lambda page: page.total(service.requests)) / WINDOW / len(readings)
    check("RPS", rate, 0.02 * (rate or 0))
    if service.judges_failed:
        check("5xx", service.failed, 0.003)
    if service.judges_mean:
        mean = service.mean and growth(lambda page: page.total(service.mean.sum)) / growth(
            lambda page: page.total(service.mean.count)
        ) / service.mean.per_second
        check("AVG", mean, 0.03 * (mean or 0))
    return wrong, readings[-1].get("values", {})


def prometheus_config(services: dict[str, Service], file: Path) -> None:
    jobs = []
    for name, service in services.items():
        address, _, query = service.page.removeprefix("http://").partition("?")
        host, _, path = address.partition("/")
        job = {"job_name": name, "metrics_path": "/" + path, "static_configs": [{"targets": [host]}]}
        if query:
            job["params"] = {"module": ["http_2xx"], "target": [query.split("target=")[1].replace("%3A", ":").replace("%2F", "/")]}
        jobs.append(job)
    file.write_text(json.dumps({"global": {"scrape_interval": "1s"}, "scrape_configs": jobs}))


async def run(options: argparse.Namespace, context: Context, names: list[str]) -> None:
    """Starts these programs, sends to them, and judges what was read of them."""
    makers = Maker(context).every()
    services: dict[str, Service] = {}
    started: list[Part] = []
    watches: list[tuple[str, str, Watch]] = []

    def say(name: str, via: str, **verdict: object) -> None:
        print(json.dumps({"name": name, "via": via, **verdict}), flush=True)

    try:
        for name in names:
            try:
                services[name] = makers[name](name)
            except Missing as missing:
                say(name, "page", skipped=str(missing))
        for name, service in list(services.items()):
            try:
                for part in service.parts:
                    started.append(part)
                    part.start()
                    if part.ready_url:
                        part.wait_until_ready()
            except PartError as error:
                say(name, "page", skipped=str(error))
                del services[name]
        store = None
        if options.prometheus:
            folder = context.folder("store")
            prometheus_config(services, folder / "prometheus.yml")
            store = f"http://127.0.0.1:{context.ports['store']}"
            command = [str(options.prometheus), f"--config.file={folder / 'prometheus.yml'}"]
            command += [f"--storage.tsdb.path={folder / 'data'}", f"--web.listen-address={store.removeprefix('http://')}"]
            part = Part("store", command, store + "/-/ready", context.log("store"), folder)
            started.append(part)
            part.start()
            part.wait_until_ready()
        counts = {name: Counter() for name in services}
        loads = [
            asyncio.create_task(send(service.load(), RATE, counts[name]))
            for name, service in services.items()
            if service.load
        ]
        # Every series is there, and older than the window, before somebody looks.
        await asyncio.sleep(WINDOW + SETTLE)
        for name, service in services.items():
            folder = context.folder("watches")
            sources = {"page": ["--scrape", service.page]}
            if store:
                sources["prometheus"] = ["--prometheus", store, "--service", name]
            for via, source in sources.items():
                watch = Watch(options.sretop, folder / f"{name}-{via}", source, words=service.says is not None)
                watches.append((name, via, watch))
        histories = {name: History() for name in services}

        async def look(name: str) -> None:
            histories[name].pages.append(await asyncio.to_thread(Page, services[name].page, counts[name]["sent"]))

        for _ in range(WINDOW + JUDGED + SETTLE):
            await asyncio.gather(asyncio.sleep(1), *(look(name) for name in services))
        for load in loads:
            load.cancel()
        for name, via, watch in watches:
            wrong, seen = judge(services[name], via, watch, histories[name])
            say(name, via, passed=not wrong, wrong=wrong, seen=seen, sent=dict(counts[name]))
    finally:
        for _, _, watch in watches:
            watch.end()
        for part in reversed(started):
            with contextlib.suppress(PartError):
                part.end()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tools", type=Path, required=True, help="where the set-up fetched programs to")
    parser.add_argument("--work", type=Path, required=True, help="where data and logs go")
    parser.add_argument("--sretop", type=Path, required=True, help="the built sretop")
    parser.add_argument("--prometheus", type=Path, help="a Prometheus to look through as well")
    parser.add_argument("names", nargs="+", metavar="NAME")
    options = parser.parse_args()
    context = Context(options.tools.absolute(), options.work.absolute(), options.sretop.absolute(), "1s", 0)
    # The client's own library for gRPC lies with the services'.
    sys.path.append(str(context.tools / "python-services"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    names = list(Maker(context).every()) if "all" in options.names else options.names
    for begin in range(0, len(names), TOGETHER):
        asyncio.run(run(options, context, names[begin : begin + TOGETHER]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
