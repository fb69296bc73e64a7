"""One program as a child process: started, watched until it answers, paused, and ended by its own id."""

import ctypes
import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

READY_SECONDS = 30.0
END_SECONDS = 10.0

# Loaded before any fork: a child must not take the loader's lock between fork and exec.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


class PartError(Exception):
    """A program that did not start, or not do what it was told."""


def _die_with_parent() -> None:
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


@dataclass
class Part:
    """A program, how to start it, and the address that answers once it is ready."""

    name: str
    command: list[str]
    ready_url: str
    log: Path
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Starts the process; ready() tells when it answers."""
        if self.is_running:
            raise PartError(f"{self.name} runs already")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **self.environment},
                # A group of its own: a Ctrl-C at the terminal reaches only the one that started all this.
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    def wait_until_ready(self) -> None:
        """Asks until any HTTP status below 500 comes back."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._answers():
            if not self.is_running:
                raise PartError(f"{self.name} ended by itself ({self._exit()}): {self._last_lines()}")
            if time.monotonic() > deadline:
                raise PartError(f"{self.name}: {self.ready_url} not ready in {READY_SECONDS:g} s: {self._last_lines()}")
            time.sleep(0.05)

    def ask_to_end(self) -> None:
        """SIGTERM, without waiting. Nothing happens to one that has ended."""
        if self.process is not None:
            self.process.terminate()
            # A paused one would only see the signal when resumed.
            self.process.send_signal(signal.SIGCONT)

    def end(self, at_once: bool = False) -> int:
        """SIGTERM, and SIGKILL for one that does not heed it; or SIGKILL at once. Returns the exit status."""
        if self.process is None or not self.is_running:
            raise PartError(f"{self.name} does not run")
        if not at_once:
            self.ask_to_end()
            try:
                return self.process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                pass
        self.process.kill()
        return self.process.wait()

    def pause(self) -> None:
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is None or not self.is_running:
            raise PartError(f"{self.name} does not run")
        self.process.send_signal(number)

    def _answers(self) -> bool:
        # Whether it answers is asked here, not who it is: the certificate is the tests' own matter.
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        )
        try:
            with opener.open(self.ready_url, timeout=6):
                return True
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:
            return False

    def _exit(self) -> str:
        code = self.process.returncode if self.process else None
        return f"signal {-code}" if code is not None and code < 0 else f"status {code}"

    def _last_lines(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()
        return " | ".join(lines[-5:]) or "it wrote nothing"
