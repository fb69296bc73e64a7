"""The wrong answers: each takes the place of a right one, or spoils it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from http1 import Message, answer, bytes_of

BIG_BODY_BYTES = 200_000_000
_PIECE = b"x" * 65_536
_LOGIN = b"""<!DOCTYPE html>
<html><head><title>Sign in</title></head>
<body><form method="post" action="/login">
<input name="user"><input name="password" type="password">
</form></body></html>
"""


@dataclass
class Client:
    """The one who asked, and what was sent there so far."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    # Set as soon as another fault, or none, is in force.
    switched: asyncio.Event
    status: int | None = None
    body_bytes: int = 0

    async def send(self, message: Message, *headers: tuple[str, str]) -> None:
        self.status = message.status
        self.writer.write(bytes_of(message, *headers))
        await self.writer.drain()
        self.body_bytes = len(message.body)

    async def send_head(self, message: Message, *headers: tuple[str, str]) -> None:
        self.status = message.status
        self.writer.write(message.head([*message.end_to_end_headers(), *headers]))
        await self.writer.drain()

    async def send_part(self, part: bytes) -> None:
        self.writer.write(part)
        await self.writer.drain()
        self.body_bytes += len(part)

    async def silence(self, seconds: float | None = None) -> bool:
        """Says nothing until the client leaves or the fault is switched: true; or for so long: false."""
        ends = [asyncio.ensure_future(self.reader.read(1)), asyncio.ensure_future(self.switched.wait())]
        done, waiting = await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for end in waiting:
            end.cancel()
        await asyncio.gather(*ends, return_exceptions=True)
        return bool(done)


# Returns whether the connection can serve another request.
Fault = Callable[[Client, Message, Callable[[], Awaitable[Message]]], Awaitable[bool]]


async def hang_before_headers(client: Client, request: Message, ask: Callable[[], Awaitable[Message]]) -> bool:
    await client.silence()
    return False


async def hang_in_body(client: Client, request: Message, ask: Callable[[], Awaitable[Message]]) -> bool:
    right = await ask()
    await client.send_head(right, ("Content-Length", str(len(right.body))))
    await client.send_part(right.body[: len(right.body) // 2])
    await client.silence()
    return False


async def slow_drip(client: Client, request: Message, ask: Callable[[], Awaitable[Message]]) -> bool:
    right = await ask()
    await client.send_head(right, ("Content-Length", str(len(right.body))))
    for index in range(len(right.body)):
        await client.send_part(right.body[index : index + 1])
        if await client.silence(0.1):
            return False
    return True


async def unavailable(client: Client, request: Message, ask: Callable[[], Awaitable[Message]]) -> bool:
    await client.send(answer(503, "Service Unavailable", "text/plain", b"Service Unavailable\n"))
    return True


async def too_many_requests(client: Client, request: Message, ask: Callable[[], Awaitable[Message]]) -> bool:
    await client.send(answer(429, "Too Many Requests", "text/plain", b"slow down\n", ("Retry-After", "7")))
    return True


async def truncated_json(client: Client, request: Message, ask: Callable[[], Awaitable[Message]]) -> bool:
    right = await ask()
    body = right.plain_body
    await client.send(Message(right.first_line, right.without("content-encoding"), body[: len(body) // 2]))
    return True


async def big_body(client: Client, request: Message, ask: Callable[[], Awaitable[Message]]) -> bool:
    head = answer(200, "OK", "application/json", b"")
    await client.send_head(head, ("Transfer-Encoding", "chunked"))
    await client.send_part(_chunk(b'{"status":"success","data":"'))
    sent = 0
    while sent < BIG_BODY_BYTES:
        await client.send_part(_chunk(_PIECE))
        sent += len(_PIECE)
    await client.send_part(_chunk(b'"}') + b"0\r\n\r\n")
    return True


async def html(client: Client, request: Message, ask: Callable[[], Awaitable[Message]]) -> bool:
    await client.send(answer(200, "OK", "text/html; charset=utf-8", _LOGIN))
    return True


async def wrong_content_type(client: Client, request: Message, ask: Callable[[], Awaitable[Message]]) -> bool:
    right = await ask()
    headers = [*right.without("content-type"), ("Content-Type", "text/plain; charset=utf-8")]
    await client.send(Message(right.first_line, headers, right.body))
    return True


def redirect(other: str) -> Fault:
    """Sends everyone to another origin: the same host, another port."""

    async def fault(client: Client, request: Message, ask: Callable[[], Awaitable[Message]]) -> bool:
        location = ("Location", f"http://{other}{request.target}")
        await client.send(answer(302, "Found", "text/plain", b"over there\n", location))
        return True

    return fault


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


ANSWERS: dict[str, Fault] = {
    "hang-before-headers": hang_before_headers,
    "hang-in-body": hang_in_body,
    "slow-drip": slow_drip,
    "503": unavailable,
    "429": too_many_requests,
    "truncated-json": truncated_json,
    "big-body": big_body,
    "html": html,
    "wrong-content-type": wrong_content_type,
}
