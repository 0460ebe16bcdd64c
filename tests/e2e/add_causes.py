#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each AddCause on each control model, from a scenario line each; two decode what came.

For every cause a scenario is written whose lines refuse an operate with it, a line a control model, or let it fail
(CommandTermination-) where the model tells its end. `iedbench control --json` is the client, through a recording relay;
what it says must be what the decoder of tests/oracle finds in the capture, and must be the cause of the line. tshark
must find nothing malformed. The first edition has the causes up to 18, and LastApplError for enhanced security only.
"""
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
TOP = os.environ.get("abs_top_srcdir", ".")
IEDBENCH = os.path.join(os.environ.get("abs_top_builddir", "."), "iedbench")
sys.path.insert(0, os.path.join(TOP, "tests", "oracle"))
import capture  # noqa: E402
import controls  # noqa: E402
import recorder  # noqa: E402

# As the standard counts them; written here a second time on purpose.
CAUSES = """unknown not-supported blocked-by-switching-hierarchy select-failed invalid-position position-reached
parameter-change-in-execution step-limit blocked-by-mode blocked-by-process blocked-by-interlocking
blocked-by-synchrocheck command-already-in-execution blocked-by-health 1-of-n-control abortion-by-cancel time-limit-over
abortion-by-trip object-not-selected object-already-selected no-access-authority ended-with-overshoot
abortion-due-to-deviation abortion-by-communication-loss blocked-by-command none inconsistent-parameters
locked-by-other-client""".split()
ERRORS = ["no-error", "unknown", "timeout-test-not-ok", "operator-test-not-ok"]

ED2 = {"file": "controls.scd", "ied": "CTL", "causes": range(28), "normal": True, "lines": [
    ("refuse", "LD0/GGIO2.SPCSO1", "direct-with-normal-security"),
    ("refuse", "LD0/GGIO3.SPCSO1", "sbo-with-normal-security"),
    ("refuse", "LD0/GGIO4.SPCSO1", "direct-with-enhanced-security"),
    ("refuse", "LD0/GGIO5.SPCSO1", "sbo-with-enhanced-security"),
    ("select", "LD0/GGIO5.BscSO1", "sbo-with-enhanced-security"),
    ("fail", "LD0/GGIO4.DPCSO1", "direct-with-enhanced-security"),
    ("fail", "LD0/GGIO5.ISCSO1", "sbo-with-enhanced-security")]}
ED1 = {"file": "controls_ed1.cid", "ied": "CTL1", "causes": range(19), "normal": False, "lines": [
    ("refuse", "LD0/GGIO1.SPCSO1", "direct-with-normal-security"),
    ("refuse", "LD0/GGIO1.SPCSO2", "sbo-with-normal-security"),
    ("refuse", "LD0/GGIO1.SPCSO3", "direct-with-enhanced-security"),
    ("refuse", "LD0/GGIO1.SPCSO4", "sbo-with-enhanced-security")]}
VALUES = {"SPCSO1": "true", "ISCSO1": "3", "BscSO1": "higher"}


def line_of(how, reference, cause):
    """The one line of the scenario that makes it."""
    option = {"refuse": "refuse = %d", "select": "refuse = %d, on = \"select\"",
              "fail": "fail = %d, travel = \"1ms\""}[how] % cause
    return "  at \"0s\" { control(bay, \"%s\", { %s }) }," % (reference, option)


class Server:
    """`iedbench run` of the scenario."""

    def __init__(self, edition, cause, folder):
        path = os.path.join(folder, "add-cause.lua")
        with open(path, "w", encoding="ascii") as file:
            file.write("local bay = ied { scl = \"%s\" }\nreturn scenario {\n  duration = \"1h\",\n%s\n}\n" % (
                edition["file"], "\n".join(line_of(how, reference, cause) for how, reference, _ in edition["lines"])))
        self.command = [IEDBENCH, "run", "-q", "--port", "0", "--ready-json", "--scl-path",
                        os.path.join(TOP, "testdata", "scl"), path]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ready = self.process.stdout.readline()
        if not ready:
            raise SystemExit("the scenario does not start: %s" % self.process.stderr.read())
        self.address = json.loads(ready)["ieds"][0]
        return self.address

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=30)
        if self.process.returncode != 143:
            raise SystemExit("the run ended with %d" % self.process.returncode)


class Judge:
    def __init__(self, folder):
        self.folder = folder
        self.packets = []
        self.decoded = 0
        self.faults = []

    def fault(self, what, text):
        self.faults.append("%s: %s" % (what, text))
        print("FAILED %s" % self.faults[-1])

    def play(self, edition, cause, address, number):
        """One client; (what it said, what the oracle found, the packets)."""
        how, reference, model = edition["lines"][number]
        value = VALUES.get(reference.split(".")[1], "on")
        with recorder.Recorder(address["address"], address["port"], links=cause * 16 + number) as relay:
            command = [IEDBENCH, "control", "--json", "--or-ident", "add-causes", "--ctl-num", str(cause + 1),
                       "127.0.0.1:%d" % relay.port, reference, value]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        path = os.path.join(self.folder, "%d.pcap" % number)
        relay.save(path)
        with open(path, "rb") as file:
            found = list(capture.mms_of_capture(file.read()))
        problems = [problem for _, _, _, problem in found if problem is not None]
        return how, model, done, [pdu for _, _, pdu, _ in found if pdu is not None], problems, relay.packets

    def judge(self, what, edition, cause, played):
        how, model, done, pdus, problems, packets = played
        self.packets += packets
        told = [json.loads(line) for line in done.stdout.splitlines()]
        try:
            found = controls.steps(pdus)
        except capture.Problem as problem:
            problems.append(str(problem))
            found = []
        for problem in problems:
            self.fault(what, problem)
        if done.returncode != 1:
            self.fault(what, "status %d: %s" % (done.returncode, done.stderr.strip()))
        self.compare(what, told, found)
        self.check_end(what, told, how, cause if edition["normal"] or "enhanced" in model else None)

    def compare(self, what, told, found):
        """What the client printed, in the oracle's words."""
        said = []
        for step in told:
            kept = {key: step[key] for key in ("step", "result", "ctl_num")}
            if "add_cause_number" in step:
                kept.update(add_cause=step["add_cause_number"], error=ERRORS.index(step["error"]),
                            cntrl_obj=step["cntrl_obj"])
                if step["add_cause"] != CAUSES[step["add_cause_number"]]:
                    self.fault(what, "%d is not %s" % (step["add_cause_number"], step["add_cause"]))
            said.append(kept)
        self.decoded += len(found)
        if said != found:
            self.fault(what, "the client says\n  %s\nbut there came\n  %s" % (said, found))

    def check_end(self, what, told, how, cause):
        step, result = {"refuse": ("operate", "object-access-denied"), "select": ("select", "object-access-denied"),
                        "fail": ("termination", "terminated -")}[how]
        last = told[-1] if told else {}
        if (last.get("step"), last.get("result"), last.get("add_cause_number")) != (step, result, cause):
            self.fault(what, "it ended with %s" % last)

    def show_tshark(self):
        if shutil.which("tshark") is None:
            return
        path = os.path.join(self.folder, "all.pcap")
        recorder.save(path, self.packets)
        command = ["tshark", "-r", path, "-d", "tcp.port==%d,tpkt" % recorder.Recorder.PORT, "-V"]
        text = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout
        for line in sorted(set(re.findall(r".*(?:[Mm]alformed|Dissector bug|BER Error|[Uu]nknown field).*", text))):
            self.fault("tshark", line.strip())
        if "LastApplError" not in text:
            self.fault("tshark", "no LastApplError")


def play_all(judge, edition, executor):
    for cause in edition["causes"]:
        with Server(edition, cause, judge.folder) as address:
            numbers = range(len(edition["lines"]))
            for number, played in zip(numbers, executor.map(
                    lambda number, cause=cause: judge.play(edition, cause, address, number), numbers)):
                what = "%s %d %s %s" % (edition["file"], cause, *edition["lines"][number][:2])
                judge.judge(what, edition, cause, played)


def main():
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(3) as executor:
        judge = Judge(folder)
        for edition in (ED2, ED1):
            play_all(judge, edition, executor)
        judge.show_tshark()
    print("%d steps decoded, %d faults" % (judge.decoded, len(judge.faults)))
    return 1 if judge.faults or judge.decoded == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
