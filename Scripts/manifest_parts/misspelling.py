"""Misspells each field of a document in turn: a check that lets one pass is no check."""

import copy
from collections.abc import Iterator

from .documents import Document, FieldPath, show
from .schemas import Schemas

# Their keys are the author's own words, not names of fields.
_FREE = {
    "annotations", "binaryData", "data", "labels", "limits", "matchLabels", "nodeSelector", "params", "requests",
    "stringData",
}  # fmt: skip


def misspell(word: str) -> str:
    """The word as a finger that rests too long writes it."""
    return word + word[-1]


def fields(value: object, path: FieldPath = ()) -> Iterator[FieldPath]:
    """The paths of all fields whose names are given by a schema."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield (*path, key)
            if not _is_free(key, part):
                yield from fields(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from fields(part, (*path, index))


def _is_free(key: str, value: object) -> bool:
    """Whether what is under a key is a map of labels and the like: a Service's selector is, a Deployment's is not."""
    plain = isinstance(value, dict) and all(isinstance(part, str) for part in value.values())
    return key in _FREE or key == "selector" and plain


def misspelt(body: dict, path: FieldPath) -> dict:
    """A copy in which one field's name is misspelt."""
    changed = copy.deepcopy(body)
    parent = changed
    for part in path[:-1]:
        parent = parent[part]
    parent[misspell(str(path[-1]))] = parent.pop(path[-1])
    return changed


def judge(documents: list[Document], schemas: Schemas) -> Iterator[tuple[str, list[FieldPath], list[str]]]:
    """For each kind: the fields that were misspelt, and what was accepted, or refused without being named."""
    for kind in sorted({document.kind for document in documents}):
        tried, accepted = [], []
        for document in documents:
            if document.kind != kind:
                continue
            # Without these two it is no manifest at all, which is seen before any schema is.
            for path in fields({key: part for key, part in document.body.items() if key not in ("apiVersion", "kind")}):
                tried.append(path)
                changed = Document(document.source, document.number, misspelt(document.body, path))
                wrong = show((*path[:-1], misspell(str(path[-1]))))
                if not any(line.startswith(f"{wrong}: ") for line in schemas.errors(changed)):
                    accepted.append(f"{document}: {wrong}")
        yield kind, tried, accepted
