"""A known load: the same mix for every service, evenly spread, counted by the one who sends it.

Of 200 requests 20 are slow, 14 fail and the others are fast; where a service has no such routes, 14 ask for what does not
exist. A request is sent when its time has come, however long others take.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable

Request = Callable[[str], Awaitable[str]]


def kind(number: int) -> str:
    """What the request of this number is: slow each tenth, failing 14 in 200, evenly."""
    if number % 10 == 5:
        return "slow"
    # Among the nine of ten that are not slow: 14 of 180.
    place = number - number // 10 - (1 if number % 10 > 5 else 0)
    return "fail" if place * 14 % 180 < 14 else "fast"


class HTTPClient:
    """Connections that are kept, one request at a time on each."""

    def __init__(self, host: str, port: int, paths: dict[str, str]) -> None:
        self.host, self.port, self.paths = host, port, paths
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def __call__(self, kind: str) -> str:
        reader, writer = self.idle.pop() if self.idle else await asyncio.open_connection(self.host, self.port)
        writer.write(f"GET {self.paths[kind]} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        if "content-length" in fields:
            await reader.readexactly(int(fields["content-length"]))
        elif "chunked" in fields.get("transfer-encoding", ""):
            while size := int((await reader.readline()).split(b";")[0], 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        if fields.get("connection") == "close":
            writer.close()
        else:
            self.idle.append((reader, writer))
        return head.split(" ")[1]


class GRPCClient:
    """Calls by the library's own client, without generated code."""

    def __init__(self, host: str, port: int, methods: dict[str, str]) -> None:
        import grpc

        self.error = grpc.RpcError
        channel = grpc.aio.insecure_channel(f"{host}:{port}")
        self.calls = {kind: channel.unary_unary(f"/shop.Orders/{name}") for kind, name in methods.items()}

    async def __call__(self, kind: str) -> str:
        try:
            await self.calls[kind](b"")
            return "OK"
        except self.error as error:
            return error.code().name


class RedisClient:
    """Commands on one connection, in the protocol's own words."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port, self.lock = host, port, asyncio.Lock()
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __call__(self, kind: str) -> str:
        async with self.lock:
            self.streams = self.streams or await asyncio.open_connection(self.host, self.port)
            reader, writer = self.streams
            writer.write(b"INCR fails\r\n" if kind == "fail" else b"PING\r\n")
            return (await reader.readline())[:1].decode()


async def send(request: Request, rate: float, counts: Counter[str]) -> None:
    """Sends for ever; each answer is counted by the word that it was answered with."""
    loop = asyncio.get_running_loop()
    begin, number, under_way = loop.time(), 0, set()

    async def one(kind: str) -> None:
        try:
            counts[await request(kind)] += 1
        except (OSError, asyncio.IncompleteReadError, ValueError, IndexError) as error:
            counts[type(error).__name__] += 1

    with contextlib.suppress(asyncio.CancelledError):
        while True:
            task = asyncio.create_task(one(kind(number)))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            counts["sent"] += 1
            number += 1
            await asyncio.sleep(max(0, begin + number / rate - loop.time()))
