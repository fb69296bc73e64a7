"""What Prometheus and VictoriaMetrics scrape, as the configuration that both read."""

import json
from pathlib import Path

from context import HERE, Context

SLOW_SECONDS = 5

# Where each program tells its metrics, when not at /metrics of the port of its name.
_METRICS_PORTS = {"caddy": "caddy_admin"}
_TARGETS = ("unstable", "fastapi", "caddy", "alertmanager", "slow", "prometheus", "victoriametrics")


def write_scrape_config(context: Context, to: Path, for_prometheus: bool) -> Path:
    """One job for every program that has metrics, and one for every synthetic service."""
    jobs = [_job(context, name) for name in _TARGETS if name in context.scraped]
    if "synthetic" in context.scraped:
        jobs.append({"job_name": "synthetic", "file_sd_configs": [{"files": [str(_services(context))]}]})
    # The timeout may not exceed the interval, and is 10 s unless told.
    settings: dict[str, object] = {"scrape_interval": context.interval, "scrape_timeout": context.interval}
    configuration: dict[str, object] = {"global": settings, "scrape_configs": jobs}
    if for_prometheus:
        settings["evaluation_interval"] = context.interval
        configuration["rule_files"] = [str(HERE / "configs" / "rules.yml")]
        if "alertmanager" in context.scraped:
            alertmanager = f"127.0.0.1:{context.ports['alertmanager']}"
            configuration["alerting"] = {"alertmanagers": [{"static_configs": [{"targets": [alertmanager]}]}]}
    # JSON is YAML.
    to.write_text(json.dumps(configuration, indent=2) + "\n")
    return to


def _job(context: Context, name: str) -> dict[str, object]:
    port = context.ports[_METRICS_PORTS.get(name, name)]
    job: dict[str, object] = {"job_name": name, "static_configs": [{"targets": [f"127.0.0.1:{port}"]}]}
    if name == "slow":
        job["scrape_interval"] = job["scrape_timeout"] = f"{SLOW_SECONDS}s"
    return job


def _services(context: Context) -> Path:
    """Every page of the synthetic target as a target of a job of its own."""
    groups = [
        {
            "targets": [f"127.0.0.1:{context.ports['synthetic']}"],
            "labels": {
                "job": f"service-{number:03}",
                "instance": f"service-{number:03}:8080",
                "__metrics_path__": f"/metrics/{number}",
            },
        }
        for number in range(context.services)
    ]
    file = context.folder("synthetic") / "targets.json"
    file.write_text(json.dumps(groups))
    return file
