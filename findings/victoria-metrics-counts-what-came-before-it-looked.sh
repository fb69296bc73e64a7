#!/usr/bin/env bash
# Guess: increase() over a window in which a counter was seen for the first time is what it grew by since then: 40, where
#        a service that had counted 100 was scraped five times and gained 10 each time.
# Seen:  VictoriaMetrics 1.145.0 says 140: it takes a first value that is below about ten times the next step for one that
#        grew from zero within the window. Its rate() over the same window says 40 in a minute, so that rate times window and
#        increase differ more than threefold. Prometheus 3.5.3 says 45. A target that is added, or a store that is set up,
#        looks like a burst of requests (or of failures) that never came.
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
def stores(lines, *also):
    """A Prometheus and a VictoriaMetrics that hold the same lines, whose times are in seconds; yields how to query each."""
    with open("page.om", "w") as file:
        file.write("\n".join([*lines, "# EOF", ""]))
    open("none.yml", "w").close()
    subprocess.run(["bookworm/files/usr/bin/promtool", "tsdb", "create-blocks-from", "openmetrics", "page.om", "blocks"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    prometheus = ["sid/files/usr/bin/prometheus", "--config.file=none.yml", "--storage.tsdb.path=blocks",
                  "--storage.tsdb.retention.time=100y", "--web.listen-address={address}", *also]
    victoria = ["sid/files/usr/bin/victoria-metrics", "-storageDataPath=data", "-retentionPeriod=100y",
                "-httpListenAddr={address}"]

    def querying(ask):
        def query(expression):
            answer = json.loads(ask("/api/v1/query", query=expression, time=MOMENT, nocache=1))
            return [float(row["value"][1]) for row in answer["data"]["result"]]
        return query

    with server(prometheus, "/-/ready") as one, server(victoria, "/health") as other:
        other("/api/v1/import/prometheus", "".join(
            f"{line}000\n" for line in lines if not line.startswith("#")).encode())
        other("/internal/force_flush")
        yield querying(one), querying(other)

lines = ["# TYPE requests counter"]
lines += [f"requests_total {100 + 10 * step} {MOMENT - 60 + 15 * step}" for step in range(5)]
seen = {}
with stores(lines) as (prometheus, victoria):
    for asked in ("increase(requests_total[5m])", "rate(requests_total[5m]) * 60", "increase(requests_total[1m])"):
        seen[asked] = [round(value, 3) for ask in (prometheus, victoria) for value in ask(asked)]
        print(f"{asked}: Prometheus {seen[asked][0]}, VictoriaMetrics {seen[asked][1]}")
raise SystemExit(0 if list(seen.values()) == [[45, 140], [9, 40], [40, 40]] else 1)
PYTHON
