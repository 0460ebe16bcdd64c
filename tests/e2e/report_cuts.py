#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cuts the link of a buffered report's client behind every so many octets: no entry is lost, none comes twice.

A client on brcbMeas01 goes through a relay that resets the connection behind N octets of the server, comes back with
the last EntryID it has, and so on, with N drawn over all of a session. A second client on brcbMeas02 is never cut: what
the first one puts together must be a part of what the second one saw, without a gap (REPORT_CUTS=n: so many cuts).
"""
import json
import os
import random
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
TOP = os.environ.get("abs_top_srcdir", ".")
IEDBENCH = os.path.join(os.environ.get("abs_top_builddir", "."), "iedbench")
sys.path.insert(0, os.path.join(TOP, "tests", "oracle"))
import recorder  # noqa: E402

CUTS = int(os.environ.get("REPORT_CUTS", "24"))
OPTIONS = ["--json", "--opt-flds", "all", "--buffer-time", "0", "--trg-ops", "dchg"]


def run_client(port, rcb, *arguments, timeout=30):
    command = [IEDBENCH, "report", *OPTIONS, *arguments, "127.0.0.1:%d" % port, rcb]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()], done


def meaning(report):
    return [(member["index"], json.dumps(member.get("value"))) for member in report["members"]]


class Observer(threading.Thread):
    """Sees everything, from before the first cut to behind the last."""

    def __init__(self, port):
        super().__init__(daemon=True)
        command = [IEDBENCH, "report", *OPTIONS, "--purge", "127.0.0.1:%d" % port, "LD0/LLN0.BR.brcbMeas02"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.reports = []

    def run(self):
        for line in self.process.stdout:
            self.reports.append(json.loads(line))

    def end(self):
        self.process.terminate()
        self.join(20)
        self.process.wait(20)


def cut_again_and_again(port, draw):
    """(reports in the order they came, how often the link was cut, faults)"""
    seen, cuts, faults = [], 0, []
    with recorder.Recorder("127.0.0.1", port) as relay:
        first, done = run_client(relay.port, "LD0/LLN0.BR.brcbMeas01", "--purge", "--count", "3", "--duration", "10s")
        if done.returncode != 0 or len(first) != 3:
            return first, 0, ["the first session: status %d, %s" % (done.returncode, done.stderr)]
        seen += first
    octets = max(relay.sent, 2000)
    for number in range(CUTS):
        cut = draw.randrange(octets // 4, octets + 3000) if number < CUTS - 1 else None
        with recorder.Recorder("127.0.0.1", port, cut_after=cut) as relay:
            reports, done = run_client(relay.port, "LD0/LLN0.BR.brcbMeas01", "--entry-id", seen[-1]["entry_id"],
                                       "--duration", "700ms")
        if "Segmentation" in done.stderr or done.returncode not in (0, 1, 3):
            faults.append("cut behind %s: status %d, %s" % (cut, done.returncode, done.stderr))
        if done.returncode == 1 and "refused" not in done.stderr and "reset" not in done.stderr.lower() and \
                "closed" not in done.stderr:
            faults.append("cut behind %s: %s" % (cut, done.stderr))
        cuts += done.returncode != 0
        seen += reports
    return seen, cuts, faults


def gaps(seen, observed):
    """What is wrong with `seen` as a part of `observed` without gaps."""
    ids = [report["entry_id"] for report in seen]
    if ids != sorted(set(ids)):
        yield "entries come twice or out of order"
    if any(report["buf_ovfl"] for report in seen[3:]):
        yield "the buffer overflowed"
    whole = [meaning(report) for report in observed]
    mine = [meaning(report) for report in seen]
    if mine[0] not in whole:
        yield "the first entry is unknown to the observer"
        return
    start = whole.index(mine[0])
    for number, (one, other) in enumerate(zip(mine, whole[start:])):
        if one != other:
            yield "entry %d is %r, the observer saw %r" % (number, one, other)
            return
    if len(mine) > len(whole) - start:
        yield "%d entries, the observer saw %d" % (len(mine), len(whole) - start)


def main():
    seed = int(os.environ.get("REPORT_SEED", random.randrange(1 << 30)))
    print("REPORT_SEED=%d" % seed)
    command = [IEDBENCH, "run", "--port", "0", "--ready-json", os.path.join(TOP, "tests", "e2e", "report_stream.lua")]
    environment = dict(os.environ, IEDBENCH_DATA=TOP)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment) as run:
        try:
            ready = json.loads(run.stdout.readline())
            port = ready["ieds"][0]["port"]
            observer = Observer(port)
            observer.start()
            while not observer.reports and observer.process.poll() is None:
                time.sleep(0.05)
            seen, cuts, faults = cut_again_and_again(port, random.Random(seed))
            time.sleep(0.5)
            observer.end()
        finally:
            run.terminate()
            run.wait(30)
    faults += list(gaps(seen, observer.reports)) if not faults else []
    for fault in faults:
        print("FAILED %s" % fault)
    print("%d entries through %d cuts, %d seen without" % (len(seen), cuts, len(observer.reports)))
    return 1 if faults or cuts < CUTS // 2 else 0


if __name__ == "__main__":
    sys.exit(main())
