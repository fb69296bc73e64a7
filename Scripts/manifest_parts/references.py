"""What documents say of one another: names that nothing answers to are valid, and do nothing, in silence.

Only what is among the documents is judged: a Service elsewhere may well have the port.
"""

import json
from collections import Counter
from collections.abc import Iterator

from .documents import Document, FieldPath, show

# kubectl apply keeps the whole object in one annotation, which may be no longer than this.
APPLY_LIMIT = 262_144
_CLUSTER_WIDE = {"ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "Namespace", "StorageClass"}


def problems(documents: list[Document]) -> list[str]:
    """The references that lead nowhere, each with its document and path."""
    found = _alone(documents)
    checks = {
        "Service": _service, "PodDisruptionBudget": _budget, "NetworkPolicy": _policy, "ServiceMonitor": _monitor,
    }  # fmt: skip
    for document in documents:
        lines = list(_pods(document, documents)) if document.pod_template else []
        if document.kind in checks:
            lines += checks[document.kind](document, documents)
        found += [f"{document}: {show(path)}: {why}" for path, why in lines]
    return found


def _alone(documents: list[Document]) -> list[str]:
    """What shows without looking at any other document."""
    found = []
    count = Counter((document.kind, document.namespace, document.name) for document in documents)
    for document in documents:
        if count[document.kind, document.namespace, document.name] > 1:
            found.append(f"{document}: metadata.name: there are two of this kind and name")
        if document.kind not in _CLUSTER_WIDE and not document.namespace:
            found.append(f"{document}: metadata.namespace: missing: it would go wherever kubectl points")
        if len(json.dumps(document.body).encode()) > APPLY_LIMIT:
            found.append(f"{document}: too long for kubectl apply ({APPLY_LIMIT} bytes): it would need --server-side")
    return found


def _matches(selector: dict, labels: dict) -> bool:
    return all(labels.get(key) == value for key, value in selector.items())


def _labels(document: Document) -> dict:
    return ((document.pod_template or {}).get("metadata") or {}).get("labels") or {}


def _selected(selector: dict, namespace: str | None, documents: list[Document]) -> list[Document]:
    """The documents whose pods a selector matches."""
    makers = [document for document in documents if document.pod_template and document.namespace == namespace]
    return [document for document in makers if _matches(selector, _labels(document))]


def _containers(document: Document) -> list[dict]:
    return (document.pod_template or {}).get("spec", {}).get("containers") or []


def _port_names(document: Document) -> set[str]:
    ports = [port for container in _containers(document) for port in container.get("ports") or []]
    return {port["name"] for port in ports if "name" in port}


def _pods(document: Document, documents: list[Document]) -> Iterator[tuple[FieldPath, str]]:
    selector = (document.spec.get("selector") or {}).get("matchLabels") or {}
    if not _matches(selector, _labels(document)):
        yield ("spec", "selector", "matchLabels"), "does not match the pods of its own template"
    spec = (document.pod_template or {}).get("spec") or {}
    accounts = [other.name for other in documents if other.kind == "ServiceAccount"]
    account = spec.get("serviceAccountName")
    if account and accounts and account not in accounts:
        yield (*document.pod_path, "serviceAccountName"), f"no account is called {account}"
    grace = spec.get("terminationGracePeriodSeconds", 30)
    for index, container in enumerate(_containers(document)):
        here = (*document.pod_path, "containers", index)
        names = {port.get("name") for port in container.get("ports") or []}
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            port = (container.get(probe) or {}).get("httpGet", {}).get("port")
            if isinstance(port, str) and port not in names:
                yield (*here, probe, "httpGet", "port"), f"no port is called {port}"
        pause = (((container.get("lifecycle") or {}).get("preStop") or {}).get("sleep") or {}).get("seconds", 0)
        if pause >= grace:
            yield (*here, "lifecycle", "preStop", "sleep", "seconds"), f"as long as the whole grace period of {grace} s"


def _service(document: Document, documents: list[Document]) -> Iterator[tuple[FieldPath, str]]:
    pods = _selected(document.spec.get("selector") or {}, document.namespace, documents)
    if len(pods) != 1:
        yield ("spec", "selector"), f"matches the pods of {len(pods)} documents"
    for index, port in enumerate(document.spec.get("ports") or []):
        target = port.get("targetPort")
        if isinstance(target, str) and any(target not in _port_names(other) for other in pods):
            yield ("spec", "ports", index, "targetPort"), f"no container's port is called {target}"


def _budget(document: Document, documents: list[Document]) -> Iterator[tuple[FieldPath, str]]:
    selector = (document.spec.get("selector") or {}).get("matchLabels") or {}
    if not _selected(selector, document.namespace, documents):
        yield ("spec", "selector", "matchLabels"), "matches no pods"


def _policy(document: Document, documents: list[Document]) -> Iterator[tuple[FieldPath, str]]:
    selector = (document.spec.get("podSelector") or {}).get("matchLabels") or {}
    pods = _selected(selector, document.namespace, documents)
    if selector and not pods:
        yield ("spec", "podSelector", "matchLabels"), "matches no pods"
    for number, rule in enumerate(document.spec.get("ingress") or []):
        for index, port in enumerate(rule.get("ports") or []):
            name = port.get("port")
            if isinstance(name, str) and selector and any(name not in _port_names(other) for other in pods):
                yield ("spec", "ingress", number, "ports", index, "port"), f"no container's port is called {name}"


def _monitor(document: Document, documents: list[Document]) -> Iterator[tuple[FieldPath, str]]:
    services = [other for other in documents if other.kind == "Service"]
    if not services:
        return
    namespaces = (document.spec.get("namespaceSelector") or {}).get("matchNames") or [document.namespace]
    selector = (document.spec.get("selector") or {}).get("matchLabels") or {}
    found = [other for other in services if other.namespace in namespaces and _matches(selector, other.labels)]
    if not found:
        yield ("spec", "selector", "matchLabels"), f"matches no Service in {', '.join(map(str, namespaces))}"
    label = document.spec.get("jobLabel")
    for service in found:
        names = {port.get("name") for port in service.spec.get("ports") or []}
        if label and label not in service.labels:
            yield ("spec", "jobLabel"), f"the Service {service.name} has no such label"
        for index, endpoint in enumerate(document.spec.get("endpoints") or []):
            if "port" in endpoint and endpoint["port"] not in names:
                yield ("spec", "endpoints", index, "port"), f"the Service {service.name} has no port of that name"
