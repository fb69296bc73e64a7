"""Random expressions of PromQL, drawn type by type.

Left out, since Prometheus is no measure there (2.42, and mostly the later ones too; what only some versions lack is in
vocabulary.py):
- `sort` within other functions: it leaves equal elements in any order, on which topk or a sum may depend.
- `timestamp(x @ t offset d)`: the offset is forgotten after the samples have been fetched by it.
- `topk` of what comes from a map of Go, as that of binary operators does: equal elements change places.
- `predict_linear(x[d] @ t, …)`: at later steps the window moves all the same (put right in later versions).
- `count_values by` three labels or more: some are lost after the first step.
- Logarithms of subnormal numbers: Go's assembly for x86-64 takes them for greater ones.
- A subquery without any step in its window: an inner expression that is fixed by `@` is evaluated all the same.

Go's library and C's differ in the last bit of transcendental functions and powers. A difference, a remainder or a
cosine of such numbers makes it a great error, so within other expressions they are clamped and rounded.
"""

import random

from .samples import BOUNDS, INSTANCES, SPAN, START
from .tree import Node, vector
from .vocabulary import (
    AGGREGATIONS, ARITHMETIC, COMPARISONS, DURATIONS, ELEMENTWISE,
    INEXACT, LABELS, NAMES, OVER_RANGE, Dialect,
)  # fmt: skip


