#!/usr/bin/env bash
# Guess: query() gives a Series for a vector, a DataFrame for a matrix and one number for a scalar, as the types of its
#        answers say (Scalar is numpy's float64): scalar(requests) is 0.25 where the server says 0.25.
# Seen:  prometheus-pandas 0.3.3 makes an array of the whole answer, of which the first is the time of the query: [1.7e9,
#        0.25]. Its sum, its mean and its maximum are those of a clock, and a comparison with a limit is two answers, or an
#        error about their truth. A string comes as a list with its time. Vectors are right.
# Fails when that has changed. Needs Debian 12, whose packages it unpacks, and Python 3.10 or later with venv; writes into
# a temporary folder only, and talks to itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'prometheus-pandas==0.3.3' \
    'pandas==2.3.3' \
    'requests==2.32.5'
cd "$folder"
apt-get -qq download 'prometheus=2.42.0+ds-5+deb12u1' 2>errors
dpkg-deb -x prometheus_*.deb files
venv/bin/python - 2>>errors <<'PYTHON'
import socket
import subprocess
import time
import urllib.request
import numpy
from prometheus_pandas.query import Prometheus

with socket.socket() as candidate:
    candidate.bind(("127.0.0.1", 0))
    address = f"127.0.0.1:{candidate.getsockname()[1]}"
open("none.yml", "w").close()
with open("log", "w") as log:
    server = subprocess.Popen(["files/usr/bin/prometheus", "--config.file=none.yml", "--storage.tsdb.path=data",
                               f"--web.listen-address={address}"], stdout=log, stderr=log)
try:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://{address}/-/ready", timeout=5).close()
            break
        except OSError:
            time.sleep(0.2)
    client = Prometheus(f"http://{address}")
    vector = client.query("vector(0.25)", time=1_700_000_000)
    scalar = client.query("scalar(vector(0.25))", time=1_700_000_000)
    string = client.query('"text"', time=1_700_000_000)
finally:
    server.terminate()
    server.wait()
print("vector(0.25):", vector.tolist())
print("scalar(vector(0.25)):", scalar, "maximum", numpy.max(scalar))
print('"text":', string)
raise SystemExit(0 if vector.tolist() == [0.25] and numpy.shape(scalar) == (2,) and scalar.tolist() == [1_700_000_000, 0.25]
                 and string == [1_700_000_000, "text"] else 1)
PYTHON
