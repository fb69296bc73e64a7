#!/usr/bin/env bash
# Guess: each request is one duration, with the status that it was answered with, and what is in flight goes back to zero.
# Seen:  opentelemetry-instrumentation-tornado 0.66b1 with tornado 6.6.1: a request whose handler raises is recorded twice
#        in http.server.duration, once with status 200 and once with 500 (a 404 that the handler raises: twice with 404),
#        and http.server.active_requests falls below zero by one for each. Where all of 10 requests fail, the page tells
#        20 requests of which half succeeded.
# Fails when that has changed. Needs Python 3.10 or later with venv; listens on loopback; writes into a temporary folder only.
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
import urllib.error
import urllib.request
from collections import Counter

from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

reader = InMemoryMetricReader()
metrics.set_meter_provider(MeterProvider([reader]))
from opentelemetry.instrumentation.tornado import TornadoInstrumentor

TornadoInstrumentor().instrument()
import tornado.httpserver
import tornado.testing
import tornado.web


class Fine(tornado.web.RequestHandler):
    def get(self):
        self.write("ok")


class Failing(tornado.web.RequestHandler):
    def get(self):
        raise ValueError("no")


class Refusing(tornado.web.RequestHandler):
    def get(self):
        raise tornado.web.HTTPError(404)


def ask(address):
    try:
        return urllib.request.urlopen(address).status
    except urllib.error.HTTPError as error:
        return error.code


async def main():
    paths = {"/fine": Fine, "/failing": Failing, "/refusing": Refusing}
    server = tornado.httpserver.HTTPServer(tornado.web.Application(list(paths.items())))
    socket, port = tornado.testing.bind_unused_port()
    server.add_sockets([socket])
    for path in paths:
        answers = [await asyncio.to_thread(ask, f"http://127.0.0.1:{port}{path}") for _ in range(10)]
        print("answers of", path, dict(Counter(answers)))
    server.stop()


asyncio.run(main())
counted, in_flight = {}, {}
for resource in reader.get_metrics_data().resource_metrics:
    for scope in resource.scope_metrics:
        for metric in scope.metrics:
            for point in metric.data.data_points:
                path = point.attributes["http.target"]
                if metric.name == "http.server.duration":
                    counted.setdefault(path, {})[point.attributes["http.status_code"]] = point.count
                elif metric.name == "http.server.active_requests":
                    in_flight[path] = point.value
print("durations by status:", counted)
print("in flight at the end:", in_flight)
seen = ({"/fine": {200: 10}, "/failing": {200: 10, 500: 10}, "/refusing": {404: 20}}, {"/fine": 0, "/failing": -10, "/refusing": -10})
raise SystemExit(0 if (counted, in_flight) == seen else 1)
PYTHON
