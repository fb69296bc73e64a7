"""A PostgreSQL of one's own, and a client that speaks just enough of its protocol."""

import asyncio
import os
import struct
import subprocess
from pathlib import Path

from context import Context, Missing

# It refuses to run as root.
NOBODY = 65534
# One transaction each: one that is kept, one that takes a while, and one that its own error undoes.
STATEMENTS = {"fast": b"SELECT 1", "slow": b"SELECT pg_sleep(0.02)", "fail": b"SELECT 1/0"}


class PostgresClient:
    """Statements, each a transaction, on one connection after another.

    A connection's counts are told once a second at most, and when it ends: with a long one they would come in steps.
    """

    STATEMENTS_EACH = 4

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port, self.lock = host, port, asyncio.Lock()
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.left = 0

    async def __call__(self, kind: str) -> str:
        async with self.lock:
            if self.left == 0:
                if self.streams:
                    self.streams[1].write(b"X\0\0\0\4")
                    self.streams[1].close()
                self.left = self.STATEMENTS_EACH
                self.streams = await asyncio.open_connection(self.host, self.port)
                start = struct.pack("!i", 196608) + b"user\0postgres\0database\0postgres\0\0"
                self.streams[1].write(struct.pack("!i", len(start) + 4) + start)
                await self._answer()
            self.left -= 1
            text = STATEMENTS[kind] + b"\0"
            self.streams[1].write(b"Q" + struct.pack("!i", len(text) + 4) + text)
            return await self._answer()

    async def _answer(self) -> str:
        """Reads until the server waits again; whether it told an error."""
        reader, word = self.streams[0], "ok"
        while True:
            head = await reader.readexactly(5)
            await reader.readexactly(struct.unpack("!i", head[1:])[0] - 4)
            if head[:1] == b"E":
                word = "error"
            if head[:1] == b"Z":
                return word


def server(context: Context, name: str, port: int) -> list[str]:
    """The command that runs a new, empty one, with its data in the folder of this name."""
    places = [context.tools / "usr/lib/postgresql", Path("/usr/lib/postgresql")]
    found = sorted(each for place in places for each in place.glob("*/bin/initdb"))
    if not found:
        raise Missing(f"postgres is not in {' or '.join(map(str, places))}")
    programs, data = found[-1].parent, context.folder(name) / "data"
    data.mkdir()
    drop = []
    if os.geteuid() == 0:
        os.chown(data, NOBODY, NOBODY)
        drop = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    made = subprocess.run(
        [*drop, str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-N", "--no-locale"],
        capture_output=True,
        text=True,
        env={**os.environ, "LD_LIBRARY_PATH": str(context.tools / "usr/lib/x86_64-linux-gnu")},
        check=False,
    )
    if made.returncode != 0:
        raise Missing(f"initdb of postgres says: {(made.stderr or made.stdout).strip().splitlines()[-1:]}")
    settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "idle_session_timeout=2s"]
    return [*drop, str(programs / "postgres"), "-D", str(data), "-p", str(port)] + [
        word for each in settings for word in ("-c", each)
    ]
