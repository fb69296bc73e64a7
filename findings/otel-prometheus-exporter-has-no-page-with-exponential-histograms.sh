#!/usr/bin/env bash
# Guess: a histogram that a view aggregates exponentially is left out of the page, or comes with fixed bounds; the
#        other metrics are served.
# Seen:  opentelemetry-exporter-prometheus 0.66b2: making the page raises AttributeError
#        ('ExponentialHistogramDataPoint' has no 'value'): with the first observation of one such histogram every
#        scrape fails, and every other metric of the process is gone with it.
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
from opentelemetry.sdk.metrics import Histogram, MeterProvider
from opentelemetry.sdk.metrics.view import ExponentialBucketHistogramAggregation, View
from prometheus_client import REGISTRY, generate_latest
view = View(instrument_type=Histogram, aggregation=ExponentialBucketHistogramAggregation())
meter = MeterProvider(metric_readers=[PrometheusMetricReader()], views=[view]).get_meter("shop")
meter.create_counter("orders").add(1)
before = "orders_total" in generate_latest(REGISTRY).decode()
meter.create_histogram("duration", unit="s").record(0.2)
try:
    generate_latest(REGISTRY)
    error = "none"
except AttributeError as raised:
    error = str(raised)
print(f"a page before the first observation: {before}; after it: {error}")
raise SystemExit(0 if before and "ExponentialHistogramDataPoint" in error else 1)
PYTHON
