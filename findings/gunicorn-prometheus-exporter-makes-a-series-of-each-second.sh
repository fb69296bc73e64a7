#!/usr/bin/env bash
# Guess: gunicorn_worker_state says in which state each worker is: the sum over state="running" is the number of workers.
# Seen:  gunicorn-prometheus-exporter 0.2.4 has the time in seconds among its labels, and keeps the series of every second
#        in which a request came: one worker that was asked for six seconds is six or more running workers, and its page
#        and the store of whoever scrapes it grow by a series for each second of traffic.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    'gunicorn-prometheus-exporter==0.2.4' \
    'gunicorn==23.0.0' \
    'prometheus-client==0.23.1'
cat >service.py <<'PYTHON'
def application(environment, start):
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]
PYTHON
cat >settings.py <<'PYTHON'
from gunicorn_prometheus_exporter.hooks import (default_on_exit, default_on_starting, default_post_fork,
                                                default_when_ready, default_worker_int)

workers = 1
worker_class = "gunicorn_prometheus_exporter.PrometheusWorker"
when_ready = default_when_ready
on_starting = default_on_starting
worker_int = default_worker_int
on_exit = default_on_exit
post_fork = default_post_fork
PYTHON
venv/bin/python - <<'PYTHON'
import os
import re
import socket
import subprocess
import time
import urllib.request

ports = []
for _ in range(2):
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        ports.append(candidate.getsockname()[1])
environment = dict(os.environ, PROMETHEUS_METRICS_PORT=str(ports[1]), PROMETHEUS_BIND_ADDRESS="127.0.0.1",
                   PROMETHEUS_MULTIPROC_DIR=os.path.join(os.getcwd(), "values"), GUNICORN_WORKERS="1")
with open("log", "w") as log:
    server = subprocess.Popen(["venv/bin/gunicorn", "-c", "settings.py", "-b", f"127.0.0.1:{ports[0]}",
                               "service:application"], stdout=log, stderr=log, env=environment)

def ask(port, path="/"):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return answer.read().decode()

def running():
    page = ask(ports[1], "/metrics")
    return sum(float(value) for value in re.findall(r'gunicorn_worker_state\{.*state="running".*\} (.*)', page))

try:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            ask(ports[0])
            break
        except OSError:
            time.sleep(0.2)
    seen = [running()]
    for _ in range(2):
        for _ in range(12):
            ask(ports[0])
            time.sleep(0.25)
        seen.append(running())
finally:
    server.terminate()
    server.wait()
print("running workers by the page, at first, after three and after six seconds:", seen, "- one runs")
raise SystemExit(0 if seen[0] <= 3 and seen[1] >= seen[0] + 2 and seen[2] >= seen[1] + 2 else 1)
PYTHON
