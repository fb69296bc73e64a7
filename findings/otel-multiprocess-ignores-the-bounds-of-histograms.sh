#!/usr/bin/env bash
# Guess: a histogram has the bounds that its maker asked for (explicit_bucket_boundaries_advisory), or else those of
#        OpenTelemetry, which reach to 10,000; milliseconds are a unit as any other.
# Seen:  opentelemetry-sdk-extension-prometheus-multiprocess 1.4.0 gives every histogram the bounds of prometheus-client,
#        from 0.005 to 10, whatever was asked for and whatever the unit is. Times in milliseconds are almost all above the
#        last bound: of 90 requests of 20 ms and 10 of 2,000 ms none is within it, and each quantile says 10 ms.
#        OpenTelemetry's own provider has the bounds that were asked for.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'opentelemetry-sdk-extension-prometheus-multiprocess==1.4.0' \
    'opentelemetry-exporter-prometheus==0.66b2' \
    'opentelemetry-sdk==1.45.2' \
    'prometheus-client==0.26.0'
mkdir "$folder/tmp"
TMPDIR="$folder/tmp" "$folder/venv/bin/python" - <<'PYTHON'
from opentelemetry.sdk.extension.prometheus_multiprocess import MultiProcessRegistry, PrometheusMeterProvider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from prometheus_client import generate_latest

registry, reader = MultiProcessRegistry(), InMemoryMetricReader()

def record(provider):
    for name, options in (("asked", {"explicit_bucket_boundaries_advisory": [50, 500, 5_000]}), ("usual", {})):
        histogram = provider.get_meter("shop").create_histogram(name, unit="ms", **options)
        for milliseconds in [20] * 90 + [2_000] * 10:
            histogram.record(milliseconds, {"route": "/"})

record(PrometheusMeterProvider())
record(MeterProvider([reader]))
bounds, within = {}, {}
for line in generate_latest(registry).decode().splitlines():
    if "_bucket{" in line:
        name, bound = line.split("_")[0], float(line.split('le="')[1].split('"')[0])
        bounds.setdefault(("extension", name), []).append(bound)
        within["extension", name, bound] = float(line.rsplit(" ", 1)[1])
for metric in reader.get_metrics_data().resource_metrics[0].scope_metrics[0].metrics:
    point = metric.data.data_points[0]
    bounds["own", metric.name] = [*point.explicit_bounds, float("inf")]
    for index, bound in enumerate(bounds["own", metric.name]):
        within["own", metric.name, bound] = sum(point.bucket_counts[:index + 1])
for of, name in bounds:
    each = sorted(bounds[of, name])
    print(f"{of} {name}: {each[0]:g}, {each[1]:g} … {each[-2]:g}, {within[of, name, each[-2]]:.0f} of 100 within it")
    bounds[of, name] = each[:-1]
raise SystemExit(0 if bounds["own", "asked"] == [50, 500, 5_000] and bounds["own", "usual"][-1] == 10_000
                 and bounds["extension", "asked"] == bounds["extension", "usual"] and bounds["extension", "asked"][-1] == 10
                 and within["extension", "asked", 10] == 0 else 1)
PYTHON
