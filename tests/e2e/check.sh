#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# `iedbench check` as people and CI see it: exit statuses, what goes to stdout and what to
# stderr, and that every feature file ends with 0 or 2.
iedbench=${abs_top_builddir:-.}/iedbench
features=${abs_top_srcdir:-.}/testdata/scl/features
temporary=$(mktemp -d) || exit 99
trap 'rm -rf "$temporary"' EXIT
failed=0

# expect STATUS STDOUT STDERR ARGUMENT...: extended expressions of which some line must match; "" for no output.
expect() {
    status=$1 out=$2 err=$3
    shift 3
    (cd "$features" && "$iedbench" check "$@") >"$temporary/out" 2>"$temporary/err"
    found=$?
    if [ "$found" -ne "$status" ]; then
        echo "FAILED check $*: exit $found, not $status"; failed=1
    fi
    for stream in out err; do
        eval "wanted=\$$stream"
        if [ -z "$wanted" ] && [ -s "$temporary/$stream" ] ||
            { [ -n "$wanted" ] && ! grep -Eq -e "$wanted" "$temporary/$stream"; }; then
            echo "FAILED check $*: std$stream is not \"$wanted\" but:"; head -5 "$temporary/$stream"; failed=1
        fi
    done
}

expect 0 '^two_servers.cid: edition 2.1, 2 IEDs \(1 of them without a server\), 2 servers' '' two_servers.cid
expect 0 '^BAY@P2 +- +-/-/- +1 +1 +2 +7' '' two_servers.cid
expect 0 '^BAY +10.0.7.1:10102 +0001/0002/00000003' '^addresses.scd:21: a second address' addresses.scd
expect 0 'nothing to serve' '' no_server.icd
expect 0 'nothing to serve' '' no_ied.ssd
expect 0 '"logical_nodes":2' '^unmatched.cid:12: DOI' --json unmatched.cid
expect 2 '' '^broken.cid:9: Opening and ending tag mismatch' broken.cid
expect 2 '' '^entities.cid:4: it declares an entity' entities.cid
expect 2 '' '^no_such_file.cid: ' no_such_file.cid
expect 2 '' '^unmatched.cid:12: DOI' --strict unmatched.cid
expect 0 '^bom.cid' '' --strict bom.cid
expect 2 '^bom.cid' '^broken.cid:9' broken.cid bom.cid
expect 2 '' 'no file given'
expect 2 '' 'Unknown option' --nonsense

for file in "$features"/*; do
    "$iedbench" check "$file" >/dev/null 2>"$temporary/err"
    found=$?
    if [ "$found" -ne 0 ] && [ "$found" -ne 2 ]; then
        echo "FAILED check $file: exit $found"; cat "$temporary/err"; failed=1
    fi
done
exit $failed
