#!/usr/bin/env bash
# Guess: without group_paths, which is how the middleware comes, the label path is the path of the request; with it the
#        paths below a group are one, and all others stay themselves.
# Seen:  asgi-prometheus 1.2.3: a path that is in no group loses its parts one by one until it is empty, and every such
#        request is counted under path="". All routes of a service are one series, and the failures of one are a share of
#        the traffic of all.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'asgi-prometheus==1.2.3' \
    'asgi-tools==3.2.1' \
    'prometheus-client==0.26.0'
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
from asgi_prometheus import PrometheusMiddleware
from asgi_tools import App
from asgi_tools.tests import ASGITestClient

def service(**options):
    app = App()

    @app.route("/orders")
    async def orders(_):
        return "orders"

    @app.route("/users/1")
    async def user(_):
        return "user"

    return ASGITestClient(PrometheusMiddleware(app, **options))

async def ask():
    plain = service()
    for path, times in (("/orders", 3), ("/users/1", 2)):
        for _ in range(times):
            assert (await plain.get(path)).status_code == 200
    return await (await plain.get("/prometheus")).text()

lines = [line for line in asyncio.run(ask()).splitlines()
         if line.startswith(("requests_count_total{", "responses_count_total{"))]
print("\n".join(lines))
raise SystemExit(0 if len(lines) == 2 and all('path=""' in line and line.endswith(" 5.0") for line in lines) else 1)
PYTHON
