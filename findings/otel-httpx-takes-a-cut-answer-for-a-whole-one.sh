#!/usr/bin/env bash
# Guess: the duration of a client's request reaches to the end of what the client read, in each HTTP library's
#        instrumentation: they write the same metric. An answer that breaks off, for which the client raises, has an
#        error.type.
# Seen:  of the instrumentations 0.66b1 those of requests and urllib3 measure 0.5 s of an answer whose body takes 0.5 s,
#        and those of httpx, aiohttp and urllib measure to its head: some milliseconds. An answer that breaks off after
#        10 of 1,000 bytes is measured as a 200 without an error by these three, and by that of urllib3 not at all.
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
import http.server
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
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "20" if self.path == "/slow" else "1000")
        self.end_headers()
        self.wfile.write(b"x" * 10)
        if self.path == "/slow":
            time.sleep(0.5)
            self.wfile.write(b"x" * 10)
        self.close_connection = True

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()

def by_urllib(address):
    with urllib.request.urlopen(address, timeout=5) as answer:
        answer.read()

def by_aiohttp(address):
    async def get():
        async with aiohttp.ClientSession() as session:
            async with session.get(address) as answer:
                await answer.read()
    asyncio.run(get())

seen = {}
for name, instrumentor, ask in (
        ("requests", RequestsInstrumentor(), lambda address: requests.get(address, timeout=5)),
        ("urllib3", URLLib3Instrumentor(), lambda address: urllib3.PoolManager().request("GET", address, retries=False)),
        ("httpx", HTTPXClientInstrumentor(), lambda address: httpx.get(address, timeout=5)),
        ("aiohttp", AioHttpClientInstrumentor(), by_aiohttp),
        ("urllib", URLLibInstrumentor(), by_urllib)):
    found = []
    for path in ("/slow", "/cut"):
        reader = InMemoryMetricReader()
        instrumentor.instrument(meter_provider=MeterProvider([reader]))
        raised = False
        try:
            ask(f"http://127.0.0.1:{server.server_port}{path}")
        except Exception:
            raised = True
        data = reader.get_metrics_data()
        points = [point for resource in (data.resource_metrics if data else ()) for scope in resource.scope_metrics
                  for metric in scope.metrics if metric.name == "http.client.request.duration"
                  for point in metric.data.data_points]
        instrumentor.uninstrument()
        if path == "/slow":
            found.append("whole" if points[0].sum > 0.45 else "to the head")
        else:
            found += [raised, "not measured" if not points else points[0].attributes.get("error.type", "no error")]
    seen[name] = found
    print(f"{name}: duration of a slow body: {found[0]}; broken off: the client raised {found[1]}, measured with: {found[2]}")
raise SystemExit(0 if seen == {
    "requests": ["whole", True, "ChunkedEncodingError"], "urllib3": ["whole", True, "not measured"],
    "httpx": ["to the head", True, "no error"], "aiohttp": ["to the head", True, "no error"],
    "urllib": ["to the head", True, "no error"]} else 1)
PYTHON
