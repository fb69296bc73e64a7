"""Expressions as trees, so that one whose answers differ can be made smaller."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    """Part of an expression: its kind, and texts and parts in the order they are written in."""

    kind: str
    parts: tuple["str | Node", ...]

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    def replacing(self, words: dict[str, str]) -> "Node":
        """The same expression with other words in its texts."""
        parts = []
        for part in self.parts:
            if isinstance(part, Node):
                parts.append(part.replacing(words))
                continue
            for old, new in words.items():
                part = part.replace(old, new)
            parts.append(part)
        return Node(self.kind, tuple(parts))

    def smaller(self) -> Iterator["Node"]:
        """The same expression with one part replaced by a part of that part, biggest steps first."""
        for inner in self._descendants():
            if inner.kind == self.kind:
                yield inner
        for index, part in enumerate(self.parts):
            if isinstance(part, Node):
                for less in part.smaller():
                    yield Node(self.kind, (*self.parts[:index], less, *self.parts[index + 1 :]))

    def _descendants(self) -> Iterator["Node"]:
        for part in self.parts:
            if isinstance(part, Node):
                yield part
                yield from part._descendants()


def vector(*parts: str | Node) -> Node:
    return Node("vector", parts)
