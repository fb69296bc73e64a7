#!/usr/bin/env bash
# Guess: a request for something that is not there is counted under the status that the client got, 4xx.
# Seen:  aiohttp-prometheus 0.1.0 with aiohttp 3.14.5, where handlers answer 404 by raising web.HTTPNotFound, and the
#        router does for an unknown path: its middleware counts every exception as 5xx, so that clients who ask for
#        something else read as failures of the service. The same answer returned, not raised, is counted as 4xx.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'aiohttp-prometheus==0.1.0' \
    'aiohttp==3.14.5' \
    'prometheus_client==0.7.1'
"$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON'
import asyncio
from collections import Counter
from aiohttp import ClientSession, web
from aiohttp_prometheus import MetricsMiddleware
from prometheus_client import REGISTRY

async def raised(request):
    raise web.HTTPNotFound()

async def returned(request):
    return web.Response(status=404)

async def load():
    application = web.Application(middlewares=[MetricsMiddleware()])
    application.router.add_get("/raised", raised)
    application.router.add_get("/returned", returned)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    answers = Counter()
    async with ClientSession() as session:
        for path in ["/raised", "/returned"] * 10:
            async with session.get(f"http://127.0.0.1:{port}{path}") as answer:
                answers[answer.status] += 1
    await runner.cleanup()
    return answers

answers = asyncio.run(load())
counted = Counter()
for metric in REGISTRY.collect():
    for sample in metric.samples:
        if sample.name == "aiohttp_http_requests_total":
            counted[sample.labels["status"]] += int(sample.value)
print("answers:", dict(answers))
print("counted:", dict(counted))
raise SystemExit(0 if answers == {404: 20} and counted == {"4xx": 10, "5xx": 10} else 1)
PYTHON
