#!/usr/bin/env bash
# Guess: a store that selects by names in quotes, as Prometheus 3 writes dotted ones, takes such names wherever a label
#        may stand.
# Seen:  VictoriaMetrics 1.112.0 answers {"a.b","c.d"="x"} and refuses sum by ("c.d") over it (422); 1.145.0 answers
#        both. A dashboard made for dotted OpenTelemetry names finds its series there and cannot group them.
# Fails when that has changed. Needs a Debian with its archive keyring, whose trixie and sid it reads by an apt with a
# state of its own, and Python 3; writes into a temporary folder only, and talks to itself on the loopback alone.
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
import json
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

def run(suite):
    """Status and number of series for a selection by quoted names, and for the same grouped by one."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        port = candidate.getsockname()[1]

    def call(path, body=None):
        try:
            request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body)
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def ask(expression):
        query = urllib.parse.urlencode({"query": expression, "nocache": "1", "latency_offset": "1ms"})
        status, body = call(f"/api/v1/query?{query}")
        return status, len(json.loads(body)["data"]["result"]) if status == 200 else None

    with open(f"{suite}.log", "w") as log:
        process = subprocess.Popen([f"{suite}/files/usr/bin/victoria-metrics", f"-storageDataPath={suite}-data",
                                    f"-httpListenAddr=127.0.0.1:{port}"], stdout=log, stderr=log)
    try:
        series = {"metric": {"__name__": "a.b", "c.d": "x"}, "values": [1], "timestamps": [int(time.time() * 1000)]}
        end, chosen = time.monotonic() + 60, (0, None)
        while time.monotonic() < end and chosen != (200, 1):
            time.sleep(0.5)
            try:
                call("/api/v1/import", json.dumps(series).encode())
                chosen = ask('{"a.b","c.d"="x"}')
            except OSError:
                continue
        return chosen, ask('sum by ("c.d") ({"a.b"})')
    finally:
        process.terminate()
        process.wait()

seen = {suite: run(suite) for suite in ("trixie", "sid")}
for suite, (chosen, grouped) in seen.items():
    print(f"{suite}: chosen {chosen}, grouped {grouped}")
raise SystemExit(0 if seen == {"trixie": ((200, 1), (422, None)), "sid": ((200, 1), (200, 1))} else 1)
PYTHON