class Grammar:
    """Draws expressions of each type, the deeper the more seldom."""

    def __init__(self, dice: random.Random, dialect: Dialect) -> None:
        self.dice, self.dialect = dice, dialect

    def expression(self) -> Node:
        drawn = self.dice.random()
        if drawn < 0.02:
            # Nowhere else: Prometheus puts equal elements in any order, on which other functions may depend.
            return self.sorted(2)
        if drawn < 0.90:
            return self.vector(self.dice.choice((1, 2, 2, 3, 3, 4)), outermost=True)
        if drawn < 0.96:
            return self.scalar(2)
        if drawn < 0.99:
            return self.matrix(1)
        return Node("string", (self.dice.choice(('"text"', "'a\\\\b'", "`raw`")),))

    def vector(self, depth: int, outermost: bool = False) -> Node:
        if depth <= 0:
            return self.selector()
        makers = (
            (self.selector, 4), (self.over_range, 9), (self.aggregation, 8), (self.elementwise, 5), (self.binary, 9),
            (self.setwise, 3), (self.quantile, 3), (self.relabelled, 2), (self.of_scalar, 1), (self.absent, 1),
            (self.negated, 1), (self.clamped, 1), (self.parenthesized, 1),
        )  # fmt: skip
        weights = [weight for _, weight in makers]
        made = self.dice.choices([maker for maker, _ in makers], weights)[0](depth)
        if outermost or not any(part in INEXACT or part in (" ^ ", " atan2 ") for part in made.parts):
            return made
        return vector("round(clamp(", *made.parts, ", -1e6, 1e6), 1e-6)")

    def selector(self, depth: int = 0, fixed: bool = True) -> Node:
        return vector(self._matched(), self._modifiers(fixed))

    def over_range(self, depth: int) -> Node:
        smoothing = self.dialect.smoothing
        others = ("quantile_over_time", "predict_linear", smoothing, *self.dialect.over_range)
        function = self.dice.choice((*OVER_RANGE, *others))
        window = self.matrix(depth)
        if function == "quantile_over_time":
            return vector(function, "(", self.scalar(0), ", ", window, ")")
        if function == "predict_linear":
            return vector(function, "(", self.window(fixed=False), ", ", self.scalar(depth - 1), ")")
        if function == smoothing:
            factors = ("0.3", "0.7", "0.01", "0.99", "0.5") if self.dice.random() < 0.9 else ("0", "1", "-1")
            return vector(function, "(", window, ", ", self.dice.choice(factors), ", ", self.dice.choice(factors), ")")
        return vector(function, "(", window, ")")

    def aggregation(self, depth: int) -> Node:
        operator = self.dice.choice((*AGGREGATIONS, "topk", "bottomk", "quantile", "count_values"))
        inner: tuple[str | Node, ...] = ("(", self.vector(depth - 1), ")")
        if operator in ("topk", "bottomk"):
            ordered = self.selector()
            if self.dice.random() < 0.6:
                ordered = vector(self.dice.choice(OVER_RANGE), "(", self.window(), ")")
            inner = ("(", self.dice.choice(("1", "2", "3", "0", "100", "-1")), ", ", ordered, ")")
        elif operator == "quantile":
            inner = ("(", self.scalar(0), ", ", *inner[1:])
        elif operator == "count_values":
            # A value's last digits are its rounding error.
            label = self.dice.choice(('"value"', '"job"', '"code"'))
            inner = ("(", label, ", round(", self.vector(depth - 1), ", 0.001))")
        if self.dice.random() < 0.3:
            return vector(operator, *inner)
        labels = self._labels(2 if operator == "count_values" else 3)
        grouping = f" {self.dice.choice(('by', 'by', 'without'))} ({labels}) "
        return vector(operator, grouping, *inner) if self.dice.random() < 0.5 else vector(operator, *inner, grouping)

    def elementwise(self, depth: int) -> Node:
        function = self.dice.choice(ELEMENTWISE)
        if function == "round" and self.dice.random() < 0.6:
            return vector("round(", self.vector(depth - 1), ", ", self.scalar(0), ")")
        if function in ELEMENTWISE[25:33] and self.dice.random() < 0.2:
            return vector(function, "()")
        if function == "timestamp":
            # A plus computes: the time is that of the evaluation.
            sign = "+" if self.dice.random() < 0.3 else ""
            return vector(function, f"({sign}", self.selector(fixed=False), ")")
        if function in ("sin", "cos", "tan"):
            return vector(function, "(round(", self.vector(depth - 1), ", 0.001))")
        return vector(function, "(", self.vector(depth - 1), ")")

    def binary(self, depth: int) -> Node:
        if self.dice.random() < 0.55:
            operator = f" {self._operator()} "
            sides = [self.vector(depth - 1), self.scalar(depth - 1)]
            self.dice.shuffle(sides)
            return vector("(", sides[0], operator, sides[1], ")")
        left, right, matching = self._partners(depth)
        return vector("(", left, f" {self._operator()} ", f"{matching} ", right, ")")

    def setwise(self, depth: int) -> Node:
        operator = self.dice.choice(("and", "or", "unless"))
        matching = self.dice.choice(("", f"on ({self._labels()})", f"ignoring ({self._labels()})"))
        return vector("(", self.vector(depth - 1), f" {operator} {matching} ", self.vector(depth - 1), ")")

    def quantile(self, depth: int) -> Node:
        quantile = self.scalar(0) if self.dice.random() < 0.3 else Node("scalar", (self._of("0.5", "0.9", "0.99"),))
        if self.dice.random() < 0.1:
            return vector("histogram_quantile(", quantile, ", ", self.vector(depth - 1), ")")
        buckets = "latency_seconds_bucket"
        by = self._of("le", "le, job", "le, instance", "job, le, instance")
        window = Node("matrix", (f"{buckets}[{self.dice.choice(DURATIONS[4:])}]{self._modifiers()}",))
        rates = vector(self._of("rate", "increase", "delta", "irate"), "(", window, ")")
        summed = vector(f"sum by ({by}) (", rates, ")") if self.dice.random() < 0.6 else rates
        source = summed if self.dice.random() < 0.8 else vector(buckets)
        return vector("histogram_quantile(", quantile, ", ", source, ")")

    def relabelled(self, depth: int) -> Node:
        inner = self.vector(depth - 1)
        target = self.dice.choice(("job", "new", "instance", "__name__"))
        if self.dice.random() < 0.4:
            target = self.dice.choice(self.dialect.join_targets)
            sources = "".join(f', "{self.dice.choice(LABELS)}"' for _ in range(self.dice.randint(0, 3)))
            return vector("label_join(", inner, f', "{target}", "-"{sources})')
        pattern, template = self.dice.choice(
            (("(.*):.*", "$1"), (".*", "x"), ("(a|b).*", "$1-$0"), ("", "none"), ("a(.)i", ""), ("(?P<n>.+)", "${n}_"))
        )
        source = self.dice.choice(LABELS)
        return vector("label_replace(", inner, f', "{target}", "{template}", "{source}", "{pattern}")')

    def sorted(self, depth: int) -> Node:
        return vector(self.dice.choice(("sort(", "sort_desc(")), self.vector(depth - 1), ")")

    def of_scalar(self, depth: int) -> Node:
        return vector("vector(", self.scalar(depth - 1), ")")

    def absent(self, depth: int) -> Node:
        return vector("absent(", self.vector(depth - 2), ")")

    def negated(self, depth: int) -> Node:
        return vector(self.dice.choice("-+"), self.vector(depth - 1))

    def parenthesized(self, depth: int) -> Node:
        return vector("(", self.vector(depth - 1), ")")

    def clamped(self, depth: int) -> Node:
        inner = self.vector(depth - 1)
        if self.dice.random() < 0.4:
            return vector("clamp(", inner, ", ", self.scalar(0), ", ", self.scalar(0), ")")
        return vector(self.dice.choice(("clamp_min(", "clamp_max(")), inner, ", ", self.scalar(0), ")")

    def scalar(self, depth: int) -> Node:
        numbers = ("0", "1", "2", "0.5", "-0.5", "0.95", "3", "10", "1e3", "0x1F", "-7.25", "1e-9", ".5", "Inf", "NaN")
        drawn = self.dice.random()
        if depth <= 0 or drawn < 0.45:
            weights = [3] * (len(numbers) - 2) + [1, 1]
            return Node("scalar", (self.dice.choices(numbers, weights)[0],))
        if drawn < 0.6:
            return Node("scalar", (self.dice.choice(("time()", "pi()")),))
        if drawn < 0.75:
            return Node("scalar", ("scalar(", self.vector(depth - 1), ")"))
        if drawn < 0.8:
            return Node("scalar", ("-", self.scalar(depth - 1)))
        operator = self.dice.choice((*ARITHMETIC[:5], *(f"{each} bool" for each in COMPARISONS)))
        return Node("scalar", ("(", self.scalar(depth - 1), f" {operator} ", self.scalar(depth - 1), ")"))

    def matrix(self, depth: int) -> Node:
        if self.dice.random() < 0.75:
            return self.window()
        window = self.dice.choice(("2m", "5m", "10m", "1h", "1h30m", "90m"))
        step = self.dice.choice(("", "15s", "30s", "1m", "7s", "2m"))
        return Node("matrix", ("(", self.vector(min(depth - 1, 2)), ")", f"[{window}:{step}]", self._modifiers()))

    def window(self, fixed: bool = True) -> Node:
        return Node("matrix", (self._matched(), f"[{self.dice.choice(DURATIONS[1:])}]", self._modifiers(fixed)))

    def _of(self, *texts: str) -> str:
        return self.dice.choice(texts)

    def _operator(self) -> str:
        if self.dice.random() < 0.6:
            return self.dice.choice(ARITHMETIC)
        return self.dice.choice(COMPARISONS) + self.dice.choice(("", " bool"))

    def _partners(self, depth: int) -> tuple[Node, Node, str]:
        """Two sides and how they match: mostly such that something comes of it."""
        drawn = self.dice.random()
        if drawn < 0.35:
            same = self.vector(depth - 1)
            return same, vector("(", same, ")"), ""
        if drawn < 0.6:
            labels = self.dice.choice(("job", "instance", "instance, job"))
            left, right = (vector(f"max by ({labels}) (", self.vector(depth - 2), ")") for _ in "12")
            return left, right, self.dice.choice(("", f"on ({labels})", "ignoring (code)"))
        if drawn < 0.85:
            group = self.dice.choice(("group_left", "group_right"))
            include = self.dice.choice(("", "()", "(version)", "(version, absent)", "(job)"))
            many, one = self.vector(depth - 2), vector("build")
            if group == "group_right":
                many, one = one, many
            return many, one, f"on (instance, job) {group} {include}"
        return self.vector(depth - 1), self.vector(depth - 1), self.dice.choice(("", f"on ({self._labels()})"))

    def _labels(self, most: int = 3) -> str:
        return ", ".join(self.dice.sample(LABELS, min(most, self.dice.choice((0, 1, 1, 1, 2, 2, 3)))))

    def _matched(self) -> str:
        names, weights = zip(*NAMES)
        name = self.dice.choices(names, weights)[0]
        matchers = []
        if self.dice.random() < 0.35:
            matchers.append(self.dice.choice(('job="api"', 'job!="api"', 'job=~"a.*"', 'job!~"web|none"', 'job=~".+"')))
        if self.dice.random() < 0.2:
            instance = self.dice.choice(INSTANCES)
            matchers.append(f'instance{self.dice.choice(("=", "!=", "=~", "!~"))}"{instance}"')
        if self.dice.random() < 0.1:
            other = ('code=~"2..|5.."', 'code!=""', 'code=""', f'le="{BOUNDS[3]}"', 'absent=""')
            matchers.append(self.dice.choice(other))
        if self.dice.random() < 0.06:
            return "{" + ", ".join((f'__name__=~"{name}|up"', *matchers)) + "}"
        return f"{name}{{{', '.join(matchers)}}}" if matchers else name

    def _modifiers(self, fixed: bool = True) -> str:
        found = []
        if self.dice.random() < 0.15:
            found.append(f" offset {self.dice.choice(('', '', '-'))}{self.dice.choice(DURATIONS)}")
        if fixed and self.dice.random() < 0.1:
            moment = (START + self.dice.randrange(SPAN)) / 1000
            found.append(f" @ {self.dice.choice((f'{moment:.3f}', f'{moment:.0f}', 'start()', 'end()'))}")
        self.dice.shuffle(found)
        return "".join(found)
