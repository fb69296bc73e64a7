#!/usr/bin/env bash
# Guess: each request adds one to hypercorn.requests and one duration, whichever way it ends; one whose client went away has
#        no status, or the one that was sent.
# Seen:  hypercorn 0.18.0 sends both to its statsd twice for an answer that its client did not wait for: once when the
#        client goes, without a status, and once when the application has ended, with 200 and the time that the whole
#        answer took. Ten that were left are twenty requests, ten of them good ones of full length, while nobody got any.
#        What breaks off in the application is counted once and has no status.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'hypercorn==0.18.0'
cd "$folder"
cat >service.py <<'PYTHON'
import asyncio

async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    parts = 10 if scope["path"] == "/long" else 1
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for part in range(parts):
        await asyncio.sleep(0.1)
        if scope["path"] == "/breaks":
            raise ValueError("breaks off")
        await send({"type": "http.response.body", "body": b"x" * 1000, "more_body": part < parts - 1})
PYTHON
"$folder/venv/bin/python" - <<'PYTHON'
import collections
import http.client
import socket
import subprocess
import threading
import time

REQUESTS = 10
statsd = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
statsd.bind(("127.0.0.1", 0))
statsd.settimeout(0.2)
with socket.socket() as candidate:
    candidate.bind(("127.0.0.1", 0))
    port = candidate.getsockname()[1]
with open("log", "w") as log:
    server = subprocess.Popen(["venv/bin/hypercorn", "service:application", "-b", f"127.0.0.1:{port}", "--statsd-host",
                               f"127.0.0.1:{statsd.getsockname()[1]}"], stdout=log, stderr=log)
counted, durations = collections.Counter(), []

def read():
    """Takes what was sent, until nothing comes."""
    try:
        while True:
            name, value = statsd.recv(65535).decode().split("|")[0].split(":")
            if name == "hypercorn.request.duration":
                durations.append(float(value) / 1000)
            else:
                counted[name] += int(value)
    except TimeoutError:
        pass

def ask(path, leaves):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    try:
        answer.read(10 if leaves else None)
    except http.client.IncompleteRead:
        pass
    answer.close()
    connection.close()

def seen(path, leaves):
    """What is counted for ten requests at once: requests, those with status 200, durations above 0.9 s."""
    counted.clear()
    durations.clear()
    asking = [threading.Thread(target=ask, args=(path, leaves)) for _ in range(REQUESTS)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    time.sleep(1.5)
    read()
    return counted["hypercorn.requests"], counted["hypercorn.request.status.200"], sum(each > 0.9 for each in durations)

try:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            ask("/short", False)
            break
        except OSError:
            time.sleep(0.2)
    time.sleep(0.5)
    read()
    found = {name: seen(path, leaves) for name, path, leaves in (
        ("read to the end", "/long", False), ("left", "/long", True), ("broken off", "/breaks", False))}
finally:
    server.terminate()
    server.wait()
for name, (requests, good, long) in found.items():
    print(f"{REQUESTS} answers, {name}: {requests} requests, {good} of status 200, {long} durations above 0.9 s")
expected = {"read to the end": (10, 10, 10), "left": (20, 10, 10), "broken off": (10, 0, 0)}
raise SystemExit(0 if found == expected else 1)
PYTHON
