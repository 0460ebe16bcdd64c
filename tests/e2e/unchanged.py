#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""With no fault that acts the wire is unchanged, byte for byte, and to the nanosecond of virtual time.

One stepped scenario with a client that browses, reads, writes, subscribes and operates is captured as it is; with every fault that
can be for one client armed for one who is not there, and cleared on the way; and with those faults armed before and gone when the
client comes. The packets of the captures are compared octet by octet.
"""
import json
import os
import struct
import subprocess
import sys
import tempfile

TOP = os.environ.get("abs_top_srcdir", ".")
IEDBENCH = os.path.join(os.environ.get("abs_top_builddir", "."), "iedbench")
ENVIRONMENT = dict(os.environ, IEDBENCH_DATA=TOP)
# What some faults must be told.
NEEDS = {
    "close_after": "octets = 1, ",
    "data_access_error": 'reference = "LD0/XCBR1.Pos[ST]", ',
    "negotiate": "pdu_size = 1, ",
}
SCENARIO = """
local bay = ied { scl = "feeder.cid" }
return scenario {
%s
  at "1s" { set(bay, "LD0/XCBR1.Pos", "off") },
  every("100ms", { from = "1s", times = 10 }) { set(bay, "LD0/MMXU1.TotW", 4) },
  task("SCADA", function()
    sleep "500ms"
    local scada = client.connect(bay)
    scada:identify()
    scada:walk()
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { gi = true })
    status:report { within = "1s" }
    for _ = 1, 10 do
      scada:read { "LD0/XCBR1.Pos", "LD0/MMXU1.TotW" }
      sleep "97ms"
    end
    scada:write("LD0/LLN0.BR.brcbStatus01.RptEna", false)
    scada:release()
    client.connect(bay):abort()
    check(true, "it went on to its end")
  end),
}
"""
PACKET_BLOCK = 6
faults = 0


def fault(text):
    global faults
    faults += 1
    print("FAULT:", text)


def packets(path):
    """(interface, time, octets) of every packet block (draft-ietf-opsawg-pcapng 4.3); comments are left out."""
    with open(path, "rb") as file:
        octets = file.read()
    at, found = 0, []
    while at < len(octets):
        kind, length = struct.unpack_from("<II", octets, at)
        if kind == PACKET_BLOCK:
            interface, high, low, size = struct.unpack_from("<IIII", octets, at + 8)
            found.append((interface, high << 32 | low, octets[at + 28:at + 28 + size]))
        at += length
    return found


def is_tcp(packet):
    """Not the empty packet at the end that carries comments which found none."""
    return packet[2][9] == 6


def play(folder, name, entries):
    source, path = os.path.join(folder, name + ".lua"), os.path.join(folder, name + ".pcapng")
    with open(source, "w", encoding="utf-8") as file:
        file.write(SCENARIO % entries)
    out = os.path.join(folder, name)
    done = subprocess.run([IEDBENCH, "run", "--stepped", "--capture", path, "--out", out, source], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=300, env=ENVIRONMENT)
    if done.returncode != 0:
        fault("%s: status %d\n%s" % (name, done.returncode, done.stdout[-2000:]))
    with open(os.path.join(out, "events.jsonl"), encoding="utf-8") as lines:
        events = [json.loads(line)["event"] for line in lines]
    return [packet for packet in packets(path) if is_tcp(packet)], events


def compare(name, expected, found):
    if found == expected:
        print("%s: %d packets, the same" % (name, len(found)))
        return
    at = next((i for i, (a, b) in enumerate(zip(expected, found)) if a != b), min(len(expected), len(found)))
    fault("%s: %d packets, not %d; packet %d is the first that differs" % (name, len(found), len(expected), at))


def main():
    words = json.loads(subprocess.run([IEDBENCH, "list", "words", "--json"], capture_output=True, text=True, check=True).stdout)
    usable = sorted(word["name"].split("(")[0].removeprefix("fault.") for word in words
                    if word["name"].startswith("fault.") and "by=" in word["name"])
    armed = ",\n    ".join('fault.%s(bay, { %sby = "10.9.9.9" })' % (name, NEEDS.get(name, "")) for name in usable)
    with tempfile.TemporaryDirectory() as folder:
        plain, events = play(folder, "plain", "")
        if len(plain) < 100 or "fault_armed" in events:
            fault("the plain run is none: %d packets" % len(plain))
        for name, entries in (("armed for somebody else", '  at "0s" { %s },\n  at "1200ms" { fault.clear(bay) },' % armed),
                              ("armed and gone", '  at "0s" { %s },\n  at "100ms" { fault.clear(bay) },' % armed)):
            found, events = play(folder, name.replace(" ", "-"), entries)
            if events.count("fault_armed") != len(usable) or events.count("fault_removed") != len(usable):
                fault("%s: %d of %d faults came and went" % (name, events.count("fault_removed"), len(usable)))
            if "fault_acted" in events:
                fault("%s: a fault acted" % name)
            compare(name, plain, found)
    print("%d faults armed, %d faults of the test" % (len(usable), faults))
    return 1 if faults or len(usable) < 30 else 0


sys.exit(main())
