#!/usr/bin/env bash
# Guess: http.client.request.duration counts each request that a client made, those that ran into a timeout or were refused
#        as well: with error.type, as OpenTelemetry's conventions ask for, and without a status.
# Seen:  of the instrumentations 0.66b1 only those of requests and urllib do: with httpx and urllib3 such a request is not
#        measured at all, and with aiohttp it has neither a status nor an error.type. A service whose calls all time out
#        has fast calls, none of them failed, in one library, and the failures in another.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'aiohttp==3.14.5' \
    'httpx==0.28.1' \
    'opentelemetry-instrumentation-aiohttp-client==0.66b1' \
    'opentelemetry-instrumentation-httpx==0.66b1' \
    'opentelemetry-instrumentation-requests==0.66b1' \
    'opentelemetry-instrumentation-urllib==0.66b1' \
    'opentelemetry-instrumentation-urllib3==0.66b1' \
    'opentelemetry-sdk==1.45.1' \
    'requests==2.34.2' \
    'urllib3==2.8.0'
OTEL_SEMCONV_STABILITY_OPT_IN=http "$folder/venv/bin/python" - <<'PYTHON'
import asyncio
import collections
import http.server
import socket
import threading
import time
import urllib.request
import aiohttp
import httpx
import requests
import urllib3
from opentelemetry.instrumentation.aiohttp_client import AioHttpClientInstrumentor
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.instrumentation.requests import RequestsInstrumentor
from opentelemetry.instrumentation.urllib import URLLibInstrumentor
from opentelemetry.instrumentation.urllib3 import URLLib3Instrumentor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/slow":
            time.sleep(1)
        try:
            self.send_response(200)
            self.end_headers()
        except OSError:
            pass

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.handle_error = lambda *_: None
threading.Thread(target=server.serve_forever, daemon=True).start()
with socket.socket() as unused:
    unused.bind(("127.0.0.1", 0))
    closed = unused.getsockname()[1]
addresses = [f"http://127.0.0.1:{server.server_port}/fine", f"http://127.0.0.1:{server.server_port}/slow",
             f"http://127.0.0.1:{closed}/refused"]

def by_urllib(address):
    with urllib.request.urlopen(address, timeout=0.3) as answer:
        answer.read()

def by_urllib3(address):
    urllib3.PoolManager().request("GET", address, timeout=0.3, retries=False)

def by_aiohttp(address):
    async def get():
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.3)) as session:
            async with session.get(address) as answer:
                await answer.read()
    asyncio.run(get())

seen = {}
for name, instrumentor, ask in (
        ("requests", RequestsInstrumentor(), lambda address: requests.get(address, timeout=0.3)),
        ("urllib", URLLibInstrumentor(), by_urllib),
        ("aiohttp", AioHttpClientInstrumentor(), by_aiohttp),
        ("httpx", HTTPXClientInstrumentor(), lambda address: httpx.get(address, timeout=0.3)),
        ("urllib3", URLLib3Instrumentor(), by_urllib3)):
    reader = InMemoryMetricReader()
    instrumentor.instrument(meter_provider=MeterProvider([reader]))
    raised = 0
    for address in addresses:
        try:
            ask(address)
        except Exception:
            raised += 1
    counted = collections.Counter()
    for resource in reader.get_metrics_data().resource_metrics:
        for metric in (metric for scope in resource.scope_metrics for metric in scope.metrics):
            if metric.name == "http.client.request.duration":
                for point in metric.data.data_points:
                    has = point.attributes
                    counted["with a status" if "http.response.status_code" in has
                            else "with error.type" if "error.type" in has else "with neither"] += point.count
    instrumentor.uninstrument()
    seen[name] = raised, dict(counted)
    print(f"{name}: 3 requests, of which {raised} raised; measured:",
          ", ".join(f"{count} {kind}" for kind, count in counted.items()))
whole = (2, {"with a status": 1, "with error.type": 2})
raise SystemExit(0 if seen == {"requests": whole, "urllib": whole,
                               "aiohttp": (2, {"with a status": 1, "with neither": 2}),
                               "httpx": (2, {"with a status": 1}), "urllib3": (2, {"with a status": 1})} else 1)
PYTHON
