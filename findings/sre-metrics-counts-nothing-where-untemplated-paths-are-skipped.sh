#!/usr/bin/env bash
# Guess: skip_untemplated leaves out the requests to routes without parameters, and counts those to /orders/{id}.
# Seen:  sre-metrics 1.2.0 for FastAPI asks for the route before the router has set it: no request has one, and every
#        request is left out. The page has the names of the counters without a series, while the gauge of requests in
#        progress works. Without the option each id is a series of its own.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'sre-metrics==1.2.0' \
    'fastapi==0.165.0' \
    'flask==3.1.3' \
    'httpx==0.28.1' \
    'prometheus-client==0.26.0'
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import socket
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client import REGISTRY, generate_latest
from sre_metrics import instrument_fastapi

def counted(prefix, **options):
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        port = candidate.getsockname()[1]
    app = FastAPI()

    @app.get("/orders/{order}")
    def order(order: int):
        return order

    instrument_fastapi(app, metrics_port=port, prefix=prefix, **options)
    client = TestClient(app)
    for number in range(4):
        assert client.get(f"/orders/{number}").status_code == 200
    start = f"{prefix}http_requests_total{{"
    return [line for line in generate_latest(REGISTRY).decode().splitlines() if line.startswith(start)]

plain, skipping = counted("plain_"), counted("skipping_", skip_untemplated=True)
print("without the option:", *plain, sep="\n  ")
print("with it:", *(skipping or ["nothing"]), sep="\n  ")
raise SystemExit(0 if len(plain) == 4 and not skipping else 1)
PYTHON
