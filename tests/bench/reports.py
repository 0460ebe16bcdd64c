#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Figures of reports against raw TCP writes of the same sizes in the same pattern.

One run of report.c is one line of figures; ours and raw ones take turns. Nothing asserts.

    reports.py BUILD-DIR [CONTROL COUNT]

With a control block and a count it only prints the SCL file that is used for that many.
"""
import os
import statistics
import subprocess
import sys
import tempfile

MEMBERS, BLOCKS = 100, 50
PACE = 1000  # commits a second where latency is measured
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = os.environ.get("BENCH_SECONDS", "1")

# name, control blocks, how many, of how many clients, changes a commit, commits a turn
CASES = [
    ("1 URCB, a commit a turn", "RP.urcb", 1, 1, 1, 1),
    ("50 URCBs of 50 clients, a commit a turn", "RP.urcb", BLOCKS, BLOCKS, 1, 1),
    ("1 URCB, 16 commits a turn", "RP.urcb", 1, 1, 1, 16),
    ("50 URCBs of 50 clients, 16 commits a turn", "RP.urcb", BLOCKS, BLOCKS, 1, 16),
    ("50 URCBs of 1 client, 16 commits a turn", "RP.urcb", BLOCKS, 1, 1, 16),
    ("1 BRCB, 16 commits a turn", "BR.brcb", 1, 1, 1, 16),
    ("50 BRCBs of 50 clients, 16 commits a turn", "BR.brcb", BLOCKS, BLOCKS, 1, 16),
    ("1 URCB, commits of 100 changes", "RP.urcb", 1, 1, MEMBERS, 1),
    ("50 URCBs of 50 clients, commits of 100 changes", "RP.urcb", BLOCKS, BLOCKS, MEMBERS, 1),
    ("50 URCBs of 1 client, a commit a turn", "RP.urcb", BLOCKS, 1, 1, 1),
    ("50 URCBs of 1 client, commits of 100 changes", "RP.urcb", BLOCKS, 1, MEMBERS, 1),
]
# Rows of CASES: many control blocks, and the one they are held against.
FAN_OUTS = [(1, 0), (3, 2), (4, 2), (6, 5), (8, 7), (9, 0), (10, 7)]
PACED = [CASES[0], CASES[1]]


def scl(control, blocks):
    """One data set of MEMBERS measured values, and so many instances of a control block on it:
    a BRCB takes events from the start, subscribed or not, and would be in every figure."""
    members = "".join(f'<FCDA ldInst="LD0" lnClass="GGIO" lnInst="1" doName="AnIn{i + 1}" '
                      f'fc="MX"/>' for i in range(MEMBERS))
    kind, name = control.split(".")
    buffered = "true" if kind == "BR" else "false"
    objects = "".join(f'<DO name="AnIn{i + 1}" type="MV"/>' for i in range(MEMBERS))
    return f"""<?xml version="1.0"?>
