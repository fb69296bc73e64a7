#!/usr/bin/env bash
# Guess: a request that raises after 200 ms has a duration of 200 ms in what gunicorn sends to statsd, as one that
#        answers after 200 ms.
# Seen:  gunicorn 27.0.1, worker classes sync and gthread: the clock for a raised error starts where it is caught, so that
#        its duration is below a millisecond (its access log, too). The more requests raise, the faster the service looks.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'gunicorn==27.0.1'
cd "$folder"
cat >shop.py <<'PYTHON'
import time

def application(environment, start):
    time.sleep(0.2)
    if environment["PATH_INFO"] == "/raises":
        raise ValueError("raised")
    start("500 Internal Server Error", [("Content-Length", "0")])
    return []
PYTHON
"$folder/venv/bin/python" - <<'PYTHON'
import http.client
import re
import socket
import subprocess
import sys
import time

right = True
for kind in ("sync", "gthread"):
    statsd = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    statsd.bind(("127.0.0.1", 0))
    statsd.settimeout(5)
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        port = candidate.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "-k", kind, "--log-level", "critical",
                               "--statsd-host", f"127.0.0.1:{statsd.getsockname()[1]}", "shop:application"])
    try:
        def ask(path):
            """The status of the answer, and the milliseconds that are sent for it."""
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            client.request("GET", path)
            status = client.getresponse().status
            client.close()
            while True:
                found = re.search(rb"gunicorn\.request\.duration:([\d.]+)\|ms", statsd.recv(65536))
                if found:
                    return status, float(found[1])

        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(1)
        answered = [ask("/answers") for _ in range(3)]
        raised = [ask("/raises") for _ in range(3)]
    finally:
        server.terminate()
        server.wait()
        statsd.close()
    print(f"{kind}: answered 500: {answered}")
    print(f"{kind}: raised:       {raised}")
    right &= all(status == 500 and duration >= 200 for status, duration in answered)
    right &= all(status == 500 and duration < 20 for status, duration in raised)
raise SystemExit(0 if right else 1)
PYTHON
