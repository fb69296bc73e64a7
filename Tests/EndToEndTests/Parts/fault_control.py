"""The fault proxy's two other listeners: the one that commands it, and the one that its redirect leads to."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from http1 import BROKEN, Message, answer, bytes_of, read_message

_LINES = "application/x-ndjson"


class Switchable(Protocol):
    """What can be told to fail."""

    fault: str
    log: Path

    @property
    def names(self) -> list[str]: ...

    async def switch(self, fault: str) -> None: ...


class Elsewhere:
    """Another origin, which notes who comes and what they bring."""

    def __init__(self) -> None:
        self.seen: list[dict[str, object]] = []

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _answer_all(reader, writer, self._answer)

    async def _answer(self, request: Message) -> Message:
        entry = {"time": round(time.time(), 3), "method": request.method, "path": request.path}
        self.seen.append({**entry, "parameters": request.parameters, "headers": dict(request.headers)})
        body = b'{"status":"success","data":{"resultType":"vector","result":[]}}'
        return answer(200, "OK", "application/json", body)


class Control:
    """The commands, each a GET."""

    def __init__(self, proxy: Switchable, elsewhere: Elsewhere) -> None:
        self.proxy = proxy
        self.elsewhere = elsewhere

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _answer_all(reader, writer, self._answer)

    async def _answer(self, request: Message) -> Message:
        match request.path.strip("/").split("/"):
            case ["fault"]:
                return self._present()
            case ["fault", name] if name in self.proxy.names:
                await self.proxy.switch(name)
                return self._present()
            case ["log"]:
                return answer(200, "OK", _LINES, self.proxy.log.read_bytes())
            case ["other"]:
                lines = "".join(json.dumps(entry) + "\n" for entry in self.elsewhere.seen)
                return answer(200, "OK", _LINES, lines.encode())
        names = " ".join(f"/fault/{name}" for name in self.proxy.names)
        return answer(404, "Not Found", "text/plain", f"/fault /log /other {names}\n".encode())

    def _present(self) -> Message:
        state = {"fault": self.proxy.fault, "faults": self.proxy.names}
        return answer(200, "OK", "application/json", json.dumps(state).encode())


async def _answer_all(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answered: Callable[[Message], Awaitable[Message]]
) -> None:
    try:
        while request := await read_message(reader):
            writer.write(bytes_of(await answered(request)))
            await writer.drain()
            if not request.keeps_alive:
                break
    except BROKEN:
        # Whoever asked went away.
        pass
    finally:
        writer.close()
