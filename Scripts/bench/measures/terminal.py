"""A program in a terminal of its own, and what stands on its screen."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable

import pyte

# Every sequence of this terminal is known to the emulator; repeating a character (xterm's) is not.
TERM = "screen-256color"


class Terminal:
    """Starts at once, and ends with `with`."""

    def __init__(self, command: list[str], columns: int = 80, rows: int = 24, **environment: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        # When the last piece of output came; the emulator's own time does not count.
        self.painted = 0.0
        self.ended = False
        ready_r, ready_w = os.pipe()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            # Until the window has its size.
            os.read(ready_r, 1)
            for name in ("COLUMNS", "LINES", "PROMETHEUS_URL"):
                os.environ.pop(name, None)
            os.environ.update(TERM=TERM, LC_ALL="C.UTF-8", **environment)
            os.execvp(command[0], command)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.write(ready_w, b"x")
        os.close(ready_r)
        os.close(ready_w)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    @property
    def rows(self) -> list[str]:
        return [row.rstrip() for row in self.screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    def press(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def pump(self, seconds: float) -> bool:
        """Takes one piece of output; false where none came in time."""
        if self.ended or not select.select([self._fd], [], [], max(0, seconds))[0]:
            if self.ended:
                time.sleep(max(0, seconds))
            return False
        try:
            data = os.read(self._fd, 1 << 20)
        except OSError:
            data = b""
        self.painted = time.monotonic()
        self.ended = not data
        self._stream.feed(data)
        return True

    def watch(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.pump(left)

    def wait_for(self, condition: Callable[["Terminal"], bool], seconds: float) -> float | None:
        """How long it took until the screen was so; nil where it never was."""
        start = time.monotonic()
        while not condition(self):
            left = start + seconds - time.monotonic()
            if left <= 0 or self.ended:
                return None
            self.pump(min(left, 0.25))
        return time.monotonic() - start

    def end(self) -> None:
        """By its own key where it still listens, else by force."""
        if not self.pid:
            return
        for step in (lambda: self.press("q"), lambda: os.kill(self.pid, signal.SIGTERM), self._kill):
            if self._gone():
                break
            try:
                step()
            except OSError:
                pass
            end = time.monotonic() + 5
            while not self._gone() and time.monotonic() < end:
                self.pump(0.1)
        os.close(self._fd)

    def _kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def _gone(self) -> bool:
        if self.pid and os.waitpid(self.pid, os.WNOHANG)[0]:
            self.pid = 0
        return self.pid == 0
