#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every option and every method of the words is told: no table of them is left out of the rows that the reference reads."""
import glob
import os
import re
import sys

BIND = os.path.join(os.environ.get("abs_top_srcdir", "."), "engine", "bind")
# Made of rows that are told: of signals and faults, of the fields of events, of the metric's own table.
MADE = {"signal.c": 1, "fault.c": 2, "match.c": 1, "metric.c": 1}
faults = []


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def check_tables(name, text):
    told = re.findall(r"const BindWordOptions \w+\[\] = \{(.*?)\n\};", text, re.DOTALL)
    for table in re.findall(r"const BindOption (\w+)\[\]", text):
        if not any(re.search(r"\b%s\b" % table, rows) for rows in told) and not table.startswith("bind_"):
            faults.append("%s: %s stands in no BindWordOptions row" % (name, table))
    made = len(re.findall(r"^\s*BindOption \w+\[", text, re.MULTILINE))
    if made != MADE.get(name, 0):
        faults.append("%s: a table of options is filled while it runs: %d" % (name, made))
    return len(told)


def main():
    files = {os.path.basename(path): read(path) for path in glob.glob(os.path.join(BIND, "*.c"))}
    arrays = 0
    for name, text in sorted(files.items()):
        arrays += check_tables(name, text)
        for array in re.findall(r"^const BindWordOptions (\w+)\[\]", text, re.MULTILINE):
            if "    %s,\n" % array not in files["word_options.c"]:
                faults.append("%s: word_options.c does not list %s" % (name, array))
        for array in re.findall(r"^const BindWord (\w+)\[\]", text, re.MULTILINE):
            if "    %s,\n" % array not in files["words.c"]:
                faults.append("%s: words.c does not list %s" % (name, array))
    if arrays < 25:
        faults.append("only %d arrays of options were found" % arrays)
    for fault in faults:
        print("FAULT:", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
