#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""http.*, eventually and webhooks against servers of the standard library: well, slow, wrong, silent, endless, with TLS.

The scenarios are beside this file in sut/; their addresses are filled in here. Then single lines that go wrong are
played, and what is said about them is looked at.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
TOP = os.path.abspath(os.environ.get("abs_top_srcdir", "."))
IEDBENCH = os.path.join(os.path.abspath(os.environ.get("abs_top_builddir", ".")), "iedbench")
HERE = os.path.join(TOP, "tests", "e2e", "sut")
os.environ["IEDBENCH_DATA"] = TOP
# What the environment says about proxies is nobody's wish here.
os.environ["http_proxy"] = os.environ["ALL_PROXY"] = "http://127.0.0.1:9"
faults = []


def fault(text):
    faults.append(text)
    print("FAULT:", text)


class Server:
    def __init__(self, folder, name, *files):
        port_file = os.path.join(folder, name + ".port")
        self.process = subprocess.Popen([sys.executable, os.path.join(HERE, "server.py"), port_file, *files])
        for _ in range(500):
            if os.path.exists(port_file):
                break
            time.sleep(0.02)
        with open(port_file, encoding="ascii") as file:
            self.port = int(file.read())

    def end(self):
        self.process.kill()
        self.process.wait()


def play(folder, text, *options):
    """Status, standard output and standard error of a scenario."""
    path = os.path.join(folder, "scenario.lua")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    done = subprocess.run(
        [IEDBENCH, "run", "--port", "0", *options, path], capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout, done.stderr


def must_pass(folder, name, addresses, held):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        text = file.read()
    for key, value in addresses.items():
        text = text.replace("@%s@" % key, value)
    status, out, err = play(folder, text)
    if status != 0 or "PASSED  scenario: %d held, 0 failed" % held not in out:
        fault("%s: status %d\n%s\n%s" % (name, status, out, err))


def must_say(folder, what, status, text, line, *options):
    """A task of one line, which goes wrong."""
    scenario = (
        'local bay = ied { scl = "feeder.cid" }\n'
        'return scenario { allow_no_client = true, task("t", function()\n%s\nend) }\n' % line
    )
    got, out, err = play(folder, scenario, *options)
    if got != status or text not in out + err:
        fault("%s: status %d, not %d, or not said: %s\n%s\n%s" % (what, got, status, text, out, err))


def make_certificates(folder):
    """A CA of ours, another one, and certificates of the first for the server and for a client."""

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    for name in ("ca", "other"):
        openssl("req", "-x509", *key, "-keyout", name + ".key", "-out", name + ".pem", "-subj", "/CN=Test " + name)
    for name, extension in (("server", "subjectAltName=IP:127.0.0.1"), ("client", "extendedKeyUsage=clientAuth")):
        openssl("req", "-x509", *key, "-CA", "ca.pem", "-CAkey", "ca.key", "-keyout", name + ".key", "-out",
                name + ".pem", "-subj", "/CN=" + name, "-addext", extension, "-addext", "basicConstraints=critical,CA:false")
    return [os.path.join(folder, name) for name in ("server.pem", "server.key", "ca.pem")]


def wrong_lines(folder, base):
    must_say(folder, "status", 1, "FAILED  t: GET %s/missing is answered with 200 or 204" % base,
             'http.get("%s/missing", { expect = { 200, 204 } })' % base)
    must_say(folder, "seen", 1, "seen: status 404: no such page", 'http.get("%s/missing", { expect = 200 })' % base)
    must_say(folder, "line", 1, "scenario.lua:3", 'http.get("%s/missing", { expect = 200 })' % base)
    must_say(folder, "json", 1, "FAILED  t: GET %s/bad-json is answered with JSON" % base,
             'return http.get("%s/bad-json").json' % base)
    must_say(folder, "in vain", 1, "FAILED  t: the alarm shows within 300 ms",
             'eventually(function() return false, "no alarm yet" end, '
             '{ within = "300ms", every = "50ms", text = "the alarm shows" })')
    must_say(folder, "last", 1, "tries, the last one: no alarm yet",
             'eventually(function() return false, "no alarm yet" end, { within = "300ms", every = "50ms" })')
    must_say(folder, "last failure", 1, "the last one: status 404: no such page",
             'eventually(function() return http.get("%s/missing", { expect = 200 }) end, { within = "200ms" })' % base)
    must_say(folder, "mistake", 2, "scenario.lua:3: attempt to index a nil value",
             'eventually(function() return http.get("%s/json").json.alarm.x end, { within = "2s" })' % base)
    must_say(folder, "key", 2, "a response has no statuss (did you mean status?)",
             'return http.get("%s/json").statuss' % base)
    must_say(folder, "scheme", 2, "only http and https are spoken here", 'http.get("ftp://127.0.0.1/x")')
    must_say(folder, "url", 2, "is no URL such as", 'http.get("http://")')
    must_say(folder, "option", 2, "http.get has no option timeuot (did you mean timeout?)",
             'http.get("%s/json", { timeuot = "1s" })' % base)
    must_say(folder, "both", 2, "takes json or body, not both", 'http.post("%s/echo", { json = 1, body = "x" })' % base)
    must_say(folder, "header", 2, "cannot be sent", 'http.get("%s/echo", { headers = { ["a b"] = "x" } })' % base)
    must_say(folder, "injection", 2, "cannot be sent", 'http.get("%s/echo", { headers = { a = "x\\r\\nb: c" } })' % base)
    must_say(folder, "no such file", 2, "tls: nowhere.pem: no such file",
             'http.get("%s/json", { tls = { ca = "nowhere.pem" } })' % base)
    must_say(folder, "cycle", 2, "nested too deep, or in itself",
             'local t = {} t.t = t http.post("%s/echo", { json = t })' % base)
    must_say(folder, "stepped", 2, "play this scenario without --stepped", 'http.get("%s/json")' % base, "--stepped")
    must_say(folder, "outside", 2, "http.get is for tasks", 'end), http.get("%s/json"), task("u", function()' % base)
    # A task that waits for an answer is no obstacle to the end of a run.
    must_say(folder, "cut off", 4, "TIMED OUT", 'http.get("%s/slow")' % base, "--max-time", "500ms")


def webhooks(folder, base):
    """The results of each run of a scenario that wants it, and of all runs; what goes wrong there changes no verdict."""
    scenario = (
        'local bay = ied { scl = "feeder.cid" }\n'
        'return scenario { name = "told", webhook = "%s/hook", allow_no_client = true, task("t", function()\n'
        'check(%s, "so it is")\nend) }\n'
    )
    status, _, err = play(folder, scenario % (base, "true"), "--webhook", base + "/hook")
    if status != 0 or "webhook" in err:
        fault("webhook: status %d: %s" % (status, err))
    status, _, err = play(folder, scenario % (base, "false"), "--stepped")
    if status != 1 or "webhook" in err:
        fault("webhook: status %d: %s" % (status, err))
    with open(os.path.join(folder, "plain.port.posted"), encoding="utf-8") as file:
        posted = [json.loads(line) for line in file]
    told = [(one["status"], [run["scenario"] for run in one["runs"]], one["runs"][0]["verdict"]) for one in posted]
    if told != [(0, ["told"], "PASSED"), (0, ["told"], "PASSED"), (1, ["told"], "FAILED")]:
        fault("webhook: told was %s" % told)
    status, _, err = play(folder, scenario % (base, "true"), "--webhook", base + "/missing")
    if status != 0 or "iedbench: webhook %s/missing: status 404; the results stay as they are" % base not in err:
        fault("webhook: status %d: %s" % (status, err))
    status, _, err = play(folder, scenario % ("http://127.0.0.1:1", "true"))
    if status != 0 or "webhook http://127.0.0.1:1/hook: Failed to connect" not in err:
        fault("webhook: status %d: %s" % (status, err))
    status, _, err = play(folder, scenario % ("gopher://x", "true"))
    if status != 2 or "scenario.lua:2: scenario: webhook: gopher://x/hook: only http and https" not in err:
        fault("webhook: status %d: %s" % (status, err))
    status, _, err = play(folder, scenario % (base, "true"), "--webhook", "nowhere at all")
    if status != 2 or "--webhook: nowhere at all is no URL" not in err:
        fault("webhook: status %d: %s" % (status, err))


def main():
    with tempfile.TemporaryDirectory() as folder:
        files = make_certificates(folder)
        servers = [Server(folder, "plain"), Server(folder, "tls", *files[:2]), Server(folder, "mutual", *files)]
        try:
            plain, tls, mutual = (server.port for server in servers)
            addresses = {
                "BASE": "http://127.0.0.1:%d" % plain,
                "PLAIN": "https://127.0.0.1:%d" % plain,
                "TLS": "https://127.0.0.1:%d" % tls,
                "TLS_NAME": "https://localhost:%d" % tls,
                "MUTUAL": "https://127.0.0.1:%d" % mutual,
            }
            must_pass(folder, "http.lua", addresses, 42)
            must_pass(folder, "tls.lua", addresses, 8)
            wrong_lines(folder, addresses["BASE"])
            webhooks(folder, addresses["BASE"])
        finally:
            for server in servers:
                server.end()
    print("%d faults" % len(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
