"""Random series of known names and labels, as an OpenMetrics page with a timestamp on every sample."""

import random
from collections.abc import Iterator
from itertools import product

# When the samples begin, in milliseconds: half an hour before a block of the database ends.
START = 1_700_000_000_000 // 7_200_000 * 7_200_000 + 5_400_000
SPAN = 3 * 3_600_000
INTERVAL = 15_000

JOBS = ("api", "web")
INSTANCES = ("a:80", "b:80", "c:80")
BOUNDS = ("0.01", "0.1", "0.5", "1", "2.5", "+Inf")

Labels = tuple[tuple[str, str], ...]


def page(dice: random.Random) -> str:
    lines = []
    for name, labels, values in _series(dice):
        written = ",".join(f'{label}="{value}"' for label, value in labels)
        for time, value in zip(_times(dice), values):
            if time is not None:
                lines.append(f"{name}{{{written}}} {_number(value)} {time / 1000:.3f}")
    return "\n".join(lines) + "\n# EOF\n"


def _number(value: float) -> str:
    return {"nan": "NaN", "inf": "+Inf", "-inf": "-Inf"}.get(repr(value), repr(value))


def _times(dice: random.Random) -> Iterator[int | None]:
    """When the samples of one series were taken; None where it has a gap.

    Half the series are exactly on the grid, so that samples lie on the edges of windows. Some are born late or end
    early, some are scraped at another interval.
    """
    interval = dice.choice((INTERVAL, INTERVAL, INTERVAL, 30_000, 60_000))
    jitter = dice.choice((0, 0, 3, 2000))
    born = START + (dice.randrange(SPAN // 2) // INTERVAL * INTERVAL if dice.random() < 0.2 else 0)
    ends = START + SPAN - (dice.randrange(SPAN // 2) if dice.random() < 0.2 else 0)
    gap = dice.choice((0, 0, 0.02, 0.2))
    hole = range(0)
    for time in range(START, START + SPAN, interval):
        if dice.random() < 0.003:
            hole = range(time, time + dice.choice((60_000, 290_000, 300_000, 301_000, 900_000)))
        kept = born <= time <= ends and time not in hole and dice.random() >= gap
        yield time + (dice.randrange(jitter) if jitter else 0) if kept else None


def _series(dice: random.Random) -> Iterator[tuple[str, Labels, Iterator[float]]]:
    for job, instance in product(JOBS, INSTANCES):
        target: Labels = (("instance", instance), ("job", job))
        for code in ("200", "404", "500"):
            yield "requests_total", (*target, ("code", code)), _counter(dice, whole=True)
        yield "cpu_seconds_total", target, _counter(dice, whole=False)
        yield "temperature", target, _walk(dice)
        yield "up", target, _choices(dice, (1.0, 1.0, 1.0, 0.0))
        yield "build", (*target, ("version", dice.choice(("1.0", "1.1")))), _choices(dice, (1.0,))
        for shard in ("0", "1") if job == "api" else ():
            yield "queue_depth", (("instance", instance), ("shard", shard)), _choices(dice, tuple(map(float, range(9))))
        buckets = _histogram(dice)
        for index, bound in enumerate(BOUNDS):
            yield "latency_seconds_bucket", (*target, ("le", bound)), (float(each[index]) for each in buckets)
        yield "latency_seconds_count", target, (float(each[-1]) for each in buckets)
        yield "latency_seconds_sum", target, (each[-1] * 0.173 for each in buckets)
    odd = (0.0, -0.0, 1.0, -1.5, 1e300, -1e300, 1e-300, float("nan"), float("inf"), float("-inf"))
    for kind in ("a", "b"):
        yield "special", (("kind", kind),), _choices(dice, odd)
    # Names that collide when functions drop the metric name.
    yield "requests_total", (("job", "api"),), _counter(dice, whole=True)
    yield "failures_total", (("job", "api"),), _counter(dice, whole=True)
    yield "start_time_seconds", (("job", "web"),), _choices(dice, (START / 1000 - 86_400.5,))


def _counter(dice: random.Random, whole: bool) -> Iterator[float]:
    value = 0.0 if dice.random() < 0.5 else float(dice.randrange(10_000))
    rate = dice.choice((0, 1, 20, 500))
    while True:
        yield value
        value += dice.randint(0, rate) if whole else dice.random() * rate
        if dice.random() < 0.01:
            value = float(dice.randint(0, 3))


def _walk(dice: random.Random) -> Iterator[float]:
    value = dice.uniform(-20, 60)
    while True:
        yield value
        value += dice.gauss(0, 1)


def _choices(dice: random.Random, values: tuple[float, ...]) -> Iterator[float]:
    value = dice.choice(values)
    while True:
        yield value
        if dice.random() < 0.2:
            value = dice.choice(values)


def _histogram(dice: random.Random) -> list[list[int]]:
    """Cumulative counts of the buckets, sample by sample, with resets and, now and then, a count that falls."""
    counts = [0] * len(BOUNDS)
    weights = [dice.random() ** 2 for _ in BOUNDS]
    steps = []
    for _ in range(SPAN // INTERVAL):
        for index, weight in enumerate(weights):
            counts[index] += int(dice.random() * weight * 40)
        if dice.random() < 0.005:
            counts = [0] * len(BOUNDS)
        total, cumulative = 0, []
        for count in counts:
            total += count
            cumulative.append(total)
        if dice.random() < 0.01:
            cumulative[dice.randrange(len(BOUNDS))] = max(0, total - 7)
        steps.append(cumulative)
    return steps
