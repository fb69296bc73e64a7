#!/usr/bin/env bash
# Guess: a text page in which another family stands between two samples of a counter is read like any other: a server
#        takes it, order means nothing in the text format.
# Seen:  prometheus-client 0.26.0's parser: the samples before the interruption are renamed to the name with _total
#        and have the type counter, those after it keep their name and are of type unknown. One counter comes out as
#        two metrics, without an error.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'prometheus-client==0.26.0'
"$folder/venv/bin/python" - <<'PYTHON'
from prometheus_client.parser import text_string_to_metric_families
page = """\
# TYPE requests counter
requests{route="/a"} 1
up 1
requests{route="/b"} 2
"""
samples = [(family.type, sample.name, sample.labels, sample.value)
           for family in text_string_to_metric_families(page) for sample in family.samples]
for sample in samples:
    print(*sample)
raise SystemExit(0 if [(kind, name) for kind, name, _, _ in samples] ==
                 [("counter", "requests_total"), ("unknown", "up"), ("unknown", "requests")] else 1)
PYTHON
