#!/usr/bin/env bash
# Guess: VictoriaMetrics answers requests / sum(requests) as Prometheus does: with nothing, since the two sides have no
#        labels in common; one has to write on() group_left().
# Seen:  VictoriaMetrics 1.145.0 pairs a side that is one series without labels with each series of the other, as if it
#        were a number: shares, x > avg(x) and x == max(x) have results there and none in a Prometheus 3.5.3. An alert or
#        a dashboard that is made on the one is silently empty on the other.
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
unpack sid 'prometheus=3.5.3+ds1-6' 'victoria-metrics=1.145.0+ds1-2'
python3 - <<'PYTHON'
import json
import socket
import subprocess
import time
import urllib.parse
import urllib.request

MOMENT = 1_700_006_400
ASKED = ("a / sum(a)", "a > avg(a)", "a == max(a)", "a / on() group_left() sum(a)")
with open("page.om", "w") as file:
    file.write(f'# TYPE a gauge\na{{route="/x"}} 1 {MOMENT}\na{{route="/y"}} 3 {MOMENT}\n# EOF\n')
open("none.yml", "w").close()
subprocess.run(["bookworm/files/usr/bin/promtool", "tsdb", "create-blocks-from", "openmetrics", "page.om", "blocks"],
               check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

def answers(command, ready, load):
    """How many series the server answers each of the expressions with."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{candidate.getsockname()[1]}"

    def ask(path, body=None):
        with urllib.request.urlopen(f"http://{address}{path}", data=body, timeout=5) as answer:
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
        load(ask)
        return {each: len(json.loads(ask("/api/v1/query?" + urllib.parse.urlencode(
            {"query": each, "time": MOMENT, "nocache": 1})))["data"]["result"]) for each in ASKED}
    finally:
        process.terminate()
        process.wait()

def bring(ask):
    """Imports the page; the times of this way in are milliseconds."""
    ask("/api/v1/import/prometheus", f'a{{route="/x"}} 1 {MOMENT}000\na{{route="/y"}} 3 {MOMENT}000\n'.encode())
    ask("/internal/force_flush")

prometheus = answers(["sid/files/usr/bin/prometheus", "--config.file=none.yml", "--storage.tsdb.path=blocks",
                      "--storage.tsdb.retention.time=100y", "--web.listen-address={address}"], "/-/ready", lambda ask: None)
victoria = answers(["sid/files/usr/bin/victoria-metrics", "-storageDataPath=data", "-retentionPeriod=100y",
                    "-httpListenAddr={address}"], "/health", bring)
for each in ASKED:
    print(f"{each}: {prometheus[each]} series in Prometheus, {victoria[each]} in VictoriaMetrics")
raise SystemExit(0 if list(prometheus.values()) == [0, 0, 0, 2] and list(victoria.values()) == [2, 1, 1, 2] else 1)
PYTHON
