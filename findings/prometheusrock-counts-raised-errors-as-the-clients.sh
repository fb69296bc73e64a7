#!/usr/bin/env bash
# Guess: a handler that raises is counted under 500, which is what its client gets, and a middleware for metrics changes
#        no answer: a body that fails half way breaks off at the client as it does without.
# Seen:  prometheusrock 0.2.0 counts it under 408, the status of a client that was too slow: the share of 5xx is none
#        while every request fails. A body that fails half way ends for the client as if it were whole.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'prometheusrock==0.2.0' \
    'prometheus-client==0.26.0' \
    'starlette==1.10.0' \
    'uvicorn==0.54.0'
"$folder/venv/bin/python" - <<'PYTHON'
import collections, http.client, re, socket, threading, time, uvicorn
from prometheusrock import PrometheusMiddleware, metrics_route
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

async def fine(request):
    return PlainTextResponse("fine")

async def fails(request):
    raise RuntimeError("a handler's fault")

async def cut(request):
    async def parts():
        yield b"first"
        raise RuntimeError("a fault in the middle of the body")
    return StreamingResponse(parts())

def serve(app):
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return listener.getsockname()[1]

def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except http.client.IncompleteRead:
        return "broken off", ""
    finally:
        connection.close()

seen = {}
for name in ("without", "with"):
    app = Starlette(routes=[Route("/fine", fine), Route("/fails", fails), Route("/cut", cut)])
    if name == "with":
        app.add_middleware(PrometheusMiddleware)
        app.add_route("/metrics", metrics_route)
    port = serve(app)
    answers = {path: [ask(port, path)[0] for _ in range(4)] for path in ("/fine", "/fails", "/cut")}
    seen[name] = {path: got[0] for path, got in answers.items() if len(set(got)) == 1}
    print(f"{name} the middleware, clients saw:", ", ".join(f"{path} {got}" for path, got in seen[name].items()))
counted = collections.Counter()
for line in ask(port, "/metrics")[1].splitlines():
    if found := re.match(r'requests_total\{.*path="(/\w+)",status_code="(\d+)".*\} (\S+)$', line):
        counted[found[1], found[2]] += float(found[3])
print("counted:", ", ".join(f"{path} {status}: {count:g}" for (path, status), count in sorted(counted.items())))
raise SystemExit(0 if seen == {"without": {"/fine": 200, "/fails": 500, "/cut": "broken off"},
                               "with": {"/fine": 200, "/fails": 500, "/cut": 200}}
                 and counted == {("/fine", "200"): 4, ("/fails", "408"): 4, ("/cut", "200"): 4} else 1)
PYTHON
