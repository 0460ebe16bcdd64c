#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Results as others read them.

The whole library is played (stepped) with all documents, and so are scenarios that fail, break, are cut off or see
nobody: JUnit is read by xml.etree and, where it is there, by python3-junitparser, TAP by a small reader of its own, JSON by
json; the HTML report is well-formed, needs nothing else and is shown by a browser; all agree with each other and with the exit status. `iedbench results` makes the same octets again from the folder.
"""
import glob
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

sys.dont_write_bytecode = True
sys.path.append("/usr/lib/python3/dist-packages")  # Debian's, when python3 is another
TOP = os.environ.get("abs_top_srcdir", ".")
IEDBENCH = os.path.join(os.environ.get("abs_top_builddir", "."), "iedbench")
SCENARIOS = os.path.join(TOP, "scenarios")
BROKEN = os.path.join(TOP, "tests", "engine", "broken")
os.environ["IEDBENCH_DATA"] = TOP
faults = []


def fault(text):
    faults.append(text)
    print("FAULT:", text)


def expect(truth, text):
    if not truth:
        fault(text)
    return truth


def iedbench(*arguments, status=None, timeout=300):
    done = subprocess.run([IEDBENCH, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout)
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    if status is not None and not expect(done.returncode == status,
                                         f"{' '.join(arguments[:6])} ...: status {done.returncode}, not {status}"):
        print(out[-3000:], err[-3000:])
    return done.returncode, out, err


def read(path):
    with open(path, "rb") as file:
        return file.read()


def read_tap(text):
    """The tests of a TAP 13 stream: (ok, description, directive). Raises ValueError for what is none."""
    lines = text.split("\n")
    if lines[0] != "TAP version 13":
        raise ValueError("no version line")
    tests, plan, block = [], None, None
    for number, line in enumerate(lines[1:], 2):
        if block is not None:
            if line == "  ...":
                block = None
            elif re.match(r"^  \w+:$", line) and lines[number].startswith("    - "):
                continue
            elif not re.match(r"^(    -|  \w+:) (\".*\"|-?[\d.]+)$", line):
                raise ValueError(f"{number}: not YAML of a kind that we write: {line}")
            elif line.endswith('"'):
                json.loads(line[line.index('"'):])
        elif line == "  ---" and tests:
            block = number
        elif re.match(r"^1\.\.\d+$", line):
            if plan is not None:
                raise ValueError(f"{number}: a second plan")
            plan = int(line[3:])
        elif line != "":
            match = re.match(r"^(ok|not ok) (\d+) - ((?:[^#\\]|\\[#\\])*)(?:# (TODO|SKIP) (.*))?$", line)
            if match is None or int(match.group(2)) != len(tests) + 1:
                raise ValueError(f"{number}: no test: {line}")
            tests.append((match.group(1) == "ok", match.group(3), match.group(4)))
    if plan != len(tests) or block is not None:
        raise ValueError(f"a plan of {plan} for {len(tests)} tests")
    return tests


def counts_of_junit(path):
    root = xml.etree.ElementTree.parse(path).getroot()
    counts = [0, 0, 0, 0]
    for suite in root.iter("testsuite"):
        here = [0, 0, 0, 0]
        for case in suite.iter("testcase"):
            here[0] += 1
            for place, kind in enumerate(("failure", "error", "skipped"), 1):
                here[place] += case.find(kind) is not None
            expect(case.get("classname") and case.get("name") and float(case.get("time")) >= 0,
                   f"{path}: a case without a name or a time")
        told = [int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")]
        expect(here == told, f"{path}: {suite.get('name')} tells {told} and has {here}")
        counts = [a + b for a, b in zip(counts, here)]
    told = [int(root.get(name)) for name in ("tests", "failures", "errors", "skipped")]
    expect(counts == told, f"{path}: it tells {told} and has {counts}")
    return counts


def check_junitparser(path, counts):
    try:
        import junitparser
    except ImportError:
        return
    suites = junitparser.JUnitXml.fromfile(path)
    cases = [case for suite in suites for case in suite]
    results = [type(result).__name__ for case in cases for result in case.result]
    here = [len(cases)] + [results.count(name) for name in ("Failure", "Error", "Skipped")]
    expect(here == counts, f"{path}: junitparser sees {here}, not {counts}")


def check_documents(folder, status):
    """All documents of a folder agree. Returns what results.json has."""
    junit = os.path.join(folder, "junit.xml")
    counts = counts_of_junit(junit)
    check_junitparser(junit, counts)
    try:
        tap = read_tap(read(os.path.join(folder, "results.tap")).decode("utf-8"))
    except ValueError as error:
        fault(f"{folder}: TAP: {error}")
        tap = []
    results = json.loads(read(os.path.join(folder, "results.json")))
    bad = sum(not ok and directive != "TODO" for ok, _, directive in tap)
    expect(len(tap) == counts[0] and bad == counts[1] + counts[2],
           f"{folder}: TAP has {len(tap)} tests, {bad} bad, JUnit {counts}")
    expect(results["status"] == status, f"{folder}: JSON says {results['status']}, the status was {status}")
    expect((status == 0) == (bad == 0), f"{folder}: {bad} bad tests and status {status}")
    return results


def files_below(folder):
    return sorted(os.path.relpath(os.path.join(root, name), folder)
                  for root, _, names in os.walk(folder) for name in names)


def check_renewed(folder, status):
    """Documents that are lost are made again, octet by octet."""
    before = {name: read(os.path.join(folder, name)) for name in files_below(folder)}
    for name in before:
        if os.path.basename(name) not in ("events.jsonl", "suite.json", "client.log", "capture.pcapng") and "sources" not in name:
            os.remove(os.path.join(folder, name))
    iedbench("results", folder, "--renew", status=status)
    expect(files_below(folder) == sorted(before), f"{folder}: other files than before")
    for name, content in before.items():
        path = os.path.join(folder, name)
        expect(os.path.exists(path) and read(path) == content, f"{name}: other octets when made again")


def check_one(temporary, name, status, *arguments):
    """Plays a scenario; --junit, --json and the folder agree, the shown text is that of the folder."""
    folder, junit = os.path.join(temporary, name), os.path.join(temporary, name + ".xml")
    _, out, _ = iedbench("run", "-q", "--port", "0", "--out", folder, "--junit", junit, *arguments, status=status)
    iedbench("results", folder, "--html", junit + ".html", status=status)
    expect(read(junit + ".html") == read(os.path.join(folder, "report.html")), f"{name}: --html and the folder differ")
    expect(read(junit) == read(os.path.join(folder, "junit.xml")), f"{name}: --junit and the folder differ")
    expect(out.encode() == read(os.path.join(folder, "results.txt")), f"{name}: the text and the folder differ")
    results = check_documents(folder, status)
    check_renewed(folder, status)
    _, tap, _ = iedbench("results", folder, "--tap", status=status)
    expect(tap.encode() == read(os.path.join(folder, "results.tap")), f"{name}: --tap differs")
    return results, folder


def check_library(temporary):
    scenarios = sum((glob.glob(os.path.join(SCENARIOS, *depth, "*.lua")) for depth in ([], ["*"])), [])
    results, folder = check_one(temporary, "library", 0, "--stepped", SCENARIOS)
    expect(len(results["runs"]) == len(scenarios) > 10, f"{len(results['runs'])} runs of {len(scenarios)} scenarios")
    expect(all(run["verdict"] == "PASSED" and run["outcomes"] for run in results["runs"]), "a shipped scenario has no outcome")
    run = results["runs"][0]
    expect(set(run["versions"]) == {"iedbench", "GLib", "Lua", "libxml2", "SQLite"}, f"versions: {run['versions']}")
    expect(run["seed"] == 1 and run["events"].get("associated", 0) > 0, "no seed, or no events")
    with open(os.path.join(folder, "suite.json")) as file:
        first = json.load(file)["runs"][0]
    copies = os.listdir(os.path.join(folder, first, "sources"))
    expect(any(name.endswith(".lua") for name in copies) and len(copies) > 1, f"copies: {copies}")


def check_last(folder, outcomes):
    """What JSON says of the last PDUs stands beside the failures in TAP and in the report, too."""
    last = [outcome["last_pdus"] for outcome in outcomes if outcome["state"] == "failed" and "last_pdus" in outcome]
    expect(last and all(re.search(r"^(<-|->) ", text) for text in last), "no failure shows its last PDUs")
    tap = read(os.path.join(folder, "results.tap")).decode("utf-8")
    shown = "".join(Page(read(os.path.join(folder, "report.html")).decode("utf-8")).shown)
    for text in last:
        block = "".join(f"    - {json.dumps(line)}\n" for line in text.split("\n"))
        expect("  last_pdus:\n" + block in tap, f"{folder}: TAP does not show {text}")
        expect("Last PDUs:" + text in shown, f"{folder}: the report does not show {text}")


def check_failures(temporary):
    results, folder = check_one(temporary, "failing", 1, os.path.join(BROKEN, "failing.lua"))
    outcomes = results["runs"][0]["outcomes"]
    check_last(folder, outcomes)
    failed = [outcome for outcome in outcomes if outcome["state"] == "failed"]
    expect(len(failed) == results["runs"][0]["failed"] > 4, "failing.lua: too few failures")
    expect(any(outcome.get("line") == 4 + 2 for outcome in failed), "failing.lua: no failure has its line")
    results, _ = check_one(temporary, "broken", 2, os.path.join(BROKEN, "error_in_task.lua"))
    expect("error_in_task.lua:7" in results["runs"][0]["error"], "the scenario's mistake is not in JSON")
    results, _ = check_one(temporary, "wrong", 2, os.path.join(TOP, "tests", "engine", "bad", "unknown_word.lua"))
    expect("did you mean expect?" in results["runs"][0]["error"], "the problems are not in JSON")
    check_one(temporary, "nobody", 5, os.path.join(BROKEN, "nobody.lua"))
    results, _ = check_one(temporary, "cut", 4, "--max-time", "300ms", os.path.join(BROKEN, "waiting.lua"))
    expect({outcome["state"] for outcome in results["runs"][0]["outcomes"]} == {"open"}, "cut off: not open")
    check_one(temporary, "client", 1, os.path.join(BROKEN, "waiting.lua"), "--exec",
              IEDBENCH + " browse $IEDBENCH_FEEDER1; exit 7")
    check_one(temporary, "several", 2, os.path.join(SCENARIOS, "writing.lua"), os.path.join(BROKEN, "failing.lua"),
              os.path.join(BROKEN, "error_in_task.lua"))


def check_killed(temporary):
    folder = os.path.join(temporary, "killed")
    process = subprocess.Popen([IEDBENCH, "run", "--port", "0", "--ready-json", "-q", "--out", folder,
                                os.path.join(BROKEN, "waiting.lua")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.readline()
    process.kill()
    process.wait(30)
    process.stdout.close()
    _, out, _ = iedbench("results", folder, status=3)
    expect("the run was killed" in out, "a killed run is not told")


class Page(html.parser.HTMLParser):
    """Whether every element is closed in its order, and what is referred to."""
    VOID = {"br", "meta"}

    def __init__(self, text):
        super().__init__()
        self.open, self.faults, self.references, self.ids, self.shown = [], [], [], set(), []
        self.feed(text)
        self.close()
        if self.open:
            self.faults.append(f"{self.open} stay open")

    def handle_starttag(self, tag, attributes):
        if tag not in self.VOID:
            self.open.append(tag)
        self.handle_attributes(attributes)

    def handle_startendtag(self, tag, attributes):
        self.handle_attributes(attributes)

    def handle_attributes(self, attributes):
        for name, value in attributes:
            if name in ("href", "src", "srcset", "xlink:href", "action", "data"):
                self.references.append(value)
            if name == "id":
                if value in self.ids:
                    self.faults.append(f"two are called {value}")
                self.ids.add(value)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"{self.getpos()}: </{tag}> closes something else")

    def handle_data(self, data):
        self.shown.append(data)


def check_page(path, text):
    """A report is well-formed, refers to itself only, and says `text`."""
    content = read(path).decode("utf-8")
    page = Page(content)
    expect(not page.faults, f"{path}: {page.faults[:3]}")
    expect(all(reference[0] == "#" and reference[1:] in page.ids for reference in page.references),
           f"{path}: refers to {page.references[:5]}")
    expect(re.search(r"https?://|url\(|@import|<script|<link|<iframe", content) is None, f"{path}: an external resource")
    expect(text in "".join(page.shown), f"{path}: does not say {text}")


def check_chromium(temporary, path):
    """A browser shows it, in light and in dark, and they are not the same."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium is not there: the report is not opened in a browser")
        return
    pictures = []
    for scheme in ("1", "0"):
        picture = os.path.join(temporary, f"shot{scheme}.png")
        subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                        "--disable-background-networking", "--disable-component-update", "--disable-sync",
                        "--user-data-dir=" + os.path.join(temporary, "profile" + scheme), "--window-size=1300,1600",
                        f"--blink-settings=preferredColorScheme={scheme}", "--screenshot=" + picture, "file://" + path],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=False)
        if expect(os.path.exists(picture), "chromium makes no picture of the report"):
            pictures.append(read(picture))
    if len(pictures) == 2:
        expect(all(picture[:4] == b"\x89PNG" and len(picture) > 30000 for picture in pictures), "the picture is empty")
        expect(pictures[0] != pictures[1], "light and dark are the same")


