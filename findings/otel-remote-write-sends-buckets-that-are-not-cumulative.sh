#!/usr/bin/env bash
# Guess: a histogram that OpenTelemetry's exporter writes into a Prometheus has the series of a histogram there: _bucket,
#        counted cumulatively up to +Inf, and quantiles that are those of what was recorded.
# Seen:  opentelemetry-exporter-prometheus-remote-write 0.66b1 sends the count of each bucket by itself, under the name
#        without _bucket, +Inf being those above the last bound; and the bucket up to 0.0, which the default bounds begin
#        with, without le. The receiver takes all of it. Of 100 requests, of which 90 took 0.05 s, 9 took 0.3 s and one
#        2 s, histogram_quantile says 0.095 for the 95th percentile and 0.099 for the 99th.
# Fails when that has changed. Needs Debian 12, whose packages it unpacks, and Python 3.10 or later with venv; writes into
# a temporary folder only, and talks to itself on the loopback alone.
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
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    'opentelemetry-exporter-prometheus-remote-write==0.66b1' \
    'opentelemetry-sdk==1.45.2'
venv/bin/python - <<'PYTHON'
import contextlib
import json
import socket
import subprocess
import time
import urllib.parse
import urllib.request

@contextlib.contextmanager
def server(command, ready, told):
    """A server on a free port of the loopback, whose address it adds to what is told; yields how to ask it."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{candidate.getsockname()[1]}"
    told.append(address)

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

from opentelemetry.exporter.prometheus_remote_write import PrometheusRemoteWriteMetricsExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader

open("none.yml", "w").close()
port = []
with server(["bookworm/files/usr/bin/prometheus", "--config.file=none.yml", "--storage.tsdb.path=data",
             "--web.listen-address={address}", "--web.enable-remote-write-receiver"], "/-/ready", port) as ask:
    exporter = PrometheusRemoteWriteMetricsExporter(endpoint=f"http://{port[0]}/api/v1/write")
    reader = PeriodicExportingMetricReader(exporter, export_interval_millis=3_600_000)
    provider = MeterProvider(metric_readers=[reader])
    meter = provider.get_meter("shop")
    duration = meter.create_histogram("duration", unit="s", explicit_bucket_boundaries_advisory=[0.1, 0.5, 1.0])
    plain = meter.create_histogram("plain")
    for seconds, times in ((0.05, 90), (0.3, 9), (2, 1)):
        for _ in range(times):
            duration.record(seconds)
    plain.record(0)
    reader.force_flush()

    def answers(expression):
        found = json.loads(ask("/api/v1/query", query=expression))["data"]["result"]
        return {(row["metric"].get("__name__"), row["metric"].get("le")): round(float(row["value"][1]), 6) for row in found}

    sent = answers('{__name__=~"duration.*|plain", le=~"|0.1|0.5|1.0|.Inf"}')
    for (name, bound), value in sent.items():
        print(f"{name} le={bound}: {value:g}")
    said = {share: answers(f"histogram_quantile({share}, duration_s)").get((None, None)) for share in (0.5, 0.95, 0.99)}
    print(f"quantiles: {said}; true: 0.05, 0.3 and 0.3")
    provider.shutdown()
raise SystemExit(0 if sent["duration_s", "+Inf"] == 1 and sent["duration_s", "0.5"] == 9 and ("plain", None) in sent
                 and said[0.95] == 0.095 and said[0.99] == 0.099 else 1)
PYTHON
