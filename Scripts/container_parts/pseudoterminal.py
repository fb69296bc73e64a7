"""A dashboard in a container, on a terminal of 80x24 that this program plays."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time

# Sequences of the terminals that are played: CSI, the title, character sets, and vt100's padding and shifts.
SEQUENCES = re.compile(
    rb"\x1b\[[0-9;?>= ]*[A-Za-z@`]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()*+].|\x1b[=>78MDEHc]|[\x0e\x0f]"
)


def dashboard_shows(
    command: list[str], expected: str, seconds: float = 30, settings: dict[str, str] | None = None
) -> tuple[str, bool]:
    """Waits for a word on the screen, presses q; tells what was seen, and whether both came about."""
    outside, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    begin = time.monotonic()
    process = subprocess.Popen(
        command, stdin=inside, stdout=inside, stderr=inside, start_new_session=True, env=os.environ | (settings or {})
    )
    os.close(inside)
    try:
        output, shown_after = b"", None
        while time.monotonic() - begin < seconds and shown_after is None:
            output += (part := _read(outside, 0.5))
            if expected in SEQUENCES.sub(b" ", output).decode(errors="replace"):
                shown_after = time.monotonic() - begin
            elif not part and process.poll() is not None:
                break
        if shown_after is None:
            text = " ".join(SEQUENCES.sub(b" ", output).decode(errors="replace").split())
            return f"no '{expected}': {text[-300:] or 'nothing'}", False
        os.write(outside, b"q")
        end = time.monotonic() + 15
        while process.poll() is None and time.monotonic() < end:
            # Somebody has to read what the terminal is told.
            _read(outside, 0.2)
        status = process.poll()
        ended = "did not end at q" if status is None else f"q: exit status {status}"
        return f"'{expected}' after {shown_after:.1f} s; {ended}", status == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(outside)


def _read(descriptor: int, seconds: float) -> bytes:
    if not select.select([descriptor], [], [], seconds)[0]:
        return b""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        # Linux says so when nobody has the other end open any more.
        time.sleep(0.05)
        return b""
