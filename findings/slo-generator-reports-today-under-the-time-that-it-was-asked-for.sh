#!/usr/bin/env bash
# Guess: "slo-generator compute --timestamp T", which is the end of the window that it computes, reports the failures
#        before T.
# Seen:  slo-generator 2.6.0 sends its Prometheus the expression without a time: it reports the last window before now,
#        and writes T on it. Of an hour in which half of all requests failed a report that is made later says 100 % good,
#        with the time of the outage.
# Fails when that has changed. Needs Debian 12, whose packages it unpacks, and Python 3.10 or later with venv; writes into
# a temporary folder only, and talks to itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# unpack SUITE PACKAGE=VERSION...: packages of a suite, from the mirror that this machine's own come from, by an apt that
# keeps its lists in this folder.
unpack() {
    local suite=$1 mirror
    shift
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Component: main' | head -n 1)
    mkdir -p "$suite/lists/partial" "$suite/cache/archives/partial"
    : >"$suite/status"
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' "$mirror" "$suite" \
        /usr/share/keyrings/debian-archive-keyring.gpg >"$suite/suite.sources"
    (
        cd "$suite"
        run=(apt-get -qq -o "Dir::State=$PWD" -o "Dir::State::status=$PWD/status" -o "Dir::Cache=$PWD/cache"
            -o "Dir::Etc::SourceList=$PWD/suite.sources" -o Dir::Etc::SourceParts=/dev/null
            -o "APT::Sandbox::User=$(id -un)")
        "${run[@]}" update
        "${run[@]}" download "$@" 2>/dev/null
        for package in *.deb; do dpkg-deb -x "$package" files; done
    )
}
unpack bookworm 'prometheus=2.42.0+ds-5+deb12u1'
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    'slo-generator[prometheus]==2.6.0' \
    'setuptools==75.8.0'
venv/bin/python - <<'PYTHON'
import contextlib
import json
import socket
import subprocess
import time
import urllib.parse
import urllib.request

@contextlib.contextmanager
def server(command, ready, told):
    """A server on a free port of the loopback, whose address it adds to what is told; yields how to ask it."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{candidate.getsockname()[1]}"
    told.append(address)

    def ask(path, body=None, **parameters):
        query = "?" + urllib.parse.urlencode(parameters) if parameters else ""
        with urllib.request.urlopen(f"http://{address}{path}{query}", data=body, timeout=5) as answer:
            return answer.read().decode()

    with open("log", "w") as log:
        process = subprocess.Popen([part.format(address=address) for part in command], stdout=log, stderr=log)
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                ask(ready)
                break
            except OSError:
                time.sleep(0.2)
        yield ask
    finally:
        process.terminate()
        process.wait()

from slo_generator.compute import compute

now = int(time.time())
outage = now - 7_200
lines, good, bad = ["# TYPE requests counter"], 0, 0
series = {"200": [], "500": []}
for moment in range(now - 14_400, now + 60, 15):
    failing = outage - 3_600 < moment <= outage
    good, bad = good + (5 if failing else 10), bad + (5 if failing else 0)
    series["200"].append(f'requests_total{{code="200"}} {good} {moment}')
    series["500"].append(f'requests_total{{code="500"}} {bad} {moment}')
with open("page.om", "w") as file:
    file.write("\n".join([*lines, *series["200"], *series["500"], "# EOF", ""]))
subprocess.run(["bookworm/files/usr/bin/promtool", "tsdb", "create-blocks-from", "openmetrics", "page.om", "blocks"],
               check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
open("none.yml", "w").close()
port, seen = [], {}
with server(["bookworm/files/usr/bin/prometheus", "--config.file=none.yml", "--storage.tsdb.path=blocks",
             "--web.listen-address={address}"], "/-/ready", port) as ask:
    slo = {"apiVersion": "sre.google.com/v2", "kind": "ServiceLevelObjective", "metadata": {
        "name": "shop", "labels": {"service_name": "shop", "feature_name": "shop", "slo_name": "shop"}}, "spec": {
        "description": "Answers.", "backend": "prometheus", "method": "good_bad_ratio", "exporters": [], "goal": 0.99,
        "service_level_indicator": {"filter_good": 'requests_total{code="200"}[window]',
                                    "filter_bad": 'requests_total{code="500"}[window]'}}}
    config = {"backends": {"prometheus": {"url": f"http://{port[0]}"}}, "exporters": {}, "error_budget_policies": {
        "default": {"steps": [{"name": "1 hour", "burn_rate_threshold": 9, "alert": True, "message_alert": "Page.",
                               "message_ok": "Well.", "window": 3_600}]}}}
    for title, moment in (("the outage", outage), ("now", now)):
        report, = compute(slo, config, timestamp=moment)
        found = json.loads(ask("/api/v1/query", time=moment, query="sum(increase(requests_total{code='200'}[1h]))"
                               " / sum(increase(requests_total[1h]))"))["data"]["result"]
        seen[title] = report["timestamp"] == moment, report["sli_measurement"], round(float(found[0]["value"][1]), 2)
        print(f"{title}: the report of {report['timestamp']} says {seen[title][1]:.0%} good, "
              f"Prometheus {seen[title][2]:.0%}")
raise SystemExit(0 if seen == {"the outage": (True, 1, 0.5), "now": (True, 1, 1)} else 1)
PYTHON
