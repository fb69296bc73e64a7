#!/usr/bin/env bash
# Guess: an answer whose body fails half way, which the client sees as a broken transfer, counts as failed, as a
#        handler that raises does.
# Seen:  prometheus-fastapi-instrumentator 7.1.0: a handler that raises counts as 5xx, a body that raises after its
#        first part counts as 2xx. A service whose every download breaks reads 100 % success.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'prometheus-fastapi-instrumentator==7.1.0' \
    'prometheus-client==0.22.1' \
    'fastapi==0.121.0' \
    'starlette==0.49.1' \
    'uvicorn==0.38.0'
"$folder/venv/bin/python" - <<'PYTHON'
import asyncio, http.client, re, socket, threading, time, uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

async def fine(request):
    return PlainTextResponse("fine")

async def fails(request):
    raise RuntimeError("a handler's fault")

async def streams(request):
    async def parts():
        yield b"first"
        await asyncio.sleep(0.3)
        yield b"second"
    return StreamingResponse(parts())

async def cut(request):
    async def parts():
        yield b"first"
        raise RuntimeError("a fault in the middle of the body")
    return StreamingResponse(parts())

routes = [Route("/fine", fine), Route("/fails", fails), Route("/streams", streams), Route("/cut", cut)]

def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except http.client.IncompleteRead:
        return "cut", ""
    finally:
        connection.close()

def serve(app):
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return listener.getsockname()[1]

def value(page, name, **labels):
    """The sum of the samples of a name that carry these labels."""
    total = 0.0
    for line in page.splitlines():
        found = re.match(r"([a-zA-Z0-9_:]+)(?:\{(.*)\})? (\S+)$", line)
        if found and found[1] == name and all(f'{k}="{v}"' in (found[2] or "") for k, v in labels.items()):
            total += float(found[3])
    return total

from fastapi import FastAPI
from prometheus_fastapi_instrumentator import Instrumentator
app = FastAPI(routes=routes)
Instrumentator().instrument(app).expose(app)
port = serve(app)
answers = [ask(port, "/cut")[0] for _ in range(4)]
for _ in range(5):
    ask(port, "/fails")
page = ask(port, "/metrics")[1]
good = value(page, "http_requests_total", handler="/cut", status="2xx")
bad = value(page, "http_requests_total", handler="/cut", status="5xx")
raised = value(page, "http_requests_total", handler="/fails", status="5xx")
print(f"4 requests, clients saw {answers}: {good:g} counted as 2xx, {bad:g} as 5xx; handlers that raise: {raised:g} of 5 as 5xx")
raise SystemExit(0 if answers == ["cut"] * 4 and (good, bad, raised) == (4, 0, 5) else 1)
PYTHON
