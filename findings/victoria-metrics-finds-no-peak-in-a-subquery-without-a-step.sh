#!/usr/bin/env bash
# Guess: max_over_time(sum(rate(requests_total[1m]))[30m:]) finds the busiest minute of the half hour in either store: where
#        a subquery has no step, it has one that is fixed, as the evaluation interval of a minute is in a Prometheus.
# Seen:  VictoriaMetrics 1.145.0 takes the step of the query for it, which is 5 minutes where the query is one for a moment:
#        a minute of 100 requests a second is 1 there, where Prometheus 3.5.3 says 100. A graph of it has a peak that
#        comes and goes with the graph's step. With [30m:1m] both say 100.
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
import contextlib
import json
import socket
import subprocess
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

MOMENT = 1_700_006_400

@contextlib.contextmanager
def stores(lines):
    """A Prometheus and a VictoriaMetrics that hold the same lines, whose times are in seconds; yields how to query each."""
    with open("page.om", "w") as file:
        file.write("\n".join([*lines, "# EOF", ""]))
    open("none.yml", "w").close()
    subprocess.run(["bookworm/files/usr/bin/promtool", "tsdb", "create-blocks-from", "openmetrics", "page.om", "blocks"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    prometheus = ["sid/files/usr/bin/prometheus", "--config.file=none.yml", "--storage.tsdb.path=blocks",
                  "--storage.tsdb.retention.time=100y", "--web.listen-address={address}"]
    victoria = ["sid/files/usr/bin/victoria-metrics", "-storageDataPath=data", "-retentionPeriod=100y",
                "-httpListenAddr={address}"]

    def querying(ask):
        def query(expression, **over):
            """The values of one series at a moment, or over a range."""
            path, when = ("query_range", over) if over else ("query", {"time": MOMENT})
            answer = json.loads(ask(f"/api/v1/{path}", query=expression, nocache=1, **when))
            (row,) = answer["data"]["result"]
            return [round(float(value)) for _, value in (row["values"] if over else [row["value"]])]
        return query

    with server(prometheus, "/-/ready") as one, server(victoria, "/health") as other:
        other("/api/v1/import/prometheus", "".join(
            f"{line}000\n" for line in lines if not line.startswith("#")).encode())
        other("/internal/force_flush")
        yield querying(one), querying(other)

# A request a second, and a hundred a second in the minute that ends twelve minutes before the moment.
lines, total = ["# TYPE requests counter"], 0
for step in range(241):
    at = 15 * step - 3_600
    total += 15 * (100 if -780 < at <= -720 else 1)
    lines.append(f"requests_total {total} {MOMENT + at}")
peak = "max_over_time(sum(rate(requests_total[1m]))[30m:{step}])"
seen = {}
with stores(lines) as (prometheus, victoria):
    for name, ask in (("Prometheus", prometheus), ("VictoriaMetrics", victoria)):
        seen[name] = [max(ask(peak.format(step=""))), max(ask(peak.format(step="1m"))),
                      *(max(ask(peak.format(step=""), start=MOMENT - 600, end=MOMENT, step=step)) for step in (60, 300))]
        print(f"{name}: busiest minute {seen[name][0]} a second, with a step of 1m {seen[name][1]}; "
              f"on a graph with a point each minute {seen[name][2]}, each 5 minutes {seen[name][3]}")
raise SystemExit(0 if all(value >= 75 for value in [*seen["Prometheus"], *seen["VictoriaMetrics"][1:3]])
                 and seen["VictoriaMetrics"][0] == seen["VictoriaMetrics"][3] == 1 else 1)
PYTHON
