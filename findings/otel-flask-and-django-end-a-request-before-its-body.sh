#!/usr/bin/env bash
# Guess: http.server.request.duration reaches to the end of the answer, and http.server.active_requests counts a request
#        until then, in whichever framework: it is one metric, and where a body is streamed the work is in it.
# Seen:  of the instrumentations 0.66b1 those of Flask and Django end both where the answer's head is there: a body that
#        takes 0.5 s is measured with some milliseconds, no request is active while it is sent, and one that raises half
#        way is a 200. That of ASGI (here for Quart, with the same route) measures 0.5 s, has it active, and counts what
#        breaks off as 200 as well. A service looks slower by being moved from one to the other.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'opentelemetry-instrumentation-flask==0.66b1' \
    'opentelemetry-instrumentation-django==0.66b1' \
    'opentelemetry-instrumentation-asgi==0.66b1' \
    'opentelemetry-sdk==1.45.1' \
    'flask==3.1.3' \
    'django==5.2.8' \
    'quart==0.20.0' \
    'uvicorn==0.38.0'
export OTEL_SEMCONV_STABILITY_OPT_IN=http
"$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON'
import asyncio
import http.client
import socketserver
import threading
import time
import wsgiref.simple_server
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

PARTS, PAUSE = 5, 0.1

def body(breaks):
    for part in range(PARTS):
        time.sleep(PAUSE)
        if breaks and part == 2:
            raise ValueError("breaks off")
        yield b"x" * 1000

def flask(provider):
    import flask
    from opentelemetry.instrumentation.flask import FlaskInstrumentor
    application = flask.Flask("service")
    FlaskInstrumentor().instrument_app(application, meter_provider=provider)
    application.add_url_rule("/whole", "whole", lambda: flask.Response(body(False)))
    application.add_url_rule("/breaks", "breaks", lambda: flask.Response(body(True)))
    return application

def django(provider):
    import sys
    import types
    from django.conf import settings
    from django.http import StreamingHttpResponse
    from django.urls import path
    from opentelemetry.instrumentation.django import DjangoInstrumentor
    urls = types.ModuleType("urls")
    urls.urlpatterns = [path("whole", lambda request: StreamingHttpResponse(body(False))),
                        path("breaks", lambda request: StreamingHttpResponse(body(True)))]
    sys.modules["urls"] = urls
    settings.configure(ROOT_URLCONF="urls", ALLOWED_HOSTS=["*"], SECRET_KEY="none", MIDDLEWARE=[], LOGGING_CONFIG=None)
    DjangoInstrumentor().instrument(meter_provider=provider)
    from django.core.wsgi import get_wsgi_application
    return get_wsgi_application()

def quart(provider):
    import quart
    from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware
    application = quart.Quart("service")
    application.asgi_app = OpenTelemetryMiddleware(application.asgi_app, meter_provider=provider)

    async def parts(breaks):
        for part in range(PARTS):
            await asyncio.sleep(PAUSE)
            if breaks and part == 2:
                raise ValueError("breaks off")
            yield b"x" * 1000

    @application.get("/whole")
    async def whole():
        return parts(False)

    @application.get("/breaks")
    async def breaks():
        return parts(True)
    return application

class Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True

def serve(make, application):
    """Serves the application; gives its port, and how to end it."""
    if make is not quart:
        server = wsgiref.simple_server.make_server("127.0.0.1", 0, application, server_class=Server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server.server_port, server.shutdown
    import uvicorn
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)

    def end():
        server.should_exit = True
        thread.join()
    return server.servers[0].sockets[0].getsockname()[1], end

def points(reader, name):
    data = reader.get_metrics_data()
    return [point for resource in (data.resource_metrics if data else []) for scope in resource.scope_metrics
            for metric in scope.metrics if metric.name == name for point in metric.data.data_points]

def measured(make):
    reader = InMemoryMetricReader()
    port, end = serve(make, make(MeterProvider([reader])))

    def ask(path):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            return len(connection.getresponse().read())
        except http.client.HTTPException:
            return 0

    asking = threading.Thread(target=ask, args=("/whole",))
    asking.start()
    time.sleep(PARTS * PAUSE / 2)
    active = sum(point.value for point in points(reader, "http.server.active_requests"))
    asking.join()
    time.sleep(0.2)
    whole = [point.sum for point in points(reader, "http.server.request.duration")]
    assert ask("/breaks") < 5000
    time.sleep(0.2)
    statuses = {point.attributes.get("http.response.status_code")
                for point in points(reader, "http.server.request.duration")}
    end()
    return active, "0.5 s" if 0.45 < sum(whole) < 1 else "nothing" if sum(whole) < 0.1 else f"{whole}", statuses

seen = {make.__name__: measured(make) for make in (flask, django, quart)}
for name, (active, duration, statuses) in seen.items():
    print(f"{name}: active while it is sent {active}, duration {duration}, statuses with the one that breaks off {statuses}")
expected = {"flask": (0, "nothing", {200}), "django": (0, "nothing", {200}), "quart": (1, "0.5 s", {200})}
raise SystemExit(0 if seen == expected else 1)
PYTHON
