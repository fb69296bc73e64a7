#!/usr/bin/env bash
# Guess: each request adds one to the counter of responses and one to the counter of status codes.
# Seen:  aioprometheus 23.12.0: an answer whose body fails half way is counted as a response twice, once with status
#        200 and once with 500. Four such requests read as eight responses, half of them good; the share of failures
#        is 50 % where the clients got nothing whole.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'aioprometheus[starlette]==23.12.0' \
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

from aioprometheus import MetricsMiddleware
from aioprometheus.asgi.starlette import metrics
app = Starlette(routes=routes)
app.add_middleware(MetricsMiddleware)
app.add_route("/metrics", metrics)
port = serve(app)
answers = [ask(port, "/cut")[0] for _ in range(4)]
page = ask(port, "/metrics")[1]
seen = {
    "requests": value(page, "requests_total_counter", path="/cut"),
    "responses": value(page, "responses_total_counter", path="/cut"),
    "with 200": value(page, "status_codes_counter", path="/cut", status_code="200"),
    "with 500": value(page, "status_codes_counter", path="/cut", status_code="500"),
}
print(f"4 requests, clients saw {answers}:", ", ".join(f"{v:g} {k}" for k, v in seen.items()))
raise SystemExit(0 if answers == ["cut"] * 4 and list(seen.values()) == [4, 8, 4, 4] else 1)
PYTHON
