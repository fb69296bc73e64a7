#!/usr/bin/env bash
# Guess: siege's availability is the share of requests that succeeded; a service that answers each with 429 has none, as
#        one that answers each with 503.
# Seen:  siege 4.0.7: 503 is 0.00 %. 429, as every refusal with 4xx that it knows, and 520, which proxies answer for a broken
#        upstream, is 100.00 % with no successful and no failed transaction: it counts them as transactions and as nothing
#        else. 418 is 50.00 %: each of 20 is a transaction and is failed too. A load test past the limit of a service that
#        sheds its load says that all was well.
# Fails when that has changed. Needs Debian 12, whose packages it unpacks, and Python 3; writes into a temporary folder
# only, and talks to itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq 'siege=4.0.7-1+b1' 2>/dev/null
dpkg-deb -x siege*.deb files
python3 - <<'PYTHON'
import http.server
import json
import os
import subprocess
import threading

class Service(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked.append(self.path)
        self.send_response(int(self.path[1:]))
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"body")

    def log_message(self, *_):
        pass

asked, seen = [], {}
service = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=service.serve_forever, daemon=True).start()
with open("siegerc", "w") as file:
    file.write("verbose = false\nlogging = false\nprotocol = HTTP/1.1\nfailures = 1000\n")
for status in (200, 429, 418, 520, 503):
    run = subprocess.run(
        ["files/usr/bin/siege", "-R", "siegerc", "-j", "-b", "-c", "4", "-r", "5",
         f"http://127.0.0.1:{service.server_port}/{status}"],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "HOME": os.getcwd()})
    said = json.loads(run.stdout[run.stdout.index(b"{"):])
    seen[status] = [said[each] for each in ("availability", "transactions", "successful_transactions",
                                            "failed_transactions")]
    print(f"{asked.count(f'/{status}')} answers of {status}: {seen[status][0]} % available, {seen[status][1]} transactions, "
          f"{seen[status][2]} successful, {seen[status][3]} failed")
raise SystemExit(0 if seen == {200: [100, 20, 20, 0], 429: [100, 20, 0, 0], 418: [50, 20, 0, 20], 520: [100, 20, 0, 0],
                               503: [0, 0, 0, 20]} else 1)
PYTHON
