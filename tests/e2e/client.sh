#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The client commands against a served IED: what they print for people and for programs, and
# their exit statuses.
. "${abs_top_srcdir:-.}/tests/e2e/serve.sh"

failed=0

# expect STATUS PATTERN COMMAND...: the exit status, and a line of stdout or stderr that matches.
expect() {
    status=$1
    pattern=$2
    shift 2
    "$iedbench" "$@" >"$temporary/out" 2>&1
    found=$?
    if [ "$found" -ne "$status" ] || ! grep -q -e "$pattern" "$temporary/out"; then
        echo "FAILED: iedbench $*: status $found, not $status, or no \"$pattern\" in:"
        sed 's/^/    /' "$temporary/out" | head -20
        failed=1
    elif [ "$(awk '{ if (length > widest) widest = length } END { print widest + 0 }' \
        "$temporary/out")" -gt 100 ] && ! grep -q '^{' "$temporary/out"; then
        echo "FAILED: iedbench $*: a line is wider than 100"
        failed=1
    else
        echo "ok: iedbench $*"
    fi
}

start_server "$source_root/testdata/scl/feeder.cid"
at=$addresses

expect 0 '^Vendor  *iedbench$' identify "$at"
expect 0 '^Services .*getNameList' identify "$at"
expect 0 '"services":\["status","getNameList"' identify --json "$at"
expect 0 '^PDU size  *2000 octets$' identify --pdu-size 2000 "$at"
expect 0 '^FEEDER1LD0$' browse --depth 1 "$at"
expect 0 '^    TotW  *MX .*CF' browse "$at"
expect 0 'stVal  *ST  *BIT-STRING of 2$' browse --types "$at"
expect 0 'data set LLN0\$dsMeas$' browse --depth 1 --data-sets "$at"
expect 0 '{"name":"TotW","fc":\[' browse --json "$at"
expect 0 "^$at " browse --read-all "$at"
expect 0 '"clean":true' browse --read-all --json "$at"
expect 0 '^LD0/XCBR1.Pos.stVal  on$' read "$at" LD0/XCBR1.Pos.stVal
expect 0 '"value":{"stVal":"10","q":"0000000000000","t":{"time":' read --json "$at" LD0/XCBR1.Pos
expect 0 '^FEEDER1LD0/MMXU1\$MX\$Hz$' read "$at" LD0/LLN0.dsMeas
expect 0 '^20.*Z  LD0/MMXU1.TotW.mag.f  4.2$' read --interval 0.05 --count 2 "$at" LD0/MMXU1.TotW.mag.f
expect 1 'has no variable and no data set XCBR1\$Poss$' read "$at" LD0/XCBR1.Poss
expect 1 'object-access-denied$' write "$at" LD0/XCBR1.Pos.stVal on
expect 0 'true *success$' write "$at" 'LD0/XCBR1.Pos.subEna[SV]' true
expect 0 '^LD0/XCBR1.Pos.subEna  *true$' read "$at" LD0/XCBR1.Pos.subEna
expect 0 '"result":"success"' write --json "$at" 'LD0/XCBR1.Pos.subID' 'a "quoted" one'
expect 0 '"value":"a \\"quoted\\" one"' read --json "$at" LD0/XCBR1.Pos.subID
expect 2 'is no BIT-STRING of 2$' write "$at" LD0/XCBR1.Pos.subVal maybe
expect 2 'HOST:PORT' read "$at"
expect 2 'pairs of REF and VALUE' write "$at" LD0/XCBR1.Pos.subVal
expect 2 'Unknown option --nonsense' browse --nonsense "$at"
expect 0 'enabled: FEEDER1LD0/LLN0.dsStatus' report --duration 100ms "$at" LD0/LLN0.BR.brcbStatus02
expect 0 '^FEEDER1/MeasLive  SqNum 0  20.*Z  ConfRev 1$' report --gi --count 1 --duration 9s "$at" LD0/LLN0.RP.urcbMeas
expect 0 '(general-interrogation)' report --gi --count 1 --duration 9s "$at" LD0/LLN0.urcbMeas
expect 0 '"reasons":\["integrity"\]' report --integrity 50 --count 2 --duration 9s --json "$at" LD0/LLN0.RP.urcbMeas
expect 5 'enabled' report --count 1 --duration 100ms --trg-ops dupd "$at" LD0/LLN0.RP.urcbStatus
expect 1 'has no report control block nothing$' report "$at" LD0/LLN0.RP.nothing
expect 1 'EntryID: no attribute of this block$' report --entry-id 0000000000000001 "$at" LD0/LLN0.RP.urcbMeas
expect 1 'EntryID: object-value-invalid$' report --entry-id 0000000000000001 "$at" LD0/LLN0.BR.brcbStatus
expect 1 'DatSet: ' report --data-set FEEDER1LD0/LLN0\$nothing "$at" LD0/LLN0.RP.urcbMeas
expect 2 'opt-flds: ' report --opt-flds nonsense "$at" LD0/LLN0.RP.urcbMeas
expect 2 'trg-ops: ' report --trg-ops nonsense "$at" LD0/LLN0.RP.urcbMeas
expect 2 'entry-id: ' report --entry-id 12 "$at" LD0/LLN0.RP.urcbMeas
expect 2 'one RCB' report "$at"
expect 0 '^FEEDER1LD0/LLN0\$Events  *1$' log "$at"
expect 0 '"log":"FEEDER1LD0/LLN0$Events","entries":1' log --json "$at"
expect 0 '^    q  *good|substituted$' log "$at" LD0/LLN0.Events
expect 0 '"reasons":\["data-change","quality-change"\]' log --json "$at" LD0/LLN0.Events
expect 0 '^1 entry deleted$' log --clear "$at" LD0/LLN0.Events
expect 1 'LLN0\$None: access/object-non-existent$' log "$at" LD0/LLN0.None
expect 1 'LLN0\$Events: access/object-non-existent$' log --after 0000000000000009 "$at" LD0/LLN0.Events
expect 1 'no logical device LD9$' log "$at" LD9/LLN0.Events
expect 2 'from: a time' log --from yesterday "$at" LD0/LLN0.Events
expect 2 'after: an entry' log --after 12 "$at" LD0/LLN0.Events
expect 2 'exclude each other' log --count 3 --to 2026-01-01T00:00:00Z "$at" LD0/LLN0.Events
expect 2 'at most one LOG' log "$at" one two
expect 0 '^FEEDER1LD0  {NumOfSG=4 ActSG=1 EditSG=0' settings "$at"
expect 0 '^  PTOC1.StrVal  *{setMag={f=400}}$' settings "$at" LD0
expect 0 '^  PTOC1.StrVal  *{setMag={f=480}}$' settings "$at" LD0 --edit 2
expect 0 '^  PTOC1.StrVal  *{setMag={f=400}}$' settings "$at" LD0 --edit 2 --set PTOC1.StrVal.setMag.f=500 --confirm
expect 0 '^  PTOC1.StrVal  *{setMag={f=500}}$' settings "$at" LD0 --activate 2
expect 0 '"PTOC1.StrVal":{"setMag":{"f":400}}' settings --json "$at" LD0 --activate 1
expect 1 'ActSG: object-value-invalid$' settings "$at" LD0 --activate 9
expect 1 'EditSG: object-value-invalid$' settings "$at" LD0 --edit 9
expect 1 'LD9: no such logical device$' settings "$at" LD9
expect 2 'go with --edit$' settings "$at" LD0 --confirm
expect 2 'which LD' settings "$at" --activate 1
expect 2 'REF=VALUE$' settings "$at" LD0 --edit 1 --set nonsense
expect 2 'not HOST:PORT' identify 127.0.0.1:99999
stop_server
expect 3 'Connection refused' identify "$at"

start_server "$source_root/testdata/scl/controls.scd"
at=${addresses%% *}
expect 0 '^operated, ctlNum 1$' control "$at" LD0/GGIO2.DPCSO1 on
expect 0 '^selected: CTLLD0/GGIO3' control "$at" LD0/GGIO3.DPCSO1 on
expect 0 '^terminated +' control "$at" LD0/GGIO4.DPCSO1 on
expect 0 '^terminated +' control "$at" LD0/GGIO5.DPCSO1 on
expect 0 '^cancelled' control "$at" LD0/GGIO5.DPCSO1 off --select-only --cancel
expect 1 'AddCause blocked-by-mode (8)' control "$at" LD0/GGIO5.DPCSO1 off --test
expect 1 'is not controllable' control "$at" LD0/GGIO1.DPCSO1 on
expect 0 '^{.*"CTLLD0/GGIO4' control --json "$at" LD0/GGIO4.SPCSO1 true
expect 2 'HOST:PORT' control "$at" LD0/GGIO4.SPCSO1
stop_server
exit $failed
