#!/usr/bin/env bash
# Guess: Summary(max_age_seconds=2, age_buckets=2) forgets a slow request after two seconds: that is what this library adds
#        to aioprometheus.
# Seen:  aioprometheus-summary 0.1.0 keeps both parameters and hands neither to the estimator that it makes: the windows
#        are ten minutes for every summary. Four seconds later the slow start is still the 99th percentile.
#        prometheus-summary 0.1.6, which does the same for the other client library, forgets it.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'aioprometheus-summary==0.1.0' \
    'aioprometheus==23.12.0' \
    'prometheus-summary==0.1.6' \
    'prometheus-client==0.26.0' \
    'quantile-estimator==0.1.3'
"$folder/venv/bin/python" - <<'PYTHON'
import time
import aioprometheus_summary
import prometheus_client
import prometheus_summary

window = {"max_age_seconds": 2, "age_buckets": 2}
registry = prometheus_client.CollectorRegistry()
one = aioprometheus_summary.Summary("one_seconds", "How long.", **window)
other = prometheus_summary.Summary("other_seconds", "How long.", registry=registry, **window)

def observe(seconds, times):
    for _ in range(times):
        one.observe({}, seconds)
        other.observe(seconds)

observe(3.0, 20)
time.sleep(4)
observe(0.01, 20)
said = one.get({})[0.99], registry.get_sample_value("other_seconds", {"quantile": "0.99"})
print(f"99th percentile of what was observed within 2 s, all of it 0.01: aioprometheus-summary {said[0]}, "
      f"prometheus-summary {said[1]}")
raise SystemExit(0 if said == (3.0, 0.01) else 1)
PYTHON
