#!/usr/bin/env bash
# Guess: the histogram of processing times counts every request that the counter of responses counts, and a streamed
#        answer's time reaches to its last byte.
# Seen:  starlette-prometheus 0.10.0: a handler that raises is counted as a response with status 500, and is missing
#        from the histogram; an answer that streams for 0.3 s is observed with under 0.1 s. Averages and quantiles are
#        those of the requests that did not fail, without their bodies.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'starlette-prometheus==0.10.0' \
    'prometheus-client==0.22.1' \
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

from starlette_prometheus import PrometheusMiddleware, metrics
app = Starlette(routes=routes)
app.add_middleware(PrometheusMiddleware)
app.add_route("/metrics", metrics)
port = serve(app)
for path, count in (("/fine", 7), ("/fails", 5), ("/streams", 2)):
    for _ in range(count):
        ask(port, path)
page = ask(port, "/metrics")[1]
responses = value(page, "starlette_responses_total", path_template="/fails", status_code="500")
observed = value(page, "starlette_requests_processing_time_seconds_count", path_template="/fails")
streamed = value(page, "starlette_requests_processing_time_seconds_sum", path_template="/streams") / 2
print(f"5 requests whose handler raises: {responses:g} responses with 500, {observed:g} in the histogram")
print(f"an answer that takes 0.3 s: observed with {'under 0.1 s' if streamed < 0.1 else f'{streamed:.2f} s'}")
raise SystemExit(0 if (responses, observed) == (5, 0) and streamed < 0.1 else 1)
PYTHON
