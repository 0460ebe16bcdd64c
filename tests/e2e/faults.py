#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Faults in masses: each armed and removed a thousand times without growth, all pairs of different layers together without a
crash or a hang, and with one seed the same faults on the same PDUs, fifty times.
"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile

TOP = os.environ.get("abs_top_srcdir", ".")
IEDBENCH = os.path.join(os.environ.get("abs_top_builddir", "."), "iedbench")
ENVIRONMENT = dict(os.environ, IEDBENCH_DATA=TOP, ASAN_OPTIONS="quarantine_size_mb=1:" + os.environ.get("ASAN_OPTIONS", ""))
# What some faults must be told.
NEEDS = {
    "clock_jump": 'to = "-1h"',
    "close_after": "octets = 100",
    "crash": 'boot = "5ms"',
    "moves_without_command": 'reference = "LD0/CSWI1.Pos"',
    "data_access_error": 'reference = "LD0/XCBR1.Pos[ST]"',
    "negotiate": "pdu_size = 5000",
    "power_cycle": 'boot = "5ms"',
    "revision_changed": 'boot = "5ms"',
}
CHURN = """
local bay = ied { scl = "feeder.cid" }
return scenario {
  allow_no_client = true,
  task("churn", function()
    for _ = 1, %d do
      %s
      sleep "1ms"
      act(fault.clear(bay))
    end
    check(true, "all came and went")
  end),
}
"""
PAIRS = """
local bay = ied { scl = "feeder.cid" }
local function try()
  local there, scada = pcall(client.connect, bay, { timeout = "300ms" })
  if there then
    pcall(scada.read, scada, "LD0/XCBR1.Pos")
    pcall(scada.names, scada)
    pcall(scada.abort, scada)
  end
end
return scenario {
  task("pairs", function()
    for _, pair in ipairs {
%s
    } do
      act(pair[1](), pair[2]())
      try()
      act(fault.clear(bay))
      sleep "10ms"                                    -- who lost its power is up again
    end
    sleep "10s"                                       -- the last connections of stalled faults end
    local scada = client.connect(bay)
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "all is well after them")
    scada:release()
  end),
}
"""
faults = 0


def fault(text):
    global faults
    faults += 1
    print("FAULT: " + text)


def run(path, *arguments):
    """Returns (status, output, peak memory in KiB)."""
    with tempfile.TemporaryFile("w+") as output:
        child = subprocess.Popen([IEDBENCH, "run", "--stepped", "--max-time", "300s", *arguments, path], stdout=output,
                                 stderr=subprocess.STDOUT, env=ENVIRONMENT)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        return child.returncode, output.read(), usage.ru_maxrss


def rows():
    words = json.loads(subprocess.run([IEDBENCH, "list", "faults", "--json"], capture_output=True, text=True, check=True).stdout)
    return [(row["name"], row["layer"]) for row in words]


def word(name):
    return "fault.%s(bay, { %s })" % (name, NEEDS.get(name, ""))


def churn(folder, names):
    peaks = []
    for rounds in (100, 1000):
        path = os.path.join(folder, "churn%d.lua" % rounds)
        with open(path, "w") as file:
            file.write(CHURN % (rounds, "\n      ".join("act(%s)" % word(name) for name in names)))
        status, output, peak = run(path)
        peaks.append(peak)
        if status != 0:
            fault("churn of %d rounds: status %d\n%s" % (rounds, status, output[-2000:]))
    print("%d faults armed and removed 100 and 1000 times: %d and %d KiB" % (len(names), *peaks))
    if peaks[1] > peaks[0] * 1.1 + 4096:
        fault("memory grows from %d to %d KiB" % tuple(peaks))


def pairs(folder, known):
    lines = ["      { function() return %s end, function() return %s end }," % (word(a), word(b))
             for i, (a, above) in enumerate(known) for b, below in known[i + 1:] if above != below]
    path = os.path.join(folder, "pairs.lua")
    for first in range(0, len(lines), 200):
        with open(path, "w") as file:
            file.write(PAIRS % "\n".join(lines[first:first + 200]))
        status, output, _ = run(path)
        if status != 0:
            fault("pairs from %d on: status %d\n%s" % (first, status, output[-3000:]))
    print("%d pairs of faults of different layers" % len(lines))


def seeds(folder, scenario, runs):
    def digest(seed):
        status, output, _ = run(os.path.join(TOP, "scenarios", "faults", scenario), "--seed", str(seed), "--out", folder)
        if status != 0 and seed == 1:
            fault("%s: status %d\n%s" % (scenario, status, output[-2000:]))
        with open(os.path.join(folder, "events.jsonl"), "rb") as log:
            log.readline()
            return hashlib.sha256(log.read()).hexdigest()

    first = digest(1)
    others = {digest(1) for _ in range(runs - 1)}
    if others - {first}:
        fault("%s: %d runs of one seed differ" % (scenario, runs))
    if digest(2) == first:
        fault("%s: another seed changes nothing" % scenario)
    print("%s: %d runs of one seed, one hash" % (scenario, runs))


known = rows()
with tempfile.TemporaryDirectory() as folder:
    churn(folder, [name for name, _ in known])
    pairs(folder, known)
    for scenario in ("flip-bits.lua", "delay.lua"):
        seeds(folder, scenario, int(os.environ.get("RUNS", "50")))
print("%d faults" % faults)
sys.exit(faults != 0)
