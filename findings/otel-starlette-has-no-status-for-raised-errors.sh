#!/usr/bin/env bash
# Guess: a handler that raises is counted under 500, the status that the client got, as the FastAPI instrumentation
#        does; and the stable names tell what was raised as error.type.
# Seen:  opentelemetry-instrumentation-starlette 0.66b1: its middleware stands within the one that answers 500, and
#        counts raised errors without any status and without an error.type, by the stable names too. Failures by
#        status show only those that handlers answer themselves.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'opentelemetry-instrumentation-starlette==0.66b1' \
    'opentelemetry-instrumentation-fastapi==0.66b1' \
    'opentelemetry-sdk==1.45.1' \
    'starlette==1.10.0' \
    'fastapi==0.165.0' \
    'httpx==0.28.1'
export OTEL_SEMCONV_STABILITY_OPT_IN=http
"$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON'
from collections import Counter
from fastapi import FastAPI
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.starlette import StarletteInstrumentor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

async def raises(request):
    raise ValueError("raised")

async def answers(request):
    return PlainTextResponse("answered", status_code=500)

def counted(application, instrumentor):
    """How the answers are counted, by status and error.type, when each of the two routes is asked ten times."""
    reader = InMemoryMetricReader()
    provider = MeterProvider([reader])
    instrumentor.instrument_app(application, meter_provider=provider)
    client = TestClient(application, raise_server_exceptions=False)
    statuses = Counter(client.get(path).status_code for path in ["/raises", "/answers"] * 10)
    assert statuses == {500: 20}
    points = Counter()
    for resource in reader.get_metrics_data().resource_metrics:
        for scope in resource.scope_metrics:
            for metric in scope.metrics:
                if metric.name == "http.server.request.duration":
                    for point in metric.data.data_points:
                        kind = (point.attributes.get("http.response.status_code"), point.attributes.get("error.type"))
                        points[kind] += point.count
    return dict(points)

starlette = counted(Starlette(routes=[Route("/raises", raises), Route("/answers", answers)]), StarletteInstrumentor)
application = FastAPI()
application.add_route("/raises", raises)
application.add_route("/answers", answers)
fastapi = counted(application, FastAPIInstrumentor)
print("answered: 500 twenty times, for each of them")
print("Starlette:", starlette)
print("FastAPI:  ", fastapi)
raise SystemExit(0 if starlette == {(None, None): 10, (500, "500"): 10} and set(key[0] for key in fastapi) == {500} else 1)
PYTHON
