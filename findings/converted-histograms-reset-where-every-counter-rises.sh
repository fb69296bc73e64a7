#!/usr/bin/env bash
# Guess: with convert_classic_histograms_to_nhcb a histogram's rate is what its classic series gives, as both are read
#        from the same page.
# Seen:  Prometheus 3.5.3: a page whose cumulative buckets, _count and _sum all only rise reads 50 requests a second as
#        classic, and thousands converted. Its buckets are rounded shares of the count, so that now and then the
#        difference of two neighbours falls by one; to a native histogram that is a counter reset, and the whole count
#        is added once more. (Whatever reads a histogram's buckets one after the other writes such pages.) With buckets
#        that are sums of whole numbers both read alike.
# Fails when that has changed. Needs a Debian with its archive keyring, whose sid it reads by an apt with a state of its
# own, and Python 3; writes into a temporary folder only, and talks to itself on the loopback alone. Takes half a minute.
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
unpack sid 'prometheus=3.5.3+ds1-6'
python3 - <<'PYTHON'
import http.server
import json
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request

BOUNDS = ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1"]
SHARES = [0.15, 0.28, 0.56, 0.81, 0.9, 0.97, 0.971, 0.9715]
start = time.monotonic()

def page(is_in_step):
    """A histogram of some 50 observations a second, begun long ago: its buckets are sums of whole numbers each, or rounded."""
    seen = 900_000 + (time.monotonic() - start) * 50
    own = [int(seen * (high - low)) for low, high in zip([0, *SHARES], [*SHARES, 1])]
    counts = [sum(own[:end]) for end in range(1, len(own) + 1)] if is_in_step else [int(seen * share) for share in [*SHARES, 1]]
    lines = ["# TYPE m histogram"]
    lines += [f'm_bucket{{le="{bound}"}} {count}' for bound, count in zip([*BOUNDS, "+Inf"], counts)]
    lines += [f"m_count {counts[-1]}", f"m_sum {seen / 10}"]
    return "\n".join(lines) + "\n"

class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(page(self.path == "/even").encode())

    def log_message(self, *arguments):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
threading.Thread(target=server.serve_forever, daemon=True).start()
with socket.socket() as candidate:
    candidate.bind(("127.0.0.1", 0))
    port = candidate.getsockname()[1]
jobs = [(name, path, convert) for path in ("even", "rounded") for name, convert in (("classic", False), ("converted", True))]
with open("scrape.yml", "w") as file:
    json.dump({"global": {"scrape_interval": "1s"}, "scrape_configs": [
        {"job_name": f"{path}-{name}", "metrics_path": f"/{path}", "convert_classic_histograms_to_nhcb": convert,
         "static_configs": [{"targets": [f"127.0.0.1:{server.server_port}"]}]} for name, path, convert in jobs]}, file)

def ask(expression):
    query = urllib.parse.urlencode({"query": expression})
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query?{query}", timeout=5) as answer:
        return {row["metric"]["job"]: float(row["value"][1]) for row in json.load(answer)["data"]["result"]}

with open("log", "w") as log:
    process = subprocess.Popen(
        ["sid/files/usr/bin/prometheus", "--config.file=scrape.yml", "--storage.tsdb.path=data",
         f"--web.listen-address=127.0.0.1:{port}", "--enable-feature=native-histograms"], stdout=log, stderr=log)
try:
    seen, end = {}, time.monotonic() + 60
    while time.monotonic() < end:
        time.sleep(1)
        try:
            if max(ask("min by (job) (count_over_time(up[1m]))").values(), default=0) < 25:
                continue
            seen = ask("sum by (job) (rate(m_count[20s])) or sum by (job) (histogram_count(rate(m[20s])))")
            break
        except OSError:
            continue
finally:
    process.terminate()
    process.wait()
for job, rate in sorted(seen.items()):
    print(f"{job}: {rate:.1f} a second")
alike = seen.get("even-converted", 0) and abs(seen["even-classic"] / seen["even-converted"] - 1) < 0.01
raise SystemExit(0 if alike and seen["rounded-classic"] < 60 and seen["rounded-converted"] > 1000 else 1)
PYTHON
