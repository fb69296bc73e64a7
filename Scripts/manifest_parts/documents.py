"""YAML files as documents, read as strictly as Kubernetes should have: no key twice, no field without a value."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

FieldPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """One document of a file."""

    source: str
    number: int
    body: dict

    @property
    def kind(self) -> str:
        return self.body["kind"]

    @property
    def namespace(self) -> str | None:
        return self.metadata.get("namespace")

    @property
    def name(self) -> str:
        return self.metadata.get("name", "?")

    @property
    def metadata(self) -> dict:
        return self.body.get("metadata") or {}

    @property
    def labels(self) -> dict[str, str]:
        return self.metadata.get("labels") or {}

    @property
    def spec(self) -> dict:
        return self.body.get("spec") or {}

    @property
    def pod_path(self) -> FieldPath:
        """Where the specification of its pods stands, if its kind makes pods."""
        paths = {"Pod": ("spec",), "CronJob": ("spec", "jobTemplate", "spec", "template", "spec")}
        return paths.get(self.kind, ("spec", "template", "spec"))

    @property
    def pod_template(self) -> dict | None:
        """What pods are made from: their labels under `metadata`, and their `spec`."""
        template = self.body
        for part in self.pod_path[:-1]:
            template = template.get(part) or {}
        return template or None

    def __str__(self) -> str:
        return f"{self.source}: document {self.number} ({self.body.get('kind', '?')} {self.name})"


class Unreadable(Exception):
    """A file that is no YAML, or YAML that is no manifest."""


class _Loader(yaml.SafeLoader):
    """Refuses what the plain loader lets pass: the last of two equal keys wins there."""

    def construct_mapping(self, node, deep=False):
        keys = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in keys:
                raise Unreadable(f"line {key_node.start_mark.line + 1}: '{key}' stands here for the second time")
            keys.add(key)
        return super().construct_mapping(node, deep)


# A bare `=` is a tag of its own in YAML 1.1; one of the operator's schemas lists it as a word.
_Loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: str(node.value))


def load(text: str, source: str) -> list:
    """The documents of a text, without the empty ones."""
    try:
        return [body for body in yaml.load_all(text, Loader=_Loader) if body is not None]
    except (yaml.YAMLError, Unreadable) as error:
        raise Unreadable(f"{source}: {error}") from error


def read(text: str, source: str) -> Iterator[Document]:
    """The manifests of a text."""
    for number, body in enumerate(load(text, source), 1):
        if not isinstance(body, dict):
            raise Unreadable(f"{source}: document {number}: not a mapping")
        for key in ("apiVersion", "kind"):
            if not isinstance(body.get(key), str):
                raise Unreadable(f"{source}: document {number}: no {key}; its fields are {', '.join(map(str, body))}")
        yield Document(source, number, body)


def is_values(path: Path) -> bool:
    """Whether a file holds a chart's values, by their usual name: they have no schema here."""
    return path.name.startswith("values")


def show(path: FieldPath) -> str:
    """A path as it is written: spec.ports[0].name."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".") or "the document"


def nulls(value: object, path: FieldPath = ()) -> Iterator[FieldPath]:
    """The fields without a value: the API server drops them in silence."""
    if value is None:
        yield path
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from nulls(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from nulls(part, (*path, index))
