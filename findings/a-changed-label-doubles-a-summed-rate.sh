#!/usr/bin/env bash
# Guess: when a label of a target changes, the rate summed over all series stays what it is, in a store of today: the
#        old series has ended, and the new one covers only a part of the window.
# Seen:  VictoriaMetrics 1.112.0 and 1.145.0 answer sum(rate(m[20s])) with twice the traffic for most of a window, as
#        either series gives the slope between its own samples, however little of the window they cover, while
#        sum(increase(m[20s]))/20 stays what it was.
# Fails when that has changed. Needs a Debian with its archive keyring, whose trixie and sid it reads by an apt with a
# state of its own, and Python 3; writes into a temporary folder only, and talks to itself on the loopback alone. Takes
# two minutes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# unpack SUITE PACKAGE=VERSION...: packages of a later suite, from the mirror that this machine's own come from, by an
# apt that keeps its lists in this folder.
unpack() {
    local suite=$1 mirror
    shift
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Component: main' | head -n 1)
    mkdir -p "$suite/lists/partial" "$suite/cache/archives/partial"
    : >"$suite/status"
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' "$mirror" "$suite" \
        /usr/share/keyrings/debian-archive-keyring.gpg >"$suite/suite.sources"
    (
        cd "$suite"
        run=(apt-get -qq -o "Dir::State=$PWD" -o "Dir::State::status=$PWD/status" -o "Dir::Cache=$PWD/cache"
            -o "Dir::Etc::SourceList=$PWD/suite.sources" -o Dir::Etc::SourceParts=/dev/null
            -o "APT::Sandbox::User=$(id -un)")
        "${run[@]}" update
        "${run[@]}" download "$@" 2>/dev/null
        for package in *.deb; do dpkg-deb -x "$package" files; done
    )
}
unpack trixie 'victoria-metrics=1.112.0+ds1-2'
unpack sid 'victoria-metrics=1.145.0+ds1-2'
python3 - <<'PYTHON'
import http.server
import json
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request

start = time.monotonic()

class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(f"m {1000 + (time.monotonic() - start) * 10:.3f}\n".encode())

    def log_message(self, *arguments):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
threading.Thread(target=server.serve_forever, daemon=True).start()

def run(suite):
    """The highest of both ways to ask, over the 30 s after the target's label changed."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        port = candidate.getsockname()[1]

    def configure(version):
        with open(f"{suite}.yml", "w") as file:
            json.dump({"global": {"scrape_interval": "2s"}, "scrape_configs": [{"job_name": "page", "static_configs": [
                {"targets": [f"127.0.0.1:{server.server_port}"], "labels": {"version": version}}]}]}, file)

    def ask(expression):
        query = urllib.parse.urlencode({"query": expression, "nocache": "1", "latency_offset": "1ms"})
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query?{query}", timeout=5) as answer:
            rows = json.load(answer)["data"]["result"]
            return float(rows[0]["value"][1]) if rows else 0.0

    configure("a")
    with open(f"{suite}.log", "w") as log:
        process = subprocess.Popen([f"{suite}/files/usr/bin/victoria-metrics", f"-promscrape.config={suite}.yml",
                                    f"-storageDataPath={suite}-data", f"-httpListenAddr=127.0.0.1:{port}"],
                                   stdout=log, stderr=log)
    try:
        time.sleep(30)
        before = ask("sum(rate(m[20s]))")
        configure("b")
        urllib.request.urlopen(f"http://127.0.0.1:{port}/-/reload", timeout=5).close()
        highest, end = [0.0, 0.0], time.monotonic() + 30
        while time.monotonic() < end:
            highest[0] = max(highest[0], ask("sum(rate(m[20s]))"))
            highest[1] = max(highest[1], ask("sum(increase(m[20s]))/20"))
            time.sleep(0.5)
        return before, highest
    finally:
        process.terminate()
        process.wait()

right = True
for suite in ("trixie", "sid"):
    before, (rate, increase) = run(suite)
    print(f"{suite}: {before:.1f}/s before; highest after: rate {rate:.1f}, increase {increase:.1f}")
    right &= abs(before - 10) < 1 and rate > 18 and increase < 12
raise SystemExit(0 if right else 1)
PYTHON
