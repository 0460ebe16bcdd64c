#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Figures of `iedbench serve`, taken in one go (DESIGN section 7).

Reads are measured in turns against an echo, server on one core, load on the other; the ratio is
what counts. Nothing here asserts: figures are for people.

    bench.py BUILD-DIR SOURCE-DIR [SCL for memory, load time and idle ...]
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import moving
import reports

BUILD, SOURCE = sys.argv[1:3]
FILES = sys.argv[3:] or [os.path.join(SOURCE, "testdata/scl/substation.scd")]
SERVED = os.path.join(SOURCE, "testdata/scl/substation.scd")
DOMAIN, ITEM = "FEEDER1LD0", "MMXU1$MX$TotW$mag$f"
ECHO_PORT = int(os.environ.get("BENCH_PORT", "11300"))
ECHO_LEAST = 250000
READERS, SIDE_BY_SIDE = 50, 10
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = os.environ.get("BENCH_SECONDS", "2")

EMPTY_SCL = """<?xml version="1.0"?>
<SCL xmlns="http://www.iec.ch/61850/2003/SCL" version="2007" revision="B" release="4">
<Header id="empty"/><IED name="E"><AccessPoint name="P"><Server><LDevice inst="L">
<LN0 lnClass="LLN0" inst="" lnType="T"/></LDevice></Server></AccessPoint></IED>
<DataTypeTemplates><LNodeType id="T" lnClass="LLN0"><DO name="Beh" type="B"/></LNodeType>
<DOType id="B" cdc="ENS"><DA name="t" bType="Timestamp" fc="ST"/></DOType></DataTypeTemplates></SCL>
"""


def pinned(core, *command):
    return ["taskset", "-c", str(core), *command]


class Server:
    """iedbench serve on core 0."""

    def __init__(self, *arguments):
        command = [os.path.join(BUILD, "iedbench"), "serve", "--ready-json", *arguments]
        self.told = tempfile.TemporaryFile("w+")
        began = time.monotonic()
        self.process = subprocess.Popen(pinned(0, *command), stdout=subprocess.PIPE,
                                        stderr=self.told, text=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(self.all_told())
        self.seconds = time.monotonic() - began
        self.ieds = json.loads(line)["ieds"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=20)

    def all_told(self):
        """What stands on stderr."""
        self.told.seek(0)
        return self.told.read()

    def dirty(self):
        """Octets of memory that are this process's own."""
        with open(f"/proc/{self.process.pid}/smaps_rollup") as lines:
            return sum(int(line.split()[1]) for line in lines
                       if line.startswith("Private_Dirty")) * 1024

    def processor_seconds(self):
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(*arguments):
    command = pinned(1, os.path.join(BUILD, "tests/bench/load"), *map(str, arguments))
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit("the load generator failed")
    return [line.split() for line in done.stdout.splitlines()]


def measure_reads():
    echo = subprocess.Popen(pinned(0, os.path.join(BUILD, "tests/bench/echo"), str(ECHO_PORT)))
    try:
        with Server("--port", "0", "--associations", "100", "--ied", "FEEDER1", SERVED) as server:
            time.sleep(0.2)
            lines = load("reads", READERS, SECONDS, ROUNDS, ECHO_PORT, echo.pid, "127.0.0.1",
                         server.ieds[0]["port"], server.process.pid, DOMAIN, ITEM)
    finally:
        echo.terminate()
        echo.wait()
    rounds = [[float(field) for field in line[1:]] for line in lines if line[0] == "round"]
    mms = statistics.median(row[0] for row in rounds)
    raw = statistics.median(row[1] for row in rounds)
    ratio = statistics.median(row[0] / row[1] for row in rounds)
    print(f"reads: {mms:,.0f}/s, echo {raw:,.0f}/s, ratio {ratio:.2f} "
          f"({READERS} associations, {ROUNDS} rounds, sizes {lines[0][1]} and {lines[0][2]})")
    own, least = (statistics.median(row[at] for row in rounds) for at in (2, 3))
    print(f"       processor time of a read: {own / 1000:.2f} us, of an echo "
          f"{least / 1000:.2f} us, ratio {least / own:.2f}")
    if raw < ECHO_LEAST:
        print(f"       void: the echo is under {ECHO_LEAST:,} round trips a second")


def measure_associations():
    with Server("--port", "0", "--associations", "100", "--ied", "FEEDER1", SERVED) as server:
        for leave in "close", "release":
            lines = load("associations", SIDE_BY_SIDE, SECONDS, leave, "127.0.0.1",
                         server.ieds[0]["port"])
            print(f"associations: {float(lines[0][1]):,.0f}/s ({SIDE_BY_SIDE} side by side, "
                  f"ended by {leave})")


def measure_rest():
    with tempfile.NamedTemporaryFile("w", suffix=".icd") as empty:
        empty.write(EMPTY_SCL)
        empty.flush()
        with Server("--port", "0", empty.name) as server:
            baseline = server.dirty()
    with Server("--port", "0", *FILES) as server:
        dirty = server.dirty()
        before = server.processor_seconds()
        time.sleep(5)
        idle = server.processor_seconds() - before
        ieds, seconds = len(server.ieds), server.seconds
    summary = next(line for line in server.all_told().splitlines() if " leaves, ready" in line)
    leaves = int(summary.split(" with ")[1].split()[0])
    print(f"memory: {(dirty - baseline) / max(leaves, 1):.1f} octets a leaf "
          f"({(dirty - baseline) / 1e6:.1f} MB for {leaves:,} leaves of {ieds} IEDs; an empty "
          f"server has {baseline / 1e6:.1f} MB)")
    print(f"load time: {seconds:.2f} s from start to the last listener")
    print(f"idle: {idle:.2f} s of processor time in 5 s")


measure_reads()
measure_associations()
reports.measure(BUILD)
moving.measure(BUILD)
measure_rest()
