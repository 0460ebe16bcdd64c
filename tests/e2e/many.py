#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many scenarios in one command: chosen by folder, pattern, name and tag, repeated, stopped at the first failure, in
processes of their own with the results of one after the other, and played again when a file changes.
"""
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
SCENARIOS = os.path.join(TOP, "scenarios")
BROKEN = os.path.join(TOP, "tests", "engine", "broken")
os.environ["IEDBENCH_DATA"] = TOP
SCENARIO = """local bay = ied {{ scl = "feeder.cid" }}
return scenario {{ name = "{name}", tags = {{ {tags} }}, allow_no_client = true, duration = "{duration}",
  task("steps", function() check({truth}, "it is so") end) }}
"""
faults = []


def fault(text):
    faults.append(text)
    print("FAULT:", text)


def expect(truth, text):
    if not truth:
        fault(text)
    return truth


def run(*arguments, status=None):
    done = subprocess.run([IEDBENCH, "run", "-q", "--stepped", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, timeout=300)
    if status is not None and not expect(done.returncode == status,
                                         f"run {' '.join(arguments[:6])}: status {done.returncode}, not {status}"):
        print(done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout, done.stderr


def write(folder, name, tags="", truth="true", duration="10ms", hidden=None):
    path = os.path.join(folder, name + ".lua")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(SCENARIO.format(name=hidden or os.path.basename(name), tags=tags, truth=truth, duration=duration))
    return path


def played(out):
    return re.findall(r"^# (\S+(?: #\d+)?) \(seed", out, re.M)


def files(folder):
    content = {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                content[os.path.relpath(path, folder)] = file.read()
    return content


def check_choice(temporary):
    folder = os.path.join(temporary, "choice")
    write(folder, "b", '"smoke"')
    write(folder, "a", '"slow", "smoke"')
    write(folder, "deeper/c", '"slow"')
    write(folder, ".hidden/d")
    with open(os.path.join(folder, "library.lua"), "w") as file:
        file.write("return { 5 }\n")
    for arguments, names in (
            ((folder,), ["a", "b", "c"]),
            ((os.path.join(folder, "b.lua"), folder), ["b", "a", "b", "c"]),
            ((os.path.join(folder, "[ab].lua"),), ["a", "b"]),
            (("--tag", "smoke", folder), ["a", "b"]),
            (("--tag", "smoke", "--tag", "slow", folder), ["a", "b", "c"]),
            (("--tag", "smoke", "--tag", "!slow", folder), ["b"]),
            (("--tag", "!smoke", folder), ["c"]),
            (("--filter", "a", folder), ["a"]),
            (("--repeat", "2", "--filter", "a", folder), ["a #1", "a #2"]),
            (("writing",), ["writing"]),
    ):
        out, _ = run(*arguments, status=0)
        expect(played(out) == names, f"{arguments}: {played(out)}, not {names}")
    out, _ = run("--repeat", "3", "--seed", "7", os.path.join(folder, "a.lua"), status=0)
    expect(re.findall(r"seed (\d+)", out) == ["7", "8", "9"], "seeds of repetitions do not count up")
    out, _ = run("--list", "--tag", "slow", folder, status=0)
    expect(re.search(r"^a +slow smoke ", out, re.M) and re.search(r"^c +slow ", out, re.M) and "PASSED" not in out, f"--list: {out}")
    out, _ = run("settings", status=0)
    expect(len(played(out)) == len(os.listdir(os.path.join(SCENARIOS, "settings"))), "an installed folder is not played")
    for arguments, text in (((temporary + "/nowhere",), "no such scenario"), (("--tag", "none", folder), "has this tag"),
                            (("--repeat", "0", folder), "--repeat takes"), (("--jobs", "0", folder), "--jobs 1 to"),
                            (("--jobs", "2", "--port", "5000", folder), "--jobs goes without"),
                            (("--jobs", "60", "--base-port", "20000", folder), "not so many ports")):
        _, err = run(*arguments, status=2)
        expect(text in err, f"{arguments}: does not say {text}: {err}")
    os.makedirs(os.path.join(temporary, "empty"))
    _, err = run(os.path.join(temporary, "empty"), status=2)
    expect("there is no scenario in it" in err, "an empty folder is not told")


def check_captures(temporary):
    """Each run has a capture of its own, those of equal names and those of processes, too."""
    folder = os.path.join(temporary, "captures")
    first, second = write(folder, "one/same"), write(folder, "two/same")
    for number, how in enumerate(((), ("--jobs", "2"))):
        into = os.path.join(folder, str(number))
        os.makedirs(into)
        subprocess.run([os.path.abspath(IEDBENCH), "run", "-q", "--stepped", "--capture", "x.pcapng", *how, first, second],
                       cwd=into, stdout=subprocess.DEVNULL, timeout=120, check=False)
        expect(sorted(os.listdir(into)) == ["x-same-2.pcapng", "x-same.pcapng"], f"captures of {how}: {os.listdir(into)}")


def check_fail_fast(temporary):
    folder = os.path.join(temporary, "fast")
    for name in "abcd":
        write(folder, name, truth="false" if name == "b" else "true")
    out, _ = run("--fail-fast", folder, status=1)
    expect(played(out) == ["a", "b"] and "2 not run after a failure" in out, f"--fail-fast: {out[-300:]}")
    out, _ = run(folder, status=1)
    expect(played(out) == ["a", "b", "c", "d"], "without --fail-fast not all are played")


def check_jobs(temporary):
    """The same from processes as one after the other: what is shown, all documents, all folders."""
    chosen = [os.path.join(SCENARIOS, "logs"), os.path.join(SCENARIOS, "settings"), os.path.join(BROKEN, "failing.lua"),
              os.path.join(BROKEN, "error_in_task.lua"), os.path.join(TOP, "tests", "engine", "bad", "unknown_word.lua")]
    shown = []
    for name, more in (("serial", ()), ("parallel", ("--jobs", "3"))):
        shown.append(run(*more, "--repeat", "2", "--out", os.path.join(temporary, name), "--junit",
                         os.path.join(temporary, name + ".xml"), *chosen, status=2))
    expect(shown[0] == shown[1], "--jobs shows something else")
    serial, parallel = files(os.path.join(temporary, "serial")), files(os.path.join(temporary, "parallel"))
    expect(sorted(serial) == sorted(parallel) and len(serial) > 60, "--jobs leaves other files")
    other = [name for name, content in serial.items() if parallel.get(name) != content]
    expect(not other, f"--jobs leaves something else in {other[:4]}")
    with open(os.path.join(temporary, "serial.xml")) as one, open(os.path.join(temporary, "parallel.xml")) as two:
        expect(one.read() == two.read(), "--jobs: another JUnit file")
    tap, _ = run("--jobs", "2", "--tap", *chosen[1:3], status=1)
    expect(tap.startswith("TAP version 13\n") and re.search(r"^1\.\.\d+$", tap, re.M), "--jobs and --tap")
    # With sockets, each its own ports, and a client for each.
    done = subprocess.run([IEDBENCH, "run", "-q", "--jobs", "3", "--repeat", "3", "--exec", IEDBENCH + " browse $IEDBENCH_FEEDER1",
                           os.path.join(BROKEN, "waiting.lua")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=200)
    expect(done.returncode == 0 and done.stdout.count("PASSED  waiting") == 3, f"--jobs and --exec: {done.stdout[-500:]}")


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(word) for word in file.read().split()]


def check_killed_job(temporary):
    """A process that is killed is a broken run with status 3, and none outlives its parent."""
    command = [IEDBENCH, "run", "-q", "--jobs", "2", "--repeat", "2", os.path.join(BROKEN, "waiting.lua")]
    for how, status in (("child", 3), ("interrupt", 130), ("parent", -9)):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        jobs, limit = [], time.monotonic() + 60
        while len(jobs) < 2 and time.monotonic() < limit:
            time.sleep(0.1)
            jobs = children(process.pid)
        time.sleep(1)
        if how == "child":
            for job in jobs:
                os.kill(job, signal.SIGKILL)
        elif how == "interrupt":
            process.send_signal(signal.SIGINT)
        else:
            process.kill()
        out, _ = process.communicate(timeout=60)
        expect(process.returncode == status, f"{how}: status {process.returncode}, not {status}")
        if how == "child":
            expect(out.count("BROKEN  waiting") == 2, f"killed processes are not told: {out[-400:]}")
        limit = time.monotonic() + 20
        while any(os.path.exists(f"/proc/{job}") for job in jobs) and time.monotonic() < limit:
            time.sleep(0.1)
        expect(not any(os.path.exists(f"/proc/{job}") for job in jobs), f"{how}: a process outlives its parent")


class Watched:
    def __init__(self, *arguments):
        self.file = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([IEDBENCH, "run", "--stepped", "--watch", *arguments], stdout=self.file,
                                        stderr=subprocess.STDOUT)

    def text(self):
        with open(f"/proc/{self.process.pid}/fd/1") as file:
            return file.read()

    def wait(self, text, times, seconds=60):
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if self.text().count(text) >= times:
                return True
            time.sleep(0.1)
        fault(f"--watch: {times} times: {text}: not seen in {self.text()[-600:]}")
        return False

    def end(self, status):
        self.process.send_signal(signal.SIGINT)
        seen = self.process.wait(60)
        expect(seen == status, f"--watch ends with {seen}, not {status}")
        self.file.close()


def check_watch(temporary):
    for more in ((), ("--jobs", "2")):
        folder = os.path.join(temporary, "watch" + "".join(more))
        a, b = write(folder, "a"), write(folder, "b")
        scl = os.path.join(folder, "feeder.cid")
        watched = Watched(*more, folder)
        watched.wait("Ctrl-C ends", 1)
        write(folder, "a", truth="false")
        watched.wait("FAILED  a", 1)
        watched.wait("Ctrl-C ends", 2)
        expect(watched.text().count("# b ") == 1, "--watch plays again what did not change")
        with open(b, "a") as file:
            file.write("\n")
        watched.wait("# b ", 2)
        watched.wait("Ctrl-C ends", 3)
        shutil.copy(os.path.join(TOP, "testdata", "scl", "feeder.cid"), scl)
        with open(a, "a") as file:
            file.write("\n")
        watched.wait("# a ", 3)
        watched.wait("Ctrl-C ends", 4)
        with open(scl, "a") as file:
            file.write("<!-- another -->\n")
        watched.wait("# a ", 4)
        watched.wait("Ctrl-C ends", 5)
        watched.end(1)


STOOD_IN = """
local bay = ied { scl = "feeder.cid" }
return scenario {
  duration = "1s",
  expect(bay:associated(), { within = "1s" }),
  %s
}
"""
STAND_IN = 'stand_in("%s", function() client.connect(bay):release() end),'


def check_watch_proves(temporary):
    """Stand-ins that come or go while somebody writes the scenario are played, or no more."""
    path = os.path.join(temporary, "watched.lua")

    def put(*names):
        with open(path + ".new", "w") as file:
            file.write(STOOD_IN % " ".join(STAND_IN % name for name in names))
        os.rename(path + ".new", path)

    put("comes", "leaves")
    watched = Watched("--prove", path)
    watched.wait("2 runs: 2 passed", 1)
    watched.wait("Ctrl-C ends", 1)
    put("comes", "stays", "returns")
    watched.wait("3 runs: 3 passed", 1)
    watched.wait("# watched (a client that returns)", 1)
    watched.wait("Ctrl-C ends", 2)
    expect(watched.text().count("# watched (a client that leaves)") == 1, "--watch plays a stand-in that is gone")
    watched.end(0)


def main():
    temporary = tempfile.mkdtemp()
    try:
        check_choice(temporary)
        check_captures(temporary)
        check_fail_fast(temporary)
        check_jobs(temporary)
        check_killed_job(temporary)
        check_watch(temporary)
        check_watch_proves(temporary)
    finally:
        shutil.rmtree(temporary)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
