#!/usr/bin/env bash
# Guess: a page with one malformed line among good ones fails its scrape everywhere, as Prometheus's documentation has
#        it: up is 0.
# Seen:  Prometheus 2.42: up is 0 and nothing of the page is kept. VictoriaMetrics 1.79 (and 1.145): up is 1, the line
#        is left out, the others are kept, and the target's list has no error. What is missing looks like a series
#        that does not exist.
# Fails when that has changed. Needs Debian 12, whose packages it unpacks, and Python 3; writes into a temporary folder
# only, and talks to itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq \
    'prometheus=2.42.0+ds-5+deb12u1' \
    'victoria-metrics=1.79.5+ds1-2+b5' 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" files; done
python3 - <<'PYTHON'
import contextlib
import http.server
import json
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request

def free_port():
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return candidate.getsockname()[1]

def serve(page):
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port

@contextlib.contextmanager
def store(program, target):
    """A store that scrapes one target each second; yields how to ask it, and the name of its log."""
    port, log = free_port(), f"{program}.log"
    with open("scrape.yml", "w") as file:
        json.dump({"global": {"scrape_interval": "1s"}, "scrape_configs": [
            {"job_name": "page", "static_configs": [{"targets": [f"127.0.0.1:{target}"]}]}]}, file)
    arguments = {
        "prometheus": ["--config.file=scrape.yml", "--storage.tsdb.path=p", f"--web.listen-address=127.0.0.1:{port}"],
        "victoria-metrics": ["-promscrape.config=scrape.yml", "-storageDataPath=v", f"-httpListenAddr=127.0.0.1:{port}"],
    }[program]

    def ask(expression):
        query = urllib.parse.urlencode({"query": expression, "nocache": "1"})
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query?{query}", timeout=5) as answer:
            return {row["metric"].get("__name__", ""): row["value"][1] for row in json.load(answer)["data"]["result"]}

    def wait(expression, seconds=60):
        """Its answer once there is one: one of the stores shows its newest samples half a minute late."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                if found := ask(expression):
                    return found
            time.sleep(0.5)
        return {}

    with open(log, "w") as output:
        process = subprocess.Popen([f"files/usr/bin/{program}", *arguments], stdout=output, stderr=output)
    try:
        yield wait, log
    finally:
        process.terminate()
        process.wait()

target = serve("good_total 1\nthis is no sample\nother_total 2\n")
seen = {}
for program in ("prometheus", "victoria-metrics"):
    with store(program, target) as (wait, log):
        up = wait("up").get("up")
        kept = sorted(wait('{__name__=~"good_total|other_total"}', seconds=35 if program == "victoria-metrics" else 5))
        seen[program] = (up, kept)
        print(f"{program}: up is {up}, kept: {kept}")
raise SystemExit(0 if seen == {"prometheus": ("0", []), "victoria-metrics": ("1", ["good_total", "other_total"])} else 1)
PYTHON
