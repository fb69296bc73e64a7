"""Pages of one service whose requests are counted by a histogram, by each of the names that OpenTelemetry's become.

usage: histograms.py PORT; /STRATEGY/metrics, STRATEGY being a word of Prometheus's otlp.translation_strategy.
"""

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
# Of a hundred requests, between one bound and the next.
SHARES = (15, 13, 28, 25, 13, 2, 1, 1, 1, 1)
# Hundreds of requests a second, by route and status.
RATES = {("/a", "200"): 36, ("/a", "500"): 4, ("/b", "200"): 10}
MEAN_SECONDS = 0.03
LABELS = ("http.request.method", "http.route", "http.response.status_code")
# The counters are older than any window.
STARTED = time.time() - 18_000


def translated(name: str, strategy: str) -> str:
    return name.replace(".", "_") if strategy.startswith("Underscore") else name


def quoted(name: str) -> str:
    return f'"{name}"' if "." in name else name


def page(strategy: str) -> str:
    suffix = "_seconds" if strategy.endswith("WithSuffixes") else ""
    metric = translated("http.server.request.duration" + suffix, strategy)

    def line(part: str, pairs: list[tuple[str, str]], value: float) -> str:
        labels = ",".join(f'{quoted(name)}="{text}"' for name, text in pairs)
        start = f'{{"{metric}{part}",' if "." in metric else f"{metric}{part}{{"
        return f"{start}{labels}}} {value!r}\n"

    text = f"# TYPE {quoted(metric)} histogram\n"
    for (route, status), rate in RATES.items():
        hundreds = int((time.time() - STARTED) * rate)
        pairs = [(translated(name, strategy), value) for name, value in zip(LABELS, ("GET", route, status))]
        total = 0
        for bound, share in zip((*map(repr, BOUNDS), "+Inf"), SHARES):
            total += hundreds * share
            text += line("_bucket", [*pairs, ("le", bound)], total)
        text += line("_sum", pairs, total * MEAN_SECONDS) + line("_count", pairs, total)
    return f"{text}# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds {STARTED!r}\n"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = page(self.path.strip("/").split("/")[0]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
