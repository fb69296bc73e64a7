# shellcheck shell=bash
# Newer versions of the real programs, from later Debian suites, beside those of the machine's own: unpacked into
# $tools/NAME-VERSION, with the version that the suite really has. Nothing is installed and nothing needs root. apt gets a
# state of its own below $tools, so the machine's package lists stay as they are.
#
# The mirror is the machine's own. Signatures are checked as always, against Debian's own keyring: a release is signed
# with the keys of the ones before it as well, which an up-to-date older system has. Where none of them is known, apt
# refuses, and the tests go without.

# What is fetched of each suite: PACKAGE=NAME. Packages of one NAME share a folder and a version.
suite_packages() {
    printf '%s\n' prometheus=prometheus promtool=prometheus prometheus-alertmanager=alertmanager \
        victoria-metrics=victoria-metrics prometheus-node-exporter=node-exporter caddy=caddy
}

# For how many days it is not looked whether a suite has newer versions.
suite_days=7

# suite_mirror: where the machine's own Debian packages come from, as apt knows it.
suite_mirror() {
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
    local codename
    # shellcheck disable=SC1091
    codename=$(. /etc/os-release && [ "$ID" = debian ] && printf '%s' "${VERSION_CODENAME-}") || return 1
    [ -n "$codename" ] || return 1
    apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Identifier: Packages' 'Component: main' 2>/dev/null |
        awk -v own="$codename" '$2 == own { print $1; exit }' | grep .
}

# suite_apt SUITE COMMAND [ARG...]: apt-get with a state and a source of the suite's own, in the folder of that state.
suite_apt() (
    local state=$PWD/$tools/apt/$1
    cd "$state" || exit
    apt-get -qq -o "Dir::State=$state" -o "Dir::State::status=$state/status" -o "Dir::Cache=$state/cache" \
        -o "Dir::Etc::SourceList=$state/suite.sources" -o Dir::Etc::SourceParts=/dev/null \
        -o Acquire::Languages=none -o Acquire::Retries=1 -o Acquire::http::Timeout=20 \
        -o "APT::Sandbox::User=$(id -un)" "${@:2}" >/dev/null 2>reason
)

# is_fetched SUITE: whether everything that the suite had is there, and young enough.
is_fetched() {
    local stamp=$tools/suites/$1 folder
    [ -n "$(find "$stamp" -mtime "-$suite_days" 2>/dev/null)" ] || return 1
    while read -r folder; do [ -d "$tools/$folder" ] || return 1; done <"$stamp"
}

# unpack SUITE PACKAGE NAME: its files, into the folder whose name is printed; the reason why not goes where apt's goes.
unpack() {
    local state=$tools/apt/$1 file version folder program
    suite_apt "$1" download "$2" || return 1
    file=$(find "$state" -maxdepth 1 -name "$2_*.deb" | head -n 1)
    version=$(dpkg-deb -f "$file" Version | sed 's/^[0-9]*://; s/[-+~].*//')
    folder=$3-$version
    dpkg-deb -x "$file" "$tools/$folder" 2>"$state/reason" || return 1
    rm -f "$file"
    # A later suite's programs may want a later C library.
    for program in "$tools/$folder"/usr/bin/*; do
        if lacks_library "$program" >"$state/reason"; then
            rm -rf "${tools:?}/$folder"
            return 1
        fi
    done
    printf '%s\n' "$folder"
}

# cannot SUITE REASON: says why a suite's programs are not there; those of an earlier run stay.
cannot() { say "newer programs of Debian's $1 cannot be had here, and tests go without: $2"; }

# fetch_suite SUITE: what is new in it.
fetch_suite() {
    local mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg state
    mirror=$(suite_mirror) || { cannot "$1" "this is no Debian with a mirror of its own"; return; }
    [ -r "$keyring" ] || { cannot "$1" "$keyring is missing"; return; }
    say "fetching newer programs of Debian's $1 into $tools (not installed, no daemon)"
    state=$tools/apt/$1
    # An interrupted run may have left a part of it.
    rm -rf "$state"
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$tools/suites"
    : >"$state/status"
    : >"$state/folders"
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' "$mirror" "$1" "$keyring" \
        >"$state/suite.sources"
    if ! suite_apt "$1" update; then
        cannot "$1" "$(head -n 1 "$state/reason")"
        return
    fi
    local each folder
    while read -r each; do
        if folder=$(unpack "$1" "${each%=*}" "${each#*=}"); then
            printf '%s\n' "$folder" >>"$state/folders"
        else
            cannot "$1" "${each%=*}: $(head -n 1 "$state/reason")"
        fi
    done < <(suite_packages)
    # Only what is whole needs no second look.
    if [ "$(suite_packages | wc -l)" = "$(wc -l <"$state/folders")" ]; then
        sort -u "$state/folders" >"$tools/suites/$1"
    fi
    rm -rf "$state"
}
