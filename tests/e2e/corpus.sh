#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every real file of ../shared/scl (beside the source tree, never part of it) through
# `iedbench check`: each ends 0, and IEDs, LDs, LNs and leaves are those that its SOURCES.md
# counted by other means. Known differences stand below with their reason.
corpus=${abs_top_srcdir:-.}/../shared/scl
iedbench=${abs_top_builddir:-.}/iedbench

if [ ! -f "$corpus/SOURCES.md" ]; then
    echo "no corpus of SCL files at $corpus: nothing to compare with"
    exit 77
fi

# file: LNs and leaves that we serve, and why they differ.
differences='
openscd_supervisions.scd 105 5518 one LN has the name of another in its LDevice; two cannot be served
libiec61850_simpleIO_ltrk_tests.icd 5 295 PhyComAddr is counted as its four members
'

temporary=$(mktemp -d) || exit 99
trap 'rm -rf "$temporary"' EXIT
failed=0
count=0

# Columns of SOURCES.md: file, source, licence, edition, bytes, IEDs, LDs, LNs, leaves.
sed -n 's/^| \([^ |]*\.[a-z]*\) |[^|]*|[^|]*|[^|]*|[^|]*| *\([0-9,]*\) *| *\([0-9,]*\) *| *\([0-9,]*\) *| *\([0-9,]*\) *|.*/\1 \2 \3 \4 \5/p' \
    "$corpus/SOURCES.md" | tr -d , >"$temporary/expected"

while read -r file ieds lds lns leaves; do
    count=$((count + 1))
    reason=$(echo "$differences" | sed -n "s/^$file [0-9]* [0-9]* //p")
    if [ -n "$reason" ]; then
        lns=$(echo "$differences" | sed -n "s/^$file \([0-9]*\) .*/\1/p")
        leaves=$(echo "$differences" | sed -n "s/^$file [0-9]* \([0-9]*\) .*/\1/p")
    fi
    "$iedbench" check "$corpus/$file" >"$temporary/out" 2>"$temporary/notes"
    status=$?
    found=$(sed -n '1{
        s/.*, \([0-9]*\) IEDs, nothing to serve.*/\1 0 0 0/
        s/.*, \([0-9]*\) IEDs .*, \([0-9]*\) LDs, \([0-9]*\) LNs, \([0-9]*\) leaves.*/\1 \2 \3 \4/
        p
    }' "$temporary/out")
    if [ "$status" -eq 0 ] && [ "$found" = "$ieds $lds $lns $leaves" ]; then
        echo "ok $file: $found, $(wc -l <"$temporary/notes") notes${reason:+ ($reason)}"
    else
        echo "FAILED $file: exit $status; IEDs LDs LNs leaves are $found, not $ieds $lds $lns $leaves"
        failed=1
    fi
done <"$temporary/expected"

[ "$count" -gt 0 ] || { echo "SOURCES.md lists no files"; exit 99; }
echo "$count files"
exit $failed
