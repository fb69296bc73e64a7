#!/usr/bin/env bash
# Guess: a request adds one to the count of durations, under the status that the client got.
# Seen:  opentelemetry-instrumentation-tornado 0.66b1 with tornado 6.6.1: a request whose handler raises is measured when
#        its error is logged, before there is a status (200), and again when it is done (500); a raised HTTPError twice
#        under its own. Ten good requests and ten that raise read as 30, of which a third failed. The sizes of requests
#        (http.server.request.size) count each once.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'opentelemetry-instrumentation-tornado==0.66b1' \
    'opentelemetry-sdk==1.45.1' \
    'tornado==6.6.1'
"$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON'
import asyncio
from collections import Counter
from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
reader = InMemoryMetricReader()
metrics.set_meter_provider(MeterProvider([reader]))
from opentelemetry.instrumentation.tornado import TornadoInstrumentor
TornadoInstrumentor().instrument()
import tornado.web

class Good(tornado.web.RequestHandler):
    def get(self):
        self.write("good")

class Bad(tornado.web.RequestHandler):
    def get(self):
        raise RuntimeError("bad")

class Gone(tornado.web.RequestHandler):
    def get(self):
        raise tornado.web.HTTPError(404)

async def ask(port, path):
    reading, writing = await asyncio.open_connection("127.0.0.1", port)
    writing.write(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
    answer = await reading.read()
    writing.close()
    return int(answer.split()[1])

async def load():
    application = tornado.web.Application([("/good", Good), ("/bad", Bad), ("/gone", Gone)])
    server = application.listen(0, "127.0.0.1")
    port = next(iter(server._sockets.values())).getsockname()[1]
    paths = ["/good", "/bad", "/gone"] * 10
    return Counter([await ask(port, path) for path in paths])

answers = asyncio.run(load())
durations, sizes = Counter(), 0
for resource in reader.get_metrics_data().resource_metrics:
    for scope in resource.scope_metrics:
        for metric in scope.metrics:
            for point in metric.data.data_points:
                if metric.name == "http.server.duration":
                    durations[point.attributes["http.target"], point.attributes["http.status_code"]] += point.count
                if metric.name == "http.server.request.size":
                    sizes += point.count
print("answers:", dict(answers))
print("durations:", dict(durations))
print("sizes of requests:", sizes)
expected = {("/good", 200): 10, ("/bad", 200): 10, ("/bad", 500): 10, ("/gone", 404): 20}
raise SystemExit(0 if answers == {200: 10, 500: 10, 404: 10} and durations == expected and sizes == 30 else 1)
PYTHON
