#!/usr/bin/env bash
# Guess: "slo-kit gen-alerts" on the SLO of its own description makes alerts in the way of the SRE workbook: where half of
#        all requests fail for hours, 500 times what an objective of 99.9% allows, each of them fires.
# Seen:  the rules of slokit-sre 1.0.1 are valid to promtool, their ratios are 0.5, and no alert of them ever fires: the
#        ratios are recorded with a label for their window, and the alerts join the long and the short one with "and" on
#        all labels, of which that one always differs. Those of slo-guard 0.2.0 fire on the same series.
# Fails when that has changed. Needs Debian 12, whose packages it unpacks, and Python 3.11 or later with venv; writes into
# a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq 'prometheus=2.42.0+ds-5+deb12u1' 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" files; done
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    'slokit-sre==1.0.1' \
    'slo-guard==0.2.0'
cat >slo.yaml <<'YAML'
apiVersion: slo-kit/v1
name: checkout-availability
service: checkout
objective: 0.999
window: 30d
sli:
  good_query: 'sum(rate(http_requests_total{job="checkout",code!~"5.."}[{window}]))'
  total_query: 'sum(rate(http_requests_total{job="checkout"}[{window}]))'
YAML
venv/bin/slo-kit gen-alerts slo.yaml >slo-kit.yml
files/usr/bin/promtool check rules slo-kit.yml
venv/bin/python - <<'PYTHON'
import json
import subprocess
from slo_guard.core import SLO
from slo_guard.rules import render_yaml

with open("slo-guard.yml", "w") as file:
    file.write(render_yaml(SLO("checkout", 0.999), 'http_requests_total{job="checkout",code=~"5.."}',
                           'http_requests_total{job="checkout"}'))

def says(rules, expression, value):
    """Whether an expression has the value three hours after the failures began."""
    with open("test.yml", "w") as file:
        json.dump({"rule_files": [rules], "evaluation_interval": "1m", "tests": [{"interval": "1m", "input_series": [
            {"series": f'http_requests_total{{job="checkout",code="{code}"}}', "values": "0+300x240"}
            for code in (200, 500)],
            "promql_expr_test": [{"expr": expression, "eval_time": "3h",
                                  "exp_samples": [{"labels": "{}", "value": value}]}]}]}, file)
    return subprocess.run(["files/usr/bin/promtool", "test", "rules", "test.yml"], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0

recorded = says("slo-kit.yml", 'count({__name__=~"slo:sli_error:ratio_rate.*"} == 0.5)', 6)
print(f"slo-kit: six ratios of 0.5 recorded: {recorded}")
firing = {}
for name in ("slo-kit", "slo-guard"):
    firing[name] = next(count for count in range(4)
                        if says(f"{name}.yml", 'count(ALERTS{alertstate="firing"}) or vector(0)', count))
    print(f"{name}: {firing[name]} of 3 alerts fire after three hours")
raise SystemExit(0 if recorded and firing == {"slo-kit": 0, "slo-guard": 3} else 1)
PYTHON
