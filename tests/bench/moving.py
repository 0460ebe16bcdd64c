#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Processor time of moving points: 100 IEDs of 1,000 measured values at 1 Hz, one commit an IED and tick.

Nothing asserts; `make bench` shows the figures.

    moving.py BUILD-DIR
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

IEDS = int(os.environ.get("BENCH_IEDS", "100"))
NODES, OBJECTS = 20, 50
SECONDS = int(os.environ.get("BENCH_MOVING_SECONDS", "8"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))

# name, a BRCB in each IED, the signal
CASES = [
    ("no RCB", False, 'sine(all, "GGIO*.AnIn*", { mean = 100, amplitude = 50, period = "60s", every = "1s" })'),
    ("no RCB, noise", False, 'noise(all, "GGIO*.AnIn*", { mean = 100, deviation = 5, every = "1s" })'),
    ("into a buffering BRCB each", True,
     'sine(all, "GGIO*.AnIn*", { mean = 100, amplitude = 50, period = "60s", every = "1s" })'),
]


def scl(buffered):
    members = "".join(f'<FCDA ldInst="LD0" lnClass="GGIO" lnInst="{n + 1}" doName="AnIn{i + 1}" fc="MX"/>'
                      for n in range(NODES) for i in range(OBJECTS))
    control = f"""<DataSet name="ds">{members}</DataSet>
<ReportControl name="brcb" datSet="ds" confRev="1" buffered="true"><TrgOps dchg="true"/>
<OptFields seqNum="true" timeStamp="true" entryID="true"/><RptEnabled max="1"/></ReportControl>"""
    nodes = "".join(f'<LN lnClass="GGIO" inst="{n + 1}" lnType="GGIO"/>' for n in range(NODES))
    ieds = "".join(f"""<IED name="IED{k + 1}"><AccessPoint name="P"><Server><LDevice inst="LD0">
<LN0 lnClass="LLN0" inst="" lnType="LLN0">{control if buffered else ""}</LN0>{nodes}
</LDevice></Server></AccessPoint></IED>""" for k in range(IEDS))
    objects = "".join(f'<DO name="AnIn{i + 1}" type="MV"/>' for i in range(OBJECTS))
    return f"""<?xml version="1.0"?>
<SCL xmlns="http://www.iec.ch/61850/2003/SCL" version="2007" revision="B" release="4">
<Header id="moving"/>{ieds}
<DataTypeTemplates>
<LNodeType id="LLN0" lnClass="LLN0"><DO name="Beh" type="Beh"/></LNodeType>
<LNodeType id="GGIO" lnClass="GGIO"><DO name="Beh" type="Beh"/>{objects}</LNodeType>
<DOType id="Beh" cdc="ENS"><DA name="t" bType="Timestamp" fc="ST"/></DOType>
<DOType id="MV" cdc="MV"><DA name="mag" bType="Struct" type="AV" fc="MX" dchg="true"/>
<DA name="q" bType="Quality" fc="MX" qchg="true"/><DA name="t" bType="Timestamp" fc="MX"/></DOType>
<DAType id="AV"><BDA name="f" bType="FLOAT32"/></DAType></DataTypeTemplates></SCL>
"""


def scenario(signal):
    return f"""local all = station {{ scl = "moving.scd" }}
return scenario {{ duration = "1h", allow_no_client = true, at "0s" {{ {signal} }} }}
"""


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(build, buffered, signal):
    """Cores in use while the points move, once all is up."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in ("moving.scd", scl(buffered)), ("moving.lua", scenario(signal)):
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        command = [os.path.join(build, "iedbench"), "run", "--quiet", "--ready-json", "--port", "0",
                   os.path.join(folder, "moving.lua")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            if len(json.loads(process.stdout.readline() or '{"ieds":[]}')["ieds"]) != IEDS:
                sys.exit("moving: the IEDs are not up")
            time.sleep(1.5)
            before, began = processor_seconds(process.pid), time.monotonic()
            time.sleep(SECONDS)
            used, took = processor_seconds(process.pid) - before, time.monotonic() - began
        finally:
            process.terminate()
            process.communicate(timeout=60)
    return used / took


def measure(build):
    for name, buffered, signal in CASES:
        rounds = [100 * run(build, buffered, signal) for _ in range(ROUNDS)]
        print(f"moving: {IEDS} IEDs of {NODES * OBJECTS:,} values at 1 Hz, {name}: "
              f"{statistics.median(rounds):.1f} % of a core ({min(rounds):.1f}..{max(rounds):.1f})")


if __name__ == "__main__":
    measure(sys.argv[1])
