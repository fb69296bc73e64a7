"""The stack of docker-compose.yml under a project name and ports of its own: brought up, asked, removed."""

import contextlib
import json
import os
import re
import time
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

    @property
    def environment(self) -> dict[str, str]:
        """What makes the project's own scripts work on this stack and on no other."""
        return {"CONTAINER_ENGINE": self.engine.name, "COMPOSE_PROJECT_NAME": PROJECT} | self.settings

    def run(self, *command: str, seconds: float = 180):
        """What a user types, on this stack."""
        return ask(*command, seconds=seconds, env=self.environment)

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

    def log(self, service: str) -> str:
        """Everything that a service has said."""
        known = self.containers().get(service)
        answer = self.engine.ask("logs", known["Id"]) if known else None
        return answer.stdout + answer.stderr if answer else ""

    def notified(self) -> list[dict]:
        """The alerts that the receiver printed, a JSON object a line."""
        found = []
        for line in self.log("alert-receiver").splitlines():
            with contextlib.suppress(ValueError):
                value = json.loads(line)
                if isinstance(value, dict) and "labels" in value and "status" in value:
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
    compose = stack.run("Scripts/compose", "version")
    if compose.returncode != 0:
        raise CannotCheck(last_line(compose))
    _down(stack)
    try:
        begin = time.monotonic()
        # What `make up` runs, for the services whose images there are.
        answer = stack.run("Scripts/up", *services, seconds=900)
        if answer.returncode != 0:
            raise CannotCheck(f"the stack does not come up: {last_line(answer)}")
        report.row("stack up, every address answers", "", f"{time.monotonic() - begin:.0f} s", True)
        report.remark(f"services of the stack: {', '.join(services)}; ports from {first}")
        yield stack
    finally:
        for name in services:
            with contextlib.suppress(CannotCheck):
                report.keep(f"{name}.log", stack.log(name))
        answer = _down(stack)
        left = _left(engine)
        report.row(
            "everything removed", "no container, volume or network left", left or "none left",
            answer.returncode == 0 and not left,
        )  # fmt: skip


def _left(engine: Engine) -> str:
    label = f"label=com.docker.compose.project={PROJECT}"
    containers = engine.ask("ps", "--all", "--quiet", "--filter", label).stdout.split()
    volumes = engine.ask("volume", "ls", "--quiet", "--filter", label).stdout.split()
    networks = engine.ask("network", "ls", "--quiet", "--filter", label).stdout.split()
    return ", ".join(containers + volumes + networks)


def _down(stack: Stack):
    return stack.run("Scripts/compose", "--profile", "load", "--profile", "tui", "down", "--volumes")

