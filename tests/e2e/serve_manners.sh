#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The manners of `iedbench serve` (DESIGN section 5): exit statuses, what stands on stdout and what
# on stderr, the address options, and what it says when it cannot do as told.
. "${abs_top_srcdir:-.}/tests/e2e/serve.sh"
feeder=$source_root/testdata/scl/feeder.cid
station=$source_root/testdata/scl/substation.scd
failures=0

fail() {
    echo "FAILED: $*"
    cat "$temporary/out" "$temporary/err"
    failures=$((failures + 1))
}

# expect STATUS WORDS OPTION...: serve ends with the status and tells the words on stderr.
expect() {
    status=$1
    words=$2
    shift 2
    timeout 20 "$iedbench" serve "$@" >"$temporary/out" 2>"$temporary/err"
    got=$?
    [ "$got" -eq "$status" ] || fail "serve $*: exit status $got instead of $status"
    grep -qF -- "$words" "$temporary/err" || fail "serve $*: nothing said about: $words"
    [ ! -s "$temporary/out" ] || fail "serve $*: something on stdout"
}

printf '<SCL>\n<oops>\n</SCL>\n' >"$temporary/broken.scd"
expect 2 "which SCL file?"
expect 2 "broken.scd:3: " "$temporary/broken.scd"
expect 2 "no/such.scd" no/such.scd
expect 2 "no IED is named FEEDER9" --ied FEEDER9 "$station"
expect 2 "Unknown option --nonsense" --nonsense "$station"
expect 2 "--base-port and --port exclude each other" --base-port 1 --port 2 "$feeder"
expect 2 "not a time" --max-time soon "$feeder"
expect 3 "ip addr add 10.0.0.11/32 dev lo" --addresses scl "$feeder"
expect 3 "ip addr add 10.0.0.12/32 dev lo" --addresses scl "$station"
expect 4 "FEEDER1 " --port 0 --max-time 0.2s "$feeder"

# A port in use is told, with address and port.
start_server "$feeder"
: >"$temporary/out"
expect 3 "FEEDER1: $addresses: Address already in use" --port "${addresses#*:}" "$feeder"

# The end by a signal is no failure, and the counters tell what happened.
"$iedbench" read "$addresses" LD0/MMXU1.TotW.mag.f >"$temporary/out" 2>"$temporary/err" ||
    fail "a read"
kill -TERM "$server"
wait "$server"
got=$?
server=
[ "$got" -eq 0 ] || fail "SIGTERM: exit status $got"
[ "$(number "$temporary/serve.out" associations)" -eq 1 ] || fail "associations are not counted"
[ "$(number "$temporary/serve.out" mms_pdus_in)" -ge 3 ] || fail "PDUs are not counted"
[ "$(wc -l <"$temporary/serve.out")" -eq 2 ] || fail "more than two lines on stdout"
grep -q "^associations: 1 (0 refused), MMS PDUs: " "$temporary/serve.err" || fail "no last line"

# Equal names of several files; one address an IED.
cp "$feeder" "$temporary/copy.cid"
start_server --loopback "$feeder" "$temporary/copy.cid"
grep -q '"name":"feeder/FEEDER1","address":"127.1.0.1"' "$temporary/serve.out" &&
    grep -q '"name":"copy/FEEDER1","address":"127.1.0.2"' "$temporary/serve.out" ||
    fail "equal names"
stop_server

# Called selectors and titles are looked at only when told to.
titles="--ap-title 1.1.1.999.1 --ae-qualifier 12"
start_server --check-called "$feeder"
"$iedbench" identify $titles "$addresses" >"$temporary/out" 2>&1 || fail "the file's own titles"
for wrong in "--tsel 0002 $titles" "--ssel 0002 $titles" "--psel 00000002 $titles" \
    "--ap-title 1.1.1.999.2 --ae-qualifier 12" "--ap-title 1.1.1.999.1 --ae-qualifier 13"; do
    "$iedbench" identify $wrong "$addresses" >"$temporary/out" 2>&1 && fail "called by $wrong"
done
stop_server
start_server "$feeder"
"$iedbench" identify --tsel 0002 --ae-qualifier 13 "$addresses" >"$temporary/out" 2>&1 ||
    fail "wrong titles are nobody's business by default"
stop_server

# The names and limits of another kind of server.
export IEDBENCH_DATA="${abs_top_srcdir:-.}"
start_server --personality libiec61850 "$feeder"
"$iedbench" identify "$addresses" >"$temporary/out" 2>&1 || fail "a personality answers"
grep -q "^Model  *LIBIEC61850$" "$temporary/out" && grep -q "^Outstanding  *5 calling, 5 called$" "$temporary/out" ||
    fail "a personality says who it is"
stop_server
start_server --personality ge-850 "$feeder"
"$iedbench" identify --tsel 0002 "$addresses" >"$temporary/out" 2>&1 && fail "a personality insists on its selectors"
"$iedbench" identify "$addresses" >"$temporary/out" 2>&1 || fail "a personality called rightly"
stop_server
"$iedbench" serve --personality nobody "$feeder" >"$temporary/out" 2>&1
[ $? -eq 2 ] && grep -q "no such personality: nobody" "$temporary/out" || fail "a personality that nobody has"

# Animated values move.
start_server --animate --ied FEEDER2 "$station"
first=$("$iedbench" read "$addresses" LD0/MMXU1.TotW.mag.f)
tries=0
while [ "$("$iedbench" read "$addresses" LD0/MMXU1.TotW.mag.f)" = "$first" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || {
        fail "nothing moves"
        break
    }
    sleep 0.1
done
stop_server
exit "$((failures > 0))"