<SCL xmlns="http://www.iec.ch/61850/2003/SCL" version="2007" revision="B" release="4">
<Header id="reports"/><IED name="IED1"><AccessPoint name="P"><Server><LDevice inst="LD0">
<LN0 lnClass="LLN0" inst="" lnType="LLN0"><DataSet name="ds">{members}</DataSet>
<ReportControl name="{name}" datSet="ds" confRev="1" buffered="{buffered}">
<TrgOps dchg="true"/><OptFields seqNum="true" timeStamp="true" reasonCode="true" dataSet="true"
entryID="true"/><RptEnabled max="{blocks}"/></ReportControl></LN0>
<LN lnClass="GGIO" inst="1" lnType="GGIO"/></LDevice></Server></AccessPoint></IED>
<DataTypeTemplates>
<LNodeType id="LLN0" lnClass="LLN0"><DO name="Beh" type="Beh"/></LNodeType>
<LNodeType id="GGIO" lnClass="GGIO"><DO name="Beh" type="Beh"/>{objects}</LNodeType>
<DOType id="Beh" cdc="ENS"><DA name="t" bType="Timestamp" fc="ST"/></DOType>
<DOType id="MV" cdc="MV"><DA name="mag" bType="Struct" type="AV" fc="MX" dchg="true"/>
<DA name="q" bType="Quality" fc="MX" qchg="true"/><DA name="t" bType="Timestamp" fc="MX"/></DOType>
<DAType id="AV"><BDA name="f" bType="FLOAT32"/></DAType></DataTypeTemplates></SCL>
"""


def spread(figures, form):
    """The median, and in brackets the least and the most."""
    return "{} ({}..{})".format(*(format(figure, form) for figure in (
        statistics.median(figures), min(figures), max(figures))))


class Figures:
    """What one run of report.c says."""

    def __init__(self, build, *arguments):
        command = [os.path.join(build, "tests/bench/report"), *map(str, arguments)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=600)
        if done.returncode != 0:
            sys.exit("the report generator failed")
        fields = [float(field) for field in done.stdout.split()]
        reports, seconds, processor, octets = fields[:4]
        self.a_second = reports / seconds
        self.cost = processor / reports * 1e6
        self.size = max(1, round(octets / reports))
        self.latencies = [nanoseconds / 1000 for nanoseconds in fields[4:]]


def run_case(build, case, rate=0):
    """Ours and raw ones in turns."""
    _, control, blocks, clients, changes, burst = case
    ours, raw = [], []
    with tempfile.NamedTemporaryFile("w", suffix=".cid") as file:
        file.write(scl(control, blocks))
        file.flush()
        for _ in range(ROUNDS):
            ours.append(Figures(build, "mms", file.name, control, blocks, clients, changes,
                                burst, rate, SECONDS))
            raw.append(Figures(build, "raw", ours[-1].size, blocks, clients, burst, rate,
                               SECONDS))
    return ours, raw


def show_rate(case, ours, raw):
    wall = [own.a_second / least.a_second for own, least in zip(ours, raw)]
    cost = [least.cost / own.cost for own, least in zip(ours, raw)]
    rate = statistics.median(own.a_second for own in ours)
    values = f", {rate * case[4]:,.0f} member values/s" if case[4] > 1 else ""
    print(f"reports: {case[0]}: {rate:,.0f}/s{values}, ratio to raw writes of {ours[0].size} "
          f"octets {spread(wall, '.2f')}")
    print(f"         processor time of a report: {spread([own.cost for own in ours], '.2f')} us,"
          f" raw {spread([least.cost for least in raw], '.2f')} us, ratio {spread(cost, '.2f')}")


def show_fan_out(many, one):
    """How much longer a commit takes for many control blocks than for one."""
    blocks = CASES[many][2]
    wall, cost = ([blocks * figure(a) / figure(b) for a, b in zip(MEASURED[many], MEASURED[one])]
                  for figure in (lambda run: 1 / run.a_second, lambda run: run.cost))
    print(f"fan-out: {CASES[many][0]}: {spread(wall, '.1f')} times one in time, "
          f"{spread(cost, '.1f')} in processor time")


def show_latency(case, ours, raw):
    for at, name in enumerate(("median", "99th percentile")):
        own, least = ([run.latencies[at] for run in runs] for runs in (ours, raw))
        print(f"latency: {case[0]}, {PACE:,}/s: {name} {spread(own, '.1f')} us from commit to "
              f"socket, raw {spread(least, '.1f')} us")


MEASURED = []


def measure(build):
    for case in CASES:
        ours, raw = run_case(build, case)
        MEASURED.append(ours)
        show_rate(case, ours, raw)
    for many, one in FAN_OUTS:
        show_fan_out(many, one)
    for case in PACED:
        show_latency(case, *run_case(build, case, PACE))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(scl(sys.argv[2], int(sys.argv[3])))
    else:
        measure(sys.argv[1])
