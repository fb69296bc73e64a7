"""Metrics pages whose counters grow with time, a page for each state that a service can be in.

usage: counted_pages.py PORT      (on 127.0.0.1, until standard input ends; Python's standard library only)
"""
import http.server, os, sys, threading, time

# Requests a second of each of two versions; of the newer one the share that fails, and the share that takes longer than
# half a second. A warning's fail so seldom that it is no limit's matter.
STATES = {"ok": (3000, 0, 0), "warning": (3000, 0.005, 0.5), "critical": (3000, 0.4, 0), "idle": (0, 0, 0)}
BEFORE = 1000  # seconds that the process has run when the first page is asked for
START = time.time() - BEFORE


def page(state):
    if state == "nothing":
        return "# TYPE temperature_celsius gauge\ntemperature_celsius 21\n"
    rate, failing, slow = STATES[state]
    # A service that nobody asks had its requests long ago.
    count = int(rate * (time.time() - START)) if rate else 6000
    requests, latencies = ["# TYPE http_requests_total counter"], ["# TYPE http_request_duration_seconds histogram"]
    for version, is_new in [("1.4", 0), ("1.5", 1)]:
        failures, late = int(count * failing * is_new), int(count * slow * is_new)
        for code, number in [(200, count - failures), (500, failures)]:
            requests.append(f'http_requests_total{{code="{code}",version="{version}"}} {number}')
        name, label = "http_request_duration_seconds", f'version="{version}"'
        for bound in [0.1, 0.25, 0.5, 1, 2.5, "+Inf"]:
            within = count if bound == "+Inf" or bound > 0.5 else count - late
            latencies.append(f'{name}_bucket{{{label},le="{bound}"}} {within}')
        latencies += [f"{name}_sum{{{label}}} {count * 0.05}", f"{name}_count{{{label}}} {count}"]
    process = ["# TYPE process_start_time_seconds gauge", f"process_start_time_seconds {START}"]
    return "\n".join(requests + latencies + process) + "\n"


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
