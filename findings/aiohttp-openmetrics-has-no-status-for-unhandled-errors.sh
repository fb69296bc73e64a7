#!/usr/bin/env bash
# Guess: requests_total, which is described as the count of all requests and has a label for the status, counts a request
#        whose handler raises under 500, which is what its client got.
# Seen:  aiohttp-openmetrics 0.0.12 with aiohttp 3.14.5: it counts answers, and HTTP errors that are raised, and not a
#        request that ends in any other exception. Those stand in a counter of their own without a status
#        (request_exceptions_total), and in the histogram of latencies. Failures by status read 0 % where half of the
#        requests failed, and the rate lacks them.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'aiohttp-openmetrics==0.0.12' \
    'aiohttp==3.14.5' \
    'prometheus-client==0.26.0'
"$folder/venv/bin/python" - 2>/dev/null <<'PYTHON'
import asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from aiohttp_openmetrics import metrics_middleware
from prometheus_client import REGISTRY, generate_latest

async def good(_):
    return web.Response(text="good")

async def broken(_):
    raise ValueError("broken")

async def ask():
    app = web.Application(middlewares=[metrics_middleware])
    app.router.add_get("/good", good, name="good")
    app.router.add_get("/broken", broken, name="broken")
    async with TestClient(TestServer(app)) as client:
        for _ in range(5):
            assert (await client.get("/good")).status == 200
            assert (await client.get("/broken")).status == 500

asyncio.run(ask())
wanted = ("requests_total{", "request_exceptions_total{", "request_latency_seconds_count{")
lines = [line for line in generate_latest(REGISTRY).decode().splitlines() if line.startswith(wanted)]
print("\n".join(lines))
counted = sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith("requests_total"))
timed = sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith("request_latency"))
print(f"requests 10, of which 5 answered with 500; counted {counted:.0f}, timed {timed:.0f}")
raise SystemExit(0 if (counted, timed) == (5, 10) and not any('status="500"' in line for line in lines) else 1)
PYTHON
