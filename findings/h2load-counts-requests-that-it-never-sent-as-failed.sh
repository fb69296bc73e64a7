#!/usr/bin/env bash
# Guess: h2load counts as failed what it sent and got no answer for; where a server closes a kept connection after an
#        answer, it connects again, as browsers and wrk do, and sends the rest.
# Seen:  h2load of nghttp2 1.52.0: the client whose connection was closed sends no more, and all that it had still to send
#        is counted as failed and as errored. One closed connection makes almost all of a test fail, while the server saw
#        and answered each request that came. (With "Connection: close" in the answer it does connect again.)
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
unpack bookworm 'nghttp2-client=1.52.0-1+deb12u3' 'libjemalloc2=5.3.0-1' \
    'libev4=1:4.33-1' 'libjansson4=2.14-2' 'libc-ares2=1.18.1-3'
cat >server.py <<'PYTHON'
import http.server
import itertools

numbers = itertools.count(1)

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        number = next(numbers)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        print(number, file=seen, flush=True)
        # As a server does that lets a connection serve so many requests, or that is about to end.
        self.close_connection = number == 5

    def log_message(self, *_):
        pass

seen = open("seen", "w")
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
PYTHON
python3 server.py >port 2>errors &
server=$!
trap 'kill "$server"; rm -rf "$folder"' EXIT
for _ in {1..50}; do [ -s port ] && break; sleep 0.1; done
files=$PWD/bookworm/files
LD_LIBRARY_PATH=$(find "$files" -name '*.so*' -exec dirname {} \; | sort -u | paste -sd:) \
    "$files/usr/bin/h2load" --h1 -n 100 -c 1 "http://127.0.0.1:$(cat port)/" | grep '^requests:' | tee said
printf 'the server saw %s requests and answered them\n' "$(wc -l <seen)"
grep -q '5 succeeded, 95 failed, 95 errored' said
[ "$(wc -l <seen)" = 5 ]
