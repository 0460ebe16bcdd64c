# SPDX-License-Identifier: Apache-2.0
#
# Sourced by the scripts beside it: `iedbench serve` in the background, and its end. Everything
# is bounded, only own processes are ended.
iedbench=${abs_top_builddir:-.}/iedbench
source_root=${abs_top_srcdir:-.}
temporary=$(mktemp -d) || exit 99
server=
trap 'stop_server; rm -rf "$temporary"' EXIT

# start_server FILE...: serves the files on ephemeral ports of the loopback. Sets $addresses, one
# HOST:PORT an IED.
start_server() {
    : >"$temporary/serve.out"
    "$iedbench" serve --port 0 --ready-json --counters-json "$@" \
        >"$temporary/serve.out" 2>"$temporary/serve.err" &
    server=$!
    tries=0
    until grep -q '"ready":true' "$temporary/serve.out"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 600 ] || ! kill -0 "$server" 2>/dev/null; then
            echo "the server did not become ready:"
            cat "$temporary/serve.err"
            exit 1
        fi
        sleep 0.1
    done
    addresses=$(sed -n 's/"address":/\n&/gp' "$temporary/serve.out" |
        sed -n 's/^"address":"\([^"]*\)","port":\([0-9]*\).*/\1:\2/p')
}

# stop_server: ends it and waits; its counters are the last line of serve.out.
stop_server() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null
        wait "$server" 2>/dev/null
        server=
    fi
}

# number FILE NAME: the sum of the members NAME of the JSON lines in FILE.
number() {
    sed -n "s/\"$2\":/\n&/gp" "$1" | sed -n "s/^\"$2\":\([0-9]*\).*/\1/p" |
        awk '{ sum += $1 } END { print sum + 0 }'
}
