#!/usr/bin/env bash
# Guess: a timer that its client sends for one call in ten (20|ms|@0.1) stands for ten calls of 20 ms, as a sampled counter
#        stands for ten: the count is multiplied, and the quantiles are those of the calls.
# Seen:  the statsd plugin of collectd 5.12.0 multiplies the time instead of the count. Of 1,000 calls of 20 ms, a tenth of
#        which the client statsd 4.0.1 sends, its page says 0.2 s for the average, the median and the 99th percentile, and
#        about 100 calls; the same calls without sampling are 0.02 s and 1,000. Sampled counters are right. The rarer a
#        busy service samples, the slower it looks.
# Fails when that has changed. Needs Debian 12, whose packages it unpacks, and Python 3.10 or later with venv; writes into
# a temporary folder only, and talks to itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq \
    'collectd-core=5.12.0-14' \
    'libltdl7=2.4.7-7~deb12u1' \
    'libmicrohttpd12=0.9.75-6' \
    'libprotobuf-c1=1.4.1-1+b1' 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" files; done
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'statsd==4.0.1'
venv/bin/python - <<'PYTHON'
import os
import random
import socket
import subprocess
import time
import urllib.request

from statsd import StatsClient

def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as candidate:
        candidate.bind(("127.0.0.1", 0))
        return candidate.getsockname()[1]

statsd, web = free_port(socket.SOCK_DGRAM), free_port(socket.SOCK_STREAM)
with open("collectd.conf", "w") as file:
    file.write(f"""Hostname "host"
FQDNLookup false
BaseDir "{os.getcwd()}"
PIDFile "{os.getcwd()}/pid"
PluginDir "{os.getcwd()}/files/usr/lib/collectd"
TypesDB "{os.getcwd()}/files/usr/share/collectd/types.db"
Interval 4
LoadPlugin statsd
LoadPlugin write_prometheus
<Plugin statsd>
  Host "127.0.0.1"
  Port "{statsd}"
  TimerPercentile 50.0
  TimerPercentile 99.0
  TimerCount true
  CounterSum true
</Plugin>
<Plugin write_prometheus>
  Host "127.0.0.1"
  Port "{web}"
</Plugin>
""")
library = next(root for root, _, names in os.walk("files/usr/lib") if any(name.startswith("libltdl") for name in names))

def page():
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{web}/metrics", timeout=5) as answer:
            lines = [line for line in answer.read().decode().splitlines() if line.startswith("collectd_statsd_")]
    except OSError:
        return None
    return {line.split('"')[1]: float(line.split()[1]) for line in lines if "derive" not in line}

seen = {}
with open("log", "w") as log:
    collectd = subprocess.Popen(["files/usr/sbin/collectd", "-f", "-C", "collectd.conf"], stdout=log, stderr=log,
                                env={**os.environ, "LD_LIBRARY_PATH": os.path.abspath(library)})
try:
    end = time.monotonic() + 20
    while page() is None and time.monotonic() < end:
        time.sleep(0.1)
    client = StatsClient("127.0.0.1", statsd)
    random.seed(1)
    while not seen and time.monotonic() < end + 30:
        for number in range(1_000):
            client.timing("all", 20)
            client.timing("sampled", 20, rate=0.1)
            client.incr("calls", rate=0.1)
            if number % 100 == 0:
                time.sleep(0.01)
        while not seen.get("all-count") and time.monotonic() < end + 30:
            time.sleep(0.2)
            seen = page() or {}
finally:
    collectd.terminate()
    collectd.wait()
for name in ("all", "sampled"):
    print(f"{name}: {seen[f'{name}-count']:.0f} calls, average {seen[f'{name}-average']:.3f} s, "
          f"median {seen[f'{name}-percentile-50']:.3f} s, 99th percentile {seen[f'{name}-percentile-99']:.3f} s")
print(f"sampled counter: {seen['calls']:.0f}")
raise SystemExit(0 if seen["all-average"] < 0.021 and 0.19 < seen["sampled-average"] < 0.21
                 and 0.19 < seen["sampled-percentile-99"] < 0.21 and seen["sampled-count"] < 200
                 and seen["calls"] > 5 * seen["sampled-count"] else 1)
PYTHON
