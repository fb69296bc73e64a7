"""What is asked: an expression, and for when."""

import random
from dataclasses import dataclass, replace

from .grammar import Grammar
from .samples import INTERVAL, SPAN, START
from .tree import Node
from .vocabulary import Dialect


@dataclass(frozen=True)
class Query:
    """An instant query, or a range query if it names an end; in milliseconds."""

    node: Node
    start: int
    end: int | None = None
    step: int = 0

    @property
    def expression(self) -> str:
        return str(self.node)

    def smaller(self) -> "list[Query]":
        """The same query with less of an expression."""
        return [replace(self, node=node) for node in self.node.smaller()]

    def moments(self) -> "list[Query]":
        """The instant queries that a range query consists of."""
        if self.end is None:
            return [self]
        fixed = self.node.replacing({"start()": f"{self.start / 1000:.3f}", "end()": f"{self.end / 1000:.3f}"})
        return [Query(fixed, moment) for moment in range(self.start, self.end + 1, self.step)]

    def __str__(self) -> str:
        if self.end is None:
            return f"{self.expression}  at {self.start / 1000:.3f}"
        return f"{self.expression}  from {self.start / 1000:.3f} to {self.end / 1000:.3f} step {self.step / 1000:g}"


def draw(dice: random.Random, dialect: Dialect) -> Query:
    """A query at a moment with samples, mostly; half of the moments are those of samples."""
    node = Grammar(dice, dialect).expression()
    start = START + dice.randrange(300_000, SPAN + 330_000)
    if dice.random() < 0.5:
        start = start // INTERVAL * INTERVAL
    if dice.random() < 0.6:
        return Query(node, start)
    step = dice.choice((1_000, 15_000, 60_000, 77_777, 300_000))
    return Query(node, start, start + dice.randrange(40) * step + dice.choice((0, 0, 500)), step)
