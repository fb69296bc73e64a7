"""1,000 random sizes under load: the cells that an emulator shows are the frame's, and nothing crashes.

Twice with the same sizes, in bursts of one to three. First the real screen and its loop under 20 updates a second and
panels that come and go (`screenbench storm`), which tells its last frame's text when asked. The emulator's cells are
filled with rubbish at each resize, as a window that reflows its text may do; what stays of it is a fault. Then sretop
itself on a service under load, whose header must be there and whose terminal must be as before once it has ended.
"""

import contextlib
import random
import socket
import termios
import time
from argparse import Namespace

import pyte
from pyte import modes

from measures.tables import CannotMeasure

from .report import Report
from .scene import Program, Scene

MOST_COLUMNS, MOST_ROWS = 300, 100
QUIET_SECONDS = 0.03
# Every sequence of this terminal is known to the emulator; repeating a character (xterm's) and scrolling down (screen's)
# are not. It also has what the last cell of a window of one column takes, which screen lacks.
TERM = "linux"
# From this size on the header shows one of these.
HEADER_COLUMNS, HEADER_ROWS = 30, 3
MARKS = ("LIVE", "STALE", "DOWN", "FAILING", "WAITING")


def measure(scene: Scene, report: Report, options: Namespace) -> None:
    count = 100 if options.quick else 1000
    steps = _steps(random.Random(options.seed), count)
    resizes = sum(map(len, steps))
    report.remark(f"resizes: seed {options.seed}, {resizes} sizes in {len(steps)} bursts")
    wrong, first = _storm(scene.screenbench, steps)
    what = f"{resizes} random resizes, 1x1 to {MOST_COLUMNS}x{MOST_ROWS}"
    report.row(
        f"{what}, 20 updates a second: the emulator's cells are the frame's",
        "all",
        f"{len(steps) - wrong} of {len(steps)} bursts",
        wrong == 0,
    )
    if first:
        report.remark(f"first screen that differed: {first}")
    headers, looked, ending = _real(scene, steps)
    good = headers == looked and ending == "restored"
    report.row(
        f"{what}, sretop under load: alive, its header there, modes after q",
        "all",
        f"{headers} of {looked} headers, {ending}",
        good,
    )


def _steps(numbers: random.Random, count: int) -> list[list[tuple[int, int]]]:
    """Bursts of sizes, small ones as often as large ones; some bursts come back to where they began."""
    def size() -> tuple[int, int]:
        shape = numbers.random()
        if shape < 0.25:
            return numbers.randint(1, 80), numbers.randint(1, 24)
        if shape < 0.3:
            return numbers.choice([1, 2, MOST_COLUMNS]), numbers.choice([1, 2, MOST_ROWS])
        return numbers.randint(1, MOST_COLUMNS), numbers.randint(1, MOST_ROWS)

    steps: list[list[tuple[int, int]]] = []
    total = 0
    while total < count:
        burst = [size() for _ in range(min(count - total, numbers.choice([1, 1, 1, 2, 3])))]
        if len(burst) > 1 and steps and numbers.random() < 0.3:
            burst[-1] = steps[-1][-1]
        steps.append(burst)
        total += len(burst)
    return steps


class Screen(pyte.Screen):
    """pyte's, with two of its faults mended, in both of which it differs from every real terminal."""

    def cursor_to_line(self, line: int | None = None) -> None:
        self._leave_margin()
        super().cursor_to_line(line)

    def set_mode(self, *args: int, **keywords: bool) -> None:
        self._leave_margin()
        super().set_mode(*args, **keywords)

    def insert_characters(self, count: int | None = None) -> None:
        super().insert_characters(count)
        # A cell beyond the edge would come back with the next deletion.
        self.buffer[self.cursor.y].pop(self.columns, None)

    def _leave_margin(self) -> None:
        # Beyond the last column only another character wraps; what moves the cursor, or writes without wrapping, ends
        # that.
        self.cursor.x = min(self.cursor.x, self.columns - 1)


class Emulated(Program):
    """A program whose output an emulator reads."""

    def __init__(self, command: list[str], keeps: tuple[int, ...] = ()) -> None:
        self.screen = Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        super().__init__(command, 80, 24, keeps, TERM)

    def read(self, seconds: float) -> bytes:
        data = super().read(seconds)
        self._stream.feed(data)
        return data

    def resize(self, columns: int, rows: int) -> None:
        self.burst([(columns, rows)])

    def burst(self, sizes: list[tuple[int, int]]) -> None:
        """Sizes right after one another: what was written for those in between is read after the last."""
        now = (self.screen.columns, self.screen.lines)
        if all(size == now for size in sizes):
            # A program hears nothing of that.
            return
        self.screen.resize(*reversed(sizes[-1]))
        # A window that reflows its text leaves anything: here an E in every cell.
        self.screen.alignment_display()
        for columns, rows in sizes:
            super().resize(columns, rows)

    def settle(self, seconds: float = 5) -> bool:
        """Until nothing came for a while; false where it never is quiet."""
        end = time.monotonic() + seconds
        while self.read(QUIET_SECONDS):
            if time.monotonic() > end:
                return False
        return True


