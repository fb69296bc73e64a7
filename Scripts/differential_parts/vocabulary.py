"""The words of random expressions; names and labels are those of the samples."""

from dataclasses import dataclass

NAMES = (
    ("requests_total", 5), ("cpu_seconds_total", 3), ("temperature", 4), ("up", 2), ("build", 1), ("queue_depth", 3),
    ("latency_seconds_bucket", 2), ("latency_seconds_count", 2), ("latency_seconds_sum", 2), ("special", 1),
    ("failures_total", 1), ("start_time_seconds", 1), ("missing", 1),
)  # fmt: skip
LABELS = ("job", "instance", "code", "shard", "le", "version", "kind", "absent")
ELEMENTWISE = (
    "abs", "ceil", "floor", "sqrt", "exp", "ln", "log2", "log10", "sgn", "sin", "cos", "tan", "asin", "acos", "atan",
    "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "deg", "rad", "timestamp", "round", "minute", "hour", "month",
    "year", "day_of_month", "day_of_week", "day_of_year", "days_in_month", "histogram_count", "histogram_sum",
)  # fmt: skip
# What is not the same to the last bit in every library.
INEXACT = frozenset((*ELEMENTWISE[4:8], *ELEMENTWISE[9:21]))
OVER_RANGE = (
    "rate", "rate", "rate", "increase", "increase", "irate", "delta", "idelta", "changes", "resets", "deriv",
    "avg_over_time", "sum_over_time", "min_over_time", "max_over_time", "count_over_time", "last_over_time",
    "present_over_time", "stddev_over_time", "stdvar_over_time", "absent_over_time",
)  # fmt: skip
AGGREGATIONS = ("sum", "sum", "avg", "min", "max", "count", "group", "stddev", "stdvar")
ARITHMETIC = ("+", "-", "*", "/", "%", "^", "atan2")
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
DURATIONS = ("1ms", "15s", "30s", "45s", "1m", "1m30s", "2m", "5m", "10m", "1h", "1h30m", "90m")


@dataclass(frozen=True)
class Dialect:
    """What the versions of Prometheus do not have in common."""

    # As promconformance calls it.
    semantics: str
    smoothing: str = "holt_winters"
    over_range: tuple[str, ...] = ()
    # Labels that label_join may write to.
    join_targets: tuple[str, ...] = ("job", "new", "instance", "__name__")
    flags: tuple[str, ...] = ()

    @staticmethod
    def of(major: int, minor: int) -> "Dialect":
        if major >= 3:
            return VERSION_3
        return VERSION_2_53 if minor >= 53 else VERSION_2_42


VERSION_2_42 = Dialect("2")
# Where label_join makes labels of several series the same, 2.53 answers with all of them, twice the same labels. The
# versions before and after fail, as they should.
VERSION_2_53 = Dialect("2.53", join_targets=("new",))
# It calls Holt and Winters's function by what it does, and has it and some more behind a flag.
VERSION_3 = Dialect(
    "3.5",
    smoothing="double_exponential_smoothing",
    over_range=("mad_over_time", "ts_of_max_over_time", "ts_of_min_over_time", "ts_of_last_over_time"),
    flags=("--enable-feature=promql-experimental-functions",),
)
