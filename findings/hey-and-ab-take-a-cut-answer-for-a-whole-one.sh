#!/usr/bin/env bash
# Guess: an answer that ends after 10 of the 1,000 bytes that its Content-Length promises is an error to a load driver.
# Seen:  wrk 4.1.0 counts each as a read error and none as a request; hey 0.1.4 counts all as 200 and has no error; ab of
#        Apache 2.4.68 counts all as complete and none as failed. A service that breaks off its answers passes a load
#        test.
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
unpack bookworm 'wrk=4.1.0-3+b2' 'libluajit-5.1-2=2.1.0~beta3+git20220320+dfsg-4.1+deb12u1' 'hey=0.1.4-2+b4' \
    'apache2-utils=2.4.68-1~deb12u1' 'libapr1=1.7.2-3+deb12u1' 'libaprutil1=1.6.3-1'
cat >server.py <<'PYTHON'
import http.server

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x" * 10)
        self.close_connection = True

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
url=http://127.0.0.1:$(cat port)/
files=$PWD/bookworm/files
LD_LIBRARY_PATH=$(find "$files" -name '*.so*' -exec dirname {} \; | sort -u | paste -sd:)
export LD_LIBRARY_PATH
"$files/usr/bin/wrk" -t1 -c1 -d1s "$url" | grep -E 'requests in|Socket errors' | tee wrk
"$files/usr/bin/hey" -n 20 -c 1 "$url" | grep -E 'responses|EOF|Error' | tee hey
"$files/usr/bin/ab" -q -n 20 -c 1 "$url" | grep -E 'Complete|Failed' | tee ab
grep -Eq '^ *0 requests in' wrk
grep -Eq 'read [1-9]' wrk
[ "$(tr -s '[:space:]' ' ' <hey)" = ' [200] 20 responses ' ]
grep -Eq 'Complete requests: +20' ab
grep -Eq 'Failed requests: +0' ab
