"""As much of HTTP/1.1 as a proxy needs: messages are read whole, and written with their length."""

import asyncio
import gzip
import urllib.parse
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

# Of a head: more than any client sends.
LIMIT = 1 << 20
# What a connection's end looks like from here, and what cannot be parsed.
BROKEN = (OSError, EOFError, ValueError, IndexError, asyncio.LimitOverrunError)
# They concern one connection, not the message.
_HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "te", "trailer", "upgrade"}


@dataclass
class Message:
    """A request or an answer: its first line, headers in their order, and body."""

    first_line: str
    headers: list[tuple[str, str]]
    body: bytes = b""
    # What it took on the wire.
    size: int = 0

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    def without(self, *names: str) -> list[tuple[str, str]]:
        return [(key, value) for key, value in self.headers if key.lower() not in names]

    @property
    def method(self) -> str:
        return self.first_line.split(" ")[0]

    @property
    def target(self) -> str:
        return self.first_line.split(" ")[1]

    @property
    def path(self) -> str:
        return urllib.parse.urlsplit(self.target).path

    @property
    def status(self) -> int:
        return int(self.first_line.split(" ")[1])

    @property
    def keeps_alive(self) -> bool:
        """Whether the one who sent this request goes on with another on the same connection."""
        wish = self.header("connection").lower()
        return wish == "keep-alive" if self.first_line.endswith("HTTP/1.0") else wish != "close"

    @property
    def parameters(self) -> dict[str, list[str]]:
        """Those of the query, and of the body if it is a form."""
        pairs = urllib.parse.urlsplit(self.target).query
        parameters = urllib.parse.parse_qs(pairs, keep_blank_values=True)
        if self.header("content-type").startswith("application/x-www-form-urlencoded"):
            form = urllib.parse.parse_qs(self.body.decode(errors="replace"), keep_blank_values=True)
            for name, values in form.items():
                parameters[name] = values + parameters.get(name, [])
        return parameters

    @property
    def plain_body(self) -> bytes:
        """The body uncompressed."""
        try:
            match self.header("content-encoding").lower():
                case "gzip":
                    return gzip.decompress(self.body)
                case "deflate":
                    return zlib.decompress(self.body)
        except (OSError, EOFError, zlib.error):
            pass
        return self.body

    def head(self, headers: list[tuple[str, str]]) -> bytes:
        lines = [self.first_line, *(f"{name}: {value}" for name, value in headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def end_to_end_headers(self) -> list[tuple[str, str]]:
        return self.without(*_HOP_BY_HOP, "content-length")


def answer(status: int, reason: str, content_type: str, body: bytes, *headers: tuple[str, str]) -> Message:
    return Message(f"HTTP/1.1 {status} {reason}", [("Content-Type", content_type), *headers], body)


def bytes_of(message: Message, *headers: tuple[str, str]) -> bytes:
    """The message with its length and these headers."""
    every = [*message.end_to_end_headers(), ("Content-Length", str(len(message.body))), *headers]
    return message.head(every) + message.body


def address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host, int(port)


async def serve(
    listen: str, connected: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
) -> asyncio.Server:
    host, port = address(listen)
    return await asyncio.start_server(connected, host, port, limit=LIMIT, backlog=512)


async def read_message(reader: asyncio.StreamReader, of: Message | None = None) -> Message | None:
    """A request, or the answer to one; nothing when the connection ended before it."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise
        return None
    first_line, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    message = Message(first_line, [_header(line) for line in lines])
    counted = _Counted(reader, len(head))
    message.body = await _read_body(counted, message, of)
    message.size = counted.size
    return message


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


@dataclass
class _Counted:
    reader: asyncio.StreamReader
    size: int

    async def line(self) -> bytes:
        line = await self.reader.readline()
        self.size += len(line)
        return line

    async def exactly(self, count: int) -> bytes:
        self.size += count
        return await self.reader.readexactly(count)

    async def rest(self) -> bytes:
        data = await self.reader.read()
        self.size += len(data)
        return data


async def _read_body(counted: _Counted, message: Message, of: Message | None) -> bytes:
    if of is not None and (of.method == "HEAD" or message.status in (204, 304)):
        return b""
    if message.header("transfer-encoding").lower() == "chunked":
        chunks = []
        while size := int((await counted.line()).split(b";")[0], 16):
            chunks.append(await counted.exactly(size))
            await counted.line()
        # Trailers, and the empty line after them.
        while (await counted.line()).strip():
            pass
        return b"".join(chunks)
    length = message.header("content-length")
    if length:
        return await counted.exactly(int(length))
    # Only an answer may last as long as its connection.
    return b"" if of is None else await counted.rest()
