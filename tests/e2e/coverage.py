#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Client coverage, counted by hand: one scenario whose client touches few things, one that reports, one that reads all."""
import json
import os
import re
import subprocess
import sys
import tempfile

BUILD = os.environ.get("abs_top_builddir", ".")
TOP = os.environ.get("abs_top_srcdir", ".")
IEDBENCH = os.path.join(BUILD, "iedbench")
SCL = os.path.join(TOP, "testdata", "scl", "feeder.cid")
os.environ["IEDBENCH_DATA"] = TOP
faults = []


def expect(what, found, wanted):
    print(f"{what}: {found}")
    if found != wanted:
        faults.append(what)
        print(f"FAULT: {what}: not {wanted}")


def play(folder, scenario):
    done = subprocess.run([IEDBENCH, "run", "--stepped", "--coverage", "--out", folder, scenario], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=120)
    if done.returncode != 0 or "# Client coverage" not in done.stdout:
        print(done.stdout)
        faults.append("the run")
    with open(os.path.join(folder, "events.jsonl"), encoding="utf-8") as lines:
        table = next(line for line in map(json.loads, lines) if line["event"] == "table" and line["name"] == "coverage")
    coverage = {}
    for row in table["rows"]:
        cells = dict(zip(table["columns"], row))
        coverage[cells["what"]] = {"touched": int(cells["touched"]), "total": int(cells["of"]),
                                   "never": cells["never touched"].split(", ")}
    return coverage, done.stdout


def figure(coverage, kind):
    return coverage[kind]["touched"]


def few_things(folder):
    coverage, text = play(folder, os.path.join(TOP, "tests", "e2e", "coverage.lua"))
    ied = coverage
    with open(SCL, encoding="utf-8") as file:
        sets = len(re.findall(r"<DataSet ", file.read()))
    # The whole of MMXU1$MX and of Pos of XCBR1; db is no point.
    measured = [name for name in ied["points"]["never"] if name.startswith("LD0/MMXU1.") and name != "LD0/MMXU1.Beh"]
    expect("measured values never read", measured, [])
    expect("the position is read", "LD0/XCBR1.Pos" in ied["points"]["never"], False)
    expect("another is not", "LD0/CSWI1.Pos" in ied["points"]["never"], True)
    expect("touched nodes", figure(coverage, "nodes"), 2)
    expect("data sets", (figure(coverage, "data_sets"), ied["data_sets"]["total"]), (0, sets))
    expect("control blocks, controls, settings, logs",
           [figure(coverage, kind) for kind in ("rcbs", "controls", "settings", "logs")], [0, 0, 0, 0])
    row = re.search(r"^FEEDER1 +points +(\d+) +(\d+) ", text, re.MULTILINE)
    expect("the table says so", row and [int(cell) for cell in row.groups()],
           [figure(coverage, "points"), ied["points"]["total"]])
    again = subprocess.run([IEDBENCH, "results", folder], stdout=subprocess.PIPE, text=True, timeout=60, check=False).stdout
    expect("and so it does again from events.jsonl", row is not None and row.group() in again, True)


def reports(folder):
    coverage, _ = play(folder, os.path.join(TOP, "scenarios", "reporting", "resync.lua"))
    ied = coverage
    expect("the enabled control block", [name for name in ied["rcbs"]["never"] if "brcbStatus" in name], [])
    expect("control blocks", figure(coverage, "rcbs"), 1)
    expect("data sets", figure(coverage, "data_sets"), 1)
    expect("reported point", "LD0/XCBR1.Pos" in ied["points"]["never"], False)


def everything():
    server = subprocess.Popen([IEDBENCH, "serve", "--port", "0", "--ready-json", "--coverage", SCL], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
    ied = json.loads(server.stdout.readline())["ieds"][0]
    subprocess.run([IEDBENCH, "browse", "--read-all", f"{ied['address']}:{ied['port']}"], check=True,
                   stdout=subprocess.DEVNULL, timeout=120)
    server.terminate()
    told = server.communicate(timeout=60)[1]
    lines = told[told.index("# coverage"):].splitlines()
    row = dict(zip(lines[0].split()[2:], lines[1].split()[1:]))
    for kind in ("devices", "nodes", "points", "attributes", "data_sets", "settings"):
        expect(f"a walk covers all {kind}", len(set(row[kind].split("/"))), 1)
    for kind in ("rcbs", "controls", "logs"):
        expect(f"and uses no {kind}", row[kind].split("/")[0], "0")


with tempfile.TemporaryDirectory() as temporary:
    few_things(os.path.join(temporary, "few"))
    reports(os.path.join(temporary, "reports"))
    everything()
sys.exit(1 if faults else 0)
