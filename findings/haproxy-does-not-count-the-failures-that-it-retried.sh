#!/usr/bin/env bash
# Guess: with retry-on 500, haproxy's page counts each 500 of a server for that server, each retry once, and for the
#        backend what the client got at last.
# Seen:  haproxy 2.6.12: of a server that fails every other request, and whose clients see only 200, no 500 is counted for
#        the server either, nor an error of a response: its failures stand nowhere but in the retries. And these are
#        counted twice: 20 for 10 requests that were tried once more each.
# Fails when that has changed. Needs Debian 12 with its archive keyring and Python 3; writes into a temporary folder
# only, and talks to itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# unpack SUITE PACKAGE=VERSION...: packages of a suite, from the mirror that this machine's own come from, by an apt that
# keeps its lists in this folder.
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
unpack bookworm 'haproxy=2.6.12-1+deb12u3' 'liblua5.3-0=5.3.6-2' 'libopentracing-c-wrapper0=1.1.3-3+b1' 'libopentracing1=1.6.0-4'
python3 - 2>errors <<'PYTHON'
import http.server
import itertools
import os
import re
import socket
import subprocess
import threading
import time
import urllib.request

numbers = itertools.count(1)
answered = []

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status = 500 if next(numbers) % 2 else 200
        answered.append(status)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
ports = []
for _ in range(2):
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        ports.append(candidate.getsockname()[1])
with open("haproxy.cfg", "w") as file:
    file.write(f"""\
defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
frontend shop
  bind 127.0.0.1:{ports[0]}
  default_backend shop
backend shop
  retries 2
  retry-on 500
  server one 127.0.0.1:{server.server_port}
frontend page
  bind 127.0.0.1:{ports[1]}
  http-request use-service prometheus-exporter if {{ path /metrics }}
""")
environment = dict(os.environ)
paths = sorted({folder for folder, _, names in os.walk("bookworm/files") if any(".so" in name for name in names)})
environment["LD_LIBRARY_PATH"] = ":".join(os.path.abspath(path) for path in paths)
process = subprocess.Popen(["bookworm/files/usr/sbin/haproxy", "-db", "-f", "haproxy.cfg"], env=environment,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    for _ in range(50):
        try:
            socket.create_connection(("127.0.0.1", ports[0]), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    seen = [urllib.request.urlopen(f"http://127.0.0.1:{ports[0]}/").status for _ in range(10)]
    page = urllib.request.urlopen(f"http://127.0.0.1:{ports[1]}/metrics").read().decode()
finally:
    process.terminate()
    process.wait()

def value(series):
    return int(re.search(rf"^haproxy_{re.escape(series)} (\d+)$", page, re.MULTILINE)[1])

labels = 'proxy="shop",server="one"'
failed = value(f'server_http_responses_total{{{labels},code="5xx"}}')
good = value(f'server_http_responses_total{{{labels},code="2xx"}}')
errors = value(f"server_response_errors_total{{{labels}}}")
retries = value(f"server_retry_warnings_total{{{labels}}}")
print(f"the server answered {answered.count(500)} times 500 and {answered.count(200)} times 200")
print(f"the client saw {seen.count(200)} times 200")
print(f"counted for the server: {failed} 5xx, {good} 2xx, {errors} errors of responses, {retries} retries")
raise SystemExit(0 if answered == [500, 200] * 10 and seen == [200] * 10
                 and (failed, good, errors, retries) == (0, 10, 0, 20) else 1)
PYTHON
