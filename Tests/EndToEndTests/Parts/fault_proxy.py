"""A proxy that passes everything on, until it is told to fail in one of the ways that networks and servers fail.

    python3 fault_proxy.py --listen 127.0.0.1:PORT --upstream 127.0.0.1:PORT --control 127.0.0.1:PORT --log FILE

On the control port, GET /fault/NAME switches to a fault and GET /fault/none back; GET /fault tells the present one and
all names. GET /log returns one JSON line for every exchange so far, and GET /other one for every request that followed
the redirect. Switching ends whatever hangs by closing its connection.
"""

import sys

# The folder of these files is a source folder.
sys.dont_write_bytecode = True

import argparse
import asyncio
import json
import time
from pathlib import Path

import faults
from fault_control import Control, Elsewhere
from http1 import BROKEN, LIMIT, Message, address, answer, bytes_of, read_message, serve


class FaultProxy:
    """The listener that clients use."""

    def __init__(self, listen: str, upstream: str, other: str, log: Path) -> None:
        self.listen = listen
        self.upstream = upstream
        self.log = log
        self.answers = {**faults.ANSWERS, "redirect": faults.redirect(other)}
        self.fault = "none"
        self._switched = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.StreamWriter] = set()
        self._connections = 0

    @property
    def names(self) -> list[str]:
        return ["none", "refuse", *self.answers]

    async def switch(self, fault: str) -> None:
        """The fault in force from now on; when this returns, the port listens or refuses."""
        self.fault = fault
        self._switched.set()
        self._switched = asyncio.Event()
        if fault == "refuse":
            if self._server:
                self._server.close()
            self._server = None
            for client in list(self._clients):
                client.transport.abort()
        elif self._server is None:
            self._server = await serve(self.listen, self._serve)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._clients.add(writer)
        self._connections += 1
        number = self._connections
        try:
            while request := await read_message(reader):
                if not await self._exchange(request, reader, writer, number):
                    break
        except BROKEN:
            # The client went away, or speaks something else.
            pass
        finally:
            self._clients.discard(writer)
            writer.close()

    async def _exchange(
        self, request: Message, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: int
    ) -> bool:
        """Answers one request, and notes it whatever becomes of it. Returns whether another may follow."""
        started, began = time.time(), time.monotonic()
        fault, right = self.fault, None
        client = faults.Client(reader, writer, self._switched)

        async def ask() -> Message:
            nonlocal right
            right = await self._ask_upstream(request)
            return right

        try:
            if fault in self.answers:
                goes_on = await self.answers[fault](client, request, ask)
            else:
                await client.send(await ask())
                goes_on = True
            return goes_on and request.keeps_alive
        finally:
            entry = {
                "time": round(started, 3),
                "connection": connection,
                "method": request.method,
                "path": request.path,
                "parameters": request.parameters,
                "status": client.status,
                "fault": fault,
                "request_bytes": request.size,
                "body_bytes": client.body_bytes,
                # Of the right answer, whatever was made of it.
                "uncompressed_bytes": len(right.plain_body) if right else client.body_bytes,
                "milliseconds": round(1000 * (time.monotonic() - began), 1),
            }
            with self.log.open("a") as log:
                log.write(json.dumps(entry) + "\n")

    async def _ask_upstream(self, request: Message) -> Message:
        """A connection for each: the client's own may live longer than the upstream's."""
        head = Message(request.first_line, request.headers, request.body)
        try:
            reader, writer = await asyncio.open_connection(*address(self.upstream), limit=LIMIT)
            try:
                writer.write(bytes_of(head, ("Connection", "close")))
                message = await read_message(reader, of=request)
            finally:
                writer.close()
        except BROKEN as error:
            return answer(502, "Bad Gateway", "text/plain", f"the upstream failed: {error}\n".encode())
        return message or answer(502, "Bad Gateway", "text/plain", b"the upstream closed the connection\n")


async def run(options: argparse.Namespace) -> None:
    elsewhere = Elsewhere()
    server = await serve(options.other, elsewhere.connected)
    host, port = server.sockets[0].getsockname()
    proxy = FaultProxy(options.listen, options.upstream, f"{host}:{port}", options.log)
    options.log.touch()
    await proxy.switch("none")
    await serve(options.control, Control(proxy, elsewhere).connected)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listen", required=True)
    parser.add_argument("--upstream", required=True)
    parser.add_argument("--control", required=True)
    parser.add_argument("--other", default="127.0.0.1:0", help="where the redirect leads to")
    parser.add_argument("--log", type=Path, required=True)
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
