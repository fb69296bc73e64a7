"""The drill: load on a route that fails, the critical alert, the fix, the end of the alert."""

import time

from .engine import CannotCheck, last_line, wait_until
from .report import Report
from .stack import Stack

FIRES_WITHIN = 6 * 60
ENDS_WITHIN = 6 * 60
# Alertmanager waits for a group before it notifies, longer for one that has notified before.
NOTIFIED_WITHIN = 60
# How long the trouble goes on after the page. A fifth of the requests fails, and 6 % in 5 minutes are too many: from
# 90 s of trouble on, resolving takes as long as it ever can, 210 s.
TROUBLE_SECONDS = 90


def check(stack: Stack, report: Report) -> None:
    before = _critical(stack)
    if before:
        raise CannotCheck(f"an alert fires before the drill: {_names(before)}")
    begin = time.monotonic()
    answer = stack.run("make", "chaos")
    if answer.returncode != 0:
        raise CannotCheck(f"make chaos: {last_line(answer)}")
    firing = wait_until(lambda: _critical(stack), FIRES_WITHIN, every=2)
    _row(report, "critical alert in Alertmanager after make chaos", FIRES_WITHIN, begin, firing, _names(firing or []))
    if not firing:
        report.keep("rules.json", stack.get("prometheus", "/api/v1/rules"))
        raise CannotCheck("no critical alert, so nothing can be resolved")
    report.keep("alerts-firing.json", stack.get("alertmanager", "/api/v2/alerts"))
    name = firing[0]["labels"]["alertname"]
    told = wait_until(lambda: _told(stack, name, "firing"), NOTIFIED_WITHIN)
    _row(report, "the receiver is told that it fires", NOTIFIED_WITHIN, None, told, name)
    time.sleep(max(0, begin + TROUBLE_SECONDS - time.monotonic()))
    _screen(stack, report, "in trouble", True)

    begin = time.monotonic()
    answer = stack.run("make", "fix")
    if answer.returncode != 0:
        raise CannotCheck(f"make fix: {last_line(answer)}")
    # An empty list is the answer that is waited for; no answer is none.
    ended = wait_until(lambda: _critical(stack) == [], ENDS_WITHIN, every=2)
    _row(report, "critical alert resolved after make fix", ENDS_WITHIN, begin, ended, "none active")
    report.keep("alerts-resolved.json", stack.get("alertmanager", "/api/v2/alerts"))
    told = wait_until(lambda: _told(stack, name, "resolved"), NOTIFIED_WITHIN)
    _row(report, "the receiver is told that it is resolved", NOTIFIED_WITHIN, None, told, name)
    report.keep("notified.json", stack.notified())
    _screen(stack, report, "afterwards", False)


def _screen(stack: Stack, report: Report, when: str, in_trouble: bool) -> None:
    """What sretop itself says, asked in the service's container of the stack's Prometheus."""
    command = ["/usr/local/bin/sretop", "--once", "--prometheus", "http://prometheus:9090", "--service", "unstable-api"]
    said = stack.run("Scripts/compose", "exec", "-T", "unstable-api", *command)
    report.keep(f"once-{when.replace(' ', '-')}.txt", said.stdout)
    verdict = next((line.strip() for line in said.stdout.splitlines() if "CRIT" in line), "no CRIT")
    holds = bool(said.stdout.strip()) and ("CRIT" in said.stdout) == in_trouble
    report.row(f"sretop --once {when}", "CRIT" if in_trouble else "no CRIT", verdict, holds)


def _critical(stack: Stack) -> list[dict] | None:
    """Alertmanager's active critical alerts; nothing where it does not answer."""
    alerts = stack.get("alertmanager", "/api/v2/alerts?active=true&filter=severity%3D%22critical%22")
    return alerts if isinstance(alerts, list) else None


def _names(alerts: list[dict]) -> str:
    labels = [alert["labels"] for alert in alerts]
    return ", ".join(sorted({f"{each['alertname']} ({each.get('slo', '–')})" for each in labels}))


def _told(stack: Stack, name: str, state: str) -> bool:
    alerts = stack.notified()
    told = [(each["labels"]["alertname"], each["labels"].get("severity"), each["status"]) for each in alerts]
    return (name, "critical", state) in told


def _row(report: Report, what: str, limit: float, begin: float | None, found: object, seen: str) -> None:
    after = f" after {time.monotonic() - begin:.0f} s" if begin is not None else ""
    report.row(what, f"within {limit:.0f} s", f"{seen}{after}" if found else f"not within {limit:.0f} s", bool(found))