def check_reports(temporary):
    check_page(os.path.join(temporary, "library", "report.html"), "Skip to the results")
    check_page(os.path.join(temporary, "failing", "report.html"), "FEEDER1 read LD0/XCBR1.Pos.stVal within 300 ms")
    check_page(os.path.join(temporary, "broken", "report.html"), "attempt to index a nil value")
    check_page(os.path.join(temporary, "nobody", "report.html"), "No client ever associated")
    check_chromium(temporary, os.path.join(temporary, "failing", "report.html"))


def check_refusals(temporary):
    for arguments, text in (((), "takes one DIR"), (("nowhere",), "nowhere"), ((temporary, temporary), "takes one DIR")):
        _, _, err = iedbench("results", *arguments, status=2)
        expect(text in err, f"results {arguments}: does not say {text}")
    folder = os.path.join(temporary, "odd")
    os.mkdir(folder)
    with open(os.path.join(folder, "suite.json"), "w") as file:
        file.write('{"runs":["../x"]}')
    _, _, err = iedbench("results", folder, status=2)
    expect("no name of a folder" in err, "suite.json leads out of its folder")
    iedbench("run", "-q", "--stepped", "--junit", os.path.join(temporary, "no", "where.xml"),
             os.path.join(SCENARIOS, "writing.lua"), status=3)


def main():
    temporary = tempfile.mkdtemp()
    try:
        import junitparser  # noqa: F401
    except ImportError:
        print("python3-junitparser is not there: JUnit is read by xml.etree only")
    try:
        check_library(temporary)
        check_failures(temporary)
        check_reports(temporary)
        check_killed(temporary)
        check_refusals(temporary)
    finally:
        shutil.rmtree(temporary)
    print(f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
