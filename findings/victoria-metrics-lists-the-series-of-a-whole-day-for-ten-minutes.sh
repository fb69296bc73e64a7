#!/usr/bin/env bash
# Guess: /api/v1/series, /labels and /label/…/values with a start and an end name what had samples between them: a pod
#        that ended nine hours ago is no series of the last ten minutes.
# Seen:  VictoriaMetrics 1.145.0 knows days (of UTC) for these: it names each series, label and metric that had a sample
#        on the same day, however short the time that was asked for. A list of a service's pods or of its metrics that is
#        made by them has all that were replaced since midnight. Prometheus 3.5.3 names the one that there is. Queries
#        over the same ten minutes have one series in both.
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

# 18:00 of a day, by UTC.
MOMENT = 1_699_984_800
lines = ["# TYPE requests counter"]
lines += [f'requests_total{{pod="replaced"}} {step} {MOMENT - 9 * 3600 + 15 * step}' for step in range(41)]
lines += [f'requests_total{{pod="now"}} {step} {MOMENT - 600 + 15 * step}' for step in range(41)]
lines += ["# TYPE removed gauge"]
lines += [f'removed{{version="1"}} 1 {MOMENT - 9 * 3600 + 15 * step}' for step in range(41)]
with open("page.om", "w") as file:
    file.write("\n".join([*lines, "# EOF", ""]))
open("none.yml", "w").close()
subprocess.run(["bookworm/files/usr/bin/promtool", "tsdb", "create-blocks-from", "openmetrics", "page.om", "blocks"],
               check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
prometheus = ["sid/files/usr/bin/prometheus", "--config.file=none.yml", "--storage.tsdb.path=blocks",
              "--storage.tsdb.retention.time=100y", "--web.listen-address={address}"]
victoria = ["sid/files/usr/bin/victoria-metrics", "-storageDataPath=data", "-retentionPeriod=100y",
            "-httpListenAddr={address}"]

def listed(ask):
    """What a store names for the last ten minutes, and how many series a query finds in them."""
    minutes = {"start": MOMENT - 600, "end": MOMENT}
    named = [json.loads(ask(f"/api/v1/{path}", **minutes, **also))["data"] for path, also in (
        ("series", {"match[]": "requests_total"}), ("label/pod/values", {}), ("labels", {}), ("label/__name__/values", {}))]
    series = json.loads(ask("/api/v1/query", query="requests_total[10m]", time=MOMENT, nocache=1))["data"]["result"]
    return sorted(one["pod"] for one in named[0]), *named[1:], len(series)

with server(prometheus, "/-/ready") as one, server(victoria, "/health") as other:
    other("/api/v1/import/prometheus", "".join(
        f"{line}000\n" for line in lines if not line.startswith("#")).encode())
    other("/internal/force_flush")
    seen = listed(one), listed(other)
for store, (pods, values, labels, names, series) in zip(("Prometheus", "VictoriaMetrics"), seen):
    print(f"{store}: pods by series {pods}, by values {values}, labels {labels}, names {names}, queried: {series}")
now = (["now"], ["now"], ["__name__", "pod"], ["requests_total"], 1)
day = (["now", "replaced"], ["now", "replaced"], ["__name__", "pod", "version"], ["removed", "requests_total"], 1)
raise SystemExit(0 if seen == (now, day) else 1)
PYTHON
