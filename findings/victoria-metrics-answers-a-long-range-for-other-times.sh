#!/usr/bin/env bash
# Guess: a range query answers for its start and each step after it up to its end, as the API of a Prometheus is described:
#        two queries over the same range have the same times, whatever their step divides.
# Seen:  VictoriaMetrics 1.145.0 does so for up to 49 points. From 50 on it moves start and end down to whole multiples of
#        the step: an hour in steps of 15 s that ends 12 s after one is answered for times 12 s earlier, and lacks
#        the newest. A client that looks for the values of the times that it asked for, or lays a short range
#        over a long one, finds none in common. With nocache=1 it answers as asked. Prometheus 3.5.3 always does.
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
with open("page.om", "w") as file:
    file.write("# TYPE requests counter\n")
    file.writelines(f"requests_total {step} {MOMENT - 7200 + 15 * step}\n" for step in range(481))
    file.write("# EOF\n")
open("none.yml", "w").close()
subprocess.run(["bookworm/files/usr/bin/promtool", "tsdb", "create-blocks-from", "openmetrics", "page.om", "blocks"],
               check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
prometheus = ["sid/files/usr/bin/prometheus", "--config.file=none.yml", "--storage.tsdb.path=blocks",
              "--storage.tsdb.retention.time=100y", "--web.listen-address={address}"]
victoria = ["sid/files/usr/bin/victoria-metrics", "-storageDataPath=data", "-retentionPeriod=100y",
            "-httpListenAddr={address}"]

def moved(ask, points, **also):
    """How many points are answered, and by how much the first and the last are off what was asked for."""
    end = MOMENT - 3
    start = end - 15 * (points - 1)
    answer = json.loads(ask("/api/v1/query_range", query="requests_total", start=start, end=end, step=15, **also))
    times = [time for time, _ in answer["data"]["result"][0]["values"]]
    return len(times), times[0] - start, times[-1] - end

with server(prometheus, "/-/ready") as one, server(victoria, "/health") as other:
    with open("page.om") as file:
        other("/api/v1/import/prometheus", "".join(
            f"{line.rstrip()}000\n" for line in file if not line.startswith("#")).encode())
    other("/internal/force_flush")
    seen = {(store, points): moved(ask, points) for store, ask in (("Prometheus", one), ("VictoriaMetrics", other))
            for points in (49, 50, 240)}
    seen["VictoriaMetrics, nocache=1", 240] = moved(other, 240, nocache=1)
for (store, points), (got, first, last) in seen.items():
    print(f"{store}, {points} points asked for: {got}, the first {first} s and the last {last} s off")
raise SystemExit(0 if seen == {
    ("Prometheus", 49): (49, 0, 0), ("Prometheus", 50): (50, 0, 0), ("Prometheus", 240): (240, 0, 0),
    ("VictoriaMetrics", 49): (49, 0, 0), ("VictoriaMetrics", 50): (50, -12, -12), ("VictoriaMetrics", 240): (240, -12, -12),
    ("VictoriaMetrics, nocache=1", 240): (240, 0, 0)} else 1)
PYTHON
