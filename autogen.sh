#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# ./autogen.sh          makes ./configure (autoreconf); for those who build in their own way
# ./autogen.sh run      installs what is missing, builds in build/, plays the first scenario
# ./autogen.sh check    the same, then all tests
#
# CONFIGURE_FLAGS goes to ./configure, JOBS is make's -j (default: the number of cores), BUILD the folder to build in.
set -eu
cd "$(dirname "$0")"

say() {
    printf '\n== %s\n' "$*" >&2
}

# Installs the Debian packages of the given groups (build, check, ci) that are not there yet.
install_missing() {
    missing=
    for group in "$@"; do
        for package in $(sed -n "s/^$group //p" build-aux/packages); do
            state=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) || state=
            case $state in
            ii*) ;;
            *) missing="$missing $package" ;;
            esac
        done
    done
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "autogen.sh: no apt-get here; please install:$missing" >&2
        exit 1
    fi
    root=
    if [ "$(id -u)" != 0 ]; then
        root=sudo
    fi
    say "installing$missing"
    $root apt-get update -q >&2
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends $missing >&2
}

build() {
    build=${BUILD:-build}
    jobs=${JOBS:-$(nproc)}
    if [ ! -x configure ] || [ configure.ac -nt configure ]; then
        say "making ./configure"
        autoreconf --install --force
    fi
    mkdir -p "$build"
    wanted="configure ${CONFIGURE_FLAGS:-} $(dpkg-query -W -f '${Version}' libcunit1-dev 2>/dev/null || true)"
    if [ ! -f "$build/Makefile" ] || [ "$(cat "$build/.wanted" 2>/dev/null)" != "$wanted" ]; then
        say "configuring in $build/"
        source=$PWD
        # shellcheck disable=SC2086
        (cd "$build" && "$source/configure" -q ${CONFIGURE_FLAGS:-})
        printf '%s' "$wanted" > "$build/.wanted"
    fi
    say "building in $build/"
    make -s -C "$build" -j "$jobs"
}

play() {
    say "playing scenarios/first-run.lua"
    "${BUILD:-build}/iedbench" run --base-port "${BASE_PORT:-10102}" scenarios/first-run.lua
}

case ${1:-} in
'')
    autoreconf --install --force
    ;;
run)
    install_missing build
    build
    play
    ;;
check)
    install_missing build check
    build
    play
    say "running all tests"
    make -s -C "$build" -j "$jobs" check
    ;;
*)
    sed -n '4,8s/^# //p' "$0" >&2
    exit 2
    ;;
esac
