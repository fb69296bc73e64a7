#!/usr/bin/env bash
# Guess: asked for a version of OpenMetrics that it does not know, the client library answers with the version that it
#        writes, or with plain text; a format with weight 0 is not chosen.
# Seen:  prometheus-client 0.26.0: it repeats whatever version was asked for in Content-Type (2.0.0, 9.0.0) over the
#        same 1.0.0 text, and chooses OpenMetrics although the request gives it q=0. The header says nothing about
#        what is in the page.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'prometheus-client==0.26.0'
"$folder/venv/bin/python" - <<'PYTHON'
from prometheus_client import CollectorRegistry, Counter
from prometheus_client.exposition import choose_encoder
registry = CollectorRegistry()
Counter("requests", "help", registry=registry).inc()
pages = {}
for version in ("1.0.0", "2.0.0", "9.0.0"):
    encode, kind = choose_encoder(f"application/openmetrics-text;version={version}")
    pages[version] = (encode(registry).decode(), kind)
    print(f"asked for {version}: {kind}")
_, refused = choose_encoder("text/plain;q=0.9,application/openmetrics-text;version=1.0.0;q=0")
print(f"OpenMetrics with q=0: {refused}")
same = len({text for text, _ in pages.values()}) == 1
named = all(f"version={version}" in kind for version, (_, kind) in pages.items())
raise SystemExit(0 if same and named and refused.startswith("application/openmetrics-text") else 1)
PYTHON
