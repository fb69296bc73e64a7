#!/usr/bin/env bash
# Guess: a Prometheus federates from another of its version what it holds: a histogram that this one converted
#        (convert_classic_histograms_to_nhcb) arrives as it is, or as classic buckets, or not at all; the other series come.
# Seen:  Prometheus 3.5.3: where the federating server reads native histograms it asks for protobuf, and one converted
#        histogram among what is matched fails every scrape: up is 0 and nothing comes, not even the gauges, as the bounds
#        are missing in what the other one sends. Where it does not, it is given text, in which there is no trace of the
#        histogram, and up is 1. Without the conversion both get all.
# Fails when that has changed. Needs Debian 12 or later with its archive keyring, whose sid it reads by an apt with a state
# of its own, and Python 3; writes into a temporary folder only, and talks to itself on the loopback alone.
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
unpack sid 'prometheus=3.5.3+ds1-6'
python3 - <<'PYTHON'
import contextlib
import http.server
import json
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request

class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        count = int(time.monotonic())
        lines = ["# TYPE temperature gauge", "temperature 20", "# TYPE took histogram"]
        lines += [f'took_bucket{{le="{bound}"}} {share * count}' for bound, share in (("0.1", 5), ("1", 9), ("+Inf", 10))]
        lines += [f"took_sum {count}", f"took_count {10 * count}", ""]
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write("\n".join(lines).encode())

    def log_message(self, *_):
        pass

page = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
threading.Thread(target=page.serve_forever, daemon=True).start()

@contextlib.contextmanager
def prometheus(name, job, target, *options, **settings):
    """A server that scrapes the target each second; yields its address."""
    with open(f"{name}.yml", "w") as file:
        json.dump({"global": {"scrape_interval": "1s"}, "scrape_configs": [
            {"job_name": job, "static_configs": [{"targets": [target]}], **settings}]}, file)
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{candidate.getsockname()[1]}"
    with open(f"{name}.log", "w") as log:
        process = subprocess.Popen(["sid/files/usr/bin/prometheus", f"--config.file={name}.yml", f"--storage.tsdb.path={name}",
                                    f"--web.listen-address={address}", *options], stdout=log, stderr=log)
    try:
        yield address
    finally:
        process.terminate()
        process.wait()

def number(address, query):
    """The one number that is answered, or none; a server that has just begun answers nothing."""
    try:
        asked = f"http://{address}/api/v1/query?" + urllib.parse.urlencode({"query": query})
        with urllib.request.urlopen(asked, timeout=5) as answer:
            found = json.load(answer)["data"]["result"]
    except OSError:
        return None
    return float(found[0]["value"][1]) if found else None

def after(address, query):
    """Waits until there is a number."""
    end = time.monotonic() + 30
    while number(address, query) is None and time.monotonic() < end:
        time.sleep(0.2)

seen = {}
for kind, converts in (("converted", True), ("classic", False)):
    with prometheus(f"{kind}-source", "service", f"127.0.0.1:{page.server_port}", "--enable-feature=native-histograms",
                    convert_classic_histograms_to_nhcb=converts) as source:
        after(source, "temperature")
        held = number(source, "histogram_count(took)")
        print(f"{kind}: the source has it as a native histogram: {held is not None}")
        for reads, options in (("native", ["--enable-feature=native-histograms"]), ("text", [])):
            federation = {"honor_labels": True, "metrics_path": "/federate", "params": {"match[]": ['{job="service"}']}}
            with prometheus(f"{kind}-{reads}", "federation", source, *options, **federation) as address:
                after(address, 'up{job="federation"}')
                time.sleep(3)
                with urllib.request.urlopen(f"http://{address}/api/v1/targets", timeout=5) as answer:
                    error = json.load(answer)["data"]["activeTargets"][0]["lastError"]
                print(f"{kind} histogram, federated as {reads}, error of the scrape: {error or 'none'}")
                seen[kind, reads] = tuple(number(address, query) for query in (
                    'up{job="federation"}', "temperature", 'count({__name__=~"took.*"})'))
page.shutdown()
for (kind, reads), (up, temperature, histogram) in seen.items():
    print(f"{kind} histogram, federated as {reads}: up {up}, temperature {temperature}, series of the histogram {histogram}")
raise SystemExit(0 if seen == {("converted", "native"): (0, None, None), ("converted", "text"): (1, 20, None),
                               ("classic", "native"): (1, 20, 5), ("classic", "text"): (1, 20, 5)} else 1)
PYTHON
