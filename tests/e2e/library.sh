#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every shipped scenario passes, against the clock and stepped: several at a time, since they mostly wait.
abs_top_builddir=${abs_top_builddir:-.}
abs_top_srcdir=${abs_top_srcdir:-.}
IEDBENCH=$abs_top_builddir/iedbench
IEDBENCH_DATA=$abs_top_srcdir
temporary=$(mktemp -d) || exit 99
trap 'rm -rf "$temporary"' EXIT
export IEDBENCH IEDBENCH_DATA temporary

# One scenario; what went wrong goes into a file of its own.
cat >"$temporary/play" <<'PLAY'
for how in "--port 0" --stepped; do
    log=$temporary/$(echo "$1 $how" | tr -c 'A-Za-z0-9\n' _)
    # shellcheck disable=SC2086
    timeout 120 "$IEDBENCH" run $how "$1" >"$log" 2>&1
    status=$?
    if [ $status -eq 0 ] && grep -q '^PASSED' "$log"; then
        rm "$log"
    elif [ $status -eq 2 ] && [ "$how" = --stepped ] && grep -q 'play this scenario without --stepped' "$log"; then
        rm "$log"
    else
        mv "$log" "$log.fault"
        echo "status $status" >>"$log.fault"
    fi
done
PLAY

count=$(find "$abs_top_srcdir/scenarios" -name '*.lua' | wc -l)
find "$abs_top_srcdir/scenarios" -name '*.lua' -print0 | sort -z | xargs -0 -n 1 -P "${JOBS:-6}" sh "$temporary/play"
faults=0
for log in "$temporary"/*.fault; do
    [ -e "$log" ] || continue
    faults=$((faults + 1))
    echo "FAULT: $(basename "$log" .fault)"
    grep -v '^ok ' "$log" | sed 's/^/    | /'
done
echo "$count scenarios, $faults faults"
[ "$count" -gt 30 ] && [ $faults -eq 0 ]
