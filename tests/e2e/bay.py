#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A whole bay happens alike in stepped and in real time: scenarios/bay/full-bay.lua is played with --stepped and with --speed 1.

What clients do to controls and every change of a value, but for stamps, has to come in the same order, at the same time but for the
delays of a busy machine. What happens in real time is a matter of the machine, too: where it stands still for longer than lies between two
causes, their effects may come in another order. So real time has three tries.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
TOP = os.path.abspath(os.environ.get("abs_top_srcdir", "."))
IEDBENCH = os.path.join(os.path.abspath(os.environ.get("abs_top_builddir", ".")), "iedbench")
SCENARIO = os.path.join(TOP, "scenarios", "bay", "full-bay.lua")
KINDS = {"changed", "selected", "operated", "cancelled", "command_refused", "command_terminated", "rcb_enabled", "mark"}
# When a command was given, and stamps.
TIMES = re.compile(r" T=\S+")
STAMP = re.compile(r"\.(t|tOpOk)( |$)")
LATE = 2.0
TRIES = 3


def play(folder, *options):
    """The events of a run as (text, time), and what it said."""
    out = os.path.join(folder, options[0].strip("-"))
    command = [IEDBENCH, "run", "-q", "--port", "0", "--events", "changed", "--out", out, *options, SCENARIO]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env={**os.environ, "IEDBENCH_DATA": TOP})
    events = []
    with open(os.path.join(out, "events.jsonl"), encoding="utf-8") as file:
        for line in file:
            event = json.loads(line)
            if event["event"] in KINDS and not STAMP.search(event.get("reference", "")):
                value = TIMES.sub("", event.get("value", ""))
                if "MMXU" in event.get("reference", ""):
                    value = ""  # the load follows the time
                events.append(("%s %s %s" % (event["event"], event.get("reference", ""), value), event["at"]))
    return events, done


def difference(stepped, real):
    """The first one in words; None when they are alike."""
    for number, ((expected, expected_at), (seen, seen_at)) in enumerate(zip(stepped, real)):
        if expected != seen or not 0 <= seen_at - expected_at + 0.001 < LATE:
            return "event %d: %s at %.3f s stepped, %s at %.3f s in real time" % (number, expected, expected_at, seen, seen_at)
    if len(stepped) != len(real):
        return "%d events stepped, %d in real time" % (len(stepped), len(real))
    return None


def tell(done):
    print("FAULT: status %d\n%s%s" % (done.returncode, done.stdout, done.stderr))
    return 1


def main():
    with tempfile.TemporaryDirectory() as folder:
        stepped, done = play(folder, "--stepped")
        if done.returncode != 0 or len(stepped) < 100:
            return tell(done)
        for _ in range(TRIES):
            real, done = play(folder, "--speed", "1")
            different = difference(stepped, real)
            if done.returncode == 0 and different is None:
                print("%d events alike, 0 faults" % len(stepped))
                return 0
            print("not alike: %s" % different)
    return tell(done)


if __name__ == "__main__":
    sys.exit(main())
