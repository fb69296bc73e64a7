#!/usr/bin/env bash
# Guess: a store that scrapes a page of OpenMetrics reads a counter that has an exemplar as it reads one without, or
#        refuses the line.
# Seen:  VictoriaMetrics 1.145.0: a sample without labels before its exemplar (requests_total 5 # {trace_id="x"} 1) is
#        read as a series of the name "requests_total 5 #" with the exemplar's label and value. With each scrape it is
#        another series, up is 1, and the counter itself does not exist; one with labels is read rightly. Its rate is
#        silently nothing, and the store grows by a series each scrape. Prometheus 2.42.0 reads both.
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
unpack bookworm 'prometheus=2.42.0+ds-5+deb12u1'
unpack sid 'victoria-metrics=1.145.0+ds1-2'
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

@contextlib.contextmanager
def server(command, ready):
    """A server on a free port of the loopback; yields how to ask it."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{candidate.getsockname()[1]}"

    def ask(path, body=None, **parameters):
        query = "?" + urllib.parse.urlencode(parameters) if parameters else ""
        with urllib.request.urlopen(f"http://{address}{path}{query}", data=body, timeout=5) as answer:
            return answer.read().decode()

    with open("log", "w") as log:
        process = subprocess.Popen([part.format(address=address) for part in command], stdout=log, stderr=log)
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                ask(ready)
                break
            except OSError:
                time.sleep(0.2)
        yield ask
    finally:
        process.terminate()
        process.wait()

def serve(content_type, page):
    """Serves what page() says on a free port of the loopback."""
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.end_headers()
            self.wfile.write(page().encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port

def scraping(program, version, target):
    """The command of a store that scrapes one target each second."""
    with open("scrape.yml", "w") as file:
        json.dump({"global": {"scrape_interval": "1s"}, "scrape_configs": [
            {"job_name": "page", "static_configs": [{"targets": [f"127.0.0.1:{target}"]}]}]}, file)
    return [f"{version}/files/usr/bin/{program}", *{
        "prometheus": ["--config.file=scrape.yml", f"--storage.tsdb.path={version}-p", "--web.listen-address={address}"],
        "victoria-metrics": ["-promscrape.config=scrape.yml", f"-storageDataPath={version}-v",
                             "-httpListenAddr={address}", "-search.latencyOffset=1s"]}[program]]

def answers(ask, expression):
    """What the store answers now, by the series' names."""
    found = json.loads(ask("/api/v1/query", query=expression, nocache=1))["data"]["result"]
    return {row["metric"].get("__name__", ""): row["value"][1] for row in found}

started = time.time()

def page():
    count = 10 + int(time.time() - started)
    return (f'# TYPE requests counter\nrequests_total {count} # {{trace_id="x"}} 1\n'
            f'# TYPE labelled counter\nlabelled_total{{route="/"}} {count} # {{trace_id="x"}} 1\n# EOF\n')

target = serve("application/openmetrics-text; version=1.0.0; charset=utf-8", page)
seen = {}
for program, suite, ready in (("prometheus", "bookworm", "/-/ready"), ("victoria-metrics", "sid", "/health")):
    with server(scraping(program, suite, target), ready) as ask:
        time.sleep(8)
        if program == "victoria-metrics":
            ask("/internal/force_flush")
            time.sleep(2)
        seen[program] = sorted(answers(ask, '{job="page", __name__!~"scrape_.*"}'))
        print(f"{program}: {seen[program]}")
names = [name for name in seen["victoria-metrics"] if name.startswith("requests_total ") and name.endswith(" #")]
raise SystemExit(0 if seen["prometheus"] == ["labelled_total", "requests_total", "up"] and len(names) > 3
                 and sorted({*seen["victoria-metrics"]} - {*names}) == ["labelled_total", "up"] else 1)
PYTHON
