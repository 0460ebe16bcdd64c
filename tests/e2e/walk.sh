#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Serves SCL files in one process and walks all of it with `iedbench browse --read-all`: every
# name has a type, every value has that type, nothing is refused, and the server counted the MMS
# PDUs that the client counted. The files are our own and, when ../shared/scl lies beside the
# source tree, all of those; WALK_FILES names others.
#
# Our own files (WALK_CAPTURE=all: all files; WALK_CAPTURE=: none) are captured on the loopback: tshark
# must find nothing malformed or unknown and count as many MMS PDUs as we did.
. "${abs_top_srcdir:-.}/tests/e2e/serve.sh"

corpus=$source_root/../shared/scl
capture=

start_capture() {
    if ! command -v dumpcap >/dev/null || ! command -v tshark >/dev/null; then
        echo "no tshark here: nothing is captured"
        return
    fi
    : >"$temporary/dumpcap"
    filter=$(echo "$addresses" | sed 's/.*:\(.*\)/tcp port \1/; 2,$s/^/or /' | tr '\n' ' ')
    dumpcap -q -B 256 -i lo -w "$temporary/walk.pcapng" -f "$filter" \
        2>"$temporary/dumpcap" &
    capture=$!
    tries=0
    until grep -q '^File:' "$temporary/dumpcap"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 50 ] || ! kill -0 "$capture" 2>/dev/null; then
            echo "capturing is not possible here: $(cat "$temporary/dumpcap")"
            capture=
            return
        fi
        sleep 0.1
    done
    sleep 0.5
}

# judge_capture PDUS: what tshark says to the bytes.
judge_capture() {
    sleep 1
    kill -INT "$capture"
    wait "$capture"
    capture=
    set -- "$1" $(echo "$addresses" | sed 's/.*:\(.*\)/-d tcp.port==\1,tpkt/')
    expected=$1
    shift
    tshark -n -V -r "$temporary/walk.pcapng" "$@" 2>"$temporary/tshark.err" |
        awk '/^MMS$/ { pdus++ }
             /Malformed|BER Error|Unknown|unknown field|Dissector bug|Undecoded/ { bad++; if (bad <= 20) print }
             /Packets?.*dropped|segment not captured|ACKed unseen/ { lost++ }
             END { printf "tshark: %d MMS PDUs, %d bad lines, %d captured badly\n", pdus, bad, lost }' \
        >"$temporary/judged"
    cat "$temporary/judged"
    if ! grep -q "^tshark: $expected MMS PDUs, 0 bad lines" "$temporary/judged"; then
        echo "tshark does not agree with $expected MMS PDUs, none bad"
        disagrees=1
    fi
}

# walk FILE...: a busy machine may capture a packet torn or not at all, which is not our fault. The
# walk is the same each time: what is really wrong on the wire comes again.
walk() {
    disagrees=0
    walk_once "$@"
    if [ "$disagrees" -ne 0 ]; then
        echo "walking once more, to tell the capture's faults from ours"
        disagrees=0
        walk_once "$@"
    fi
    if [ "$disagrees" -ne 0 ]; then
        echo "FAILED: tshark disagreed twice"
        failed=1
    fi
}

walk_once() {
    start_server "$@"
    if [ -n "$wanted" ]; then
        start_capture
    fi
    "$iedbench" browse --read-all --json --timeout 60 $addresses >"$temporary/walk.json"
    status=$?
    if [ -n "$capture" ]; then
        judge_capture $(($(number "$temporary/walk.json" pdus_sent) +
            $(number "$temporary/walk.json" pdus_received)))
    fi
    stop_server
    sent=$(number "$temporary/walk.json" pdus_sent)
    received=$(number "$temporary/walk.json" pdus_received)
    server_in=$(number "$temporary/serve.out" mms_pdus_in)
    server_out=$(number "$temporary/serve.out" mms_pdus_out)
    echo "$# files, $(echo "$addresses" | wc -l) IEDs: names $(number "$temporary/walk.json" names)," \
        "types $(number "$temporary/walk.json" types), values $(number "$temporary/walk.json" values)," \
        "leaves $(number "$temporary/walk.json" leaves), data sets $(number "$temporary/walk.json" data_sets)," \
        "by parts $(number "$temporary/walk.json" by_parts), problems $(number "$temporary/walk.json" problems)"
    echo "MMS PDUs: client sent $sent and got $received, server got $server_in and sent $server_out"
    if [ "$status" -ne 0 ]; then
        sed 's/{"kind"/\n&/g' "$temporary/walk.json" | grep '^{"kind"' | head -20
        echo "FAILED: the walk ended with status $status"
        failed=1
    fi
    if [ "$(wc -l <"$temporary/walk.json")" -ne "$(echo "$addresses" | wc -l)" ]; then
        echo "FAILED: not every IED was walked"
        failed=1
    fi
    if [ "$sent" -ne "$server_in" ] || [ "$received" -ne "$server_out" ]; then
        echo "FAILED: the counters differ"
        failed=1
    fi
}

failed=0
wanted=${WALK_CAPTURE-1}
if [ -n "${WALK_FILES:-}" ]; then
    walk $WALK_FILES
    exit $failed
fi
walk "$source_root"/testdata/scl/*.cid "$source_root"/testdata/scl/*.scd
if [ -f "$corpus/SOURCES.md" ]; then
    if [ "$wanted" != all ]; then
        wanted=
    fi
    set --
    for file in "$corpus"/*; do
        case $file in
        *.md) ;;
        *) set -- "$@" "$file" ;;
        esac
    done
    walk "$@"
fi
exit $failed
