#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The keys of `iedbench run`, pressed at a terminal: time stands still, goes from entry to entry, hurries; and the
terminal is afterwards what it was. Without a terminal nothing of that happens.
"""
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import termios
import time

SOURCE = os.environ.get("abs_top_srcdir", ".")
IEDBENCH = os.path.join(os.environ.get("abs_top_builddir", "."), "iedbench")
SCENARIO = """local bay = ied { scl = "feeder.cid" }
return scenario { allow_no_client = true, duration = "100s",
  at "1s" { pause { text = "for somebody to look" } },
  at "20s" { log "twenty" }, at "30s" { log "thirty" }, at "40s" { log "forty" } }
"""


class Terminal:
    def __init__(self, scenario):
        self.main, self.other = pty.openpty()
        self.before = termios.tcgetattr(self.other)
        self.text = ""
        self.process = subprocess.Popen(
            [IEDBENCH, "run", "--port", "0", scenario], stdin=self.other, stdout=self.other, stderr=self.other,
            env={**os.environ, "IEDBENCH_DATA": SOURCE}, start_new_session=True,
            preexec_fn=lambda: __import__("fcntl").ioctl(0, termios.TIOCSCTTY, 0))

    def wait_for(self, text, seconds=30):
        end = time.monotonic() + seconds
        while text not in self.text and time.monotonic() < end:
            if select.select([self.main], [], [], 0.2)[0]:
                self.text += os.read(self.main, 4096).decode(errors="replace")
        if text not in self.text:
            self.process.kill()
            print(self.text)
            sys.exit(f"FAILED: the terminal never shows: {text}")

    def press(self, key):
        os.write(self.main, key.encode())


def marks(text):
    return re.findall(r"\[ *([0-9.]+) s\] ([^\r\n]*)", text)


def main():
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(SCENARIO)
        file.flush()
        without = subprocess.run([IEDBENCH, "run", "--port", "0", "--speed", "50", file.name], stdin=subprocess.DEVNULL,
                                 capture_output=True, text=True, timeout=60, check=False,
                                 env={**os.environ, "IEDBENCH_DATA": SOURCE})
        if "no pause: nobody is there to resume" not in without.stderr or without.returncode != 0:
            sys.exit(f"FAILED: without a terminal, exit {without.returncode}: {without.stderr}")
        terminal = Terminal(file.name)
        terminal.wait_for("time stands still")
        if termios.tcgetattr(terminal.other)[3] & (termios.ICANON | termios.ECHO):
            sys.exit("FAILED: the terminal still waits for Return")
        terminal.press("?")
        terminal.wait_for("keys: space pauses")
        terminal.press("s")
        terminal.wait_for("twenty")
        terminal.press("s")
        terminal.wait_for("thirty")
        terminal.press(" ")
        terminal.wait_for("time goes on")
        terminal.press(">")
        terminal.wait_for("forty")
        terminal.press("\x03")
        terminal.wait_for("INTERRUPTED")
        status = terminal.process.wait(timeout=20)
    times = {text: float(at) for at, text in marks(terminal.text)}
    if (times["twenty"], times["thirty"], times["forty"]) != (20, 30, 40) or not 1 <= times["time stands still"] < 1.5:
        sys.exit(f"FAILED: marks come at {times}")
    if status != 130:
        sys.exit(f"FAILED: exit {status}, not 130")
    if termios.tcgetattr(terminal.other) != terminal.before:
        sys.exit("FAILED: the terminal is not what it was")
    print(f"ok: {len(times)} marks, exit 130, the terminal is what it was")


main()
