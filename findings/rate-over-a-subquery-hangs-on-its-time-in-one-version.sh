#!/usr/bin/env bash
# Guess: the rate over a subquery of a counter that grows steadily is steady: 2/3 a second for 10 more at each scrape of
#        15 s, at any time that it is asked, as 2.53 answers.
# Seen:  Prometheus 3.5.3 answers 0.727 at two of three times and 0.545 at the third: its windows are open to the left for
#        the steps of a subquery too, so that 12 steps of 5 s span 55 s and hold 30 or 40 of the growth. A rule that
#        records it is off by up to 18 %, in a pattern that hangs on its time of evaluation. 2.53.3: 0.667 each time.
# Fails when that has changed. Needs Debian 12 with its archive keyring, whose trixie and sid it reads by an apt with a
# state of its own, and Python 3; writes into a temporary folder only, and talks to itself on the loopback alone.
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
unpack bookworm 'prometheus=2.42.0+ds-5+deb12u1'
unpack trixie 'prometheus=2.53.3+ds1-2'
unpack sid 'prometheus=3.5.3+ds1-6'
python3 - <<'PYTHON'
import json
import socket
import subprocess
import time
import urllib.parse
import urllib.request

BEGIN = 1_700_006_400
with open("page.om", "w") as file:
    file.write("# TYPE a counter\n")
    for scrape in range(41):
        file.write(f"a_total {10 * scrape} {BEGIN + 15 * scrape}\n")
    file.write("# EOF\n")
open("none.yml", "w").close()

def rates(suite):
    """The rates that the suite's Prometheus answers, at three times that are 5 s apart."""
    subprocess.run(["bookworm/files/usr/bin/promtool", "tsdb", "create-blocks-from", "openmetrics", "page.om", f"{suite}-data"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        port = candidate.getsockname()[1]
    with open(f"{suite}.log", "w") as log:
        process = subprocess.Popen([f"{suite}/files/usr/bin/prometheus", "--config.file=none.yml",
                                    f"--storage.tsdb.path={suite}-data", "--storage.tsdb.retention.time=100y",
                                    f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log)

    def get(path):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.read().decode()

    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                if "eady" in get("/-/ready"):
                    break
            except OSError:
                pass
            time.sleep(0.2)
        found = []
        for moment in (BEGIN + 600, BEGIN + 605, BEGIN + 610):
            answer = json.loads(get("/api/v1/query?" + urllib.parse.urlencode({"query": "rate(a_total[1m:5s])", "time": moment})))
            found.append(round(float(answer["data"]["result"][0]["value"][1]), 3))
        return found
    finally:
        process.terminate()
        process.wait()

old, new = rates("trixie"), rates("sid")
print("2.53.3:", old)
print("3.5.3: ", new)
raise SystemExit(0 if old == [0.667] * 3 and new == [0.727, 0.727, 0.545] else 1)
PYTHON