def _storm(screenbench: str, steps: list[list[tuple[int, int]]]) -> tuple[int, str]:
    """How many bursts left other cells than the frame's, and what differed first."""
    ours, theirs = socket.socketpair()
    numbers = random.Random(len(steps))
    wrong, first = 0, ""
    with ours, contextlib.closing(theirs), Emulated(
        [screenbench, "storm", str(theirs.fileno())], (theirs.fileno(),)
    ) as program:
        theirs.close()
        ours.settimeout(10)
        program.watch(1)
        for number, burst in enumerate(steps):
            if pause := numbers.choice([0, 0, 0.002, 0.01]):
                for columns, rows in burst:
                    program.resize(columns, rows)
                    program.watch(pause)
            else:
                program.burst(burst)
            program.watch(numbers.uniform(0, 0.12))
            ours.sendall(b"f")
            difference = ""
            for patience in (0.0, 0.2, 1.0):
                program.watch(patience)
                quiet = program.settle()
                difference = _difference(program.screen, _frame(ours, program)) if quiet else "the output never ends"
                if not difference:
                    break
            if difference:
                wrong += 1
                first = first or f"burst {number}, {burst}: {difference}"
            ours.sendall(b"g")
        ours.sendall(b"q")
        program.wait_for_end(5)
        if program.status != 0:
            wrong += 1
            first = first or f"it ended with {program.status}"
    return wrong, first


def _frame(ours: socket.socket, program: Program) -> tuple[int, int, list[str]]:
    """The last frame: columns, rows, and the rows' text."""
    ours.sendall(b"d")
    data = b""
    try:
        while b"\n" not in data:
            data += _received(ours)
        head, _, body = data.partition(b"\n")
        columns, rows, size = map(int, head.split())
        while len(body) < size:
            body += _received(ours)
    except OSError as error:
        program.wait_for_end(1)
        raise CannotMeasure(f"the storm broke off ({error}), status {program.status}") from error
    return columns, rows, body.decode().split("\n")[:-1]


def _received(ours: socket.socket) -> bytes:
    if data := ours.recv(1 << 20):
        return data
    raise ConnectionError("its end is closed")


def _difference(screen: pyte.Screen, frame: tuple[int, int, list[str]]) -> str:
    """What is wrong on the screen; empty where nothing is.

    Whatever is written outside of the window lands on its last cells, as in any terminal.
    """
    columns, rows, text = frame
    if (columns, rows) != (screen.columns, screen.lines):
        return f"the frame is {columns}x{rows}, the window {screen.columns}x{screen.lines}"
    if modes.DECTCEM in screen.mode:
        return "the cursor is shown"
    for y, (shown, meant) in enumerate(zip(screen.display, text, strict=True)):
        if shown != meant:
            x = next((x for x, (left, right) in enumerate(zip(shown, meant)) if left != right), min(len(shown), len(meant)))
            return f"row {y} of {columns}x{rows} from column {x}: shown {shown[x:x + 20]!r}, meant {meant[x:x + 20]!r}"
    return ""


def _real(scene: Scene, steps: list[list[tuple[int, int]]]) -> tuple[int, int, str]:
    """Headers that were there, of how many that were looked for, and how it ended."""
    headers = looked = 0
    with scene.service(200) as watch, Emulated(watch) as program:
        program.watch(3)
        for burst in steps:
            program.burst(burst)
            program.settle()
            if program.has_ended():
                return headers, looked, f"ended with {program.status} at {burst[-1]}"
            if program.screen.columns >= HEADER_COLUMNS and program.screen.lines >= HEADER_ROWS:
                looked += 1
                headers += _has_header(program)
        program.press(b"q")
        program.wait_for_end(5)
        return headers, looked, _ending(program)


def _has_header(program: Emulated) -> bool:
    for _ in range(20):
        if any(mark in program.screen.display[0] for mark in MARKS):
            return True
        program.watch(0.05)
    return False


def _ending(program: Emulated) -> str:
    if program.status != 0:
        return f"ended with {program.status}"
    if termios.tcgetattr(program.fd) != program.modes:
        return "the terminal's modes are not as before"
    if modes.DECTCEM not in program.screen.mode:
        return "the cursor stays hidden"
    return "restored"
