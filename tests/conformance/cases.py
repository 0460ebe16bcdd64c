#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every conformance case of cases.txt has a test case of its id, and every test case with such an id is of a listed case.

A test case is TEST_CASE(sCtl5_in_words), in a suite of tests/; tests/unit runs and judges it. Run from make check.
"""
import os
import re
import sys

TOP = os.environ.get("abs_top_srcdir", ".")
ID = r"s(?:Sub|Sg|Trk|Log|Ctl|DOns|SBOns|DOes|SBOes)N?\d+[a-z]?"
LISTED = re.compile(rf"({ID})\s+\S")
CASE = re.compile(r"TEST_CASE\(\s*(s[A-Z]\w*)\s*\)")
FAMILY = re.compile(r"s(?:Sub|Sg|Trk|Log|Ctl|DOns|SBOns|DOes|SBOes)(?:N|\d|_)")
ID_OF_CASE = re.compile(rf"({ID})_")


def read_listed(path):
    listed = set()
    faults = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            match = LISTED.match(line)
            if not line or line.startswith("#"):
                continue
            if not match:
                faults.append(f"{path}:{number}: no id with what it is about")
            elif match.group(1) in listed:
                faults.append(f"{path}:{number}: {match.group(1)} stands there twice")
            else:
                listed.add(match.group(1))
    return listed, faults


def read_cases(folder):
    """(name, path) of every test case that looks like one of these families."""
    for root, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.startswith("test_") and name.endswith(".c"):
                path = os.path.join(root, name)
                with open(path, encoding="utf-8") as file:
                    for case in CASE.findall(file.read()):
                        if FAMILY.match(case):
                            yield case, path


def main():
    tests = os.path.join(TOP, "tests")
    listed, faults = read_listed(os.path.join(tests, "conformance", "cases.txt"))
    held = set()
    count = 0
    for case, path in read_cases(tests):
        match = ID_OF_CASE.match(case)
        count += 1
        if not match or match.group(1) not in listed:
            faults.append(f"{path}: {case} is of no listed case")
        else:
            held.add(match.group(1))
    faults += [f"{identity} has no test case" for identity in sorted(listed - held)]
    for fault in faults:
        print(fault)
    print(f"{len(listed)} conformance cases, {count} test cases, {len(faults)} faults")
    return 1 if faults or not listed else 0


if __name__ == "__main__":
    sys.exit(main())
