"""The image by itself: built, measured, confined, asked for its health, and its dashboard opened."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from .engine import CannotCheck, Engine, last_line, wait_until
from .pseudoterminal import dashboard_shows
from .report import Report

TAG = "sretop-check:latest"
NAME = "sretop-check-image"
LARGEST_MEGABYTES = 120
USER = "65532"
CONFINED = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--memory", "256m"]
TERMINALS = ["xterm-256color", "tmux-256color", "screen-256color", "linux", "vt100"]


@contextlib.contextmanager
def built(engine: Engine, report: Report) -> Iterator[None]:
    """Builds from the Dockerfile; the image is gone afterwards, its build cache is not."""
    begin = time.monotonic()
    engine.build(TAG)
    try:
        report.row("image built from the Dockerfile", "", f"{time.monotonic() - begin:.0f} s", True)
        yield
    finally:
        engine.ask("image", "rm", "--force", TAG)


def check(engine: Engine, report: Report) -> None:
    _size(engine, report)
    engine.ask("rm", "--force", NAME)
    try:
        engine.must("run", "--detach", "--name", NAME, *CONFINED, TAG)
        _confinement(engine, report)
        _health(engine, report)
        _commands(engine, report)
    finally:
        engine.ask("rm", "--force", NAME)


def _base() -> str:
    """The image that the last stage starts from, as the Dockerfile names it."""
    names = [line.split()[1] for line in Path("Dockerfile").read_text().splitlines() if line.startswith("FROM ")]
    return names[-1]


def _size(engine: Engine, report: Report) -> None:
    if not engine.has_image(_base()):
        raise CannotCheck(f"{_base()} cannot be had, so that its size is unknown")
    base = engine.inspect(_base(), "image")["Size"] / 1e6
    whole = engine.inspect(TAG, "image")["Size"] / 1e6
    report.row(
        "size above its base", f"{LARGEST_MEGABYTES} MB", f"{whole - base:.1f} MB ({whole:.1f} on {base:.1f})",
        whole - base <= LARGEST_MEGABYTES,
    )  # fmt: skip


def _confinement(engine: Engine, report: Report) -> None:
    configured = engine.inspect(TAG, "image")["Config"]["User"]
    actual = engine.must("exec", NAME, "id", "-u")
    report.row("user", f"{USER}, not root", f"{configured}; inside {actual}", actual == USER)
    written = engine.ask("exec", "--user", "0", NAME, "touch", "/written")
    report.row(
        "root is read-only, for root too", "refused", last_line(written),
        written.returncode != 0 and "Read-only" in written.stderr,
    )  # fmt: skip
    status = engine.must("exec", NAME, "cat", "/proc/1/status")
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    report.row(
        "capabilities; new privileges", "none; none", f"CapBnd {fields['CapBnd']}; NoNewPrivs {fields['NoNewPrivs']}",
        int(fields["CapBnd"], 16) == 0 and fields["NoNewPrivs"].strip() == "1",
    )  # fmt: skip


def _health(engine: Engine, report: Report) -> None:
    begin = time.monotonic()
    healthy = wait_until(lambda: engine.is_healthy(NAME), 30)
    seen = f"healthy after {time.monotonic() - begin:.1f} s" if healthy else "not healthy after 30 s"
    report.row("health check of the image", "healthy within 30 s", seen, bool(healthy))
    # The same question at a port where nothing listens: the check can fail.
    probe = engine.ask("exec", NAME, "/usr/local/bin/sretop", "serve", "--probe", "--port", "8001")
    report.row("the probe where nothing listens", "exit status 1", last_line(probe), probe.returncode == 1)
    # Within the network of the other, which needs no port of this machine.
    load = engine.ask(
        "run", "--rm", *CONFINED, "--network", f"container:{NAME}", TAG,
        "load", "http://127.0.0.1:8000/", "--rate", "20", "--duration", "3s",
    )  # fmt: skip
    said = " ".join(load.stdout.split()) if load.returncode == 0 else last_line(load)
    report.row("load, by argument", "exit status 0", said[:120], load.returncode == 0)


def _commands(engine: Engine, report: Report) -> None:
    version = engine.ask("run", "--rm", *CONFINED, TAG, "--version")
    said = version.stdout.strip()
    holds = version.returncode == 0 and bool(said)
    report.row("--version, by argument", "the version", said or last_line(version), holds)
    for terminal in TERMINALS:
        command = [
            engine.name, "run", "--rm", "-it", *CONFINED, "--env", f"TERM={terminal}", "--network", f"container:{NAME}",
            TAG, "--scrape", "http://127.0.0.1:8000/metrics",
        ]  # fmt: skip
        seen, holds = dashboard_shows(command, "idle")
        report.row(f"dashboard with -it, TERM={terminal}", "drawn; q ends it, exit status 0", seen, holds)
    begin = time.monotonic()
    if engine.ask("stop", "-t", "20", NAME).returncode != 0:
        raise CannotCheck("the container cannot be stopped")
    state, seconds = engine.inspect(NAME)["State"], time.monotonic() - begin
    report.row(
        "stop: drains and ends by itself", "exit status 0 within 10 s", f"{state['ExitCode']} after {seconds:.1f} s",
        state["ExitCode"] == 0 and seconds <= 10,
    )  # fmt: skip
