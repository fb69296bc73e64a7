"""The words of random expressions; names and labels are those of the samples."""

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
