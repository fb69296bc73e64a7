"""Services written with the libraries that people measure services with; each answers the same three routes.

    python3 service_apps.py KIND PORT

/fast answers after 20 ms, /slow after 300 ms, /fail with status 500 after 20 ms; /metrics is the library's own page.
"""

import sys

sys.dont_write_bytecode = True

import asyncio
import os
import time

FAST, SLOW = 0.02, 0.3


def starlette_routes() -> list:
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def fast(request):
        await asyncio.sleep(FAST)
        return PlainTextResponse("fast")

    async def slow(request):
        await asyncio.sleep(SLOW)
        return PlainTextResponse("slow")

    async def fail(request):
        await asyncio.sleep(FAST)
        return PlainTextResponse("failed on purpose", status_code=500)

    return [Route("/fast", fast), Route("/slow", slow), Route("/fail", fail)]


def serve(app, port: int) -> None:
    import uvicorn

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False, timeout_keep_alive=75)


def upstream(port: int) -> None:
    """What stands behind a proxy: no metrics of its own."""
    from starlette.applications import Starlette

    serve(Starlette(routes=starlette_routes()), port)


def instrumentator(port: int) -> None:
    from fastapi import FastAPI
    from prometheus_fastapi_instrumentator import Instrumentator

    app = FastAPI(routes=starlette_routes())
    Instrumentator().instrument(app).expose(app)
    serve(app, port)


def starlette_exporter(port: int) -> None:
    from starlette.applications import Starlette
    from starlette_exporter import PrometheusMiddleware, handle_metrics

    app = Starlette(routes=starlette_routes())
    app.add_middleware(PrometheusMiddleware)
    app.add_route("/metrics", handle_metrics)
    serve(app, port)


def otel(port: int) -> None:
    """OpenTelemetry with the names that OTEL_SEMCONV_STABILITY_OPT_IN asks for: old, new, or both at once."""
    from fastapi import FastAPI
    from opentelemetry import metrics
    from opentelemetry.exporter.prometheus import PrometheusMetricReader
    from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
    from opentelemetry.sdk.metrics import MeterProvider
    from prometheus_client import make_asgi_app

    metrics.set_meter_provider(MeterProvider(metric_readers=[PrometheusMetricReader()]))
    app = FastAPI(routes=starlette_routes())
    app.mount("/metrics", make_asgi_app())
    FastAPIInstrumentor.instrument_app(app, excluded_urls="metrics")
    serve(app, port)


def django(port: int) -> None:
    """Django under gunicorn: one process with threads, as its counters are those of one process."""
    from django.conf import settings

    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="of a test",
        MIDDLEWARE=[
            "django_prometheus.middleware.PrometheusBeforeMiddleware",
            "django_prometheus.middleware.PrometheusAfterMiddleware",
        ],
        INSTALLED_APPS=["django_prometheus"],
        LOGGING_CONFIG=None,
    )
    import django
    from django.http import HttpResponse
    from django.urls import include, path

    def fast(request):
        time.sleep(FAST)
        return HttpResponse("fast")

    def slow(request):
        time.sleep(SLOW)
        return HttpResponse("slow")

    def fail(request):
        time.sleep(FAST)
        return HttpResponse("failed on purpose", status=500)

    django.setup()
    global urlpatterns
    urlpatterns = [path("fast", fast), path("slow", slow), path("fail", fail), path("", include("django_prometheus.urls"))]
    from django.core.wsgi import get_wsgi_application

    serve_by_gunicorn(get_wsgi_application(), port, workers=1)


def workers(port: int) -> None:
    """Two processes behind one address, each with counters of its own."""
    from prometheus_client import make_wsgi_app

    serve_by_gunicorn(counted(make_wsgi_app()), port, workers=2)


def workers_together(port: int) -> None:
    """Two processes behind one address that add up their counters in files (PROMETHEUS_MULTIPROC_DIR)."""
    from prometheus_client import CollectorRegistry, make_wsgi_app, multiprocess

    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    serve_by_gunicorn(counted(make_wsgi_app(registry)), port, workers=2)


def counted(page):
    """A WSGI application that counts by the client library alone."""
    from prometheus_client import Counter, Histogram

    requests = Counter("http_requests_total", "Requests", ["handler", "method", "code"])
    durations = Histogram("http_request_duration_seconds", "Durations", ["handler", "method"])
    answers = {"/fast": (FAST, "200 OK"), "/slow": (SLOW, "200 OK"), "/fail": (FAST, "500 Internal Server Error")}

    def app(environ, start_response):
        path = environ["PATH_INFO"]
        if path not in answers:
            return page(environ, start_response)
        seconds, status = answers[path]
        with durations.labels(path, "GET").time():
            time.sleep(seconds)
        requests.labels(path, "GET", status[:3]).inc()
        start_response(status, [("Content-Type", "text/plain")])
        return [b"answer"]

    return app


def serve_by_gunicorn(app, port: int, workers: int) -> None:
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):
        def load_config(self):
            for key, value in {"bind": f"127.0.0.1:{port}", "workers": workers, "threads": 24, "keepalive": 75}.items():
                self.cfg.set(key, value)

        def load(self):
            return app

    # It reads the command line of the process, which is not its own.
    sys.argv = sys.argv[:1]
    Application().run()


def grpc(port: int) -> None:
    """A gRPC service without generated code, on the port CALLS_PORT; its metrics on PORT."""
    from concurrent.futures import ThreadPoolExecutor

    import grpc as library
    from prometheus_client import start_http_server
    from py_grpc_prometheus.prometheus_server_interceptor import PromServerInterceptor

    def answer(seconds, code=None):
        def method(request, context):
            time.sleep(seconds)
            if code:
                context.abort(code, "failed on purpose")
            return b"answer"

        return library.unary_unary_rpc_method_handler(method)

    methods = {"Fast": answer(FAST), "Slow": answer(SLOW), "Fail": answer(FAST, library.StatusCode.INTERNAL)}
    methods["Missing"] = answer(FAST, library.StatusCode.NOT_FOUND)
    server = library.server(
        ThreadPoolExecutor(24), interceptors=[PromServerInterceptor(enable_handling_time_histogram=True)]
    )
    server.add_generic_rpc_handlers([library.method_handlers_generic_handler("shop.Orders", methods)])
    server.add_insecure_port(f"127.0.0.1:{os.environ['CALLS_PORT']}")
    server.start()
    start_http_server(port, "127.0.0.1")
    server.wait_for_termination()


KINDS = {
    "upstream": upstream,
    "instrumentator": instrumentator,
    "starlette_exporter": starlette_exporter,
    "otel": otel,
    "django": django,
    "workers": workers,
    "workers_together": workers_together,
    "grpc": grpc,
}

if __name__ == "__main__":
    KINDS[sys.argv[1]](int(sys.argv[2]))
