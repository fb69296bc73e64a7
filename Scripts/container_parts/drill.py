"""The drill: load on a route that fails, the critical alert, the fix, the end of the alert."""

import time

from .engine import CannotCheck, last_line, wait_until
from .report import Report
from .stack import Stack

FIRES_WITHIN = 6 * 60
ENDS_WITHIN = 6 * 60
# Alertmanager waits for a group before it notifies, longer for one that has notified before.
NOTIFIED_WITHIN = 60


def check(stack: Stack, report: Report) -> None:
    before = _critical(stack)
    if before:
        raise CannotCheck(f"an alert fires before the drill: {_names(before)}")
    answer = stack.make("chaos")
    begin = time.monotonic()
    if answer.returncode != 0:
        raise CannotCheck(f"make chaos: {last_line(answer)}")
    firing = wait_until(lambda: _critical(stack), FIRES_WITHIN, every=2)
    _row(report, "critical alert in Alertmanager", FIRES_WITHIN, begin, firing, _names(firing or []))
    if not firing:
        report.keep("rules.json", stack.get("prometheus", "/api/v1/rules"))
        raise CannotCheck("no critical alert, so nothing can be resolved")
    report.keep("alerts-firing.json", stack.get("alertmanager", "/api/v2/alerts"))
    name = firing[0]["labels"]["alertname"]
    told = wait_until(lambda: _told(stack, name, "firing"), NOTIFIED_WITHIN)
    _row(report, "the receiver is told that it fires", NOTIFIED_WITHIN, None, told, name)

    answer = stack.make("fix")
    begin = time.monotonic()
    if answer.returncode != 0:
        raise CannotCheck(f"make fix: {last_line(answer)}")
    # An empty list is the answer that is waited for; no answer is none.
    ended = wait_until(lambda: _critical(stack) == [], ENDS_WITHIN, every=2)
    _row(report, "critical alert resolved after make fix", ENDS_WITHIN, begin, ended, "none active")
    report.keep("alerts-resolved.json", stack.get("alertmanager", "/api/v2/alerts"))
    told = wait_until(lambda: _told(stack, name, "resolved"), NOTIFIED_WITHIN)
    _row(report, "the receiver is told that it is resolved", NOTIFIED_WITHIN, None, told, name)
    report.keep("notifications.json", stack.notifications())


def _critical(stack: Stack) -> list[dict] | None:
    """Alertmanager's active critical alerts; nothing where it does not answer."""
    alerts = stack.get("alertmanager", "/api/v2/alerts?active=true&filter=severity%3D%22critical%22")
    return alerts if isinstance(alerts, list) else None


def _names(alerts: list[dict]) -> str:
    labels = [alert["labels"] for alert in alerts]
    return ", ".join(sorted({f"{each['alertname']} ({each.get('slo', '–')})" for each in labels}))


def _told(stack: Stack, name: str, state: str) -> bool:
    alerts = [alert for notification in stack.notifications() for alert in notification["alerts"]]
    told = [(each["labels"]["alertname"], each["labels"].get("severity"), each["status"]) for each in alerts]
    return (name, "critical", state) in told


def _row(report: Report, what: str, limit: float, begin: float | None, found: object, seen: str) -> None:
    after = f" after {time.monotonic() - begin:.0f} s" if begin is not None else ""
    report.row(what, f"within {limit:.0f} s", f"{seen}{after}" if found else f"not within {limit:.0f} s", bool(found))
