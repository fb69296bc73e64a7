#!/usr/bin/env bash
# Guess: a web framework's own Prometheus middleware counts each request that is answered, as those of Starlette, FastAPI,
#        Flask and Django do; what no route takes is a 404 of some route.
# Seen:  Litestar 2.25.0 (litestar.plugins.prometheus): answers of 404 to unknown paths and of 405 to known ones are in no
#        family of the page, neither count nor duration, since its middleware runs behind the router; a 404 that a handler
#        raises is counted. A client that was deployed with a wrong path, or a proxy that strips a prefix, is answered by
#        nothing but errors and looks like traffic that stopped.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'litestar==2.25.0' \
    'prometheus-client==0.26.0' \
    'httpx==0.28.1'
"$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON'
from collections import Counter

from litestar import Litestar, get
from litestar.exceptions import NotFoundException
from litestar.plugins.prometheus import PrometheusConfig, PrometheusController
from litestar.testing import TestClient
from prometheus_client.parser import text_string_to_metric_families


@get("/fine")
async def fine() -> str:
    return "ok"


@get("/refused")
async def refused() -> str:
    raise NotFoundException()


application = Litestar([fine, refused, PrometheusController], middleware=[PrometheusConfig(prefix="app").middleware])
answered = Counter()
with TestClient(application) as client:
    for method, path in (("GET", "/fine"), ("GET", "/refused"), ("GET", "/unknown"), ("DELETE", "/fine")):
        for _ in range(10):
            answered[method, path, client.request(method, path).status_code] += 1
    page = client.get("/metrics").text
counted = {
    (sample.labels["method"], sample.labels["path"], int(sample.labels["status_code"])): int(sample.value)
    for family in text_string_to_metric_families(page)
    for sample in family.samples
    if sample.name == "app_request_duration_seconds_count"
}
print("answered:", dict(answered))
print("counted: ", counted)
seen = {("GET", "/fine", 200): 10, ("GET", "/refused", 404): 10}
missing = {("GET", "/unknown", 404): 10, ("DELETE", "/fine", 405): 10}
raise SystemExit(0 if counted == seen and dict(answered) == {**seen, **missing} else 1)
PYTHON
