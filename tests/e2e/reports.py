#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Subscribes with every kind of OptFlds, buffered and unbuffered, and lets three judge the bytes.

What `iedbench report --json` prints must be what the independent decoder of tests/oracle finds in the capture; tshark
must find nothing malformed. OptFlds are drawn: none, all, each alone, and some at random (seed printed); REPORTS_ALL=1
takes all 256. `reports.py HOST:PORT RCB...` looks at another server.
"""
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
TOP = os.environ.get("abs_top_srcdir", ".")
IEDBENCH = os.path.join(os.environ.get("abs_top_builddir", "."), "iedbench")
sys.path.insert(0, os.path.join(TOP, "tests", "oracle"))
import compare  # noqa: E402
import recorder  # noqa: E402
import report_decoder  # noqa: E402

FIELDS = 8  # OptFlds bits 1 to 8; 9 is the server's
OURS = ["LD0/LLN0.RP.urcbMeas", "LD0/LLN0.BR.brcbMeas", "LD0/LLN0.BR.brcbStatus"]


def draw_options():
    everything = range(1 << FIELDS)
    if os.environ.get("REPORTS_ALL"):
        return list(everything)
    seed = int(os.environ.get("REPORTS_SEED", random.randrange(1 << 30)))
    print("REPORTS_SEED=%d" % seed)
    chosen = [0, (1 << FIELDS) - 1] + [1 << bit for bit in range(FIELDS)]
    return chosen + random.Random(seed).sample(everything, 6)


def bits_of(options):
    return "0" + format(options, "08b") + "0"


class Judge:
    def __init__(self, address, folder):
        self.host, port = address.rsplit(":", 1)
        self.port = int(port)
        self.folder = folder
        self.packets = []  # of all links, for tshark
        self.links = 0
        self.reports = 0
        self.faults = []

    def fault(self, what, text):
        self.faults.append("%s: %s" % (what, text))
        print("FAILED %s" % self.faults[-1])

    def subscribe(self, rcb, *arguments):
        """Runs the client through a recorder; (its reports, its exit status, the capture)."""
        capture = os.path.join(self.folder, "reports.pcap")
        with recorder.Recorder(self.host, self.port, links=self.links) as relay:
            command = [IEDBENCH, "report", "--json", "127.0.0.1:%d" % relay.port, rcb, *arguments]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        relay.save(capture)
        self.links = relay.links
        self.packets += relay.packets
        reports = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode not in (0, 4, 5):
            self.fault(rcb, "status %d: %s" % (done.returncode, done.stderr.strip()))
        return reports, done.returncode, capture

    def check(self, what, reports, capture, least=1):
        found = list(report_decoder.reports_of(capture))
        self.reports += len(reports)
        if len(reports) < least:
            self.fault(what, "%d reports" % len(reports))
        for difference in compare.compare(reports, found):
            self.fault(what, difference)

    def show_tshark(self):
        if shutil.which("tshark") is None:
            return
        capture = os.path.join(self.folder, "all.pcap")
        recorder.save(capture, self.packets)
        command = ["tshark", "-r", capture, "-d", "tcp.port==%d,tpkt" % recorder.Recorder.PORT, "-V"]
        text = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
        for line in re.findall(r".*(?:[Mm]alformed|Dissector bug|BER Error|[Uu]nknown field).*", text):
            self.fault("tshark", line.strip())
        if "informationReport" not in text:
            self.fault("tshark", "no informationReport")

    def judge_options(self, rcb, options):
        bits = bits_of(options)
        what = "%s OptFlds %s" % (rcb, bits)
        purge = ["--purge"] if ".BR." in rcb else []
        reports, _, capture = self.subscribe(rcb, "--gi", "--integrity", "100", "--opt-flds", bits, "--count", "3",
                                             "--duration", "5s", *purge)
        self.check(what, reports, capture)
        for report in reports:
            buffered_only = 0 if ".BR." in rcb else 0b00000110
            expected = bits_of(options & ~buffered_only)
            if self.bits_in(report) != expected:
                self.fault(what, "the report has %s" % self.bits_in(report))

    @staticmethod
    def bits_in(report):
        import reports as names
        return "".join("1" if name in report["opt_flds"] else "0" for name in names.OPT_FLDS)

    def judge_segments(self, rcb):
        reports, _, capture = self.subscribe(rcb, "--gi", "--opt-flds", "all", "--pdu-size", "500", "--count", "1",
                                             "--duration", "5s")
        self.check(rcb + " in segments", reports, capture)
        if reports and reports[0].get("segments", 1) < 2:
            self.fault(rcb + " in segments", "it came in one piece")


class Server:
    """`iedbench serve --animate` of the feeder."""

    def __enter__(self):
        command = [IEDBENCH, "serve", "--port", "0", "--ready-json", "--animate",
                   os.path.join(TOP, "testdata", "scl", "feeder.cid")]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.address = "%s:%d" % (ready["ieds"][0]["address"], ready["ieds"][0]["port"])
        return self

    def __exit__(self, *_):
        self.process.terminate()
        if self.process.wait(30) != 0:
            raise SystemExit("the server ended with %d" % self.process.returncode)


def judge(address, rcbs, segmented):
    with tempfile.TemporaryDirectory() as folder:
        judge_of = Judge(address, folder)
        for options in draw_options():
            for rcb in rcbs:
                judge_of.judge_options(rcb, options)
        for rcb in segmented:
            judge_of.judge_segments(rcb)
        judge_of.show_tshark()
    print("%d reports, %d faults" % (judge_of.reports, len(judge_of.faults)))
    return 1 if judge_of.faults or judge_of.reports == 0 else 0


def main(arguments):
    if arguments:
        return judge(arguments[0], arguments[1:], [])
    with Server() as server:
        return judge(server.address, OURS, OURS[:2])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
