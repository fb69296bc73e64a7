#!/usr/bin/env bash
# Guess: self.client.get("/slow", timeout=0.5) of locust's FastHttpUser gives up after half a second, as that of HttpUser
#        does, whose calls are written in the same way; or it refuses the argument.
# Seen:  locust 2.47.0 makes a parameter of it: the server is asked for /slow?timeout=0.5, without any timeout, and what
#        took 1.5 s is no failure; of a POST it is the body. So it is with verify: what was meant for the client changes
#        what is asked of the service.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only, and talks to
# itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'locust==2.47.0' 'geventhttpclient==2.6.1'
cat >locustfile.py <<'PYTHON'
import json
from locust import FastHttpUser, HttpUser

def calls(user):
    statuses = [user.client.get("/slow", timeout=0.5, verify=False).status_code,
                user.client.post("/slow", timeout=0.5).status_code]
    with open(f"{type(user).__name__}.json", "w") as file:
        json.dump(statuses, file)
    user.stop()

class Ordinary(HttpUser):
    fixed_count = 1
    tasks = [calls]

class Fast(FastHttpUser):
    fixed_count = 1
    tasks = [calls]
PYTHON
cat >run.py <<'PYTHON'
import http.server
import json
import subprocess
import threading
import time

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        asked.append(f"{self.command} {self.path} {body}".strip())
        time.sleep(1.5)
        try:
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
        except OSError:
            pass

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass

seen = {}
for user in ("Ordinary", "Fast"):
    asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    subprocess.run(["venv/bin/locust", "--headless", "--users", "1", "--run-time", "6s", "--only-summary",
                    "--exit-code-on-error", "0", "--host", f"http://127.0.0.1:{server.server_port}", user],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server.shutdown()
    with open(f"{user}.json") as file:
        seen[user] = json.load(file), sorted(set(asked))
    print(f"{user}: statuses {seen[user][0]} (0 is none), the server was asked for: {', '.join(seen[user][1])}")
raise SystemExit(0 if seen["Ordinary"] == ([0, 0], ["GET /slow", "POST /slow"])
                 and seen["Fast"][0] == [200, 200] and any("timeout=0.5" in line for line in seen["Fast"][1])
                 and not {"GET /slow", "POST /slow"} & set(seen["Fast"][1]) else 1)
PYTHON
venv/bin/python run.py
