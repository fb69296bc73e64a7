#!/usr/bin/env bash
# Guess: counters that an OpenTelemetry SDK sends as deltas (a preference of many services) are summed up by a store of
#        totals, or refused with an error that the SDK logs.
# Seen:  VictoriaMetrics 1.145.0 answers 200 and keeps each delta as the counter's value: a service that sends 5 more each
#        time has a counter that stands at 5, whose rate is zero, and its histograms have no quantiles; the same service
#        with totals has both right. Traffic that is steady reads as none.
# Fails when that has changed. Needs Debian 12 with its archive keyring, whose sid it reads by an apt with a state of its
# own, and Python 3.10 or later with venv; writes into a temporary folder only, and talks to itself on the loopback alone.
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
unpack sid 'victoria-metrics=1.145.0+ds1-2'
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    'opentelemetry-exporter-otlp-proto-http==1.45.2' \
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

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.metrics import Counter, Histogram, MeterProvider
from opentelemetry.sdk.metrics.export import AggregationTemporality, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource

port, seen, delta = [], {}, AggregationTemporality.DELTA
with server(["sid/files/usr/bin/victoria-metrics", "-storageDataPath=data", "-httpListenAddr={address}",
             "-search.latencyOffset=1s"], "/health", port) as ask:
    services = {}
    for name, preferred in (("totals", {}), ("deltas", {Counter: delta, Histogram: delta})):
        exporter = OTLPMetricExporter(f"http://{port[0]}/opentelemetry/v1/metrics", preferred_temporality=preferred)
        reader = PeriodicExportingMetricReader(exporter, export_interval_millis=3_600_000)
        provider = MeterProvider([reader], resource=Resource.create({"service.name": name}))
        meter = provider.get_meter("shop")
        services[name] = reader, meter.create_counter("orders"), meter.create_histogram("seconds"), provider
    for _ in range(6):
        for reader, orders, seconds, _ in services.values():
            orders.add(5)
            for _ in range(10):
                seconds.record(3)
            reader.force_flush()
        time.sleep(1)
    ask("/internal/force_flush")
    time.sleep(2)
    for name, (_, _, _, provider) in services.items():
        of = f'{{"service.name"="{name}"}}'
        seen[name] = []
        for asked in (f"orders{of}", f"round(rate(orders{of}[10s]))",
                      f"histogram_quantile(0.5, rate(seconds_bucket{of}[10s]))"):
            found = json.loads(ask("/api/v1/query", query=asked, nocache=1))["data"]["result"]
            seen[name].append([float(row["value"][1]) for row in found])
        print(f"{name}: counter {seen[name][0]}, rate {seen[name][1]}, median {seen[name][2]}")
        provider.shutdown()
raise SystemExit(0 if seen == {"totals": [[30], [5], [2.5]], "deltas": [[5], [0], []]} else 1)
PYTHON
