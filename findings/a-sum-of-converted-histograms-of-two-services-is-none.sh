#!/usr/bin/env bash
# Guess: convert_classic_histograms_to_nhcb changes how histograms are stored: what was a sum over two services whose bounds
#        differ, count and quantiles, is one afterwards, or at least its count is.
# Seen:  Prometheus 3.5.3 drops a group in which two histograms have other bounds, with a warning beside an empty answer:
#        sum, avg and the quantile over both are nothing, while each service's own is there. As classic series the sum
#        has the count of both. Histograms of exponential buckets are brought to one resolution and added. A dashboard
#        over all services is empty, and an alert on it silent, for one service that was given a bucket more.
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

STEPS = 40
series = {}
for service, bounds, shares in (("a", [0.1, 1], [7, 2, 1]), ("b", [0.2, 1], [7, 2, 1])):
    custom = " ".join(map(str, bounds))
    series[f'converted{{service="{service}"}}'] = " ".join(
        f"{{{{schema:-53 sum:{step} count:{10 * step} custom_values:[{custom}] "
        f"buckets:[{' '.join(str(share * step) for share in shares)}]}}}}" for step in range(STEPS))
    for bound, upto in zip([*bounds, "+Inf"], (7, 9, 10)):
        series[f'classic_bucket{{service="{service}",le="{bound}"}}'] = f"0+{upto}x{STEPS}"
for service, schema in (("a", 3), ("b", 0)):
    series[f'exponential{{service="{service}"}}'] = " ".join(
        f"{{{{schema:{schema} sum:{step} count:{10 * step} buckets:[{7 * step} {2 * step} {step}]}}}}"
        for step in range(STEPS))
asked = ["sum(rate(classic_bucket{le='+Inf'}[1m]))", "histogram_count(sum(rate(converted[1m])))",
         "histogram_quantile(0.9, sum(rate(converted[1m])))", "histogram_count(avg(rate(converted[1m])))",
         "sum(histogram_count(rate(converted[1m])))", "histogram_count(sum(rate(exponential[1m])))"]
with open("tests.yml", "w") as file:
    file.write("evaluation_interval: 15s\ntests:\n- interval: 15s\n  input_series:\n")
    for name, values in series.items():
        file.write(f"  - series: '{name}'\n    values: '{values}'\n")
    file.write("  promql_expr_test:\n")
    for expression in asked:
        # What no answer is: so that each is shown.
        file.write(f'  - expr: "{expression}"\n    eval_time: 5m\n    exp_samples: [{{labels: "{{none=\'1\'}}", value: -1}}]\n')
shown = subprocess.run(["sid/files/usr/bin/promtool", "test", "rules", "tests.yml"], capture_output=True, text=True)
got = re.findall(r'expr: "(.*)", time.*\n.*\n +got: (?:nil|\{\} (.*))', shown.stdout + shown.stderr)
for expression, value in got:
    print(f"{expression}: {value or 'nothing'}")
numbers = [round(float(value), 2) if value else None for _, value in got]
raise SystemExit(0 if numbers == [1.33, None, None, None, 1.33, 1.33] else 1)
PYTHON
python3 try.py
