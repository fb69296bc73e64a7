#!/usr/bin/env bash
# Guess: "promtool check metrics" reads what the server of the same version scrapes; names in quotes, as OpenTelemetry's
#        dotted ones are exposed since Prometheus 3, are names for it as they are for promtool's other commands.
# Seen:  3.5.3: the server scrapes a page with "http.server.requests" and answers for it; promtool makes blocks of it,
#        checks rules over it and tests them; "check metrics" ends with status 1 at the TYPE line, 'invalid metric name
#        "http.server.requests"', and says nothing of the rest of the page.
# Fails when that has changed. Needs a Debian with its archive keyring, whose sid it reads by an apt with a state of its
# own, and Python 3; writes into a temporary folder only, and talks to itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
started=()
trap 'for id in "${started[@]}"; do kill "$id" 2>/dev/null; done; wait; rm -rf "$folder"' EXIT
cd "$folder"
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Component: main' | head -n 1)
mkdir -p lists/partial cache/archives/partial
: >status
printf 'Types: deb\nURIs: %s\nSuites: sid\nComponents: main\nSigned-By: %s\n' "$mirror" \
    /usr/share/keyrings/debian-archive-keyring.gpg >suite.sources
run=(apt-get -qq -o "Dir::State=$PWD" -o "Dir::State::status=$PWD/status" -o "Dir::Cache=$PWD/cache"
    -o "Dir::Etc::SourceList=$PWD/suite.sources" -o Dir::Etc::SourceParts=/dev/null -o "APT::Sandbox::User=$(id -un)")
"${run[@]}" update
"${run[@]}" download 'prometheus=3.5.3+ds1-6' 'promtool=3.5.3+ds1-6' 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" files; done
promtool=$PWD/files/usr/bin/promtool
"$promtool" --version | head -n 1
mkdir page
cat >page/metrics <<'PAGE'
# HELP "http.server.requests" Requests.
# TYPE "http.server.requests" counter
{"http.server.requests",method="GET"} 3
PAGE
cat >page/serve.py <<'PYTHON'
import http.server, pathlib
page = pathlib.Path("page/metrics").read_bytes()
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=1.0.0; escaping=allow-utf-8")
        self.end_headers()
        self.wfile.write(page)
    def log_message(self, *words):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Page)
pathlib.Path("port").write_text(str(server.server_port))
server.serve_forever()
PYTHON
python3 page/serve.py &
started+=($!)
until [ -s port ]; do sleep 0.1; done
printf 'global: {scrape_interval: 1s}\nscrape_configs:\n- job_name: page\n  static_configs: [{targets: ["127.0.0.1:%s"]}]\n' \
    "$(cat port)" >prometheus.yml
own=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
files/usr/bin/prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address="127.0.0.1:$own" \
    >server.log 2>&1 &
started+=($!)
answer=
for _ in $(seq 60); do
    answer=$(python3 - "$own" 2>/dev/null <<'PYTHON' || true
import json, sys, urllib.parse, urllib.request
query = urllib.parse.urlencode({"query": '{"http.server.requests"}'})
for row in json.load(urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/api/v1/query?{query}"))["data"]["result"]:
    print(row["metric"]["__name__"], row["value"][1])
PYTHON
    )
    [ -n "$answer" ] && break
    sleep 0.5
done
echo "the server: $answer"
test "$answer" = 'http.server.requests 3'
status=0
"$promtool" check metrics <page/metrics >said 2>&1 || status=$?
echo "check metrics: status $status, $(cat said)"
test "$status" = 1
grep -q 'invalid metric name "http.server.requests"' said
