"""The container engine: docker or podman, whichever answers."""

import json
import os
import subprocess
import time
from collections.abc import Callable


class CannotCheck(Exception):
    """Something is missing or did not come about; says what."""


def ask(*command: str, seconds: float = 60, env: dict[str, str] | None = None) -> subprocess.CompletedProcess:
    """Runs a command to its end and keeps what it says; no answer in time counts as a failure of its own."""
    try:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL,
            env=None if env is None else os.environ | env,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        said = (error.stdout or b"") + (error.stderr or b"")
        return subprocess.CompletedProcess(command, 124, "", f"no end after {seconds:.0f} s: {said[-500:]!r}")


def last_line(answer: subprocess.CompletedProcess) -> str:
    """Of an unhappy command: what it said last."""
    lines = [line for line in (answer.stderr.strip() or answer.stdout).splitlines() if line.strip()]
    return lines[-1].strip() if lines else f"exit status {answer.returncode}, without a word"


def wait_until(condition: Callable[[], object], seconds: float, every: float = 1) -> object | None:
    """What the condition gives as soon as it is true; nothing where the time is over."""
    end = time.monotonic() + seconds
    while True:
        if found := condition():
            return found
        if time.monotonic() >= end:
            return None
        time.sleep(every)


class Engine:
    def __init__(self, name: str, version: str) -> None:
        self.name = name
        self.description = f"{name} {version}"

    @classmethod
    def find(cls) -> tuple["Engine | None", str]:
        """The engine, or why there is none."""
        found = ask("Scripts/container-engine")
        if found.returncode != 0:
            return None, last_line(found)
        name = found.stdout.strip()
        version = ask(name, "--version").stdout.strip()
        return cls(name, version.removeprefix(f"{name} version ").removeprefix("Docker version ")), ""

    def ask(self, *arguments: str, seconds: float = 60) -> subprocess.CompletedProcess:
        return ask(self.name, *arguments, seconds=seconds)

    def must(self, *arguments: str, seconds: float = 60) -> str:
        answer = self.ask(*arguments, seconds=seconds)
        if answer.returncode != 0:
            raise CannotCheck(f"{self.name} {' '.join(arguments[:3])}: {last_line(answer)}")
        return answer.stdout.strip()

    def inspect(self, name: str, kind: str = "container") -> dict:
        return json.loads(self.must(kind, "inspect", name))[0]

    def has_image(self, name: str) -> bool:
        """Whether an image is here, or can be fetched."""
        return self.ask("image", "inspect", name).returncode == 0 or self.ask("pull", name, seconds=600).returncode == 0

    def build(self, tag: str) -> None:
        # podman's own format has no room for a health check.
        form = ["--format", "docker"] if self.name == "podman" else []
        answer = self.ask("build", *form, "--tag", tag, ".", seconds=2400)
        if answer.returncode != 0:
            print(answer.stdout[-3000:], answer.stderr[-3000:])
            raise CannotCheck(f"the image cannot be built: {last_line(answer)}")

    def is_healthy(self, container: str) -> bool:
        """What the health check says: podman runs it when asked, docker runs it by itself."""
        if self.name == "podman":
            return self.ask("healthcheck", "run", container, seconds=20).returncode == 0
        return self.inspect(container)["State"].get("Health", {}).get("Status") == "healthy"
