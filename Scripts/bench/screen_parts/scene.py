"""The service, its load, and programs that are measured on terminals of their own."""

import contextlib
import fcntl
import os
import pty
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import termios
import time
from collections.abc import Iterator
from pathlib import Path

from measures.tables import CannotMeasure

BUILD = Path(__file__).resolve().parents[3] / ".build/release"
TERM = "xterm-256color"


class Scene:
    """A folder with a copy of sretop: the measured one stays the same if it is built anew."""

    def __init__(self, sretop: Path, screenbench: Path) -> None:
        self._built = {"sretop": sretop, "screenbench": screenbench}
        self._folder = tempfile.TemporaryDirectory(prefix="sretop-screen-")
        self.btop = shutil.which("btop")

    def __enter__(self) -> "Scene":
        return self

    def __exit__(self, *error: object) -> None:
        self._folder.cleanup()

    @property
    def sretop(self) -> str:
        return self._copy("sretop")

    @property
    def screenbench(self) -> str:
        return self._copy("screenbench")

    def _copy(self, name: str) -> str:
        place = Path(self._folder.name) / name
        # A build may be replacing it right now.
        deadline = time.monotonic() + 60
        while not place.exists():
            try:
                shutil.copy2(self._built[name], place)
                subprocess.run([place, "--help"], stdout=subprocess.DEVNULL, timeout=30, check=True)
            except (OSError, subprocess.SubprocessError) as error:
                place.unlink(missing_ok=True)
                if not self._built[name].exists() or time.monotonic() > deadline:
                    raise CannotMeasure(f"{self._built[name]} does not run: make bench builds it") from error
                time.sleep(2)
        return str(place)

    @contextlib.contextmanager
    def service(self, rate: int) -> Iterator[list[str]]:
        """The unstable service under a load of so many requests a second; gives the command that watches it."""
        port = _free_port()
        command = [self.sretop, "serve", "--port", str(port), "--end-with-stdin"]
        service = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        load = None
        try:
            _wait_for(port, service)
            url = f"http://127.0.0.1:{port}"
            if rate:
                command = [self.sretop, "load", f"{url}/risky", "--rate", str(rate), "--duration", "15m"]
                load = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            yield [self.sretop, "--scrape", f"{url}/metrics"]
        finally:
            if load:
                load.terminate()
                load.wait()
            assert service.stdin
            service.stdin.close()
            try:
                service.wait(10)
            except subprocess.TimeoutExpired:
                service.kill()
                service.wait()


class Program:
    """A program on a terminal of its own whose output is counted, not read; ends with `with`."""

    def __init__(self, command: list[str], columns: int, rows: int, keeps: tuple[int, ...] = (), term: str = TERM) -> None:
        ready_r, ready_w = os.pipe()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                # Until the window has its size.
                os.read(ready_r, 1)
                for descriptor in keeps:
                    os.set_inheritable(descriptor, True)
                for name in ("COLUMNS", "LINES", "PROMETHEUS_URL", "NO_COLOR"):
                    os.environ.pop(name, None)
                os.environ.update(TERM=term, LC_ALL="C.UTF-8")
                os.execvp(command[0], command)
            finally:
                os._exit(127)
        self.resize(columns, rows)
        # What the shell would have set; to be found again at the end.
        self.modes = termios.tcgetattr(self.fd)
        self.status: int | None = None
        self.total = 0
        self.started = time.monotonic()
        os.write(ready_w, b"x")
        os.close(ready_r)
        os.close(ready_w)

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *error: object) -> None:
        try:
            for step in (None, signal.SIGTERM, signal.SIGKILL):
                if self.has_ended():
                    break
                if step:
                    os.kill(self.pid, step)
                    self.wait_for_end(3)
        finally:
            os.close(self.fd)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def press(self, keys: bytes) -> None:
        os.write(self.fd, keys)

    def read(self, seconds: float) -> bytes:
        """One piece of output; nothing where none came in time, or it ended."""
        if not select.select([self.fd], [], [], max(0, seconds))[0]:
            return b""
        try:
            data = os.read(self.fd, 1 << 20)
        except OSError:
            # Linux says so when nobody has the terminal open any more.
            time.sleep(0.01)
            return b""
        self.total += len(data)
        return data

    def watch(self, seconds: float) -> bytes:
        """All output of some time."""
        end, pieces = time.monotonic() + seconds, []
        while (left := end - time.monotonic()) > 0:
            pieces.append(self.read(left))
        return b"".join(pieces)

    def wait_for_end(self, seconds: float) -> bytes:
        """All output until it ends, for so long at most."""
        end, pieces = time.monotonic() + seconds, []
        while not self.has_ended() and time.monotonic() < end:
            pieces.append(self.read(0.05))
        while piece := self.read(0):
            pieces.append(piece)
        return b"".join(pieces)

    def has_ended(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if pid else None
        return self.status is not None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port: int, service: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and service.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise CannotMeasure("the unstable service did not start")
