#!/usr/bin/env bash
# Guess: should_exclude_streaming_duration, which ends a duration where the answer begins, leaves the duration of a
#        handler that raises as it was: the time until it raised.
# Seen:  prometheus-fastapi-instrumentator 8.1.0: it records 0 s for each raised error. Failures that took their time
#        fall into the lowest bucket, and the more of them there are, the faster the service looks.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'prometheus-fastapi-instrumentator==8.1.0' \
    'fastapi==0.165.0' \
    'prometheus-client==0.26.0' \
    'httpx==0.28.1'
"$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON'
import asyncio
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client import CollectorRegistry
from prometheus_fastapi_instrumentator import Instrumentator

def seconds(without_streaming):
    """The seconds that are recorded for ten errors that are raised after 50 ms each."""
    registry = CollectorRegistry()
    application = FastAPI()

    @application.get("/raises")
    async def raises():
        await asyncio.sleep(0.05)
        raise ValueError("raised")

    Instrumentator(should_exclude_streaming_duration=without_streaming, registry=registry).instrument(application)
    client = TestClient(application, raise_server_exceptions=False)
    assert [client.get("/raises").status_code for _ in range(10)] == [500] * 10
    labels = {"handler": "/raises", "method": "GET"}
    return tuple(registry.get_sample_value(f"http_request_duration_seconds_{part}", labels) for part in ("count", "sum"))

usual, without = seconds(False), seconds(True)
print("count and sum, as usual:         ", usual)
print("count and sum, without streaming:", without)
raise SystemExit(0 if usual[0] == without[0] == 10 and usual[1] >= 0.5 and without[1] == 0 else 1)
PYTHON
