#!/usr/bin/env bash
# Guess: responses_count_total of the plugin grows by one with each response, under its status, as its description says and
#        as the middleware does that it takes the counter from.
# Seen:  muffin-prometheus 1.4.1 makes the series and never adds to it: each status that was answered is on the page with
#        0.0, for ever. Rates by status are zero, and the failed share of a service that only fails is no number. Requests
#        and durations are counted.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'muffin-prometheus==1.4.1' \
    'asgi-prometheus==1.2.3' \
    'asgi-tools==1.4.0' \
    'muffin==0.102.3' \
    'prometheus-client==0.26.0'
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import muffin
import muffin_prometheus
from muffin import TestClient

app = muffin.Application(DEBUG=False)
muffin_prometheus.Plugin(app, group_paths=["/shop"])

@app.route("/shop/good")
async def good(_):
    return "good"

@app.route("/shop/bad")
async def bad(_):
    return muffin.Response("bad", status_code=503)

async def ask():
    client = TestClient(app)
    for _ in range(7):
        await client.get("/shop/good")
    for _ in range(3):
        assert (await client.get("/shop/bad")).status_code == 503
    return await (await client.get("/dev/prometheus")).text()

page = asyncio.run(ask())
lines = [line for line in page.splitlines()
         if line.startswith(("requests_count_total{", "responses_count_total{", "requests_time_count{"))]
print("\n".join(lines))
responses = [line.rsplit(" ", 1)[1] for line in lines if line.startswith("responses")]
raise SystemExit(0 if len(responses) == 2 and set(responses) == {"0.0"} else 1)
PYTHON
