"""Metrics pages whose counters grow with time, a page for each state that a service can be in.

usage: counted_pages.py PORT      (on 127.0.0.1, until standard input ends; Python's standard library only)
"""
import http.server, os, sys, threading, time

# Requests a second, the share of them that fails, and the share that takes longer than half a second.
STATES = {"ok": (60, 0, 0), "warning": (60, 0, 0.5), "critical": (60, 0.2, 0), "idle": (0, 0, 0)}
BEFORE = 1000  # seconds that the process has run when the first page is asked for
START = time.time() - BEFORE


def page(state):
    if state == "nothing":
        return "# TYPE temperature_celsius gauge\ntemperature_celsius 21\n"
    rate, failing, slow = STATES[state]
    # A service that nobody asks had its requests long ago.
    count = int(rate * (time.time() - START)) if rate else 6000
    failures, late = int(count * failing), int(count * slow)
    lines = ["# TYPE http_requests_total counter"]
    lines += [f'http_requests_total{{code="200"}} {count - failures}', f'http_requests_total{{code="500"}} {failures}']
    lines += ["# TYPE http_request_duration_seconds histogram"]
    for bound in [0.1, 0.25, 0.5, 1, 2.5, "+Inf"]:
        within = count if bound == "+Inf" or bound > 0.5 else count - late
        lines.append(f'http_request_duration_seconds_bucket{{le="{bound}"}} {within}')
    lines += [f"http_request_duration_seconds_sum {count * 0.05}", f"http_request_duration_seconds_count {count}"]
    lines += ["# TYPE process_start_time_seconds gauge", f"process_start_time_seconds {START}"]
    return "\n".join(lines) + "\n"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        state = self.path.strip("/").split("/")[0]
        known = state in STATES or state == "nothing"
        body = page(state).encode() if known else b""
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def end():
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end, daemon=True).start()
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
