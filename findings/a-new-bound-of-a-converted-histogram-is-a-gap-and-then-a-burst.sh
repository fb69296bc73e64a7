#!/usr/bin/env bash
# Guess: a histogram that has been counting for long and is given one bucket more by a new configuration, its count going on
#        as before, keeps its rate: 6.7 requests a second, at each time.
# Seen:  Prometheus 3.5.3, for a histogram that convert_classic_histograms_to_nhcb made (custom bounds): while the window
#        of the rate has two samples of the old bounds or more there is no rate at all, and where it has one, the first,
#        all that was ever counted is added as growth of the last minute: 22,271 a second. The rate of the classic series
#        _count is 6.7 throughout.
# Fails when that has changed. Needs Debian 12 or later with its archive keyring, whose sid it reads by an apt with a state
# of its own, and Python 3; writes into a temporary folder only.
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
unpack sid 'promtool=3.5.3+ds1-6'
cat >try.py <<'PYTHON'
import re
import subprocess

def histogram(count, bounds, shares):
    buckets = " ".join(str(count * share // 10) for share in shares)
    return f"{{{{schema:-53 sum:{count} count:{count} custom_values:[{bounds}] buckets:[{buckets}]}}}}"

counts = [1_000_000 + 100 * step for step in range(41)]
converted = [histogram(count, "0.1 1", (7, 2, 1)) if step < 20 else histogram(count, "0.1 0.5 1", (7, 1, 1, 1))
             for step, count in enumerate(counts)]
moments = range(270, 361, 15)
with open("tests.yml", "w") as file:
    file.write("evaluation_interval: 15s\ntests:\n- interval: 15s\n  input_series:\n")
    file.write(f"  - series: classic_count\n    values: '{' '.join(map(str, counts))}'\n")
    file.write(f"  - series: converted\n    values: '{' '.join(converted)}'\n  promql_expr_test:\n")
    for expression in ("rate(classic_count[1m])", "histogram_count(rate(converted[1m]))"):
        for moment in moments:
            # What no answer is: so that each is shown.
            file.write(f'  - expr: "{expression}"\n    eval_time: {moment}s\n'
                       f'    exp_samples: [{{labels: "{{none=\'1\'}}", value: -1}}]\n')
shown = subprocess.run(["sid/files/usr/bin/promtool", "test", "rules", "tests.yml"], capture_output=True, text=True)
got = re.findall(r"time: (.*),\n.*\n +got: (?:nil|\{\} (.*))", shown.stdout + shown.stderr)
rates = [round(float(value), 1) if value else None for _, value in got]
classic, converted = rates[:len(moments)], rates[len(moments):]
print("the bucket comes at 300 s")
print("at, classic and converted:", [*zip(moments, classic, converted)])
raise SystemExit(0 if classic == [6.7] * 7 and converted == [6.7, 6.7, None, None, 22271.1, 6.7, 6.7] else 1)
PYTHON
python3 try.py
