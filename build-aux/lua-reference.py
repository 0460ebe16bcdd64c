#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the Lua reference: the words of scenarios from their rows, the libraries from their doc comments.

    lua-reference.py IEDBENCH LUA-FOLDER [--check]

Whatever has no documentation is told on stderr: a word without help, a library without a head, a public function
without a comment above it. With --check the status is 1 then.
"""
import json
import os
import re
import subprocess
import sys

HEAD = """# Lua reference

Made from the rows of the words and the comments of the libraries; [scenarios](scenarios.md) tells how they belong together. Options stand in
braces with a `=`; what stands in brackets may be left out. In a usage `bay` is an IED, `scada` a connected client or a program, and so on.
"""
LISTS = (
    ("signals", "Signals", "How values move by themselves."),
    ("faults", "Faults", "How a device misbehaves on command."),
    ("expectations", "Expectations", "What can be expected of a client."),
    ("events", "Kinds of events", "As `events.jsonl` and expectations have them."),
)
missing = []


def rows(iedbench, what):
    listed = subprocess.run([iedbench, "list", "--json", what], check=True, capture_output=True, text=True)
    found = json.loads(listed.stdout)
    for row in found:
        if not row["help"].strip():
            missing.append("%s %s has no help" % (what, row["name"]))
    return [(row["name"], row["help"]) for row in found]


def group_of(usage):
    """bay:read(..) is a method of bay, client.connect(..) a word of client, at "TIME" one without a library."""
    method = re.match(r"(\w+):(\w+)", usage)
    word = re.match(r"(\w+)\.(\w+)", usage)
    if method:
        return "Methods of `%s`" % method.group(1)
    return "`%s.`" % word.group(1) if word else "Words"


def show_table(pairs):
    print("| | |\n|---|---|")
    for usage, text in pairs:
        print("| `%s` | %s |" % (usage.replace("|", "\\|"), text.replace("|", "\\|")))
    print()


def show_words(iedbench):
    groups, events = {}, []
    for usage, text in rows(iedbench, "words"):
        if text.startswith("event: "):
            events.append((usage, text[len("event: ") :]))
        else:
            groups.setdefault(group_of(usage), []).append((usage, text))
    for group in sorted(groups, key=lambda name: (name != "Words", name.startswith("Methods"), name)):
        print("## %s\n" % group)
        show_table(groups[group])
    print("## Events\n\nFor `expect`, `never`, `wait`, `start` and `after`.\n")
    show_table(events)


def comment_above(lines, at):
    """The comment that ends in the line before."""
    first = at
    while first > 0 and lines[first - 1].startswith("--"):
        first -= 1
    return [line[2:].removeprefix(" ") for line in lines[first:at]]


def head_of(lines):
    """The comment at the begin, behind the licence."""
    end = next((number for number, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return [line[2:].removeprefix(" ") for line in lines[2:end]]


def show_markdown(comment):
    """Lines that begin with blanks are code."""
    in_code = False
    for number, line in enumerate(comment):
        is_code = line.startswith("  ") or (in_code and not line and any(
            later.startswith("  ") for later in comment[number + 1 : number + 2]))
        if is_code != in_code:
            print("```lua" if is_code else "```")
            in_code = is_code
        print(line[2:] if is_code else line)
    if in_code:
        print("```")
    print()


def show_library(path):
    name = os.path.basename(path).removesuffix(".lua")
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    head = head_of(lines)
    if not any(head):
        missing.append("%s has no head" % path)
    print("## iedbench.%s\n" % name)
    show_markdown(head)
    functions = []
    for number, line in enumerate(lines):
        public = re.match(r"function (\w+[.:]\w+\(.*\))$", line)
        if public:
            comment = comment_above(lines, number)
            if not any(comment):
                missing.append("%s:%d: %s has no comment" % (path, number + 1, public.group(1)))
            functions.append((public.group(1), " ".join(part.strip() for part in comment)))
    show_table(functions)


def main():
    iedbench, folder = sys.argv[1:3]
    print(HEAD)
    show_words(iedbench)
    for what, title, text in LISTS:
        print("## %s\n\n%s\n" % (title, text))
        show_table(rows(iedbench, what))
    print("# Libraries\n\nEach is there by `require \"iedbench.NAME\"`; [device libraries](libraries.md) tells how they belong together.\n")
    for file in sorted(os.listdir(folder)):
        if file.endswith(".lua"):
            show_library(os.path.join(folder, file))
    for text in missing:
        print("not documented: %s" % text, file=sys.stderr)
    return 1 if missing and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
