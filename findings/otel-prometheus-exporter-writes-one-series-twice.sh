#!/usr/bin/env bash
# Guess: attributes whose names become equal on the page (a.b and a_b) are merged into one series, as the
#        compatibility specification asks for, or one is dropped.
# Seen:  opentelemetry-exporter-prometheus 0.66b2: the page carries the same series twice with two values. A
#        Prometheus keeps the first of them in each scrape and drops the other (2.42 without a word in its log): what
#        was counted there is lost.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'opentelemetry-exporter-prometheus==0.66b2' \
    'opentelemetry-sdk==1.45.2' \
    'prometheus-client==0.26.0'
"$folder/venv/bin/python" - <<'PYTHON'
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from prometheus_client import REGISTRY, generate_latest
meter = MeterProvider(metric_readers=[PrometheusMetricReader()]).get_meter("shop")
orders = meter.create_counter("orders")
orders.add(2, {"a.b": "1"})
orders.add(1, {"a_b": "1"})
lines = [line for line in generate_latest(REGISTRY).decode().splitlines() if line.startswith("orders_total{")]
print("\n".join(lines))
series = {line.rsplit(" ", 1)[0] for line in lines}
raise SystemExit(0 if len(lines) == 2 and len(series) == 1 else 1)
PYTHON
