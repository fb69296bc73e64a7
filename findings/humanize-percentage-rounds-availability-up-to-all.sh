#!/usr/bin/env bash
# Guess: an annotation with humanizePercentage says 99.996% of an availability of 0.99996, and so tells an objective of
#        four nines from one that was met.
# Seen:  promtool of Prometheus 2.42.0 and of 3.5.3 rounds to four digits: it says 100%, which is what is said of 1,
#        too. 0.9995 and less are told apart.
# Fails when that has changed. Needs Debian 12 with its archive keyring, whose sid it reads by an apt with a state of
# its own; writes into a temporary folder only.
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
unpack sid 'promtool=3.5.3+ds1-6'
cat >rules.yml <<'YAML'
groups:
- name: availability
  rules:
  - alert: Availability
    expr: availability > 0
    annotations:
      says: '{{ $value | humanizePercentage }}'
YAML
cat >test.yml <<'YAML'
rule_files: [rules.yml]
tests:
- input_series:
  - {series: 'availability{service="a"}', values: '0.99996'}
  - {series: 'availability{service="b"}', values: '1'}
  - {series: 'availability{service="c"}', values: '0.9995'}
  alert_rule_test:
  - eval_time: 0m
    alertname: Availability
    exp_alerts:
    - {exp_labels: {service: a}, exp_annotations: {says: '100%'}}
    - {exp_labels: {service: b}, exp_annotations: {says: '100%'}}
    - {exp_labels: {service: c}, exp_annotations: {says: '99.95%'}}
YAML
for suite in bookworm sid; do
    "$suite/files/usr/bin/promtool" test rules test.yml >seen 2>&1 || { cat seen; exit 1; }
    echo "$suite: 0.99996 reads 100%, as 1 does"
done
