#!/usr/bin/env bash
# Guess: hey -n 100 sends 100 requests, for any number of workers.
# Seen:  hey 0.1.4 gives each worker n divided by c, rounded down, and nobody sends the rest: 64 for
#        -n 100 -c 64. Its summary counts what was answered, and says nothing of those that were not sent.
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
unpack bookworm 'hey=0.1.4-2+b4'
cat >server.py <<'PYTHON'
import http.server

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass

class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 100

server = Server(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
python3 server.py >port 2>errors &
server=$!
trap 'kill "$server"; rm -rf "$folder"' EXIT
for _ in {1..50}; do [ -s port ] && break; sleep 0.1; done
for workers in 50 64; do
    bookworm/files/usr/bin/hey -n 100 -c "$workers" "http://127.0.0.1:$(cat port)/" >"seen-$workers"
    printf '%s workers:%s\n' "$workers" "$(grep responses "seen-$workers" | tr -s '[:space:]' ' ')"
done
grep -Eq '\[200\][[:space:]]100 responses' seen-50
grep -Eq '\[200\][[:space:]]64 responses' seen-64
