"""The stack of docker-compose.yml under a project name and ports of its own: brought up, asked, removed."""

import contextlib
import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .engine import CannotCheck, Engine, ask, last_line
from .report import Report

PROJECT = "sretop-check"
SERVICES = ["unstable-api", "alert-receiver", "alertmanager", "prometheus"]
TOKEN = "container-check"


@dataclass
class Stack:
    """The stack while it runs; addresses are on loopback."""

    engine: Engine
    ports: dict[str, int]
    settings: dict[str, str]

    def compose(self, *arguments: str, seconds: float = 180):
        return self.engine.compose(PROJECT, self.settings, *arguments, seconds=seconds)

    def make(self, target: str):
        """What a user types, against this project."""
        return ask("make", target, seconds=180, env=self.engine.environment(PROJECT, self.settings))

    def get(self, service: str, path: str) -> object | None:
        """The JSON that a part answers; nothing where it does not."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[service]}{path}", timeout=5) as answer:
                return json.load(answer)
        except (OSError, ValueError):
            return None

    def status(self, service: str, path: str, method: str, headers: dict[str, str]) -> int | None:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.ports[service]}{path}", method=method, headers=headers, data=b""
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def containers(self) -> dict[str, dict]:
        """What the engine knows about each service's container."""
        label = "label=com.docker.compose.project=" + PROJECT
        found = {}
        for identifier in self.engine.must("ps", "--all", "--quiet", "--filter", label).split():
            known = self.engine.inspect(identifier)
            found[known["Config"]["Labels"]["com.docker.compose.service"]] = known
        return found

    def notifications(self) -> list[dict]:
        """What the receiver printed, a JSON object a line."""
        said = self.engine.must("logs", self.containers()["alert-receiver"]["Id"])
        found = []
        for line in said.splitlines():
            with contextlib.suppress(ValueError):
                value = json.loads(line[line.index("{") :])
                if isinstance(value, dict) and "alerts" in value:
                    found.append(value)
        return found


@contextlib.contextmanager
def up(engine: Engine, report: Report, tag: str) -> Iterator[Stack]:
    first = int(os.environ.get("CHECK_PORTS", "18000"))
    names = ["unstable-api", "prometheus", "alertmanager", "grafana"]
    ports = {name: first + offset for offset, name in enumerate(names)}
    settings = {
        "SRETOP_IMAGE": tag,
        "SRETOP_API_PORT": str(ports["unstable-api"]),
        "SRETOP_PROMETHEUS_PORT": str(ports["prometheus"]),
        "SRETOP_ALERTMANAGER_PORT": str(ports["alertmanager"]),
        "SRETOP_GRAFANA_PORT": str(ports["grafana"]),
        "UNSTABLE_API_CONTROL_TOKEN": TOKEN,
    }
    stack = Stack(engine, ports, settings)
    services = list(SERVICES)
    grafana = re.search(r"image: (\S*/grafana:\S+)", Path("docker-compose.yml").read_text())
    if grafana is None:
        raise CannotCheck("docker-compose.yml names no image of Grafana")
    if engine.has_image(grafana[1]):
        services.append("grafana")
    else:
        report.skipped("Grafana", f"{grafana[1]} cannot be had here")
    _down(stack)
    try:
        answer = stack.compose("up", "-d", *services, seconds=900)
        if answer.returncode != 0:
            raise CannotCheck(f"the stack does not come up: {last_line(answer)}")
        report.remark(f"services of the stack: {', '.join(services)}; ports from {first}")
        yield stack
    finally:
        for name in services:
            report.keep(f"{name}.log", _log(stack, name))
        answer = _down(stack)
        left = stack.engine.ask("ps", "--all", "--quiet", "--filter", f"label=com.docker.compose.project={PROJECT}")
        report.row(
            "everything removed", "no container left", f"{len(left.stdout.split())} left",
            answer.returncode == 0 and not left.stdout.split(),
        )  # fmt: skip


def _down(stack: Stack):
    return stack.compose("--profile", "load", "--profile", "tui", "down", "--volumes", seconds=180)


def _log(stack: Stack, name: str) -> str:
    answer = stack.compose("logs", name)
    return answer.stdout + answer.stderr

