"""Those who are asked: a real Prometheus over a database of blocks, and our engine behind a pipe."""

import contextlib
import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .answers import Answer
from .queries import Query
from .vocabulary import Dialect

# Never by way of a proxy of the environment: all of this is on loopback.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class CannotCompare(Exception):
    """Something is missing or did not come about; says what."""


class Prometheus:
    def __init__(self, url: str) -> None:
        self._url = url

    def answer(self, query: Query) -> Answer:
        parameters: dict[str, Any] = {"query": query.expression}
        if query.end is None:
            parameters["time"] = query.start / 1000
        else:
            parameters |= {"start": query.start / 1000, "end": query.end / 1000, "step": query.step / 1000}
        path = "query" if query.end is None else "query_range"
        return Answer.of_api(self._get(f"/api/v1/{path}", parameters))

    def is_ready(self) -> bool:
        try:
            return _OPENER.open(self._url + "/-/ready", timeout=5).status == 200
        except OSError:
            return False

    def _get(self, path: str, parameters: dict[str, Any]) -> Any:
        body = urllib.parse.urlencode(parameters).encode()
        try:
            with _OPENER.open(self._url + path, body, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.loads(error.read())


class Engine:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def answer(self, query: Query) -> Answer:
        assert self._process.stdin and self._process.stdout
        fields = {"expression": query.expression, "start": query.start, "end": query.end, "step": query.step}
        self._process.stdin.write(json.dumps(fields) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise CannotCompare(f"promconformance ended with {self._process.wait()} at {query}")
        return Answer.of_engine(json.loads(line))


def version(server: Path) -> tuple[int, int]:
    """The first two numbers of a Prometheus's version."""
    try:
        said = subprocess.run([str(server), "--version"], capture_output=True, text=True)
    except OSError as error:
        raise CannotCompare(f"{server} does not run: {error}; Scripts/setup test fetches it") from error
    found = re.search(r"version (\d+)\.(\d+)", said.stdout + said.stderr)
    if found is None:
        raise CannotCompare(f"{server} --version tells no version: {said.stdout}{said.stderr}")
    return int(found[1]), int(found[2])


@contextlib.contextmanager
def prometheus(server: Path, page: Path, work: Path, dialect: Dialect) -> Iterator[Prometheus]:
    """A server over a database of the page's samples; its promtool lies beside it."""
    promtool = server.parent / "promtool"
    for program in (server, promtool):
        if not program.is_file():
            raise CannotCompare(f"{program} is not there: Scripts/setup test")
    data = work / "data"
    command = [str(promtool), "tsdb", "create-blocks-from", "openmetrics", str(page), str(data)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode != 0:
        raise CannotCompare(f"promtool does not take the page: {made.stderr.strip()}")
    config = work / "prometheus.yml"
    config.write_text("global: {evaluation_interval: 1m}\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = work / "prometheus.log"
    command = [str(server), f"--config.file={config}", f"--storage.tsdb.path={data}"]
    command += ["--storage.tsdb.retention.time=100y", f"--web.listen-address=127.0.0.1:{port}", *dialect.flags]
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        server = Prometheus(f"http://127.0.0.1:{port}")
        end = time.monotonic() + 60
        while not server.is_ready():
            if process.poll() is not None or time.monotonic() > end:
                raise CannotCompare(f"Prometheus did not start: {log.read_text()[-2000:]}")
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def engine(program: Path, page: Path, dialect: Dialect) -> Iterator[Engine]:
    if not program.is_file():
        raise CannotCompare(f"{program} is not there: swift build -c release --product promconformance")
    command = [str(program), "differential", "--semantics", dialect.semantics, str(page)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Engine(process)
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait()
