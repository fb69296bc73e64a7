"""The restricted profile of the pod security standards, as the API server would enforce it on our pods."""

from collections.abc import Iterator

from .documents import Document, FieldPath, show

_VOLUMES = {
    "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret",
}  # fmt: skip


def problems(documents: list[Document]) -> list[str]:
    """What the profile forbids in any pod, and the two things beyond it that our pods promise."""
    found = []
    for document in documents:
        template = document.pod_template
        if template and "spec" in template:
            lines = _pod(template["spec"])
            found += [f"{document}: {show((*document.pod_path, *path))}: {why}" for path, why in lines]
    return found


def _pod(spec: dict) -> Iterator[tuple[FieldPath, str]]:
    pod = spec.get("securityContext") or {}
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(field):
            yield (field,), "shares the node's own"
    for index, volume in enumerate(spec.get("volumes") or []):
        for kind in sorted(set(volume) - {"name"} - _VOLUMES):
            yield ("volumes", index, kind), "a kind of volume that the restricted profile forbids"
    if spec.get("automountServiceAccountToken") is not False:
        yield ("automountServiceAccountToken",), "the pod gets a token that it never uses"
    for group in ("initContainers", "containers"):
        for index, container in enumerate(spec.get(group) or []):
            for path, why in _container(container, pod):
                yield (group, index, *path), why


def _container(container: dict, pod: dict) -> Iterator[tuple[FieldPath, str]]:
    own = container.get("securityContext") or {}
    both = {**pod, **own}
    if both.get("runAsNonRoot") is not True or both.get("runAsUser") == 0:
        yield ("securityContext", "runAsNonRoot"), "may run as root"
    if (both.get("seccompProfile") or {}).get("type") not in ("RuntimeDefault", "Localhost"):
        yield ("securityContext", "seccompProfile"), "no seccomp profile"
    if own.get("privileged"):
        yield ("securityContext", "privileged"), "privileged"
    if own.get("allowPrivilegeEscalation") is not False:
        yield ("securityContext", "allowPrivilegeEscalation"), "not forbidden"
    capabilities = own.get("capabilities") or {}
    if "ALL" not in (capabilities.get("drop") or []):
        yield ("securityContext", "capabilities", "drop"), "not ALL"
    if set(capabilities.get("add") or []) - {"NET_BIND_SERVICE"}:
        yield ("securityContext", "capabilities", "add"), "more than NET_BIND_SERVICE"
    for index, port in enumerate(container.get("ports") or []):
        if port.get("hostPort"):
            yield ("ports", index, "hostPort"), "a port of the node's"
    if own.get("readOnlyRootFilesystem") is not True:
        yield ("securityContext", "readOnlyRootFilesystem"), "the image's files can be written"
