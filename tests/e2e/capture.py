#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""--capture, judged by tshark, and --trace beside it.

Served and walked, played against the clock and played stepped: every MMS PDU that was counted is found and nothing is
malformed, a trace has a line for each, the made-up TCP around the real octets shows no irregularity and the checksums are right, marks are comments, two
stepped runs give the same file, and a run goes on when its capture reaches its limit or the disk is full.
"""
import hashlib
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile

BUILD = os.environ.get("abs_top_builddir", ".")
TOP = os.environ.get("abs_top_srcdir", ".")
IEDBENCH = os.path.join(BUILD, "iedbench")
SCL = os.path.join(TOP, "testdata", "scl")
SCENARIO = os.path.join(TOP, "scenarios", "first-run.lua")
os.environ["IEDBENCH_DATA"] = TOP
faults = []


def fault(text):
    print("FAULT:", text)
    faults.append(text)


def tshark(path, *arguments):
    command = ["tshark", "-n", "-r", path, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE",
               "-d", "tcp.port==1024-65535,tpkt", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors="replace",
                          timeout=300).stdout


def judge(what, path, pdus=None):
    """What is wrong with the capture of a run; returns how many MMS PDUs it holds."""
    text = tshark(path, "-V")
    found = len(re.findall(r"^MMS$", text, re.MULTILINE))
    bad = re.findall(r"^.*(?:Malformed|BER Error|unknown field|Dissector bug|Undecoded|TCP Analysis Flags|Status: Bad).*$",
                     text, re.MULTILINE)
    interfaces = set(re.findall(r"Interface name: (\S+)", text))
    print(f"{what}: {found} MMS PDUs, {len(bad)} bad lines, interfaces {' '.join(sorted(interfaces))}")
    for line in bad[:10]:
        print("   |", line.strip())
    if bad:
        fault(f"{what}: tshark finds something bad")
    if found == 0 or (pdus is not None and found != pdus):
        fault(f"{what}: {found} MMS PDUs, not {pdus}")
    return found


def walk(folder):
    path = os.path.join(folder, "walk.pcapng")
    server = subprocess.Popen([IEDBENCH, "serve", "--port", "0", "--ready-json", "--counters-json", "--capture", path,
                               os.path.join(SCL, "feeder.cid"), os.path.join(SCL, "reporting.cid")],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    ieds = json.loads(server.stdout.readline())["ieds"]
    for ied in ieds:
        subprocess.run([IEDBENCH, "browse", "--read-all", f"{ied['address']}:{ied['port']}"], check=True,
                       stdout=subprocess.DEVNULL, timeout=60)
    server.terminate()
    counters = json.loads(server.communicate(timeout=60)[0].splitlines()[-1])
    judge("walk", path, counters["mms_pdus_in"] + counters["mms_pdus_out"])
    ends = tshark(path, "-Y", "tcp.flags.syn==1 || tcp.flags.fin==1", "-T", "fields", "-e", "tcp.stream")
    streams = ends.split()
    if len(set(streams)) != len(ieds) or len(streams) != 4 * len(ieds):
        fault("walk: not every connection has its handshake and its end")


def trace_client():
    server = subprocess.Popen([IEDBENCH, "serve", "--port", "0", "--ready-json", "--trace", "mms",
                               os.path.join(SCL, "feeder.cid")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    ied = json.loads(server.stdout.readline())["ieds"][0]
    client = subprocess.run([IEDBENCH, "read", f"{ied['address']}:{ied['port']}", "LD0/XCBR1.Pos[ST]", "--trace", "mms"],
                            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60).stderr
    server.terminate()
    told = server.communicate(timeout=60)[1]
    pattern = re.compile(r"(<-|->) \S+ mms (.*)")
    there, here = pattern.findall(told), pattern.findall(client)
    if not here or there != here or ("<-", "confirmed-request") not in [(way, text.split()[0]) for way, text in here]:
        fault(f"the client's trace is not the server's:\n{told}\n{client}")


def play(folder, *arguments, status=0, limits=None):
    done = subprocess.run([IEDBENCH, "run", "--port", "0", "--out", folder, *arguments, SCENARIO], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=120, preexec_fn=limits, restore_signals=limits is None)
    if done.returncode != status:
        fault(f"run {' '.join(arguments)}: status {done.returncode}\n{done.stdout}")
    return done.stdout


def play_both_ways(folder):
    sums = []
    for number, way in enumerate([["--speed", "4"], ["--stepped"], ["--stepped"]]):
        out = os.path.join(folder, f"run{number}")
        path = os.path.join(out, "run.pcapng")
        play(out, "--capture", "run.pcapng", "--trace", "mms", "--trace-file", "trace.txt", *way)
        pdus = judge(" ".join(["run", *way]), path)
        with open(os.path.join(out, "trace.txt"), encoding="utf-8") as lines:
            traced = lines.read().splitlines()
        if len(traced) != pdus or any("MALFORMED" in line or " mms " not in line for line in traced):
            fault(f"run: {len(traced)} lines of trace for {pdus} PDUs, or malformed ones")
        comments = tshark(path, "-Y", "frame.comment", "-T", "fields", "-e", "frame.comment")
        with open(os.path.join(out, "events.jsonl"), encoding="utf-8") as lines:
            marks = [event["value"] for event in map(json.loads, lines) if event["event"] == "mark"]
        missing = [mark for mark in marks if mark not in comments]
        if not marks or missing:
            fault(f"run: of the marks {marks} the comments lack {missing}")
        with open(path, "rb") as file:
            sums.append(hashlib.sha256(file.read()).hexdigest())
    if sums[1] != sums[2]:
        fault("two stepped runs gave different captures")


def small_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))


def play_out_of_room(folder):
    out = os.path.join(folder, "limit")
    path = os.path.join(out, "a.pcapng")
    text = play(out, "--stepped", "--capture", "a.pcapng", "--capture-limit", "8k")
    if "limit" not in text or "PASSED" not in text:
        fault("a capture that reached its limit is not told, or ended the run")
    if not 6000 < os.path.getsize(path) <= 8000:
        fault("a limit of 8k gave %d octets" % os.path.getsize(path))
    judge("up to its limit", path)
    other = os.path.join(folder, "full")
    text = subprocess.run([IEDBENCH, "run", "--stepped", "--capture", os.path.join(folder, "b.pcapng"), SCENARIO],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, preexec_fn=small_files,
                          restore_signals=False).stdout
    if "nothing more is captured" not in text or "PASSED" not in text:
        fault(f"a full disk is not told, or ended the run:\n{text}")
    play(other, "--capture", "/dev/full", status=3)
    play(other, "--capture", "x", "--capture-limit", "much", status=2)
    play(other, "--capture-limit", "8k", "--no-capture", status=2)


def keep_as_evidence(folder):
    """A run that keeps its evidence has the traffic in it, unless that is not wanted."""
    out = os.path.join(folder, "evidence")
    play(out, "--stepped")
    judge("as evidence", os.path.join(out, "capture.pcapng"))
    play(out + "-less", "--stepped", "--no-capture")
    if os.path.exists(os.path.join(out + "-less", "capture.pcapng")):
        fault("--no-capture captures")


def main():
    if shutil.which("tshark") is None:
        print("tshark is not installed")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        walk(folder)
        trace_client()
        play_both_ways(folder)
        play_out_of_room(folder)
        keep_as_evidence(folder)
    return 1 if faults else 0


sys.exit(main())
