#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What gates cost when nobody is at them: instructions of a read with and without them (valgrind --tool=callgrind).

    gates.py SOURCE-DIR WORK-DIR

Builds the program twice in WORK-DIR, as it is and with --disable-gates, both with -O2 (a second time only what changed), serves
the same file with each and counts what the server executes for some reads more. Tells both figures; more than 1 % is a failure, and
so is any octet of an answer that is not the same.
"""
import json
import os
import re
import subprocess
import sys

SOURCE, WORK = (os.path.abspath(path) for path in sys.argv[1:3])
SERVED = os.path.join(SOURCE, "testdata/scl/substation.scd")
READS = {"one value": "MMXU1$MX$TotW$mag$f", "a logical node": "MMXU1$MX"}
FEW, MANY = 100, 1100
MOST = 1.0  # per cent
MAKE = ["make", "-s", "-j%d" % (os.cpu_count() or 1), "iedbench", "tests/bench/load"]


def build(name, *arguments):
    folder = os.path.join(WORK, name)
    os.makedirs(folder, exist_ok=True)
    if not os.path.exists(os.path.join(folder, "Makefile")):
        command = [os.path.join(SOURCE, "configure"), "-q", "CFLAGS=-O2 -g", "CC=" + os.environ.get("CC", "gcc"), *arguments]
        subprocess.run(command, cwd=folder, check=True)
    subprocess.run(MAKE, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder


def instructions(folder, item, reads):
    """What a server executes from its start to its end when it serves so many reads, and a digest of its answers."""
    out = os.path.join(folder, "callgrind.out")
    server = subprocess.Popen(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + out,
                               os.path.join(folder, "iedbench"), "serve", "--ready-json", "--port", "0", SERVED],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    ied = json.loads(server.stdout.readline())["ieds"][0]
    load = [os.path.join(folder, "tests/bench/load"), "exactly", str(reads), ied["address"], str(ied["port"]), ied["name"] + "LD0", item]
    answers = subprocess.run(load, check=True, stdout=subprocess.PIPE, text=True).stdout
    server.terminate()
    server.communicate(timeout=300)
    with open(out, encoding="utf-8", errors="replace") as file:
        return int(re.search(r"^(?:summary|totals): (\d+)", file.read(), re.MULTILINE).group(1)), answers


def main():
    folders = {"with": build("with-gates"), "without": build("without-gates", "--disable-gates")}
    bad = False
    for what, item in READS.items():
        cost, said = {}, {}
        for name, folder in folders.items():
            few, _ = instructions(folder, item, FEW)
            many, said[name] = instructions(folder, item, MANY)
            cost[name] = (many - few) / (MANY - FEW)
        more = 100 * (cost["with"] / cost["without"] - 1)
        same = said["with"] == said["without"]
        bad = bad or more > MOST or not same
        print("%s: %.0f instructions a read with gates, %.0f without: %+.2f %%; the answers are %s" % (
            what, cost["with"], cost["without"], more, "the same" if same else "NOT the same"))
    if bad:
        print("FAULT: more than %.0f %%, or not the same answers" % MOST)
    return bad


sys.exit(main())
