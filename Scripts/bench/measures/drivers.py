"""Load drivers, ours and others', each on one processor, against an nginx on another."""

import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .tables import CannotMeasure

DRIVER_PROCESSOR = 0
TARGET_PROCESSOR = 1
CONFIGURATION = """
worker_processes 1; daemon off; pid {work}/nginx.pid; error_log stderr crit;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 1000000000; client_body_temp_path {work}/a; proxy_temp_path {work}/b;
  fastcgi_temp_path {work}/c; uwsgi_temp_path {work}/d; scgi_temp_path {work}/e;
  server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ return 200 "Hello, World!"; }} }}
{secure}}}
"""
SECURE = """  server {{
    listen 127.0.0.1:{port} ssl backlog=4096; ssl_certificate {work}/chain.pem; ssl_certificate_key {work}/key.pem;
    location / {{ return 200 "Hello, World!"; }}
  }}
"""


def pinned(processor: int) -> Callable[[], None]:
    return lambda: os.sched_setaffinity(0, {processor})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def certificate(work: Path) -> bool:
    """One for an hour or so; false without openssl."""
    if not shutil.which("openssl"):
        return False
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
            "-keyout", work / "key.pem", "-out", work / "chain.pem",
        ],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    return True


class Nginx:
    """A server of 13 bytes on one processor, which can be stopped and let go on."""

    def __init__(self, program: Path, work: Path) -> None:
        self.port, secure_port = free_port(), free_port()
        self.url, self._secure_url = f"http://127.0.0.1:{self.port}/", f"https://127.0.0.1:{secure_port}/"
        self.is_secure = certificate(work)
        secure = SECURE.format(work=work, port=secure_port) if self.is_secure else ""
        configuration = work / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(work=work, port=self.port, secure=secure))
        self.process = subprocess.Popen(
            [program, "-p", work, "-c", configuration], preexec_fn=pinned(TARGET_PROCESSOR), stderr=subprocess.DEVNULL
        )
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise CannotMeasure(f"{program} does not listen")

    @property
    def secure_url(self) -> str:
        if not self.is_secure:
            raise CannotMeasure("openssl is not here: no certificate for nginx")
        return self._secure_url

    def _all(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def stop(self) -> None:
        for pid in self._all():
            os.kill(pid, signal.SIGSTOP)

    def go_on(self) -> None:
        for pid in self._all():
            os.kill(pid, signal.SIGCONT)

    def processor_seconds(self) -> float:
        ticks = 0
        for pid in self._all():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        self.go_on()
        self.process.terminate()
        self.process.wait(10)


@dataclass
class Run:
    """What one run of a driver came to."""

    output: str
    requests: float
    rate: float
    processor: float
    memory: int
    elapsed: float

    def result(self) -> dict[str, Any]:
        """What sretop load wrote as JSON."""
        return json.loads(self.output)

    @property
    def each(self) -> float:
        """Processor time a request, in microseconds."""
        return self.processor / self.requests * 1e6 if self.requests else float("inf")


def execute(command: list[object], output: Any = subprocess.PIPE) -> tuple[str, resource.struct_rusage, float]:
    """Runs a driver to its end: its output, what it used, how long it took."""
    start = time.monotonic()
    process = subprocess.Popen(
        [str(word) for word in command],
        stdout=output,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=pinned(DRIVER_PROCESSOR),
    )
    text = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return text, usage, time.monotonic() - start


def found(pattern: str, text: str, name: str) -> float:
    match = re.search(pattern, text)
    if not match:
        raise CannotMeasure(f"{name} said: {text.strip()[-200:]}")
    return float(match[1])


class Drivers:
    """The programs, and one way to run each."""

    def __init__(self, sretop: Path, tools: Path) -> None:
        self.sretop = sretop
        self.tools = tools
        # wrk's own libraries lie beside it.
        libraries = (str(folder) for folder in tools.glob("usr/lib/*-linux-gnu"))
        os.environ["LD_LIBRARY_PATH"] = ":".join(libraries)

    def program(self, name: str) -> Path:
        for folder in ("usr/bin", "usr/sbin"):
            if (self.tools / folder / name).is_file():
                return self.tools / folder / name
        if there := shutil.which(name):
            return Path(there)
        raise CannotMeasure(f"{name} is not here: Scripts/setup test")

    def wrk(self, url: str, seconds: int, connections: int = 50) -> Run:
        text, usage, elapsed = execute(
            [self.program("wrk"), "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", url]
        )
        requests = found(r"(\d+) requests in", text, "wrk")
        return Run(text, requests, found(r"Requests/sec:\s+([\d.]+)", text, "wrk"), cpu(usage), usage.ru_maxrss, elapsed)

    def hey(self, url: str, seconds: int, *more: object) -> Run:
        text, usage, elapsed = execute([self.program("hey"), "-cpus", 1, "-c", 50, "-z", f"{seconds}s", *more, url])
        rate = found(r"Requests/sec:\s+([\d.]+)", text, "hey")
        return Run(text, rate * seconds, rate, cpu(usage), usage.ru_maxrss, elapsed)

    def load(self, url: str, seconds: int, *more: object) -> tuple[Run, dict[str, Any]]:
        text, usage, elapsed = execute(
            [self.sretop, "load", url, "--threads", 1, "--duration", f"{seconds}s", "--json", "-", *more]
        )
        try:
            result = json.loads(text)
        except ValueError as error:
            raise CannotMeasure(f"sretop load said: {text.strip()[-200:]}") from error
        answered = result["count"]["answered"]
        return Run(text, answered, result["answers_per_second"] or 0, cpu(usage), usage.ru_maxrss, elapsed), result


def cpu(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime
