#!/usr/bin/env bash
# Guess: max() over the failed shares of three services, one of which had no requests (0/0), is the share of the worst, as
#        in a Prometheus, where max and min pass over what is no number as long as there is a number.
# Seen:  prombed 0.1.0, an engine for a subset of that language, answers NaN, whichever place the idle one has: once a
#        member of a group is no number, its greatest and its least are none. An alert on max(shares) > 0.2 is silent for as
#        long as one service is idle. Prometheus 2.42.0 says 0.5 for the same samples.
# Fails when that has changed. Needs Debian 12, whose packages it unpacks, and Python 3.10 or later with venv; writes into
# a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq 'prometheus=2.42.0+ds-5+deb12u1' 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" files; done
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'prombed==0.1.0'
venv/bin/python - <<'PYTHON'

import json
import subprocess
from prombed import Prombed

SHARES = 'sum by (s) (rate(r_total{code="500"}[1m])) / sum by (s) (rate(r_total[1m]))'
ASKED = (f"max({SHARES})", f"min({SHARES})", f"max({SHARES}) > 0.2")
services = {"a": (9, 1), "b": (5, 5), "idle": (0, 0)}
metrics = Prombed(retention_ms=600_000)
start = 1_700_000_000_000
for step in range(9):
    metrics.ingest("".join(f'r_total{{s="{name}",code="{code}"}} {7 + each * step}\n'
                           for name, pair in services.items() for code, each in zip(("200", "500"), pair)),
                   timestamp_ms=start + 15_000 * step)
seen = [[round(float(row["value"][1]), 3) for row in metrics.query(asked, start + 120_000)["data"]["result"]]
        for asked in ASKED]
with open("test.yml", "w") as file:
    json.dump({"tests": [{"interval": "15s", "input_series": [
        {"series": f'r_total{{s="{name}",code="{code}"}}', "values": f"7+{each}x8"}
        for name, pair in services.items() for code, each in zip(("200", "500"), pair)],
        "promql_expr_test": [
            {"expr": f"round({asked}, 0.001)", "eval_time": "2m", "exp_samples": [{"labels": "{}", "value": value}]}
            for asked, value in zip(ASKED, (0.5, 0.1))]}]}, file)
agrees = subprocess.run(["files/usr/bin/promtool", "test", "rules", "test.yml"], stdout=subprocess.DEVNULL).returncode == 0
for asked, value in zip(ASKED, seen):
    print(f"{asked.replace(SHARES, 'shares')}: prombed {value}")
print(f"Prometheus: max(shares) 0.5, min(shares) 0.1: {agrees}")
raise SystemExit(0 if agrees and str(seen) == "[[nan], [nan], []]" else 1)
PYTHON
