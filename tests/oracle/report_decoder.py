#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the reports in a capture, or in bare MMS PDUs, as JSON lines: a judge that shares nothing with the C sources.

    report_decoder.py [--segments] FILE...

A FILE is a capture (libpcap, pcapng) or *.hex, one MMS PDU as annotated hex. --segments leaves segmented reports in
their pieces. What is wrong stands in a line {"problem": ..}; then, or when a file has no report, the exit status is 1.
"""
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import capture  # noqa: E402
import reports  # noqa: E402


def pdus_of(path):
    with open(path, "rb") as file:
        content = file.read()
    if path.endswith(".hex"):
        lines = content.decode("ascii").splitlines()
        yield 0, "file", bytes.fromhex("".join(line.split("#")[0] for line in lines)), None
    else:
        yield from capture.mms_of_capture(content)


def reports_of(path, whole=True):
    """Yields dicts: reports with their stream, or {"stream", "problem"}."""
    assemblies = {}
    for number, name, pdu, problem in pdus_of(path):
        if problem is not None:
            yield {"stream": name, "problem": problem}
            continue
        try:
            report = reports.decode(pdu)
            if report is not None and whole:
                report = assemblies.setdefault(number, reports.Reassembly()).take(report)
        except capture.Problem as found:
            yield {"stream": name, "problem": str(found), "pdu": pdu.hex()}
            continue
        if report is not None:
            yield dict({"stream": name, "stream_number": number}, **report)


def main(arguments):
    whole = "--segments" not in arguments
    paths = [argument for argument in arguments if not argument.startswith("--")]
    wrong = not paths
    for path in paths:
        count = 0
        for report in reports_of(path, whole):
            print(json.dumps(report))
            count += 1
            wrong = wrong or "problem" in report
        wrong = wrong or count == 0
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
