#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# `iedbench run` as people use it: wrong scenarios are told (library.sh plays the shipped ones), every exit
# status comes when it should, and nothing outlives a run.
abs_top_builddir=${abs_top_builddir:-.}
abs_top_srcdir=${abs_top_srcdir:-.}
iedbench=$abs_top_builddir/iedbench
scenarios=$abs_top_srcdir/scenarios
broken=$abs_top_srcdir/tests/engine/broken
IEDBENCH_DATA=$abs_top_srcdir
export IEDBENCH_DATA
temporary=$(mktemp -d) || exit 99
trap 'rm -rf "$temporary"' EXIT
faults=0

fault() {
    echo "FAULT: $*"
    sed 's/^/    | /' "$temporary/out" "$temporary/err"
    faults=$((faults + 1))
}

# expect STATUS TEXT ARGUMENT...: runs a scenario; TEXT (may be empty) stands in its output.
expect() {
    status=$1
    text=$2
    shift 2
    timeout 60 "$iedbench" run --port 0 "$@" >"$temporary/out" 2>"$temporary/err"
    seen=$?
    [ $seen -eq "$status" ] || fault "run $*: status $seen, not $status"
    if [ -n "$text" ] && ! grep -qF -- "$text" "$temporary/out" "$temporary/err"; then
        fault "run $*: does not say: $text"
    fi
}

says() {
    grep -qF -- "$1" "$temporary/out" || fault "the results do not say: $1"
}

features=$abs_top_srcdir/testdata/scl/features
expect 0 "4 held" --scl-path "$features" "$abs_top_srcdir/tests/e2e/preassigned.lua"
expect 2 "does not tell the address" --client HMI --scl-path "$features" "$abs_top_srcdir/tests/e2e/preassigned.lua"

expect 2 "goes without" --stepped --speed 2 "$scenarios/writing.lua"
expect 0 "6 held" --stepped "$abs_top_srcdir/tests/e2e/virtual_waits.lua"
expect 4 "" --stepped --max-time 500ms "$abs_top_srcdir/tests/e2e/endless.lua"
(
    unset IEDBENCH_DATA
    for scenario in "$scenarios"/*.lua "$scenarios"/*/*.lua; do
        "$iedbench" check "$scenario" || exit 1
    done
) >"$temporary/out" 2>"$temporary/err" || fault "a shipped scenario does not find its files by itself"
expect 0 "PASSED  first-run" first-run --speed 4 --out "$temporary/first"
for event in listening associated browsed read mark released outcome end; do
    grep -q "^{\"event\":\"$event\"" "$temporary/first/events.jsonl" ||
        fault "events.jsonl has no $event"
done
if command -v python3 >/dev/null; then
    python3 -c 'import json, sys
for line in open(sys.argv[1]):
    json.loads(line)' "$temporary/first/events.jsonl" || fault "events.jsonl is no JSON"
fi

expect 2 "unknown_word.lua:5: no such word: exspect (did you mean expect?)" \
    "$abs_top_srcdir/tests/engine/bad/unknown_word.lua"
expect 2 "error_in_task.lua:7: attempt to index a nil value (local 'nothing')" \
    "$broken/error_in_task.lua"
expect 2 "stack traceback:" "$broken/error_in_task.lua"
expect 2 "an endless loop?" "$broken/loop_in_task.lua"
expect 2 "reference_in_task.lua:5: FEEDER1: LD0/XCBR1.Poss" "$broken/reference_in_task.lua"
expect 2 "thrown_away_in_task.lua:5: set is thrown away here" "$broken/thrown_away_in_task.lua"
expect 2 "odd_error.lua:6: an error that is no text but a table" "$broken/odd_error.lua"
expect 2 "set_with_quality.lua:8: set has no option valeu (did you mean value?)" "$broken/set_with_quality.lua"
says "ok      process: both are set"
expect 2 "no such scenario" "$temporary/nowhere.lua"
expect 2 "no scenario given"
expect 2 "exclude each other" --base-port 11391 first-run
expect 2 "--speed" --speed 0 first-run
expect 2 "--seed" --seed x first-run
expect 2 "no such kind: readd (did you mean read?)" --events readd first-run

expect 1 "" "$broken/failing.lua"
says "FAILED  FEEDER1 associated within 100 ms after FEEDER1 aborted"
says "seen: what it comes after never happened"
says "FAILED  never FEEDER1 associated"
says "FAILED  FEEDER1 read LD0/XCBR1.Pos.stVal within 300 ms"
says "but FEEDER1 read LD0/MMXU1.TotW.mag.f (success) by 127.0.0.1"
says "FAILED  client: one is two"
says "FAILED  client: FEEDER1 released within 100 ms"
says "FAILED  refused: its client is served"
says "LD0/XCBR1.Pos.stVal: object-access-denied"
says "ok      FEEDER1 associated at least 2 times within 400 ms"

