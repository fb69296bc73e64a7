#!/usr/bin/env bash
# Guess: attributes are a set of names and values, in whatever order they are given, and an instrument never raises into the
#        code that it measures: both are in OpenTelemetry's specification.
# Seen:  opentelemetry-sdk-extension-prometheus-multiprocess 1.4.0 raises ValueError from add() and record() when a call has
#        the names of an earlier one in another order, or as many names of which one is another ("cannot add … of same
#        length"). Which of two handlers fails hangs on which was called first; what it had to count is missing. With
#        OpenTelemetry's own provider the two orders are one series, and other names another.
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

CALLS = ({"method": "GET", "status": "200"}, {"status": "200", "method": "GET"}, {"method": "GET", "error": "timeout"})
registry, reader = MultiProcessRegistry(), InMemoryMetricReader()

def raised(provider):
    """How many of the calls raise."""
    requests, count = provider.get_meter("shop").create_counter("requests"), 0
    for attributes in CALLS:
        try:
            requests.add(1, attributes)
        except ValueError as error:
            count += 1
            print(f"raised: {str(error).partition('already ')[2]}")
    return count

seen = raised(PrometheusMeterProvider()), raised(MeterProvider([reader]))
page = [line for line in generate_latest(registry).decode().splitlines() if line.startswith("requests_total{")]
points = reader.get_metrics_data().resource_metrics[0].scope_metrics[0].metrics[0].data.data_points
print("the extension:", *page, sep="\n  ")
print("the own provider:", *(f"{dict(point.attributes)} {point.value}" for point in points), sep="\n  ")
raise SystemExit(0 if seen == (2, 0) and len(page) == 1 and page[0].endswith(" 1.0")
                 and sorted(point.value for point in points) == [1, 2] else 1)
PYTHON
