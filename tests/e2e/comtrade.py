#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every real record of ../shared/comtrade (beside the source tree, never part of it) through
`iedbench check --json`: counts, names, ranges and changes are those that a second reader finds, which knows
each file's encoding and takes no liberties.
"""
import json
import math
import os
import re
import struct
import subprocess
import sys

CORPUS = os.path.join(os.environ.get("abs_top_srcdir", "."), "../shared/comtrade")
IEDBENCH = os.path.join(os.environ.get("abs_top_builddir", "."), "iedbench")
ENCODINGS = {"nazir_test_1991_cp866": "cp866", "gocomtrade_test2_gbk": "gbk", "comtradeio_ascii_1991": "gbk",
             "wisp_1_multirate_cp1251": "cp1251", "pycomtrade_sample_iso8859-1_bin": "iso8859-1"}
WIDTHS = {"BINARY": ("h", -2**15), "BINARY32": ("i", -2**31), "FLOAT32": ("f", None)}


def parts(path):
    """Octets of the configuration and of the data."""
    with open(path, "rb") as file:
        octets = file.read()
    if not path.lower().endswith(".cff"):
        data = path[:-3] + ("DAT" if path.endswith("CFG") else "dat")
        with open(data, "rb") as file:
            return octets, file.read()
    config = re.search(rb"--- file type: CFG ---\r?\n(.*?)--- file type:", octets, re.S).group(1)
    return config, re.search(rb"--- file type: DAT [^\n]*\n(.*)", octets, re.S).group(1)


def read(path):
    config, data = parts(path)
    stem = os.path.splitext(os.path.basename(path))[0]
    lines = [[field.strip() for field in line.split(",")]
             for line in config.decode(ENCODINGS.get(stem, "utf-8")).splitlines()]
    analog, digital = (int(field.rstrip("ADad")) for field in lines[1][1:3])
    channels = lines[2:2 + analog]
    states = lines[2 + analog:2 + analog + digital]
    rates = max(1, int(lines[3 + analog + digital][0]))
    kind = lines[6 + analog + digital + rates][0].upper()
    if kind == "ASCII":
        rows = [line.split(b",") for line in data.split(b"\n") if line.strip(b"\r \x1a")]
        values = [[float(field) for field in row[2:2 + analog]] for row in rows]
        bits = [[float(field) != 0 for field in row[2 + analog:2 + analog + digital]] for row in rows]
    else:
        letter, missing = WIDTHS[kind]
        row = struct.Struct(f"<II{analog}{letter}{(digital + 15) // 16}H")
        rows = [row.unpack_from(data, at) for at in range(0, len(data) - row.size + 1, row.size)]
        values = [[math.nan if field == missing else field for field in row[2:2 + analog]] for row in rows]
        bits = [[bool(row[2 + analog + i // 16] >> i % 16 & 1) for i in range(digital)] for row in rows]
    return {
        "station": lines[0][0], "format": kind, "samples": len(rows),
        "analog": [(channel[1], *span(values, i, float(channel[5]), float(channel[6])))
                   for i, channel in enumerate(channels)],
        "digital": [(state[1], sum(a[i] != b[i] for a, b in zip(bits, bits[1:])))
                    for i, state in enumerate(states)],
    }


def span(values, index, a, b):
    there = [a * row[index] + b for row in values if not math.isnan(row[index])]
    return (min(there), max(there)) if there else (None, None)


def close(found, expected):
    return found == expected or (None not in (found, expected) and
                                 abs(found - expected) <= 1e-6 * max(abs(expected), 1e-6))


def differences(path):
    done = subprocess.run([IEDBENCH, "check", "--json", path], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        yield f"exit {done.returncode}: {done.stderr.strip()}"
        return
    found, expected = json.loads(done.stdout)[0], read(path)
    for key in "station", "format", "samples":
        if found[key] != expected[key]:
            yield f"{key} is {found[key]!r}, not {expected[key]!r}"
    if [row["name"] for row in found["analog"] + found["digital"]] != \
            [row[0] for row in expected["analog"] + expected["digital"]]:
        yield "names of channels differ"
    for row, (name, least, most) in zip(found["analog"], expected["analog"]):
        if not close(row.get("least"), least) or not close(row.get("most"), most):
            yield f"{name} is from {row.get('least')} to {row.get('most')}, not {least} to {most}"
    for row, (name, changes) in zip(found["digital"], expected["digital"]):
        if row["changes"] != changes:
            yield f"{name} changes {row['changes']} times, not {changes}"


def main():
    if not os.path.exists(os.path.join(CORPUS, "SOURCES.md")):
        print(f"no records at {CORPUS}: nothing to compare with")
        sys.exit(77)
    names = sorted(name for name in os.listdir(CORPUS) if name.lower().endswith((".cfg", ".cff")))
    faults = 0
    for name in names:
        wrong = list(differences(os.path.join(CORPUS, name)))
        faults += bool(wrong)
        print(f"{'FAILED' if wrong else 'ok'} {name}", *wrong[:5], sep="\n    " if wrong else " ")
    print(f"{len(names)} records, {faults} read wrongly")
    sys.exit(faults != 0 or not names)


main()
