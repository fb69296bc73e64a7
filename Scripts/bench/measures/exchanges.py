"""What sretop asked, told apart from the proxy's log."""

from typing import Any

Exchange = dict[str, Any]
# Questions of one refresh go out together, and refreshes are seconds apart.
_GAP_SECONDS = 1.5
# What is asked beside the numbers, by the end of its path.
SLOW = {"/targets": 30, "/rules": 30}


def is_slow(exchange: Exchange) -> bool:
    """Asked less often than the numbers: targets, alerts, and which services there are."""
    return exchange["path"].endswith(tuple(SLOW)) or is_detection(exchange)


def is_detection(exchange: Exchange) -> bool:
    """The one question that counts the series of every profile."""
    return exchange["path"].endswith("/query") and '"0:requests"' in _query(exchange)


def _query(exchange: Exchange) -> str:
    parameters = exchange["parameters"]
    value = parameters.get("query", "")
    return value[0] if isinstance(value, list) else value


def number(exchange: Exchange, name: str) -> float:
    value = exchange["parameters"][name]
    return float(value[0] if isinstance(value, list) else value)


def refreshes(exchanges: list[Exchange]) -> list[list[Exchange]]:
    """The questions for numbers, one list a refresh; the first begins with the first range query."""
    numbers = [exchange for exchange in exchanges if not is_slow(exchange)]
    first = next((index for index, one in enumerate(numbers) if one["path"].endswith("/query_range")), len(numbers))
    found: list[list[Exchange]] = []
    last = None
    for exchange in numbers[first:]:
        if last is None or exchange["time"] - last > _GAP_SECONDS:
            found.append([])
        found[-1].append(exchange)
        last = exchange["time"]
    # The last may be under way.
    return [one for one in found if any(exchange["path"].endswith("/query_range") for exchange in one)]


def points(exchange: Exchange) -> int:
    """How many points a series may have in the answer."""
    return int((number(exchange, "end") - number(exchange, "start")) / number(exchange, "step") + 1e-6) + 1


def size(exchanges: list[Exchange]) -> int:
    return sum(exchange["uncompressed_bytes"] for exchange in exchanges)


def spacings(exchanges: list[Exchange]) -> dict[str, list[float]]:
    """Between two questions of each slow kind, in seconds."""
    times: dict[str, list[float]] = {}
    for exchange in exchanges:
        if is_slow(exchange):
            kind = "services" if is_detection(exchange) else exchange["path"].rsplit("/", 1)[1]
            times.setdefault(kind, []).append(exchange["time"])
    return {kind: [b - a for a, b in zip(moments, moments[1:])] for kind, moments in times.items()}
