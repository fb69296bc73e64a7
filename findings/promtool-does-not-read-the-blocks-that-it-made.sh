#!/usr/bin/env bash
# Guess: what promtool's "tsdb create-blocks-from openmetrics" wrote, promtool's own "tsdb dump", "analyze" and "list"
#        read.
# Seen:  promtool 3.5.3: "list" and "analyze" read the folder of blocks; "dump" ends with status 1, "read WAL: find last
#        checkpoint: open …/wal: no such file or directory", and reads all of it once there is an empty folder "wal".
# Fails when that has changed. Needs a Debian with its archive keyring, whose sid it reads by an apt with a state of its
# own; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Component: main' | head -n 1)
mkdir -p lists/partial cache/archives/partial
: >status
printf 'Types: deb\nURIs: %s\nSuites: sid\nComponents: main\nSigned-By: %s\n' "$mirror" \
    /usr/share/keyrings/debian-archive-keyring.gpg >suite.sources
run=(apt-get -qq -o "Dir::State=$PWD" -o "Dir::State::status=$PWD/status" -o "Dir::Cache=$PWD/cache"
    -o "Dir::Etc::SourceList=$PWD/suite.sources" -o Dir::Etc::SourceParts=/dev/null -o "APT::Sandbox::User=$(id -un)")
"${run[@]}" update
"${run[@]}" download 'promtool=3.5.3+ds1-6' 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" files; done
promtool=$PWD/files/usr/bin/promtool
"$promtool" --version | head -n 1
printf '# TYPE a gauge\na 1 1795980000\na 2 1795980015\n# EOF\n' >page
"$promtool" tsdb create-blocks-from openmetrics page blocks >made
"$promtool" tsdb list blocks >listed
grep -q ' 2 ' listed && echo "list: reads the block"
"$promtool" tsdb analyze blocks >analyzed 2>&1 && grep -q 'Total Series: 1' analyzed && echo "analyze: reads the block"
if "$promtool" tsdb dump blocks >dumped 2>&1; then
    echo "dump reads it now" && exit 1
fi
sed "s|$folder/||" dumped | grep 'no such file or directory'
mkdir blocks/wal
"$promtool" tsdb dump blocks >dumped
test "$(wc -l <dumped)" = 2
echo "dump: reads both samples beside an empty folder wal"
