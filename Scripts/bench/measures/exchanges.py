"""What sretop asked, told apart from the proxy's log."""

from typing import Any

Exchange = dict[str, Any]
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


def _moment(exchange: Exchange) -> float | None:
    """The newest point that is asked for; nil where the server is to take its own present."""
    return next((number(exchange, name) for name in ("end", "time") if name in exchange["parameters"]), None)


def refreshes(exchanges: list[Exchange]) -> list[list[Exchange]]:
    """The questions for numbers, one list a refresh: all about one moment, and the one without a moment beside them."""
    found: dict[float, list[Exchange]] = {}
    # How often a service is scraped is estimated once, from the moments of its samples, where no target tells.
    exchanges = [exchange for exchange in exchanges if not _query(exchange).startswith(("timestamp(", "topk(1, "))]
    for exchange in exchanges:
        if (moment := _moment(exchange)) is not None:
            found.setdefault(moment, []).append(exchange)
    # What was asked once about the present, before the first refresh, tags nothing as "up".
    for exchange in exchanges:
        if '"sretop", "up"' in _query(exchange) and not is_detection(exchange) and found:
            nearest = min(found.values(), key=lambda refresh: abs(refresh[0]["time"] - exchange["time"]))
            nearest.append(exchange)
    return list(found.values())


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
            kind = exchange["path"].rsplit("/", 1)[1]
            if is_detection(exchange):
                # Of all services by all profiles, or of the one that is shown by its own.
                kind = "services" if '"1:requests"' in _query(exchange) else "the service shown"
            times.setdefault(kind, []).append(exchange["time"])
    return {kind: [b - a for a, b in zip(moments, moments[1:])] for kind, moments in times.items()}
