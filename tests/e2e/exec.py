#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""exec and --exec: the system under test as programs of a run.

A stand-in for a SCADA system (sut/gateway.py) shows a trip in its API, over a restart. Then programs of one line: what
they find in their environment, when they are ready, how they end, and that nothing outlives a run but what is not ours.
"""
import os
import socket
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
TOP = os.path.abspath(os.environ.get("abs_top_srcdir", "."))
IEDBENCH = os.path.join(os.path.abspath(os.environ.get("abs_top_builddir", ".")), "iedbench")
HERE = os.path.join(TOP, "tests", "e2e", "sut")
os.environ["IEDBENCH_DATA"] = TOP
faults = []


def fault(text):
    faults.append(text)
    print("FAULT:", text)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_alive(pid):
    """A process that is no zombie."""
    try:
        with open("/proc/%d/stat" % pid, encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Run:
    def __init__(self, folder, text, *options):
        path = os.path.join(folder, "scenario.lua")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        self.out_folder = tempfile.mkdtemp(dir=folder)
        command = [IEDBENCH, "run", "--port", "0", "--out", self.out_folder, *options, path]
        start = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=folder)
        self.seconds = time.monotonic() - start
        self.status, self.said = done.returncode, done.stdout + done.stderr

    def log(self, name="exec"):
        with open(os.path.join(self.out_folder, name + ".log"), encoding="utf-8", errors="replace") as file:
            return file.read()


def play(folder, declarations, task, *options, items=""):
    return Run(
        folder,
        'local bay = ied { scl = "feeder.cid" }\n%s\n'
        "return scenario { allow_no_client = true, %s task(\"t\", function()\n%s\nend) }\n" % (declarations, items, task),
        *options,
    )


def expect(what, run, status, *texts):
    for text in texts:
        if text not in run.said:
            fault("%s: not said: %s\n%s" % (what, text, run.said))
    if run.status != status:
        fault("%s: status %d, not %d\n%s" % (what, run.status, status, run.said))


def gateway(folder):
    with open(os.path.join(HERE, "gateway.lua"), encoding="utf-8") as file:
        text = file.read()
    values = {"PYTHON": sys.executable, "GATEWAY": os.path.join(HERE, "gateway.py"), "IEDBENCH": IEDBENCH, "PORT": str(free_port())}
    for key, value in values.items():
        text = text.replace("@%s@" % key, value)
    run = Run(folder, text)
    expect("gateway", run, 0, "ok      operator: the trip shows within 5 s", "ok      operator: stopped")
    if run.log("scada").count("gateway: the API is at port") != 2:
        fault("scada.log does not hold both lives: %s" % run.log("scada"))


def surroundings(folder):
    os.makedirs(os.path.join(folder, "deep"), exist_ok=True)
    run = play(
        folder,
        'local one = exec { command = "echo at $IEDBENCH_FEEDER1 in $PWD with $WHAT; exit 4", dir = "deep", '
        'env = { WHAT = "a b" }, expect_status = 4 }',
        'check(one:await_end({ within = "5s" }).status == 4, "its end")',
        items="expect(one:ended { status = 4 }, { within = \"5s\" }),",
    )
    expect("surroundings", run, 0, "ok      exec ends with status 4: it ended with status 4")
    if "at 127.0.0.1:" not in run.log() or "deep with a b" not in run.log():
        fault("surroundings: %s" % run.log())


def ends(folder):
    expect("a wrong status", play(folder, 'local one = exec { command = "exit 3" }', 'sleep "300ms"'), 1,
           "FAILED  exec ends with status 0", "seen: it ended with status 3", "scenario.lua:2")
    expect("a signal", play(folder, 'local one = exec { command = "kill -SEGV $$" }', 'sleep "300ms"'), 1,
           "seen: it was ended by signal 11")
    expect("whichever", play(folder, 'local one = exec { command = "exit 3", expect_status = false }', 'sleep "300ms"'), 0)
    run = play(folder, 'local one = exec { command = "sleep 60" }', 'sleep "100ms"')
    expect("it runs on", run, 0, "PASSED")
    if run.seconds > 5:
        fault("a program that need not end is waited for: %.1f s" % run.seconds)
    expect("it must end", play(folder, 'local one = exec { command = "sleep 60", expect_status = 0 }', 'sleep "100ms"',
                               "--exec-wait", "300ms"), 1, "FAILED  exec ends with status 0", "it still ran when the run was over")
    expect("not awaited", play(folder, 'local one = exec { command = "sleep 60" }', 'one:await_end { within = "200ms" }'), 1,
           "FAILED  t: exec ends within 200 ms (wall time)", "seen: it still runs")
    expect("it ends in time", play(folder, 'local one = exec { command = "sleep 1", expect_status = 0 }', 'sleep "100ms"'), 0,
           "ok      exec ends with status 0")


def readiness(folder):
    expect("not in time", play(folder, 'local one = exec { command = "echo warming up; sleep 60", ready = "done", '
                               'ready_within = "300ms" }', 'check(false, "never here")'), 1,
           "FAILED  exec is ready within 300 ms (wall time)", "the last it said: warming up")
    expect("it ends before", play(folder, 'local one = exec { command = "exit 1", ready = "done" }', ""), 1,
           "FAILED  exec is ready within 30 s", "it ended before: status=1", "FAILED  exec ends with status 0")
    run = play(folder, 'local one = exec { command = "sleep 0.5; echo done; sleep 60", ready = "^d.ne$" }',
               'check(now() < 0.2, "time 0 is when it is ready")')
    expect("time 0", run, 0, "ok      t: time 0 is when it is ready")
    port = free_port()
    run = play(folder, 'local one = exec { command = "sleep 0.3; exec %s -m http.server %d --bind 127.0.0.1", ready = %d }'
               % (sys.executable, port, port), 'http.get("http://127.0.0.1:%d/", { expect = 200 })' % port)
    expect("a port", run, 0)
    run = play(folder, 'local one = exec { command = "sleep 60", ready = "x", ready_within = "200ms", start = false }',
               'check(not one:running(), "not yet")\n'
               'local ok, failure = pcall(one.start, one)\ncheck(not ok and failure.kind == "not-ready", tostring(failure))')
    expect("by a task", run, 0, "ok      t: it was not ready in time")


def timeline(folder):
    run = play(
        folder,
        'local one = exec { name = "one", command = "echo life; sleep 60", start = false }',
        'sleep "1s"\ncheck(not one:running(), "stopped")',
        items='at "100ms" { one:start() }, at "300ms" { one:restart { after = "100ms" } }, at "800ms" { one:stop() }, '
              'expect(one:ready(), { at_least = 2, within = "1s" }), expect(one:ended { signal = 9 }, { within = "1s" }), '
              'expect(one:ended { signal = 15 }, { within = "1s" }),',
    )
    expect("the timeline", run, 0, "exec program_ready one at least 2 times within 1 s")
    run = play(folder, 'local one = exec { command = "trap \\"\\" TERM; echo up; while :; do sleep 0.1; done", ready = "up" }',
               'local last = one:stop { within = "300ms" }\ncheck(last.signal == 9, "it does not listen")')
    expect("SIGKILL in the end", run, 0, "ok      t: it does not listen")
    expect("twice", play(folder, 'local one = exec { command = "sleep 60" }', "one:start()"), 2, "exec runs already")


def nothing_outlives(folder):
    """Whole groups end, with those who ignore SIGTERM; others are left alone."""
    other = subprocess.Popen(["sleep", "60"])
    pids = os.path.join(folder, "pids")
    command = "(trap '' TERM; while :; do sleep 0.2; done) & echo $! >> %s; sleep 60 & echo $! >> %s; echo $$ >> %s; echo up; " % (pids, pids, pids)
    for end in ("wait", "exit 0"):
        run = play(folder, 'local one = exec { command = [[%s%s]], ready = "up" }' % (command, end), 'sleep "200ms"')
        expect("left behind", run, 0)
    with open(pids, encoding="ascii") as file:
        left = [pid for pid in file.read().split() if is_alive(int(pid))]
    if left:
        fault("outlive their run: %s" % left)
    if other.poll() is not None:
        fault("somebody else's process ended")
    other.kill()
    other.wait()


def much_output(folder):
    run = play(folder, 'local one = exec { command = "head -c 100000000 /dev/zero; echo; echo the end", '
               'expect_status = 0, ready = "the end" }', 'check(one:output_contains "the end" and #one:output() <= 600000, "bounded")')
    expect("much output", run, 0, "ok      t: bounded")
    size = os.path.getsize(os.path.join(run.out_folder, "exec.log"))
    if not 64 << 20 <= size <= (64 << 20) + 200:
        fault("exec.log has %d octets" % size)


def mistakes(folder):
    for declaration, text in (
        ("exec {}", "exec needs command"),
        ('exec { command = "x", comand = "y" }', "exec has no option comand (did you mean command?)"),
        ('exec { command = "x", name = "a b" }', "a name has letters"),
        ('exec { command = "x", name = "client" }', "there is a program client already"),
        ('exec { command = "x", ready = "(" }', "exec: ready: "),
        ('exec { command = "x", ready = true }', "a text in its output, or a port, not true"),
        ('exec { command = "x", dir = "nowhere" }', "nowhere: no such folder"),
        ('exec { command = "x", env = { "x" } }', "env is { NAME"),
        ('exec { command = "x", expect_status = "0" }', "expect_status takes a status"),
    ):
        run = play(folder, "local one = " + declaration, "sleep(0)")
        expect(declaration, run, 2, text, "scenario.lua:2: ")
    expect("no such method", play(folder, 'local one = exec { command = "x" }', "one:sotp()"), 2, "has no sotp (did you mean stop?)")
    expect("stepped", play(folder, 'local one = exec { command = "x" }', "sleep(0)", "--stepped"), 2,
           "scenario.lua:2: a stepped run has no time for a program outside")
    expect("inside a task", play(folder, "", 'exec { command = "x" }'), 2, "exec is a declaration")


def main():
    with tempfile.TemporaryDirectory() as folder:
        for test in (gateway, surroundings, ends, readiness, timeline, nothing_outlives, much_output, mistakes):
            test(folder)
    print("%d faults" % len(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
