#!/usr/bin/env bash
# Guess: instrumenting a service changes no answer, and an answer's status is on its duration.
# Seen:  opentelemetry-instrumentation-falcon 0.66b1 with falcon 4.4.0, whose handlers may set the status as text
#        ("200 OK"), as http.HTTPStatus, or as a whole number (since Falcon 3.0): with a number every answer becomes a 500
#        ("'int' object has no attribute 'split'"), and http.server.duration counts it without any status. A page then
#        tells requests and no failures, while all of them fail.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'opentelemetry-instrumentation-falcon==0.66b1' \
    'opentelemetry-sdk==1.45.1' \
    'falcon==4.4.0'
"$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON'
from collections import Counter
from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
import falcon
from falcon import testing

def ask(app):
    return Counter(testing.TestClient(app).simulate_get("/").status_code for _ in range(10))

def service(status):
    class Answer:
        def on_get(self, request, response):
            response.status = status
    app = falcon.App()
    app.add_route("/", Answer())
    return app

plain = ask(service(200))
reader = InMemoryMetricReader()
metrics.set_meter_provider(MeterProvider([reader]))
from opentelemetry.instrumentation.falcon import FalconInstrumentor
FalconInstrumentor().instrument()
text, number = ask(service("200 OK")), ask(service(200))
durations = {}
for resource in reader.get_metrics_data().resource_metrics:
    for scope in resource.scope_metrics:
        for metric in scope.metrics:
            if metric.name == "http.server.duration":
                for point in metric.data.data_points:
                    durations[point.attributes.get("http.status_code", "none")] = point.count
print("status 200, without the instrumentation:", dict(plain))
print('status "200 OK", with it:', dict(text))
print("status 200, with it:", dict(number))
print("durations by status:", durations)
raise SystemExit(0 if (plain, text, number) == ({200: 10}, {200: 10}, {500: 10}) and durations == {200: 10, "none": 10} else 1)
PYTHON
