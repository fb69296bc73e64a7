"""Scrape targets without a service behind them: one that answers late, and one that stands for many services."""

import argparse
import re
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from kind_pages import kinds

_STARTED = time.time()
# The default buckets of Go's client: how much of the requests is at most that fast, in a service at peace.
_BUCKETS = {
    "0.005": 0.10, "0.01": 0.30, "0.025": 0.60, "0.05": 0.80, "0.1": 0.92, "0.25": 0.97,
    "0.5": 0.985, "1": 0.992, "2.5": 0.996, "5": 0.998, "10": 0.999, "+Inf": 1.0,
}  # fmt: skip
_HANDLERS = {"/": 0.6, "/api/items": 0.3, "/api/items/{id}": 0.1}
_MEAN_SECONDS = 0.06


def slow_page(seconds: float) -> str:
    """A counter of ten requests per second, as it was when the scrape began."""
    count = 10 * (time.time() - _STARTED)
    time.sleep(seconds)
    return (
        "# HELP http_requests_total Requests answered.\n# TYPE http_requests_total counter\n"
        f'http_requests_total{{code="200",handler="/"}} {count:.3f}\n'
    )


def service_page(number: int) -> str:
    """One service's page. Every service has a rate of its own, and one in fifty answers every tenth with 500."""
    requests = (time.time() - _STARTED) * (5 + number % 40)
    errors = 0.1 if number % 50 == 7 else 0.0
    lines = ["# HELP http_requests_total Requests answered.", "# TYPE http_requests_total counter"]
    for handler, share in _HANDLERS.items():
        for code, part in (("200", 0.99 - errors), ("404", 0.01), ("500", errors)):
            value = int(requests * share * part)
            lines.append(f'http_requests_total{{code="{code}",handler="{handler}"}} {value}')
    name = "http_request_duration_seconds"
    lines += [f"# HELP {name} Time to answer.", f"# TYPE {name} histogram"]
    for handler, share in _HANDLERS.items():
        count = int(requests * share)
        for bound, part in _BUCKETS.items():
            lines.append(f'{name}_bucket{{handler="{handler}",le="{bound}"}} {int(count * part)}')
        lines.append(f'{name}_sum{{handler="{handler}"}} {count * _MEAN_SECONDS:.3f}')
        lines.append(f'{name}_count{{handler="{handler}"}} {count}')
    gauges: dict[str, float] = {
        "process_start_time_seconds": _STARTED,
        "process_resident_memory_bytes": 5e7 + 1e5 * number,
        "process_open_fds": 10 + number % 90,
        "process_max_fds": 1024,
    }
    for gauge, level in gauges.items():
        lines += [f"# HELP {gauge} Of a service that is not there.", f"# TYPE {gauge} gauge", f"{gauge} {level:.1f}"]
    lines += ["# HELP process_cpu_seconds_total Of a service that is not there."]
    lines += ["# TYPE process_cpu_seconds_total counter", f"process_cpu_seconds_total {requests / 1e3:.3f}"]
    return "\n".join(lines) + "\n"


class TargetHandler(BaseHTTPRequestHandler):
    """Answers GET with a page, or 404 for what has none. /ready answers at once."""

    protocol_version = "HTTP/1.1"
    # Head and body leave in one packet: two would wait for each other.
    wbufsize = 65_536
    disable_nagle_algorithm = True
    page: Callable[[str], str | None]

    def do_GET(self) -> None:
        text = "ready\n" if self.path == "/ready" else type(self).page(self.path)
        body = (text or "no such page\n").encode()
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: hundreds of scrapes a second would fill the log."""


class TargetServer(ThreadingHTTPServer):
    """Does not report a scraper that went away, which the slow target's does whenever it loses patience."""

    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["slow", "synthetic"])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--services", type=int, default=20, help="how many pages the synthetic target has")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long the slow target takes")
    parser.add_argument("--kinds", type=int, default=0, help="of how many kinds they are; 0 for one made-up kind")
    options = parser.parse_args()
    pages = kinds(options.kinds)

    def synthetic(path: str) -> str | None:
        match = re.fullmatch(r"/metrics/(\d+)", path)
        if not match or int(match[1]) >= options.services:
            return None
        number = int(match[1])
        return pages[number % len(pages)](time.time() - _STARTED) if pages else service_page(number)

    def slow(path: str) -> str | None:
        return slow_page(options.seconds) if path == "/metrics" else None

    TargetHandler.page = staticmethod(slow if options.kind == "slow" else synthetic)
    TargetServer(("127.0.0.1", options.port), TargetHandler).serve_forever()


if __name__ == "__main__":
    main()
