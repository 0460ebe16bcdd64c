#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What faults do on the wire, judged by tshark.

Each scenario of scenarios/faults/ is played with a capture, stepped where it can be, and says in its header what an outside decoder
sees of its fault:

    -- On the wire: FILTER                    in at least one frame
    -- On the wire, 3 times: FILTER           in so many frames
    -- Never on the wire: FILTER
    -- On the wire: nothing, because ...      a decoder can see nothing of it

Filters are Wireshark's display filters without commas, over the frames of all IEDs (`frame.interface_name`); a comment that begins with
"fault NAME" is on those that a fault acted on. Beyond that, what faults did stands in comments and in the trace as often as events.jsonl
has it, and in the picture of the HTML report; no frame of another IED has such a comment, and what is not of the faulty IED dissects
without a flaw. Arguments are names of scenarios; without, all are judged.
"""
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

TOP = os.environ.get("abs_top_srcdir", ".")
IEDBENCH = os.path.join(os.environ.get("abs_top_builddir", "."), "iedbench")
FOLDER = os.path.join(TOP, "scenarios", "faults")
ENVIRONMENT = dict(os.environ, IEDBENCH_DATA=TOP)
TSHARK = ["tshark", "-n", "-d", "tcp.port==1024-65535,tpkt", "-o", "tcp.check_checksum:TRUE"]
FIELDS = ["frame.interface_name", "frame.comment", "_ws.expert.severity"]
BAD = {"8388608", "6291456"} # errors, warnings
LINE = re.compile(r"^-- (On|Never on) the wire(?:, (\d+) times?)?: (.+)$", re.MULTILINE)


def evidence(text):
    """Rows of (least, most, filter), and whether there is nothing to be seen."""
    rows, nothing = [], False
    for kind, times, what in LINE.findall(text.split("\n\n", 1)[0]):
        if kind == "On" and what.startswith("nothing, because "):
            nothing = True
        elif kind == "On":
            rows.append((int(times), int(times), what) if times else (1, None, what))
        else:
            rows.append((0, 0, what))
    return rows, nothing


def play(path, folder):
    """Against the clock only when it cannot be played stepped; what went wrong, or None."""
    for way in (["--stepped"], ["--port", "0"]):
        command = [IEDBENCH, "run", *way, "--out", folder, "--capture", "run.pcapng", "--trace", "acse", "--trace-file", "trace.txt",
                   path]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, env=ENVIRONMENT)
        if done.returncode != 2 or "without --stepped" not in done.stdout:
            break
    return None if done.returncode == 0 else "status %d\n%s" % (done.returncode, done.stdout[-2000:])


def dissect(path, rows):
    """One run of tshark: the frames of a capture as lists of FIELDS, each a list of values, and how many frames fit each filter."""
    command = [*TSHARK, "-r", path, "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=\x1f",
               "-z", ",".join(["io,stat,0", "frame", *[wanted for _, _, wanted in rows]])]
    for field in FIELDS:
        command += ["-e", field]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace", timeout=120)
    if done.returncode != 0:
        raise ValueError(done.stderr.strip())
    frames, _, statistics = done.stdout.partition("\n====")
    counts = re.findall(r"^\|\s*[\d.]+ <> .*$", statistics, re.MULTILINE)
    numbers = [int(number) for number in re.findall(r"\|\s*(\d+)\s(?=\|)", counts[0])][2::2] if counts else []
    if len(numbers) != len(rows):
        raise ValueError("%d counts for %d filters:\n%s" % (len(numbers), len(rows), statistics))
    return [[cell.split("\x1f") if cell else [] for cell in line.split("\t")] for line in frames.splitlines()], numbers


def check_counts(rows, numbers):
    for (least, most, wanted), number in zip(rows, numbers):
        if number < least or (most is not None and number > most):
            yield "%d frames, not %s: %s" % (number, "some" if most is None else most, wanted)


def check_marks(frames, folder, text):
    """What the events say that faults did, against comments, trace and picture. Yields what is wrong."""
    with open(os.path.join(folder, "events.jsonl"), encoding="utf-8") as lines:
        events = [json.loads(line) for line in lines]
    told = sorted("fault %s: %s" % (event["reference"], event["value"]) for event in events if event["event"] == "fault_acted")
    with open(os.path.join(folder, "trace.txt"), encoding="utf-8") as lines:
        traced = re.findall(r" (fault \w+: .*)$", lines.read(), re.MULTILINE)
    if sorted(line for line in traced if not line.endswith((": armed", ": removed"))) != told:
        yield "%d acts in the events, not as the trace has them" % len(told)
    with open(os.path.join(folder, "report.html"), encoding="utf-8") as page:
        picture = page.read()
    if picture.count('class="armed"') < 2 or picture.count('class="mark fault"') < 2: # one of each is the legend
        yield "the picture does not show the fault"
    faulty = {event["ied"] for event in events if event["event"] == "fault_armed"}
    found, flawed = [], []
    for interface, comments, severity in frames:
        acts = [re.sub(r" \([^()]*\)$", "", comment) for comment in comments if comment.startswith("fault ")]
        found += acts
        if acts and interface[0] not in faulty:
            yield "a comment about a fault on a frame of %s, which has none: %s" % (interface[0], acts[0])
        if interface[0] not in faulty and BAD & set(severity):
            flawed.append(interface[0])
    if sorted(found) != told:
        missing = [text for text in told if text not in found]
        yield "%d acts in the events, %d in the comments; missing: %s" % (len(told), len(found), missing[:3])
    if flawed:
        yield "%d frames of %s, which has no fault, are flawed" % (len(flawed), flawed[0])
    for name in sorted(set(re.findall(r"\bfault\.(\w+)\(", text)) - {"clear"}):
        if not any(act.startswith("fault %s: " % name) for act in found):
            yield "no frame tells what fault %s did" % name


def judge(name):
    """All that is wrong with one scenario, and what was seen."""
    source = os.path.join(FOLDER, name)
    with open(source, encoding="utf-8") as file:
        text = file.read()
    rows, nothing = evidence(text)
    if not rows and not nothing:
        return ["it does not say what is on the wire"], []
    if any("," in wanted for _, _, wanted in rows):
        return ["a filter with a comma"], []
    with tempfile.TemporaryDirectory() as folder:
        failure = play(source, folder)
        if failure is not None:
            return [failure], []
        try:
            frames, numbers = dissect(os.path.join(folder, "run.pcapng"), rows)
        except ValueError as error:
            return [str(error)], []
        wrong = [*check_counts(rows, numbers), *check_marks(frames, folder, text)]
    return wrong, ["%d x %s" % (number, wanted) for (_, _, wanted), number in zip(rows, numbers)]


def main():
    if shutil.which("tshark") is None:
        print("tshark is not installed")
        return 77
    names = ["%s.lua" % name.removesuffix(".lua") for name in sys.argv[1:]] or sorted(os.listdir(FOLDER))
    names = [name for name in names if name.endswith(".lua")]
    faults = rows = 0
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", "4"))) as pool:
        for name, (wrong, seen) in zip(names, pool.map(judge, names)):
            rows += len(seen)
            faults += bool(wrong)
            for line in seen if len(sys.argv) > 1 else []:
                print("%s: %s" % (name, line))
            for what in wrong:
                print("FAULT: %s: %s" % (name, what))
    print("%d scenarios, %d filters, %d faults" % (len(names), rows, faults))
    return 1 if faults else 0


sys.exit(main())
