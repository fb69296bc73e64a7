#!/usr/bin/env bash
# Guess: label_join that gives two series the same labels is an error, as label_replace is, and as both were in 2.42.
# Seen:  Prometheus 2.53.3 answers with the two series, equal in all their labels; 2.42.0 and 3.5.3 refuse it with
#        "vector cannot contain metrics with the same labelset", and all three refuse label_replace.
# Fails when that has changed. Needs Debian 12 with its archive keyring, whose trixie and sid it reads by an apt with a
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
unpack bookworm 'prometheus=2.42.0+ds-5+deb12u1'
unpack trixie 'prometheus=2.53.3+ds1-2'
unpack sid 'prometheus=3.5.3+ds1-6'
python3 - <<'PYTHON'
import json
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

PAGE = 'a{i="1",j="x"} 1 1700006400.000\na{i="2",j="x"} 2 1700006400.000\n# EOF\n'
ASKED = {"label_join": 'label_join(a,"i","-","j")', "label_replace": 'label_replace(a,"i","x","","")'}
with open("page.om", "w") as file:
    file.write(PAGE)
open("none.yml", "w").close()

def answers(suite):
    """What the suite's Prometheus answers: the labels and values of the series, or the end of its error."""
    programs = f"{suite}/files/usr/bin"
    subprocess.run(["bookworm/files/usr/bin/promtool", "tsdb", "create-blocks-from", "openmetrics", "page.om", f"{suite}-data"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        port = candidate.getsockname()[1]

    def get(path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()

    with open(f"{suite}.log", "w") as log:
        process = subprocess.Popen([f"{programs}/prometheus", "--config.file=none.yml", f"--storage.tsdb.path={suite}-data",
                                    "--storage.tsdb.retention.time=100y", f"--web.listen-address=127.0.0.1:{port}"],
                                   stdout=log, stderr=log)
    try:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                if "eady" in get("/-/ready"):
                    break
            except OSError:
                pass
            time.sleep(0.2)
        found = {}
        for name, expression in ASKED.items():
            answer = json.loads(get("/api/v1/query?" + urllib.parse.urlencode({"query": expression, "time": 1700006400})))
            rows = answer.get("data", {}).get("result", [])
            found[name] = [(row["metric"], row["value"][1]) for row in rows] or "same labelset" in answer.get("error", "")
        return found
    finally:
        process.terminate()
        process.wait()

labels = {"__name__": "a", "i": "x", "j": "x"}
right = True
for suite in ("bookworm", "trixie", "sid"):
    seen = answers(suite)
    print(f"{suite}: {seen}")
    expected = [(labels, "1"), (labels, "2")] if suite == "trixie" else True
    right &= seen["label_replace"] is True
    right &= (sorted(seen["label_join"], key=str) if suite == "trixie" and seen["label_join"] is not True else seen["label_join"]) == expected
raise SystemExit(0 if right else 1)
PYTHON
