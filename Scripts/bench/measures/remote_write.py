"""Native histograms for a Prometheus: remote write 1.0, a message of protocol buffers in a frame of Snappy."""

import struct
import urllib.request
from collections.abc import Iterable

# The most that one literal of Snappy holds with a length of two bytes.
LITERAL = 1 << 16


def push(url: str, samples: Iterable[dict]) -> None:
    """Sends histograms, each a document of `promqlbench samples`; their times have to rise from call to call."""
    series: dict[tuple, list[dict]] = {}
    for sample in samples:
        series.setdefault(tuple(sorted(sample["labels"].items())), []).append(sample)
    body = b"".join(_part(1, _series(labels, members)) for labels, members in series.items())
    headers = {
        "Content-Type": "application/x-protobuf",
        "Content-Encoding": "snappy",
        "X-Prometheus-Remote-Write-Version": "0.1.0",
    }
    request = urllib.request.Request(f"{url}/api/v1/write", data=_snappy(body), headers=headers, method="POST")
    # Never by way of a proxy of the environment: all of this is on loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as answer:
        answer.read()


def _series(labels: tuple, samples: list[dict]) -> bytes:
    names = b"".join(_part(1, _part(1, name.encode()) + _part(2, value.encode())) for name, value in labels)
    return names + b"".join(_part(4, _histogram(sample)) for sample in samples)


def _histogram(sample: dict) -> bytes:
    counts = [int(count) for count in sample["counts"]]
    deltas = [count - before for count, before in zip(counts, [0, *counts])]
    span = _number(1, _zigzag(sample["firstIndex"])) + _number(2, len(counts))
    return b"".join((
        _number(1, int(sample["count"])),
        _double(3, sample["sum"]),
        _number(4, _zigzag(sample["schema"])),
        _double(5, sample["zeroThreshold"]),
        _number(6, 0),
        _part(11, span),
        _part(12, b"".join(_varint(_zigzag(delta)) for delta in deltas)),
        _number(15, sample["time"]),
    ))


def _snappy(body: bytes) -> bytes:
    """Compressed by nothing: literals alone are allowed."""
    parts = [body[start : start + LITERAL] for start in range(0, len(body), LITERAL)]
    frames = (bytes([61 << 2]) + struct.pack("<H", len(part) - 1) + part for part in parts)
    return _varint(len(body)) + b"".join(frames)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _zigzag(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _double(field: int, value: float) -> bytes:
    return _varint(field << 3 | 1) + struct.pack("<d", value)


def _part(field: int, part: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(part)) + part
