#!/usr/bin/env bash
# Guess: in each way of writing names that a Prometheus 3 may ask a page for (metric_name_escaping_scheme: underscores, dots,
#        values), the samples of a histogram have the name of its TYPE line with _bucket, _sum and _count behind it.
# Seen:  prometheus-client 0.26.0 escapes a name with its suffix: with dots the TYPE line says http_dot_duration and the
#        samples are http_dot_duration__bucket (two underscores), with values U__http_2e_duration beside
#        U__http_2e_duration__bucket. As text and as OpenMetrics the library's own parser finds a histogram without
#        samples, and samples of unknown type; queries by the base name find nothing. With underscores, which is what is
#        written where nothing is asked for, and with allow-utf-8, they fit.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'prometheus-client==0.26.0'
"$folder/venv/bin/python" - <<'PYTHON'
from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_text

registry = CollectorRegistry()
Histogram("http.duration", "Durations.", buckets=[0.1, 1], registry=registry).observe(0.5)
forms = {
    "text": ("text/plain;version=1.0.0;escaping=", read_text),
    "OpenMetrics": ("application/openmetrics-text;version=1.0.0;escaping=", read_openmetrics),
}
seen = {}
for escaping in ("allow-utf-8", "underscores", "dots", "values"):
    for form, (accept, read) in forms.items():
        encoder, _ = choose_encoder(accept + escaping)
        page = encoder(registry).decode()
        said = next(line.split()[2].strip('"') for line in page.splitlines() if line.startswith("# TYPE"))
        bucket = next(line for line in page.splitlines() if "bucket" in line)
        name = bucket.removeprefix('{"').split("{")[0].split('"')[0]
        histogram = next(family for family in read(page) if family.type == "histogram")
        seen[escaping, form] = (said, name, len(histogram.samples) > 0)
        print(f"{escaping}, {form}: TYPE {said}, samples {name}, the parser finds samples: {len(histogram.samples) > 0}")
expected = {
    "allow-utf-8": ("http.duration", "http.duration_bucket", True),
    "underscores": ("http_duration", "http_duration_bucket", True),
    "dots": ("http_dot_duration", "http_dot_duration__bucket", False),
    "values": ("U__http_2e_duration", "U__http_2e_duration__bucket", False),
}
raise SystemExit(0 if all(seen[key] == expected[key[0]] for key in seen) else 1)
PYTHON
