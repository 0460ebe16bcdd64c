#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`iedbench serve --state` is killed in the middle of traffic, again and again.

Reports of a BRCB with an integrity period of 20 ms are taken until the server is killed with SIGKILL; a new one with the
same directory is asked for what came after the last entry that the client has. Over all lives every EntryID comes once,
in ascending order, and what the client did not get yet is there: nothing is lost. Then: a directory in use and one that
cannot be used are refused with status 3, and a file of another SCL revision is dropped with a warning.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
TOP = os.environ.get("abs_top_srcdir", ".")
IEDBENCH = os.path.join(os.environ.get("abs_top_builddir", "."), "iedbench")
SCL = os.path.join(TOP, "testdata", "scl", "feeder.cid")
LOGS = os.path.join(TOP, "testdata", "scl", "features", "logs.cid")
RCB = "LD0/LLN0.BR.brcbMeas01"
LIVES = 5
faults = []


def fault(text):
    faults.append(text)
    print("FAULT:", text)


class Server:
    def __init__(self, folder, scl=SCL):
        command = [IEDBENCH, "serve", "--port", "0", "--ready-json", "--animate", "--state", folder, scl]
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        line = self.process.stdout.readline()
        self.address = None
        if line:
            ready = json.loads(line)["ieds"][0]
            self.address = "%s:%d" % (ready["address"], ready["port"])

    def end(self, how):
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(30)
        self.errors.seek(0)
        text = self.errors.read()
        self.errors.close()
        return status, text


def begin_reports(address, *arguments):
    """The client, which ends when the link is lost."""
    command = [IEDBENCH, "report", "--json", address, RCB, "--opt-flds", "all", "--duration", "20s", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def entries_of(client):
    found = []
    for line in client.stdout:
        try:
            report = json.loads(line)
        except ValueError:
            break  # cut by the end of the client
        found.append((report["entry_id"], report.get("buf_ovfl", False)))
    client.wait(30)
    return found


def read_last(client, count):
    """Reports until there are so many, then the rest of what is in the pipe comes with entries_of."""
    found = []
    while len(found) < count:
        line = client.stdout.readline()
        if not line:
            break
        report = json.loads(line)
        found.append((report["entry_id"], report.get("buf_ovfl", False)))
    return found


def live(folder):
    """Entries of every life, in the order in which the client got them."""
    known = []
    for number in range(LIVES):
        server = Server(folder)
        if server.address is None:
            fault("life %d does not begin: %s" % (number, server.end(signal.SIGKILL)[1]))
            return known
        if known:
            client = begin_reports(server.address, "--entry-id", known[-1][0], "--integrity", "20")
        else:
            client = begin_reports(server.address, "--purge", "--integrity", "20")
        found = read_last(client, 30)
        server.end(signal.SIGKILL)
        found += entries_of(client)
        if len(found) < 30:
            fault("life %d gives %d entries" % (number, len(found)))
        if number > 0 and any(overflow for _, overflow in found):
            fault("life %d says that something was lost" % number)
        known += found
    return known


def check_continuity(folder):
    """What nobody took before the kill is there afterwards, whole."""
    server = Server(folder)
    client = begin_reports(server.address, "--purge", "--integrity", "20", "--count", "5")
    last = entries_of(client)[-1][0]
    time.sleep(0.5)  # buffered for nobody
    server.end(signal.SIGKILL)
    server = Server(folder)
    got = entries_of(begin_reports(server.address, "--entry-id", last, "--count", "10"))
    # The same ones again, from before the kill: the ids are those of the first time.
    again = entries_of(begin_reports(server.address, "--entry-id", last, "--count", "10"))
    if [row[0] for row in got] != [row[0] for row in again] or len(got) != 10:
        fault("%d entries, then %d others" % (len(got), len(again)))
    step = [int(b[0], 16) - int(a[0], 16) for a, b in zip(got, got[1:])]
    if any(difference > 200 for difference in step):
        fault("a hole among the entries before the kill: %s ms" % step)
    status, _ = server.end(signal.SIGTERM)
    if status != 0:
        fault("serve ends with %d" % status)


def check_refusals(folder):
    server = Server(folder)
    second = Server(folder)
    status, text = second.end(signal.SIGTERM)
    if status != 3 or "in use by another process" not in text:
        fault("a directory in use: status %d, %s" % (status, text))
    server.end(signal.SIGTERM)
    with open(os.path.join(folder, "file"), "w", encoding="utf-8") as file:
        file.write("x")
    status, text = Server(os.path.join(folder, "file")).end(signal.SIGTERM)
    if status != 3:
        fault("a file as directory: status %d, %s" % (status, text))


def check_other_revision(folder):
    """The data set has another member: nothing of the buffer is read as if it were of this one."""
    other = os.path.join(folder, "other.cid")
    with open(SCL, encoding="utf-8") as file:
        text = file.read()
    with open(other, "w", encoding="utf-8") as file:
        file.write(re.sub(r'(<DataSet name="[^>]*>\s*)<FCDA [^>]*/>', r"\1", text))
    server = Server(folder, other)
    got = entries_of(begin_reports(server.address, "--integrity", "20", "--count", "3"))
    status, text = server.end(signal.SIGTERM)
    if "the SCL file or the data set is another one" not in text or status != 0:
        fault("another revision: status %d, %s" % (status, text))
    if len(got) != 3:
        fault("another revision reports %d times" % len(got))


def log_of(address):
    """(entry, whole line) of the log of logs.cid."""
    command = [IEDBENCH, "log", "--json", address, "LD0/LLN0.EventLog"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=30, check=False)
    return [(int(json.loads(line)["entry"], 16), line) for line in done.stdout.splitlines()]


def wait_for_entries(address, count):
    deadline = time.monotonic() + 30
    entries = log_of(address)
    while len(entries) < count and time.monotonic() < deadline:
        time.sleep(0.2)
        entries = log_of(address)
    return entries


def check_logs():
    """What a query showed before the kill is there after it, word for word, and ids go on."""
    folder = tempfile.mkdtemp(prefix="iedbench-state-")
    known = []
    try:
        for _ in range(3):
            server = Server(folder, LOGS)
            entries = wait_for_entries(server.address, len(known) + 2)
            server.end(signal.SIGKILL)
            if entries[:len(known)] != known:
                fault("a log changed over a kill: %s" % entries[:len(known)])
            if [entry for entry, _ in entries] != list(range(1, len(entries) + 1)) or len(entries) < len(known) + 2:
                fault("ids of a log do not go on: %s" % [entry for entry, _ in entries])
            known = entries
        return len(known)
    finally:
        shutil.rmtree(folder)


def main():
    folder = tempfile.mkdtemp(prefix="iedbench-state-")
    try:
        known = live(folder)
        numbers = [int(entry, 16) for entry, _ in known]
        if any(b <= a for a, b in zip(numbers, numbers[1:])):
            fault("an EntryID came twice or in disorder")
        check_continuity(folder)
        check_refusals(folder)
        check_other_revision(folder)
        logged = check_logs()
        print("%d entries over %d lives, %d of a log, %d faults" % (len(known), LIVES, logged, len(faults)))
        return 1 if faults or len(known) < LIVES * 30 else 0
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
