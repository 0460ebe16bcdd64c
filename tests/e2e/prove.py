#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stand-ins: the scenarios about clients pass the correct ones and catch each that is wrong on purpose, for the reason that it
tells. The same scenarios judge a client from outside, here our own commands, right and wrong.
"""
import fnmatch
import json
import os
import subprocess
import sys
import tempfile

import xml.etree.ElementTree

TOP = os.path.abspath(os.environ.get("abs_top_srcdir", "."))
IEDBENCH = os.path.join(os.path.abspath(os.environ.get("abs_top_builddir", ".")), "iedbench")
SCENARIOS = os.path.join(TOP, "scenarios")
FOLDER = os.path.join(SCENARIOS, "client")
FOLDERS = [os.path.join(SCENARIOS, name) for name in ("association", "client", "load", "reading")]
os.environ["IEDBENCH_DATA"] = TOP
os.environ["IEDBENCH"] = IEDBENCH
faults = []

# What a correct pair of wrong promises looks like: the first is kept by nobody, the second names no expectation.
UNPROVEN = """
local bay = ied { scl = "feeder.cid" }
return scenario {
  duration = "5s",
  never(bay:aborted()),
  stand_in("is correct", function() client.connect(bay):release() end),
  stand_in("is said to be wrong", { fails = "never * aborted*" }, function() client.connect(bay):release() end),
  stand_in("is wrong otherwise", { fails = "never * browsed*" }, function() client.connect(bay):abort() end),
}
"""
# From outside: a SCADA system that comes back, and one that forgets to interrogate.
LOOP = "while :; do $IEDBENCH report --timeout 2 %s $IEDBENCH_FEEDER1 LD0/LLN0.RP.urcbStatus; sleep 0.3; done >/dev/null 2>&1"
ONCE = "$IEDBENCH report --gi %s $IEDBENCH_FEEDER1 LD0/LLN0.RP.urcbStatus"
OUTSIDE = (
    ("general-interrogation", LOOP % "--gi", 0, ""),
    ("general-interrogation", LOOP % "", 1, "FEEDER1 gi_requested LD0/LLN0.RP.urcbStatus within 1 s"),
    ("orderly-end", ONCE % "--count 1", 0, ""),
    ("orderly-end", "timeout -s KILL 1 " + ONCE % "" + " || :", 1, "FEEDER1 released within 6 s"),
)


def fault(text):
    faults.append(text)
    print("FAULT:", text)


def run(*arguments, **more):
    done = subprocess.run([IEDBENCH, *arguments], capture_output=True, text=True, timeout=300, check=False, **more)
    return done.returncode, done.stdout + done.stderr


def proves_all(folder):
    """Returns the number of stand-ins."""
    report = os.path.join(folder, "all.xml")
    status, said = run("run", "--prove", "--stepped", "--jobs", "2", "--junit", report, SCENARIOS)
    suites = xml.etree.ElementTree.parse(report).getroot().findall("testsuite")
    if status != 0 or " failed" in said.splitlines()[-1]:
        fault("--prove ends with %d:\n%s" % (status, "\n".join(line for line in said.splitlines() if "FAILED" in line)))
    return len(suites)


def catches(path, folder):
    """Each stand-in by itself, as a client under test would be judged. Returns how many there are, right and wrong."""
    status, said = run("check", "--json", path)
    declared = json.loads(said)[0]["stand_ins"] if status == 0 else []
    name = os.path.basename(path)
    if not any(not one["fails"] for one in declared) or not any(one["fails"] for one in declared):
        fault("%s has no correct or no wrong stand-in: %s" % (name, said))
    for one in declared:
        report = os.path.join(folder, "one.json")
        status, said = run("run", "--stepped", "--json", report, "--stand-in", one["name"], path)
        with open(report, encoding="utf-8") as file:
            outcomes = json.load(file)["runs"][0]["outcomes"]
        failed = ["%s: %s" % (o["expected"], o.get("seen", "nothing")) for o in outcomes if o["state"] == "failed"]
        failed += [o["expected"] for o in outcomes if o["state"] == "failed"]
        if status != 0 and not one["fails"] or status not in (1, 5) and one["fails"]:
            fault("%s, a client that %s: status %d, failed %s" % (name, one["name"], status, failed))
        for text in one["fails"]:
            if not any(fnmatch.fnmatchcase(line, text) for line in failed):
                fault("%s, a client that %s: nothing like %s failed in %s" % (name, one["name"], text, failed))
    return len(declared)


def judges_from_outside():
    for name, command, wanted, text in OUTSIDE:
        path = os.path.join(FOLDER, name + ".lua")
        status, said = run("run", "--port", "0", "--exec", command, "--exec-wait", "100ms", path)
        if status != wanted or ("FAILED  " + text if text else "PASSED") not in said:
            fault("%s with %s: status %d\n%s" % (name, command, status, said))


def keeps_its_word(folder):
    path = os.path.join(folder, "unproven.lua")
    with open(path, "w", encoding="utf-8") as file:
        file.write(UNPROVEN)
    status, said = run("run", "--prove", "--stepped", path)
    for text in (
        "PASSED  unproven (a client that is correct)",
        "FAILED  a client that is said to be wrong is caught: never * aborted*",
        "FAILED  never BAY aborted" if "BAY" in said else "FAILED  never FEEDER1 aborted",
        "FAILED  a client that is wrong otherwise is caught: never * browsed*",
    ):
        if text not in said:
            fault("an unproven scenario: no %r in\n%s" % (text, said))
    if status != 1:
        fault("an unproven scenario ends with %d" % status)
    for arguments, wanted, text in (
        (("--stand-in", "is wonderful"), 2, 'no stand-in is called "is wonderful"; there are "is correct", "is said to be wrong"'),
        (("--stand-in", "none"), 5, "NOTHING HAPPENED"),
        (("--prove", "--stand-in", "none"), 2, "--prove plays all stand-ins"),
    ):
        status, said = run("run", "--stepped", *arguments, path)
        if status != wanted or text not in said:
            fault("%s: status %d\n%s" % (arguments, status, said))
    status, said = run("run", "--prove", "--stepped", os.path.join(TOP, "scenarios", "writing.lua"))
    if status != 2 or "has a stand-in" not in said:
        fault("a scenario without stand-ins: status %d\n%s" % (status, said))


with tempfile.TemporaryDirectory() as temporary:
    proven = proves_all(temporary)
    paths = sorted(os.path.join(folder, name) for folder in FOLDERS for name in os.listdir(folder))
    tried = sum(catches(path, temporary) for path in paths)
    if proven != tried or len(paths) < 17:
        fault("%d runs of --prove for %d stand-ins in %d scenarios" % (proven, tried, len(paths)))
    judges_from_outside()
    keeps_its_word(temporary)
    print("%d scenarios, %d stand-ins, %d clients from outside, %d faults" % (len(paths), tried, len(OUTSIDE), len(faults)))
sys.exit(1 if faults else 0)
