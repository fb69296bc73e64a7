#!/usr/bin/env bash
# Guess: http.server.response.body.size has the size of each answer, and for one without a Content-Length, as streamed
#        answers are, either the bytes that were sent or no value.
# Seen:  opentelemetry-instrumentation-asgi 0.66b1 (which those of FastAPI and Starlette stand on) keeps the length that
#        it read last on the middleware, and gives it to each answer that says none: five streams of 50,000 bytes after
#        an answer of 7 bytes are five answers of 7 bytes, and after one of a million bytes five of a million. Sizes and
#        bytes a second of what is streamed are those of whatever another client asked for before.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'opentelemetry-instrumentation-asgi==0.66b1' \
    'opentelemetry-sdk==1.45.1' \
    'httpx==0.28.1'
export OTEL_SEMCONV_STABILITY_OPT_IN=http
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import httpx
from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

SIZES = {"/small": 7, "/large": 1_000_000}

async def application(scope, receive, send):
    size = SIZES.get(scope["path"])
    headers = [(b"content-length", str(size).encode())] if size else []
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if size:
        await send({"type": "http.response.body", "body": b"x" * size})
        return
    for part in range(5):
        await send({"type": "http.response.body", "body": b"x" * 10_000, "more_body": part < 4})

async def measured(before):
    """Count and sum of the sizes of five streams, which come after an answer to the path."""
    reader = InMemoryMetricReader()
    instrumented = OpenTelemetryMiddleware(application, meter_provider=MeterProvider([reader]))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=instrumented), base_url="http://service") as client:
        first = [len((await client.get(path)).content) for path in before]
        assert [len((await client.get("/stream")).content) for _ in range(5)] == [50_000] * 5
    points = [point for resource in reader.get_metrics_data().resource_metrics for scope in resource.scope_metrics
              for metric in scope.metrics if metric.name == "http.server.response.body.size"
              for point in metric.data.data_points]
    return sum(point.count for point in points) - len(first), sum(point.sum for point in points) - sum(first)

alone, small, large = (asyncio.run(measured(before)) for before in ([], ["/small"], ["/large"]))
print("sizes of five streams of 50,000 bytes, count and sum; alone:", alone)
print("after an answer of 7 bytes:", small)
print("after an answer of 1,000,000 bytes:", large)
raise SystemExit(0 if (alone, small, large) == ((0, 0), (5, 35), (5, 5_000_000)) else 1)
PYTHON
