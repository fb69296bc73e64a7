#!/usr/bin/env bash
# Guess: a client for the HTTP API sends a query as it was written: requests_total{code=~"5.+"} has the series of 500 and
#        503, and a + b adds.
# Seen:  promql-http-api 0.3.4 puts the query into the address as it is; a plus means a blank there. The server is asked
#        for code=~"5. ", which is valid and matches nothing: the failures are none, and those of the negation are all.
#        A sum is refused as no PromQL. Braces, quotes and blanks arrive whole, as requests escapes them.
# Fails when that has changed. Needs Debian 12, whose packages it unpacks, and Python 3.10 or later with venv; writes into
# a temporary folder only, and talks to itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq 'prometheus=2.42.0+ds-5+deb12u1' 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" files; done
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'promql-http-api==0.3.4' 'pytz==2026.6'
venv/bin/python - <<'PYTHON'
import datetime
import json
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from promql_http_api import PromqlHttpApi

MOMENT = 1_700_006_400
with open("page.om", "w") as file:
    file.write("# TYPE requests counter\n")
    for code in (200, 500, 503):
        file.writelines(f'requests_total{{code="{code}"}} {step} {MOMENT - 600 + 15 * step}\n' for step in range(41))
    file.write("# EOF\n")
open("none.yml", "w").close()
subprocess.run(["files/usr/bin/promtool", "tsdb", "create-blocks-from", "openmetrics", "page.om", "blocks"], check=True,
               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
with socket.socket() as candidate:
    candidate.bind(("127.0.0.1", 0))
    address = f"127.0.0.1:{candidate.getsockname()[1]}"
with open("log", "w") as log:
    server = subprocess.Popen(["files/usr/bin/prometheus", "--config.file=none.yml", "--storage.tsdb.path=blocks",
                               "--storage.tsdb.retention.time=100y", f"--web.listen-address={address}"],
                              stdout=log, stderr=log)

def direct(query):
    escaped = urllib.parse.urlencode({"query": query, "time": MOMENT})
    with urllib.request.urlopen(f"http://{address}/api/v1/query?{escaped}", timeout=5) as answer:
        return [float(row["value"][1]) for row in json.loads(answer.read())["data"]["result"]]

def by_library(query):
    at = datetime.datetime.fromtimestamp(MOMENT, datetime.timezone.utc)
    try:
        return [float(value) for value in PromqlHttpApi(f"http://{address}").query(query, at).to_dataframe()["value"]]
    except Exception as error:
        return f"{type(error).__name__}: {' '.join(str(error).split())[:60]}"

try:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://{address}/-/ready", timeout=5).close()
            break
        except OSError:
            time.sleep(0.2)
    seen = {}
    for query in ('count(requests_total{code=~"5.*"})', 'count(requests_total{code=~"5.+"})',
                  'count(requests_total{code!~"5.+"})', "sum(requests_total) + sum(requests_total)"):
        seen[query] = direct(query), by_library(query)
        print(f"{query}: {seen[query][0]} directly, by the library {seen[query][1]}")
finally:
    server.terminate()
    server.wait()
every, some, others, added = seen.values()
raise SystemExit(0 if every == ([2], [2]) and some[0] == [2] and "no results" in some[1] and others == ([1], [3])
                 and added[0] == [240] and isinstance(added[1], str) else 1)
PYTHON
