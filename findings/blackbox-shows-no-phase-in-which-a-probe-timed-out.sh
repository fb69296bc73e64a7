#!/usr/bin/env bash
# Guess: probe_http_duration_seconds says in which phase a probe spent its time: where a service takes a request and does
#        not answer within the timeout of 1 s, phase="processing" has that second, as it has 0.8 s of one that answers.
# Seen:  blackbox_exporter 0.28.0 and 0.23.0 set a phase when the next one begins: the processing that ran into the timeout
#        is 0, and all phases together are some microseconds, while probe_duration_seconds says 1 s. A graph of the
#        phases shows a service that hangs as the fastest of all.
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
unpack bookworm 'prometheus-blackbox-exporter=0.23.0-4+b4'
unpack sid 'prometheus-blackbox-exporter=0.28.0-2'
cat >probes.yml <<'YAML'
modules:
  http: {prober: http, timeout: 1s, http: {preferred_ip_protocol: ip4}}
YAML
python3 - <<'PYTHON'
import http.server
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.8 if self.path == "/slow" else 3)
        try:
            self.send_response(200)
            self.end_headers()
        except OSError:
            pass

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.handle_error = lambda *_: None
threading.Thread(target=server.serve_forever, daemon=True).start()

def probe(exporter, path):
    query = urllib.parse.urlencode({"module": "http", "target": f"http://127.0.0.1:{server.server_port}{path}"})
    with urllib.request.urlopen(f"http://{exporter}/probe?{query}", timeout=5) as answer:
        lines = [line.rpartition(" ") for line in answer.read().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}

held = []
for suite in ("bookworm", "sid"):
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{candidate.getsockname()[1]}"
    binary = f"{suite}/files/usr/bin/prometheus-blackbox-exporter"
    with open("log", "w") as log:
        process = subprocess.Popen([binary, "--config.file=probes.yml", f"--web.listen-address={address}"],
                                   stdout=log, stderr=log)
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"http://{address}/-/healthy", timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        for path in ("/slow", "/hangs"):
            found = probe(address, path)
            whole = found["probe_duration_seconds"]
            processing = found['probe_http_duration_seconds{phase="processing"}']
            phases = sum(value for name, value in found.items() if name.startswith("probe_http_duration_seconds"))
            print(f"{suite} {path}: success {found['probe_success']:g}, duration {whole:.2f} s, "
                  f"processing {processing:.2f} s, all phases {phases:.2f} s")
            held.append((processing > 0.75, phases > 0.75) == ((True, True) if path == "/slow" else (False, False))
                        and whole > 0.75)
    finally:
        process.terminate()
        process.wait()
raise SystemExit(0 if held == [True] * 4 else 1)
PYTHON
