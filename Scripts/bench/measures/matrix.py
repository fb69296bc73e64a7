"""Faults with a known truth: what is injected, what PromQL over the service's own metrics has to say of it."""

import math
from dataclasses import dataclass, field

# Requests a second that each service gets, and the bounds of its latency histogram.
RATE = 100
BOUNDS = (
    0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1,
    1.5, 2.5, 5, 10,
)
ALL = 'sum(rate(http_requests_total{route="/"}[$w]))'
NORMAL = {0.5: 0.0, 0.95: 1.6449, 0.99: 2.3263}


@dataclass
class Claim:
    """One number: what is true, the expression that measures it, and how near it has to come."""

    name: str
    truth: float
    expression: str
    # A share of the truth, or "bucket" for a quantile, or "exact".
    within: float | str = 0.03


@dataclass
class Fault:
    """A fault as `sretop faults set` takes it, and what is claimed of it."""

    kind: str
    options: list[str]
    claims: list[Claim]
    # Instead of the open loop at RATE.
    load: list[str] = field(default_factory=list)
    route: str = "/"
    environment: dict[str, str] = field(default_factory=dict)


def quantiles(of: dict[float, float]) -> list[Claim]:
    metric = 'sum by (le) (rate(http_request_duration_seconds_bucket{route="/"}[$w]))'
    return [
        Claim(f"p{rank * 100:g}", value, f"histogram_quantile({rank}, {metric})", "bucket") for rank, value in of.items()
    ]


def share(of: float, status: str, name: str | None = None) -> Claim:
    expression = f'sum(rate(http_requests_total{{route="/",status=~"{status}"}}[$w])) / {ALL}'
    return Claim(name or f"share of {status}", of, expression)


def latency(mode: str, delay: float, numbers: list[str], of: dict[float, float]) -> Fault:
    options = ["--mode", mode, "--delay", f"{delay * 1000:g}ms"]
    for number in numbers:
        options += ["--with", number]
    return Fault("latency", options, [*quantiles(of), Claim("requests/s", RATE, ALL)])


def cut(how: str) -> Claim:
    return Claim("cut off/s", 0.2 * RATE, f'sum(rate(unstable_api_requests_cut_total{{how="{how}"}}[$w]))')


def total(metric: str) -> str:
    return f"sum(rate({metric}[$w]))"


# A connection for each request: one that dies on a used connection goes out once more, and would be counted twice.
FRESH = ["--rate", str(RATE), "--requests-per-connection", "1"]

FAULTS = [
    Fault("errors", ["--share", "30%"], [share(0.3, "5.."), Claim("requests/s", RATE, ALL)]),
    Fault("errors", ["--share", "7%", "--status", "429"], [share(0.07, "429")]),
    Fault("errors", ["--share", "12%", "--status", "401", "--status", "503"], [share(0.12, "401|503")]),
    latency("fixed", 0.18, [], {0.5: 0.18, 0.99: 0.18}),
    latency("uniform", 0.1, ["upper_seconds=0.5"], {0.5: 0.3, 0.95: 0.48, 0.99: 0.496}),
    latency("normal", 0.35, ["spread=0.2"], {rank: 0.35 * (1 + 0.2 * z) for rank, z in NORMAL.items()}),
    latency("lognormal", 0.05, ["spread=0.8"], {rank: 0.05 * math.exp(0.8 * z) for rank, z in NORMAL.items()}),
    latency("pareto", 0.022, ["shape=2"], {rank: 0.022 * (1 - rank) ** -0.5 for rank in NORMAL}),
    latency("bimodal", 0.012, ["upper_seconds=0.9", "slow_share=0.07"], {0.5: 0.012, 0.95: 0.9, 0.99: 0.9}),
    Fault(
        "abort", ["--share", "20%", "--mode", "reset"], [cut("reset"), Claim("answers/s", 0.8 * RATE, ALL)], load=FRESH,
    ),
    Fault(
        "abort", ["--share", "20%", "--mode", "close"], [cut("close"), Claim("answers/s", 0.8 * RATE, ALL)], load=FRESH,
    ),
    Fault(
        "abort", ["--share", "5%", "--mode", "hang"],
        [
            # Each hangs until its client gives up, after two seconds.
            Claim("hang", 0.05 * RATE * 2, "avg_over_time(unstable_api_requests_hanging[$w])"),
            Claim("answers/s", 0.95 * RATE, ALL),
        ],
        load=["--rate", str(RATE), "--timeout", "2s", "--connections", "200"],
    ),
    Fault(
        "slow_body", ["--with", "bytes_per_second=1000"],
        # The answer of / has 140 bytes and its version's.
        [Claim("mean", math.nan, f'{total("http_request_duration_seconds_sum")} / {total("http_request_duration_seconds_count")}')],
    ),
    Fault("truncated_body", ["--share", "20%", "--with", "bytes=5"], [cut("truncated")]),
    Fault(
        "lock", ["--with", "hold_seconds=0.05"], [Claim("answers/s", 20, ALL)], load=["--connections", "10"],
    ),
    Fault(
        "queue", ["--with", "workers=4", "--with", "depth=8", "--with", "hold_seconds=0.1"],
        [
            Claim("answers 200/s", 40, 'sum(rate(http_requests_total{route="/",status="200"}[$w]))'),
            Claim("shed/s", RATE - 40, total("unstable_api_queue_shed_total")),
            Claim("workers busy", 4, "avg_over_time(unstable_api_workers_busy[$w])"),
            # A full queue of 8 passes 40 a second.
            Claim(
                "waited, median", 0.2,
                "histogram_quantile(0.5, rate(unstable_api_queue_wait_seconds_bucket[$w]))", "bucket",
            ),
        ],
    ),
    Fault(
        "dependency", ["--share", "25%"],
        [
            share(0.25, "503"),
            Claim("failed calls/s", 0.25 * RATE, total('unstable_api_dependency_requests_total{outcome="failure"}')),
            Claim("dependency up", 0, "unstable_api_dependency_up", "exact"),
        ],
    ),
    Fault(
        "dependency", ["--mode", "slow", "--delay", "220ms"],
        [
            *quantiles({0.5: 0.22}),
            Claim(
                "call, median", 0.22,
                "histogram_quantile(0.5, rate(unstable_api_dependency_request_duration_seconds_bucket[$w]))", "bucket",
            ),
        ],
    ),
    # Away for one second of two: over whole periods half fails.
    Fault("dependency", ["--mode", "flapping", "--with", "period_seconds=2"], [share(0.5, "503")]),
    Fault("not_ready", [], [Claim("ready", 0, "unstable_api_ready", "exact")], route="*"),
    Fault(
        "cpu", ["--with", "cores=0.4"],
        [Claim("processors", 0.4, "rate(process_cpu_seconds_total[$w]) - $idle", 0.1)], load=["--rate", "1"], route="*",
    ),
    Fault(
        "memory_leak", ["--with", "bytes_per_second=2000000", "--with", "bytes=200000000"],
        [
            Claim("bytes/s", 2e6, "deriv(unstable_api_lost_bytes[$w])"),
            Claim("bytes/s, of the process", 2e6, "deriv(process_resident_memory_bytes[$w])"),
        ],
        route="*",
    ),
    Fault(
        "descriptor_leak", ["--with", "per_second=2", "--with", "count=200"],
        [Claim("descriptors/s", 2, "deriv(process_open_fds[$w])")], route="*",
    ),
    Fault(
        "slow_metrics", ["--delay", "300ms"], [Claim("scrape", 0.3, "avg_over_time(scrape_duration_seconds[$w])", 0.05)],
        route="*",
    ),
]
