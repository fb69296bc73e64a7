#!/usr/bin/env bash
# Guess: a proxy that counts requests and their errors (vmauth_user_requests_total and …_request_errors_total) counts an
#        answer of its backend with 500 or 503 as an error; or has another counter for it, by status, as others do.
# Seen:  vmauth of VictoriaMetrics 1.145.0 counts what it could not reach or finish: a dead backend and an answer that
#        broke off. Of eight answers with 500 and 503 it says eight requests and no error, and no counter on its page has
#        a status. A backend that answers every request with a failure reads as 0 % failed, one that is down as 100 %.
# Fails when that has changed. Needs Debian 12 with its archive keyring, whose sid it reads by an apt with a state of its
# own, and Python 3; writes into a temporary folder only, and talks to itself on the loopback alone.
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
unpack sid 'victoria-metrics=1.145.0+ds1-2'
python3 - <<'PYTHON'
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

class Backend(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.partition("?")[0]
        self.send_response({"/failed": 500, "/busy": 503}.get(path, 200))
        self.send_header("Content-Length", "1000" if path == "/broken" else "4")
        self.end_headers()
        self.wfile.write(b"body")
        self.close_connection = path == "/broken"

    def log_message(self, *_):
        pass

def free_port():
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return candidate.getsockname()[1]

def ask(path):
    """The status of an answer, or how it broke, and its text."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, ""

def counted():
    """The totals of requests and of errors so far, and whether any series tells a status."""
    page = ask("/metrics")[1]
    lines = [line for line in page.splitlines() if line.startswith("vmauth_")]
    totals = [sum(float(line.split()[-1]) for line in lines if line.startswith(f"vmauth_unauthorized_user_{name}"))
              for name in ("requests_total", "request_errors_total")]
    return *totals, any("status=" in line or "code=" in line for line in lines)

backend = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Backend)
threading.Thread(target=backend.serve_forever, daemon=True).start()
port, dead = free_port(), free_port()
with open("auth.yml", "w") as file:
    json.dump({"unauthorized_user": {"url_map": [
        {"src_paths": ["/dead"], "url_prefix": f"http://127.0.0.1:{dead}/"},
        {"src_paths": ["/.*"], "url_prefix": f"http://127.0.0.1:{backend.server_port}/"}]}}, file)
with open("log", "w") as log:
    vmauth = subprocess.Popen(["sid/files/usr/bin/vmauth", "-auth.config=auth.yml", f"-httpListenAddr=127.0.0.1:{port}"],
                              stdout=log, stderr=log)
seen = {}
try:
    end = time.monotonic() + 30
    while ask("/metrics")[0] != 200 and time.monotonic() < end:
        time.sleep(0.2)
    time.sleep(1.5)
    before = counted()
    for path in ("good", "failed", "busy", "broken", "dead"):
        got = [ask(f"/{path}")[0] for _ in range(4)]
        time.sleep(1.5)
        after = counted()
        seen[path] = after[0] - before[0], after[1] - before[1], after[2]
        print(f"{path}: clients got {set(got)}; requests {seen[path][0]:.0f}, errors {seen[path][1]:.0f}")
        before = after
finally:
    vmauth.terminate()
    vmauth.wait()
raise SystemExit(0 if seen == {"good": (4, 0, False), "failed": (4, 0, False), "busy": (4, 0, False),
                               "broken": (4, 4, False), "dead": (4, 4, False)} else 1)
PYTHON
