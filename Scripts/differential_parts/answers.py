"""Answers in one form, whoever gave them, and how two of them differ."""

import math
from dataclasses import dataclass, field
from typing import Any

Labels = tuple[tuple[str, str], ...]


@dataclass
class Answer:
    """An error, a text, or series of samples at milliseconds."""

    error: str | None = None
    type: str = ""
    text: str | None = None
    series: list[tuple[Labels, list[tuple[int, float]]]] = field(default_factory=list)

    @staticmethod
    def of_api(body: Any) -> "Answer":
        if body["status"] != "success":
            return Answer(error=body["error"])
        kind, result = body["data"]["resultType"], body["data"]["result"]
        if kind == "string":
            return Answer(type=kind, text=result[1])
        if kind == "scalar":
            return Answer(type=kind, series=[((), [_sample(result)])])
        values = [([each["value"]] if kind == "vector" else each["values"]) for each in result]
        labels = [tuple(sorted(each["metric"].items())) for each in result]
        return Answer(type=kind, series=[(one, list(map(_sample, found))) for one, found in zip(labels, values)])

    @staticmethod
    def of_engine(body: Any) -> "Answer":
        if "error" in body:
            return Answer(error=body["error"])
        series = [
            (tuple(sorted(each["labels"].items())), [(time, float(value)) for time, value in each["samples"]])
            for each in body.get("series", [])
        ]
        return Answer(type=body["type"], text=body.get("text"), series=series)

    @staticmethod
    def of_moments(answers: "list[Answer]") -> "Answer":
        """The answer to a range query, put together from those to instant queries."""
        series: dict[Labels, list[tuple[int, float]]] = {}
        for labels, samples in (each for answer in answers for each in answer.series):
            series.setdefault(labels, []).extend(samples)
        error = next((answer.error for answer in answers if answer.error is not None), None)
        return Answer(error=error, type="matrix", series=list(series.items()))

    @property
    def has_results(self) -> bool:
        return self.error is None and (bool(self.series) or self.text is not None)

    def difference(self, other: "Answer", tolerance: float, ordered: bool) -> str | None:
        """How the other answer differs in the first place where it does; nothing where it does not."""
        if (self.error is None) != (other.error is None):
            return f"error {self.error} against {other.error}"
        if self.error is not None:
            return None
        if (self.type, self.text) != (other.type, other.text):
            return f"{self.type} {self.text or ''} against {other.type} {other.text or ''}"
        mine, others = dict(self.series), dict(other.series)
        if len(mine) != len(self.series) or len(others) != len(other.series):
            return "two series with the same labels"
        for labels in mine.keys() ^ others.keys():
            return f"{dict(labels)} only {'on the left' if labels in mine else 'on the right'}"
        for labels, samples in mine.items():
            found = _difference(samples, others[labels], tolerance)
            if found:
                return f"{dict(labels)} {found}"
        if ordered:
            values = [[samples[0] for _, samples in answer.series] for answer in (self, other)]
            return _difference(*values, tolerance)
        return None

    def __str__(self) -> str:
        if self.error is not None:
            return f"error: {self.error}"
        shown = [f"{dict(labels)} {samples[:3]}" for labels, samples in self.series[:4]]
        return f"{self.type} {self.text or ''} {len(self.series)} series: {'; '.join(shown)}"


def _sample(pair: tuple[float, str]) -> tuple[int, float]:
    return round(pair[0] * 1000), float(pair[1])


def _difference(mine: list[tuple[int, float]], others: list[tuple[int, float]], tolerance: float) -> str | None:
    if [time for time, _ in mine] != [time for time, _ in others]:
        return f"has {len(mine)} samples against {len(others)}, or at other moments"
    for (time, value), (_, other) in zip(mine, others):
        if not _is_equal(value, other, tolerance):
            return f"at {time / 1000:.3f} is {value!r} against {other!r}"
    return None


def _is_equal(one: float, other: float, tolerance: float) -> bool:
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return one == other or math.isclose(one, other, rel_tol=tolerance, abs_tol=0)