expect 1 "" --max-time 20s "$broken/after_nothing.lua"
says "FAILED  FEEDER1 associated within 1 s after FEEDER1 aborted"
says "FAILED  never FEEDER1 associated within 1 s after FEEDER1 aborted"

# What cannot be judged does not pass.
expect 1 "" "$broken/unjudged.lua"
says "ok      never FEEDER1 aborted"
says "FAILED  never FEEDER2 aborted within 50 ms"
says "seen: inconclusive: nobody was associated there"
says "ok      never FEEDER3 associated"
says "ok      never any IED of substation.scd aborted"

expect 1 "" "$broken/no_entry.lua"
says "ok      never FEEDER1 entry_lost LD0/LLN0.BR.brcbStatus01"
says "ok      never FEEDER1 buffer_overflowed LD0/LLN0.BR.brcbStatus01"
says "FAILED  never FEEDER1 entry_lost LD0/LLN0.BR.brcbProt"
says "FAILED  never FEEDER1 buffer_overflowed LD0/LLN0.BR.brcbProt within 50 ms"
says "seen: inconclusive: there was no entry"

# Each kind of expectation fails for its reason, and is told what was seen instead.
for how in "" --stepped; do
    expect 1 "12 failed, 1 known to fail" $how "$broken/expectations.lua"
    says "; did not come: FEEDER1 browsed"
    says "did not come within 50 ms behind it: FEEDER1 read"
    says "came where this was due: FEEDER1 released"
    says "seen: (FEEDER1 refused within 300 ms): nothing; (FEEDER1 browsed within 300 ms): nothing"
    says "FAILED  all of (FEEDER1 associated within 300 ms), (FEEDER1 browsed within 300 ms)"
    says "seen: nothing before FEEDER1 released by 127.0.0.1:"
    says "seen: 2 times, the last: FEEDER1 read LD0/XCBR1.Pos.stVal (success) by 127.0.0.1:"
    says "seen: nothing; too late: FEEDER1 released by 127.0.0.1:"
    says "known failure: it does not browse (ticket 12)"
    says "seen: it holds, though it is known to fail"
    says "(where so)"
done
# Clients by name, and what is measured.
for how in "" --stepped; do
    expect 1 "0 held, 6 failed" $how "$broken/clients.lua"
    says "seen: not by B: "
    says "seen: A, B did, the last: FEEDER1 associated (ap_title=1.1.1.2 ae_qualifier=7) by B at"
    says "seen: FEEDER1 LD0/LLN0.BR.brcbStatus was not taken over within 200 ms; lost with: FEEDER1 aborted ("
    says "seen: inconclusive: the first client lost no association in which it had done this"
    says "seen: nothing; but FEEDER1 wrote LD0/LLN0.brcbStatus01.ResvTms (success) by A at"
    says "seen: nothing; but FEEDER1 associated (ap_title=1.1.1.2 ae_qualifier=7) by B at"
done
expect 1 "10 failed" --stepped --out "$temporary/thresholds" "$broken/thresholds.lua"
says "FAILED  max time from FEEDER1 read to FEEDER1 read < 100 ms"
says "seen: max 100 ms of 1 sample, the largest with: FEEDER1 read LD0/XCBR1.Pos.stVal (success) by"
says "ok      p50 time from FEEDER1 read to FEEDER1 read <= 100 ms"
says "1 of them still waited for when it ended"
says "seen: max 3 in 1 s; FEEDER1 read LD0/XCBR1.Pos.stVal (success) by"
says "seen: mean 2 in 500 ms"
says "seen: inconclusive: there was no sample"
says "ok      max reconnect_time of FEEDER1 <= 1 s: there was no sample"
says "FAILED  counter reads <= 39"
says "seen: 3 samples"
for part in '"inconclusive":true' '"metric":"reads of FEEDER1","of":"total","value":4,"is":"<","limit":4'; do
    grep -qF "$part" "$temporary/thresholds/events.jsonl" || fault "events.jsonl has no $part"
done
"$iedbench" list metrics >"$temporary/out" || fault "list metrics fails"
says "report_rate"
expect 2 "where_errs.lua:5: attempt to index a nil value (field 'nothing')" "$broken/where_errs.lua"
expect 2 "where_acts.lua:5: a where function looks at its event and does nothing" --stepped "$broken/where_acts.lua"
expect 2 "an endless loop?" --stepped "$broken/where_loops.lua"

