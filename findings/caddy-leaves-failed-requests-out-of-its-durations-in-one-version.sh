#!/usr/bin/env bash
# Guess: a proxy's duration histogram counts what its request counter counts, requests to a dead upstream included (its
#        client got a 502 for each), in every version.
# Seen:  Caddy 2.6.2 leaves requests whose handler failed out of caddy_http_request_duration_seconds: with 5 of 15
#        requests to a dead upstream its histogram holds 10 and no 502, while 2.11.4's holds 15 with five 502; both count
#        the five in caddy_http_request_errors_total. Failures from the histogram alone read 0 % on one, failures as
#        histogram and errors together twice the truth on the other.
# Fails when that has changed. Needs a Debian with its archive keyring, whose trixie and sid it reads by an apt with a
# state of its own, and Python 3; writes into a temporary folder only, and talks to itself on the loopback alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# unpack SUITE PACKAGE=VERSION...: packages of a later suite, from the mirror that this machine's own come from, by an
# apt that keeps its lists in this folder.
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
unpack trixie 'caddy=2.6.2-12+deb13u1'
unpack sid 'caddy=2.11.4-1'
python3 - <<'PYTHON'
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request

METRICS = {"trixie": "servers {\nmetrics\n}", "sid": "metrics"}

def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports

def status(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""

def run(suite):
    """What the clients got; requests in the duration histogram, its 502s, and errors, each of the outermost handler."""
    http, admin, dead = free_ports(3)
    with open(f"{suite}.Caddyfile", "w") as file:
        file.write(f"{{\nadmin 127.0.0.1:{admin}\nauto_https off\n{METRICS[suite]}\n}}\n"
                   f"http://127.0.0.1:{http} {{\nroute {{\nreverse_proxy /dead 127.0.0.1:{dead}\nrespond ok\n}}\n}}\n")
    with open(f"{suite}.log", "w") as log:
        process = subprocess.Popen([f"{suite}/files/usr/bin/caddy", "run", "--config", f"{suite}.Caddyfile", "--adapter", "caddyfile"],
                                   stdout=log, stderr=log, env={"HOME": ".", "PATH": "/usr/bin:/bin"})
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                status(f"http://127.0.0.1:{admin}/metrics")
                break
            except OSError:
                time.sleep(0.2)
        got = [status(f"http://127.0.0.1:{http}/{path}")[0] for path in ["fine"] * 10 + ["dead"] * 5]
        page = status(f"http://127.0.0.1:{admin}/metrics")[1]

        def total(name, labels):
            rows = [line for line in page.splitlines() if line.startswith(name + "{") and 'handler="subroute"' in line
                    and labels in line]
            return int(sum(float(row.rsplit(" ", 1)[1]) for row in rows))

        names = ("caddy_http_request_duration_seconds_count", "caddy_http_request_errors_total")
        return ((got.count(200), got.count(502)), total(names[0], ""), total(names[0], 'code="502"'), total(names[1], ""))
    finally:
        process.terminate()
        process.wait()

seen = {suite: run(suite) for suite in ("trixie", "sid")}
for suite, (got, counted, failed, errors) in seen.items():
    print(f"{suite}: clients got 200 and 502 {got}; histogram {counted}, with 502 {failed}; errors {errors}")
raise SystemExit(0 if seen == {"trixie": ((10, 5), 10, 0, 5), "sid": ((10, 5), 15, 5, 5)} else 1)
PYTHON
