"""How each service of the known load is started, and what a reader of its page can know."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from context import HERE, Context, Missing
from postgres import PostgresClient, server
from process import Part
from service_load import GRPCClient, HTTPClient, RedisClient, Request
from versions import NEWEST, OWN, Versions

ROUTES = {"fast": "/fast", "slow": "/slow", "fail": "/fail"}
FAILED = 14 / 200


@dataclass(frozen=True)
class Series:
    """Samples of a page that are added up: names between bars, and a pattern of labels that are left out."""

    name: str
    without: str | None = None


@dataclass(frozen=True)
class Mean:
    """What the page itself says of durations: a sum, a count, and how many of its unit make a second."""

    sum: Series
    count: Series
    per_second: float = 1

    @staticmethod
    def of(histogram: str, without: str | None = None, per_second: float = 1) -> "Mean":
        return Mean(Series(histogram + "_sum", without), Series(histogram + "_count", without), per_second)


@dataclass
class Service:
    """A program under load: its page, who sends the load, and the truth that a reader of the page has to find."""

    page: str
    parts: list[Part]
    load: Callable[[], Request] | None
    # The share of failures; None where the page cannot tell.
    failed: float | None = FAILED
    # Whether the share is judged: what some programs count as errors is more than these.
    judges_failed: bool = True
    # Where the mean comes from; None where the page cannot tell.
    mean: Mean | None = None
    # Whether the mean is judged: some programs have one of other requests than these.
    judges_mean: bool = True
    # Where the requests are counted, if others than those that were sent are among them.
    requests: Series | None = None
    # False where nothing is counted.
    counts: bool = True
    # What is said instead of numbers.
    says: str | None = None


class Maker:
    """Starts services with the tools of a folder."""

    def __init__(self, context: Context) -> None:
        self.context = context
        packages = context.tools / "python-services"
        self.packages = {"PYTHONPATH": str(packages)}
        self.has_packages = packages.is_dir()

    def part(self, name: str, command: list[str], ready: str, **environment: str) -> Part:
        library = {"LD_LIBRARY_PATH": str(self.context.tools / "usr/lib/x86_64-linux-gnu")}
        folder = self.context.folder(name)
        return Part(name, command, ready, self.context.log(name), folder, {**library, **environment})

    def app(self, name: str, kind: str, **environment: str) -> Part:
        if not self.has_packages:
            raise Missing(f"the Python packages of services are not in {self.packages['PYTHONPATH']}")
        port = self.context.ports[name]
        command = [sys.executable, str(HERE / "service_apps.py"), kind, str(port)]
        ready = f"http://127.0.0.1:{port}/" + ("fast" if kind == "upstream" else "metrics")
        return self.part(name, command, ready, **self.packages, **environment)

    def http(self, port: int, paths: dict[str, str] = ROUTES) -> Callable[[], Request]:
        return lambda: HTTPClient("127.0.0.1", port, paths)

    def instrumented(self, kind: str, mean: Mean | None, **environment: str) -> Callable[[str], Service]:
        """A service of ``service_apps``, measured by a library."""

        def make(name: str) -> Service:
            app = self.app(name, kind, **environment)
            port = self.context.ports[name]
            return Service(f"http://127.0.0.1:{port}/metrics", [app], self.http(port), mean=mean)

        return make

    def several_workers(self, name: str) -> Service:
        service = self.instrumented("workers", None)(name)
        service.says = "several processes"
        return service

    def workers_together(self, name: str) -> Service:
        folder = self.context.folder(name) / "counters"
        folder.mkdir(exist_ok=True)
        mean = Mean.of("http_request_duration_seconds")
        return self.instrumented("workers_together", mean, PROMETHEUS_MULTIPROC_DIR=str(folder))(name)

    def grpc(self, name: str) -> Service:
        calls = self.context.ports[f"{name}_calls"]
        app = self.app(name, "grpc", CALLS_PORT=str(calls))
        page = f"http://127.0.0.1:{self.context.ports[name]}/metrics"
        methods = {"fast": "Fast", "slow": "Slow", "fail": "Fail"}
        client = lambda: GRPCClient("127.0.0.1", calls, methods)
        return Service(page, [app], client, mean=Mean.of("grpc_server_handling_seconds"))

    def upstream(self, name: str) -> tuple[Part, int]:
        behind = f"{name}_upstream"
        return self.app(behind, "upstream"), self.context.ports[behind]

    def envoy(self, name: str) -> Service:
        program = self.context.tools / "python-services/bin/envoy"
        if not program.exists():
            raise Missing(f"envoy is not in {program.parent}")
        behind, port = self.upstream(name)
        ports = {"port": self.context.ports[name], "admin": self.context.ports[f"{name}_admin"], "upstream": port}
        file = self.context.fill("envoy.yaml", self.context.folder(name) / "envoy.yaml", **ports)
        command = [sys.executable, str(program), "-c", str(file), "--concurrency", "1", "--use-dynamic-base-id"]
        page = f"http://127.0.0.1:{ports['admin']}/stats/prometheus"
        part = self.part(name, command, page, **self.packages)
        mean = Mean.of("envoy_http_downstream_rq_time", 'prefix="admin"', per_second=1000)
        return Service(page, [behind, part], self.http(ports["port"]), mean=mean)

    def haproxy(self, name: str) -> Service:
        program = self.context.find("haproxy")
        behind, port = self.upstream(name)
        ports = {"port": self.context.ports[name], "admin": self.context.ports[f"{name}_admin"], "upstream": port}
        file = self.context.fill("haproxy.cfg", self.context.folder(name) / "haproxy.cfg", **ports)
        page = f"http://127.0.0.1:{ports['admin']}/metrics"
        part = self.part(name, [program, "-f", str(file)], page)
        # Its averages are of the last 1024 requests or fewer, beginning with zeros.
        return Service(page, [behind, part], self.http(ports["port"]), judges_mean=False)

    def nginx(self, name: str) -> Service:
        program, exporter = self.context.find("nginx"), self.context.find("prometheus-nginx-exporter")
        behind, port = self.upstream(name)
        ports = {"port": self.context.ports[name], "upstream": port}
        folder = self.context.folder(name)
        file = self.context.fill("nginx_status.conf", folder / "nginx.conf", folder=folder, **ports)
        address = f"http://127.0.0.1:{ports['port']}"
        server = self.part(name, [program, "-p", str(folder), "-c", str(file)], address + "/fast")
        page = f"http://127.0.0.1:{self.context.ports[name + '_page']}/metrics"
        command = [exporter, "-nginx.scrape-uri", address + "/status"]
        command += ["-web.listen-address", page.removeprefix("http://").removesuffix("/metrics")]
        reader = self.part(name + "_page", command, page)
        # It counts requests alone, its exporter's own among them.
        requests = Series("nginx_http_requests_total")
        return Service(page, [behind, server, reader], self.http(ports["port"]), failed=None, requests=requests)

    def apache(self, name: str) -> Service:
        program, exporter = self.context.find("apache2"), self.context.find("prometheus-apache-exporter")
        behind, port = self.upstream(name)
        modules = Path(program).parents[1] / "lib/apache2/modules"
        ports = {"port": self.context.ports[name], "upstream": port}
        folder = self.context.folder(name)
        file = self.context.fill("apache.conf", folder / "apache.conf", folder=folder, modules=modules, **ports)
        address = f"http://127.0.0.1:{ports['port']}"
        server = self.part(name, [program, "-f", str(file), "-DFOREGROUND"], address + "/fast")
        page = f"http://127.0.0.1:{self.context.ports[name + '_page']}/metrics"
        command = [exporter, f"--scrape_uri={address}/server-status?auto"]
        command += ["--telemetry.address", page.removeprefix("http://").removesuffix("/metrics")]
        reader = self.part(name + "_page", command, page)
        # Its exporter's own requests are counted too.
        requests = Series("apache_accesses_total")
        mean = Mean(Series("apache_duration_ms_total"), requests, per_second=1000)
        return Service(
            page, [behind, server, reader], self.http(ports["port"]), failed=None, mean=mean, requests=requests
        )

    def redis(self, name: str) -> Service:
        program, exporter = self.context.find("redis-server"), self.context.find("prometheus-redis-exporter")
        port = self.context.ports[name]
        server = self.part(name, [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""], "")
        page = f"http://127.0.0.1:{self.context.ports[name + '_page']}/metrics"
        command = [exporter, f"-redis.addr=redis://127.0.0.1:{port}"]
        command += ["-web.listen-address", page.removeprefix("http://").removesuffix("/metrics")]
        reader = self.part(name + "_page", command, page)
        # The exporter's own commands are counted too.
        client = lambda: RedisClient("127.0.0.1", port)
        requests = Series("redis_commands_processed_total")
        return Service(page, [server, reader], client, failed=0, judges_mean=False, requests=requests)

    def postgres(self, name: str) -> Service:
        exporter = self.context.find("prometheus-postgres-exporter")
        port = self.context.ports[name]
        database = self.part(name, server(self.context, name, port), "")
        page = f"http://127.0.0.1:{self.context.ports[name + '_page']}/metrics"
        command = [exporter, "--web.listen-address", page.removeprefix("http://").removesuffix("/metrics")]
        source = f"postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=disable"
        reader = self.part(name + "_page", command, page, DATA_SOURCE_NAME=source)
        # The exporter's own transactions are counted too; what was undone may be what the client wanted.
        requests = Series("pg_stat_database_xact_commit|pg_stat_database_xact_rollback")
        client = lambda: PostgresClient("127.0.0.1", port)
        return Service(page, [database, reader], client, failed=None, requests=requests)

    def caddy(self, version: str) -> Callable[[str], Service]:
        """Caddy before a service, and for the failing route before one that is dead."""

        def make(name: str) -> Service:
            path = Versions(self.context.tools, {"caddy": version}).find("caddy", ("caddy",))
            if path is None:
                raise Missing(f"caddy ({version}) is not in {self.context.tools}")
            behind, port = self.upstream(name)
            folder = self.context.folder(name)
            ports = {"port": self.context.ports[name], "admin": self.context.ports[f"{name}_admin"], "upstream": port}
            dead = self.context.ports.dead()
            file = self.context.fill("Caddyfile.services", folder / "Caddyfile", folder=folder, dead=dead, **ports)
            homes = {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
            page = f"http://127.0.0.1:{ports['admin']}/metrics"
            command = [path, "run", "--config", str(file), "--adapter", "caddyfile"]
            part = self.part(name, command, page, **homes)
            # Which requests its histogram holds differs with the version; before 2.11 its counter of errors holds what
            # was not found as well, so that the page alone does not tell.
            is_new = version == NEWEST
            return Service(page, [behind, part], self.http(ports["port"]), judges_failed=is_new, judges_mean=False)

        return make

    def blackbox(self, name: str) -> Service:
        program = self.context.find("prometheus-blackbox-exporter")
        behind, port = self.upstream(name)
        address = f"127.0.0.1:{self.context.ports[name]}"
        config = self.context.folder(name) / "blackbox.yml"
        config.write_text("modules: {http_2xx: {prober: http, timeout: 2s}}\n")
        part = self.part(name, [program, f"--config.file={config}", f"--web.listen-address={address}"], f"http://{address}/")
        page = f"http://{address}/probe?module=http_2xx&target=http%3A%2F%2F127.0.0.1%3A{port}%2Ffail"
        # Each scrape is a probe, and each fails: an availability of nothing, never ok.
        return Service(page, [behind, part], None, failed=1.0, judges_mean=False, counts=False)

    def every(self) -> dict[str, Callable[[str], Service]]:
        old = Mean.of("http_server_duration_milliseconds", per_second=1000)
        new = Mean.of("http_server_request_duration_seconds")
        routes = Mean.of("starlette_request_duration_seconds", 'path="/metrics"')
        views = Mean.of("django_http_requests_latency_seconds_by_view_method", 'view="prometheus')
        return {
            "instrumentator": self.instrumented("instrumentator", Mean.of("http_request_duration_highr_seconds")),
            "starlette_exporter": self.instrumented("starlette_exporter", routes),
            "otel_old": self.instrumented("otel", old),
            "otel_new": self.instrumented("otel", new, OTEL_SEMCONV_STABILITY_OPT_IN="http"),
            "otel_both": self.instrumented("otel", new, OTEL_SEMCONV_STABILITY_OPT_IN="http/dup"),
            "django": self.instrumented("django", views),
            "grpc": self.grpc,
            "workers": self.several_workers,
            "workers_together": self.workers_together,
            "envoy": self.envoy,
            "haproxy": self.haproxy,
            "nginx": self.nginx,
            "apache": self.apache,
            "redis": self.redis,
            "postgres": self.postgres,
            "caddy": self.caddy(OWN),
            "caddy_new": self.caddy(NEWEST),
            "blackbox": self.blackbox,
        }