expect 5 "NOTHING HAPPENED" "$broken/nobody.lua"
expect 4 "TIMED OUT" --max-time 300ms "$broken/waiting.lua"
says "open    FEEDER1 browsed within 20 s"

# The client under test: found by its environment, its status counts, it does not outlive us.
expect 0 "PASSED" "$broken/waiting.lua" --exec "$iedbench browse \$IEDBENCH_FEEDER1"
expect 1 "it ended with status 7" "$broken/waiting.lua" \
    --exec "$iedbench browse \$IEDBENCH_FEEDER1; exit 7"
# One that is still connected at the end: what that end does is no event of the run.
expect 0 "PASSED" "$broken/lasting.lua" --exec-wait 50ms --out "$temporary/connected" \
    --exec "exec $iedbench read \$IEDBENCH_FEEDER1 LD0/XCBR1.Pos --interval 0.1"
tail -n 1 "$temporary/connected/events.jsonl" | grep -q '"end":"complete"' ||
    fault "events.jsonl goes on behind its end"
expect 1 "it ended with status 7" "$broken/lasting.lua" \
    --exec "$iedbench identify \$IEDBENCH_FEEDER1; sleep 0.6; exit 7"
expect 0 "PASSED" "$broken/waiting.lua" --exec-wait 100ms --out "$temporary/exec" \
    --exec "$iedbench browse \$IEDBENCH_FEEDER1; echo \$\$ > $temporary/pid; sleep 60"
if kill -0 "$(cat "$temporary/pid")" 2>/dev/null; then
    fault "the client under test outlives its run"
fi
[ -s "$temporary/exec/client.log" ] || fault "the client's output is not in client.log"

# Several: the worst counts, each has its folder.
expect 2 "PASSED  writing" "$scenarios/writing.lua" "$broken/error_in_task.lua" \
    --out "$temporary/several"
[ -s "$temporary/several/writing/events.jsonl" ] || fault "no folder a scenario"
expect 0 "" "$scenarios/writing.lua" "$scenarios/writing.lua" --out "$temporary/twice"
[ -s "$temporary/twice/writing-2/events.jsonl" ] || fault "the second run of a name has no folder"
expect 0 "PASSED  writing" --filter writ "$scenarios/writing.lua" "$broken/error_in_task.lua"

# Interrupted: results are written.
for signal in INT:130 TERM:143; do
    : >"$temporary/out"
    timeout 60 "$iedbench" run --port 0 --ready-json --out "$temporary/interrupted" \
        "$broken/waiting.lua" >"$temporary/out" 2>"$temporary/err" &
    timeout=$!
    tries=0
    until grep -q '"ready":true' "$temporary/out" || [ $tries -gt 300 ]; do
        tries=$((tries + 1))
        sleep 0.1
    done
    sleep 0.2
    # timeout hands the signals on to its child.
    kill -"${signal%:*}" $timeout
    wait $timeout
    seen=$?
    [ $seen -eq "${signal#*:}" ] || fault "SIG${signal%:*}: status $seen, not ${signal#*:}"
    grep -q "\"status\":${signal#*:}}" "$temporary/interrupted/events.jsonl" ||
        fault "events.jsonl has another status than ${signal#*:}"
    head -n 1 "$temporary/out" | grep -q '^{"ready":true' ||
        fault "the line of --ready-json is not the first"
    grep -q '"end":"interrupted"' "$temporary/interrupted/events.jsonl" ||
        fault "an interrupted run has no end in events.jsonl"
done

# A port in use: status 3, and the other run goes on.
: >"$temporary/first.out"
timeout 60 "$iedbench" run --base-port 11390 --ready-json "$broken/waiting.lua" >"$temporary/first.out" \
    2>/dev/null &
first=$!
tries=0
until grep -q '"ready":true' "$temporary/first.out" || [ $tries -gt 300 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
timeout 20 "$iedbench" run --base-port 11390 --out "$temporary/in_use" "$broken/waiting.lua" >"$temporary/out" \
    2>"$temporary/err"
seen=$?
[ $seen -eq 3 ] || fault "a port in use: status $seen, not 3"
grep -q '"status":3}' "$temporary/in_use/events.jsonl" || fault "events.jsonl does not say status 3"
grep -q 'Address already in use' "$temporary/err" || fault "a port in use is not told"
kill -TERM $first
wait $first

"$iedbench" list words >"$temporary/out" || fault "list words fails"
says "set(ied, reference, value)"
"$iedbench" list wrods >"$temporary/out" 2>"$temporary/err" && fault "an unknown list is shown"
grep -q "did you mean words" "$temporary/err" || fault "an unknown list gets no suggestion"

echo "$faults faults"
[ $faults -eq 0 ]
