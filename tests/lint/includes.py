#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the house in order: who may include whom, and what every file has.

The table is DESIGN's "who may include whom"; HACKING.md tells why. Run from make check.
"""
import os
import re
import sys

TOP = os.environ.get("abs_top_srcdir", ".")

# folder prefix -> prefixes it may include besides itself; the longest prefix that matches a file decides.
MAY = {
    "sim/base/": [],
    "sim/ber/": ["sim/base/"],
    "sim/osi/": ["sim/base/", "sim/ber/"],
    "sim/mms/": ["sim/base/", "sim/ber/", "sim/osi/"],
    "sim/model/": ["sim/base/", "sim/ber/"],
    "sim/scl/": ["sim/base/", "sim/model/", "sim/osi/stack.h"],
    "sim/vmd/": ["sim/base/", "sim/ber/", "sim/mms/", "sim/model/"],
    "sim/acsi/": ["sim/base/", "sim/ber/", "sim/mms/", "sim/model/", "sim/vmd/"],
    "sim/acsi/codec/": ["sim/base/", "sim/ber/", "sim/mms/", "sim/model/"],
    "sim/store/": ["sim/base/"],
    "sim/net/": ["sim/base/"],
    "sim/client/": ["sim/base/", "sim/ber/", "sim/net/", "sim/osi/", "sim/mms/", "sim/model/",
                    "sim/scl/", "sim/acsi/codec/"],
    "sim/ied": ["sim/"],
    "engine/": ["engine/", "sim/ied.h", "sim/base/", "sim/model/", "sim/client/", "sim/net/",
                "sim/scl/scl.h", "sim/osi/stack.h", "config.h"],
    "engine/faults/": ["engine/", "sim/ied.h", "sim/base/", "sim/ber/", "sim/model/", "sim/mms/",
                       "sim/osi/stack.h", "sim/acsi/codec/"],
    "engine/commands/": ["engine/", "sim/ied.h", "sim/base/", "sim/ber/", "sim/model/",
                         "sim/client/", "sim/net/", "sim/scl/", "sim/osi/stack.h", "sim/mms/",
                         "sim/acsi/codec/"],
    "engine/traffic/": ["engine/", "sim/ied.h", "sim/base/", "sim/ber/", "sim/model/", "sim/client/", "sim/net/",
                        "sim/osi/stack.h", "sim/mms/", "sim/acsi/codec/"],
    "engine/bind/": ["engine/", "sim/ied.h", "sim/base/", "sim/model/", "sim/client/",
                     "sim/net/", "sim/scl/scl.h"],
}
LUA = re.compile(r'#include [<"](lua|lauxlib|lualib)\.h[>"]')
INCLUDE = re.compile(r'#include "([^"]+)"')


def rule_of(path):
    best = max((prefix for prefix in MAY if path.startswith(prefix)), key=len, default=None)
    return best


def faults_of(path, text):
    lines = text.split("\n")
    if "SPDX-License-Identifier: Apache-2.0" not in lines[0]:
        yield 1, "the first line is not the SPDX line"
    rule = rule_of(path)
    if rule is None:
        yield 1, "no folder rule covers this file"
        return
    for number, line in enumerate(lines, 1):
        lua = LUA.match(line)
        if lua and not (path.startswith("engine/bind/") or path in ("engine/scenario.c",)):
            yield number, "only engine/bind/ and engine/scenario.c may include " + lua.group(1) + ".h"
        include = INCLUDE.match(line)
        if include:
            target = include.group(1)
            allowed = [rule] + MAY[rule]
            if not any(target.startswith(prefix) for prefix in allowed):
                yield number, f"{rule} may not include {target}"
            elif not os.path.exists(os.path.join(TOP, target)) and target != "config.h":
                yield number, f"{target} does not exist"
    if path.endswith(".h") and "#pragma once" not in text:
        yield 1, "a header without #pragma once"


def main():
    count = 0
    wrong = 0
    for root in ("sim", "engine"):
        for folder, _, names in os.walk(os.path.join(TOP, root)):
            for name in names:
                if not name.endswith((".c", ".h")):
                    continue
                full = os.path.join(folder, name)
                path = os.path.relpath(full, TOP)
                count += 1
                with open(full, encoding="utf-8") as file:
                    for number, what in faults_of(path, file.read()):
                        print(f"{path}:{number}: {what}")
                        wrong += 1
    print(f"{count} files looked at, {wrong} faults")
    return 1 if wrong or count == 0 else 0


sys.exit(main())
