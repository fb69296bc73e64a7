#!/usr/bin/env bash
# Guess: answers that come later than wrk's timeout are among its latencies, or else not among its requests; a tenth of
#        the answers takes 2.5 s, so that the 99th percentile says 2.5 s or the timeout of 2 s.
# Seen:  wrk 4.1.0, without any option for the timeout: they are counted as requests and left out of the latencies. The
#        99th percentile and the maximum are those of the fast ones, some milliseconds; only the line of socket errors
#        says "timeout", for the same requests that are counted as answered.
# Fails when that has changed. Needs Debian 12 with its archive keyring and Python 3; writes into a temporary folder
# only, and talks to itself on the loopback alone.
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
unpack bookworm 'wrk=4.1.0-3+b2' 'libluajit-5.1-2=2.1.0~beta3+git20220320+dfsg-4.1+deb12u1'
cat >server.py <<'PYTHON'
import http.server
import itertools
import time

numbers = itertools.count(1)

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        time.sleep(2.5 if next(numbers) % 10 == 0 else 0.1)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
python3 server.py >port 2>errors &
server=$!
trap 'kill "$server"; rm -rf "$folder"' EXIT
for _ in {1..50}; do [ -s port ] && break; sleep 0.1; done
LD_LIBRARY_PATH=$(dirname "$(find "$PWD/bookworm/files" -name 'libluajit*.so*' | head -n 1)") \
    bookworm/files/usr/bin/wrk -t1 -c20 -d12s --latency "http://127.0.0.1:$(cat port)/" | tee seen
python3 - <<'PYTHON'
import re
text = open("seen").read()
def milliseconds(found):
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]
worst = milliseconds(re.search(r"99%\s+([\d.]+)(us|ms|s)", text))
late = int(re.search(r"timeout (\d+)", text)[1])
print(f"99 % within {worst:.0f} ms, although {late} answers took 2500 ms")
raise SystemExit(0 if worst < 1000 and late >= 10 else 1)
PYTHON
