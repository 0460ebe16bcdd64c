#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A little SCADA system, the stand-in for tests/e2e/exec.py: IEDBENCH PORT.

It takes the reports of FEEDER1 (its address comes from the environment, as for every client under test), keeps what is
active, and shows it behind an HTTP API: GET /alarms is {"connected": true, "alarms": [{"point": ..., "since": ...}]}.
POST /acknowledge marks them. When the link is lost it says so and tries again.
"""
import http.server
import json
import os
import subprocess
import sys
import threading
import time

WATCHED = {"FEEDER1LD0/PTRC1$ST$Tr": "general", "FEEDER1LD0/GGIO1$ST$Alm1": "stVal"}


class State:
    connected = False
    alarms = {}
    lock = threading.Lock()


def take(report):
    with State.lock:
        State.connected = True
        for member in report["members"]:
            component = WATCHED.get(member["reference"])
            if component is None:
                continue
            if member["value"][component]:
                State.alarms.setdefault(
                    member["reference"], {"since": member["value"]["t"]["time"], "acknowledged": False}
                )
            else:
                State.alarms.pop(member["reference"], None)


def follow(iedbench):
    """Reports until the link is lost, and again."""
    while True:
        command = [iedbench, "report", "--json", os.environ["IEDBENCH_FEEDER1"], "LD0/LLN0.BR.brcbStatus", "--gi"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as client:
            for line in client.stdout:
                take(json.loads(line))
        with State.lock:
            State.connected = False
        time.sleep(0.2)


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with State.lock:
            alarms = [{"point": point, **alarm} for point, alarm in sorted(State.alarms.items())]
            self.answer({"connected": State.connected, "alarms": alarms})

    def do_POST(self):
        size = int(self.headers.get("Content-Length") or 0)
        point = json.loads(self.rfile.read(size))["point"]
        with State.lock:
            if point in State.alarms:
                State.alarms[point]["acknowledged"] = True
        self.answer({"done": point in State.alarms})


def main():
    threading.Thread(target=follow, args=(sys.argv[1],), daemon=True).start()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Handler)
    print("gateway: the API is at port %d" % server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
