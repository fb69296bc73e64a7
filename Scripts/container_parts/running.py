"""The running stack looked at: its target, health checks, confinement, and who knows whom."""

from .engine import CannotCheck, wait_until
from .pseudoterminal import dashboard_shows
from .report import Report
from .stack import TOKEN, Stack


def check(stack: Stack, report: Report) -> None:
    _target(stack, report)
    _healths(stack, report)
    _confinement(stack, report)
    _connections(stack, report)
    _dashboard(stack, report)


def _target(stack: Stack, report: Report) -> None:
    def target() -> dict | None:
        answer = stack.get("prometheus", "/api/v1/targets?state=active")
        targets = answer["data"]["activeTargets"] if isinstance(answer, dict) else []
        ours = [each for each in targets if each["labels"]["job"] == "unstable-api" and each["health"] == "up"]
        return ours[0] if ours else None

    found = wait_until(target, 90)
    seen = found["scrapeUrl"] if found else "not up"
    report.row("Prometheus's target unstable-api", "up within 90 s", seen, bool(found))
    if found is None:
        raise CannotCheck("Prometheus does not reach the service")
    report.keep("targets.json", stack.get("prometheus", "/api/v1/targets?state=active"))


def _healths(stack: Stack, report: Report) -> None:
    containers = stack.containers()
    for name, known in sorted(containers.items()):
        healthy = wait_until(lambda known=known: stack.engine.is_healthy(known["Id"]), 60, every=2)
        seen = "healthy" if healthy else "not healthy"
        report.row(f"health check of {name}", "healthy within 60 s", seen, bool(healthy))


def _confinement(stack: Stack, report: Report) -> None:
    loose = []
    for name, known in sorted(stack.containers().items()):
        host = known["HostConfig"]
        if not host["ReadonlyRootfs"]:
            loose.append(f"{name}: root can be written to")
        if known["Config"]["User"].split(":")[0] in ("", "0", "root"):
            loose.append(f"{name}: root")
        if not any("no-new-privileges" in option for option in host["SecurityOpt"] or []):
            loose.append(f"{name}: new privileges")
        if not host["CapDrop"]:
            loose.append(f"{name}: capabilities")
        if not (host["Memory"] and host["PidsLimit"]):
            loose.append(f"{name}: no limits")
        for bindings in (known["NetworkSettings"]["Ports"] or {}).values():
            loose += [f"{name}: on {each['HostIp']}" for each in bindings or [] if each["HostIp"] != "127.0.0.1"]
    report.row(
        "every container: read-only, not root, no capabilities, limits, 127.0.0.1", "none loose",
        "; ".join(loose) or "none loose", not loose,
    )  # fmt: skip


def _connections(stack: Stack, report: Report) -> None:
    rules = stack.get("prometheus", "/api/v1/rules")
    groups = rules["data"]["groups"] if isinstance(rules, dict) else []
    broken = [rule["name"] for group in groups for rule in group["rules"] if rule["health"] == "err"]
    count = sum(len(group["rules"]) for group in groups)
    report.row(
        "rules that Prometheus evaluates", "some, none broken", f"{count}, broken: {', '.join(broken) or 'none'}",
        count > 0 and not broken,
    )  # fmt: skip
    answer = stack.get("prometheus", "/api/v1/alertmanagers")
    active = answer["data"]["activeAlertmanagers"] if isinstance(answer, dict) else []
    report.row("Alertmanagers that Prometheus knows", "1", str(len(active)), len(active) == 1)
    without = stack.status("unstable-api", "/faults/reset", "POST", {})
    right = stack.status("unstable-api", "/faults/reset", "POST", {"Authorization": f"Bearer {TOKEN}"})
    report.row(
        "reset from outside: without the token, with it", "401 or 403, 200", f"{without}, {right}",
        without in (401, 403) and right in (200, 202),
    )  # fmt: skip
    if "grafana" in stack.containers():
        health = wait_until(lambda: stack.get("grafana", "/api/health"), 60)
        boards = stack.get("grafana", "/api/search?type=dash-db")
        count = len(boards) if isinstance(boards, list) else 0
        report.row("Grafana's provisioned dashboards", "some", str(count), bool(health) and count > 0)


def _dashboard(stack: Stack, report: Report) -> None:
    command = ["Scripts/compose", "--profile", "tui", "run", "--rm", "tui"]
    seen, holds = dashboard_shows(command, "unstable-api", settings=stack.environment | {"TERM": "xterm-256color"})
    report.row("profile tui: dashboard on the stack's Prometheus", "drawn; q ends it, exit status 0", seen, holds)
