#!/usr/bin/env bash
# Guess: /metrics?name[]=request_duration_seconds answers with the histogram of that name, and ?name[]=requests_total and
#        ?name[]=requests with the counter, as a scrape configuration with params asks for.
# Seen:  prometheus-client 0.26.0's server knows names of samples alone: a histogram's, a summary's or an Info's own name
#        gives an empty page with status 200, which a Prometheus takes as up with no series; ..._sum gives a histogram
#        that consists of its sum.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'prometheus-client==0.26.0'
"$folder/venv/bin/python" - <<'PYTHON'
from urllib.parse import urlencode
from urllib.request import urlopen
from prometheus_client import CollectorRegistry, Counter, Histogram, Info, Summary, start_http_server

registry = CollectorRegistry()
Histogram("request_duration_seconds", "Durations.", registry=registry).observe(1)
Summary("wait_seconds", "Waits.", registry=registry).observe(1)
Info("build", "The build.", registry=registry).info({"version": "1"})
Counter("requests", "Requests.", registry=registry).inc()
server, thread = start_http_server(0, "127.0.0.1", registry)

def samples(name):
    """How many samples the page has that is asked for by this name."""
    with urlopen(f"http://127.0.0.1:{server.server_port}/metrics?" + urlencode({"name[]": name})) as answer:
        assert answer.status == 200
        return sum(not line.startswith("#") for line in answer.read().decode().splitlines())

seen = {name: samples(name) for name in (
    "request_duration_seconds", "request_duration_seconds_sum", "wait_seconds", "build", "build_info", "requests",
    "requests_total")}
server.shutdown()
thread.join()
for name, count in seen.items():
    print(f"{name}: {count} samples")
raise SystemExit(0 if seen == {"request_duration_seconds": 0, "request_duration_seconds_sum": 1, "wait_seconds": 0, "build": 0,
                               "build_info": 1, "requests": 0, "requests_total": 1} else 1)
PYTHON
