#!/usr/bin/env bash
# Guess: get_metric_range_data("requests_total"), which without a start and an end is for the last ten minutes, asks for the
#        ten minutes before the call, each time that it is called; query("requests_total") of another library, for now.
# Seen:  prometheus-api-client 0.7.2 and promql-http-api 0.3.4 took the time when they were imported, once, for the default:
#        a dashboard that asks again and again gets the same ten minutes from before its start, or the same moment, for
#        as long as it runs, and no error. get_current_metric_value of the former asks for now.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'prometheus-api-client==0.7.2' \
    'promql-http-api==0.3.4'
"$folder/venv/bin/python" - <<'PYTHON'
import http.server
import json
import threading
import time
import urllib.parse
from prometheus_api_client import PrometheusConnect
from promql_http_api import PromqlHttpApi

imported = time.time()

class Handler(http.server.BaseHTTPRequestHandler):
    """A source with one series, whose last sample is always as old as the time that it is asked for."""
    def do_GET(self):
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        at, ranged = float(query.get("time", time.time())), query["query"].endswith("]")
        row = {"metric": {"__name__": "requests_total"}, **({"values": [[at, "1"]]} if ranged else {"value": [at, "1"]})}
        body = json.dumps({"status": "success", "data": {"resultType": "matrix" if ranged else "vector",
                                                         "result": [row]}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}"
source, other = PrometheusConnect(url=address), PromqlHttpApi(address)
for _ in range(3):
    time.sleep(2)
    (ranged,) = source.get_metric_range_data("requests_total")
    (current,) = source.get_current_metric_value("requests_total")
    at = {"the range's last sample": ranged["values"][-1][0], "the other library's": other.query("requests_total")
          .to_dataframe()["timestamp"][0], "the current value": current["value"][0]}
    ages = {name: time.time() - float(when) for name, when in at.items()}
    print(f"{time.time() - imported:.0f} s after the import:",
          ", ".join(f"{name} is {age:.0f} s old" for name, age in ages.items()))
raise SystemExit(0 if [age > 4 for age in ages.values()] == [True, True, False] else 1)
PYTHON
