#!/usr/bin/env bash
# Guess: a histogram that lost its bucket +Inf (a rule or a relabelling that keeps a few buckets) has no quantiles
#        anywhere, as nobody can tell how many were slower than the last bound.
# Seen:  Prometheus 3.5.3 answers NaN. VictoriaMetrics 1.145.0 takes the last bucket that there is for the whole: where
#        one request in five took longer than 1 s it says 0.9 s for the 99th percentile, as if there were none of them.
#        The more are slow, the less is said.
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

lines = ["# TYPE seconds histogram"]
for bound, share in (("0.1", 50), ("0.5", 70), ("1.0", 80), ("+Inf", 100)):
    lines += [f'seconds_bucket{{le="{bound}"}} {share * step} {MOMENT - 600 + 15 * step}' for step in range(41)]
seen = {}
with stores(lines) as (prometheus, victoria):
    for selected in ("", '{le!="+Inf"}'):
        asked = f"histogram_quantile(0.99, rate(seconds_bucket{selected}[5m]))"
        seen[selected] = [str([round(value, 3) for value in ask(asked)]) for ask in (prometheus, victoria)]
        print(f"{asked}: Prometheus {seen[selected][0]}, VictoriaMetrics {seen[selected][1]}")
raise SystemExit(0 if list(seen.values()) == [["[1.0]", "[1.0]"], ["[nan]", "[0.96]"]] else 1)
PYTHON
