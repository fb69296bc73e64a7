"""The schemas of Kubernetes' own kinds, from kubernetes-validate, and of custom resources, from their definitions.

Both are closed: a field that they do not know is an error. A custom resource's own rules in CEL are not evaluated.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jsonschema.exceptions import ValidationError
from jsonschema.validators import Draft202012Validator
from kubernetes_validate import utils
from referencing import Registry, Resource

from .documents import Document, FieldPath, load, nulls, show

_METADATA = "/api/_definitions.json#/$defs/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"


class Skipped(Exception):
    """A document that cannot be judged here, and why."""


def newest() -> str:
    """The newest version of Kubernetes whose schemas are known."""
    return utils.major_minor(utils.latest_version())


def knows(version: str) -> bool:
    """Whether there are schemas of a version such as 1.32."""
    return version in {utils.major_minor(known) for known in utils.all_versions()}


class Schemas:
    """Judges documents by the schemas of one version of Kubernetes and a folder of definitions."""

    def __init__(self, version: str, definitions: Path | None):
        self.version = version
        self._folder = f"kubernetes-json-schema/v{version}.0-local-strict"
        shared = Resource.from_contents(utils.schema_contents(f"{self._folder}/_definitions.json", version))
        self._registry = shared @ Registry()
        self._definitions = definitions
        self._validator = cache(self._make_validator)

    def errors(self, document: Document) -> list[str]:
        """What is wrong with a document, each with its path; raises Skipped where it cannot be told."""
        validator = self._validator(document.body["apiVersion"], document.kind)
        if isinstance(validator, str):
            return [validator]
        found = [line for error in validator.iter_errors(document.body) for line in _lines(error)]
        return found + [f"{show(path)}: no value" for path in nulls(document.body)]

    def _make_validator(self, api_version: str, kind: str) -> Draft202012Validator | str:
        if _is_custom(api_version):
            if self._definitions is None:
                raise Skipped(f"no schema of {kind} ({api_version}): no folder of definitions was given (--crds)")
            schema = _custom_schema(self._definitions, api_version, kind)
            if schema is None:
                return f"no definition of {kind} in {api_version}"
        else:
            group, _, version = api_version.rpartition("/")
            name = "-".join([kind.lower(), *group.split(".")[:1], version] if group else [kind.lower(), version])
            try:
                schema = utils.schema_contents(f"{self._folder}/{name}.json", self.version)
            except FileNotFoundError:
                return f"Kubernetes {self.version} has no {kind} in {api_version}"
        return Draft202012Validator(schema, registry=self._registry)


def _is_custom(api_version: str) -> bool:
    """Kubernetes' own groups are one word, or end in k8s.io; those of others are names of their own."""
    group = api_version.rpartition("/")[0]
    return "." in group and not group.endswith(".k8s.io")


@cache
def _custom_schema(folder: Path, api_version: str, kind: str) -> dict | None:
    """The schema of a custom resource, closed, from a folder of CustomResourceDefinitions."""
    for file in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
        text = file.read_text()
        # Some are long: reading one as YAML takes a second, and most are about something else.
        if f"kind: {kind}\n" not in text:
            continue
        for definition in load(text, str(file)):
            spec = definition.get("spec", {})
            if definition.get("kind") != "CustomResourceDefinition" or spec["names"]["kind"] != kind:
                continue
            for version in spec["versions"]:
                if f"{spec['group']}/{version['name']}" == api_version:
                    schema = _closed(version["schema"]["openAPIV3Schema"])
                    schema["properties"]["metadata"] = {"$ref": _METADATA}
                    schema["required"] = sorted({*schema.get("required", []), "metadata"})
                    # The reference above is relative to it.
                    return schema | {"$id": f"https://kubernetes.io/api/{api_version}/{kind}"}
    return None


def _closed(schema: object) -> object:
    """A schema that refuses the fields that it does not describe, wherever it describes any."""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(part) for key, part in schema.items()}
    described = isinstance(schema.get("properties"), dict) and schema.get("type") == "object"
    if described and not schema.get("x-kubernetes-preserve-unknown-fields"):
        closed.setdefault("additionalProperties", False)
    return closed


def _lines(error: ValidationError) -> Iterator[str]:
    """An error with the path of the field that it is about; of an unknown field, that of the field itself."""
    path: FieldPath = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        for key in error.instance:
            if key not in error.schema.get("properties", {}):
                yield f"{show((*path, key))}: unknown field"
    else:
        yield f"{show(path)}: {error.message}"
