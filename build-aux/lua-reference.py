#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the Lua reference: the words of scenarios and their options from their rows, the libraries from their doc comments.

    lua-reference.py IEDBENCH LUA-FOLDER [--check]

Whatever has no documentation is told on stderr: a word without help, an option that a usage names and no row tells, a
library without a head, a public function without a comment above it. With --check the status is 1 then.
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


COMMON = ("by", "value", "reference", "where")
FAULTS = ("lasting", "times", "share", "by", "association")


def listed(iedbench, what):
    told = subprocess.run([iedbench, "list", "--json", what], check=True, capture_output=True, text=True)
    found = json.loads(told.stdout)
    for row in found:
        if not row["help"].strip():
            missing.append("%s %s has no help" % (what, row["name"]))
    return found


def rows(iedbench, what):
    return [(row["name"], row["help"]) for row in listed(iedbench, what)]


def named_in(usage):
    """The options that a usage names, those of tables inside left out."""
    depth, outer = 0, ""
    for letter in usage:
        depth += letter == "{"
        outer += letter if depth < 2 else ""
        depth -= letter == "}"
    return set(re.findall(r"(\w+)=", outer))


def tell_options(options, left_out=()):
    told = []
    for option in options:
        if option["name"] not in left_out:
            name = "`%s`" % option["name"] + (" of `%s`" % option["of"] if "of" in option else "")
            told.append("%s: %s%s" % (name, option["takes"], ", needed" if option["required"] else ""))
    return "; ".join(told)


def options_of(row, parameters):
    """As the row tells them; those of a fault are its parameters and what all faults take."""
    if "options" in row:
        return row["options"]
    name = re.match(r"fault\.(\w+)", row["name"]).group(1)
    return [{"name": one["name"], "takes": one["help"], "required": "preset" not in one} for one in parameters[name]] + [
        {"name": one, "takes": "as all faults", "required": False} for one in FAULTS if one + "=" in row["name"]]


def check_options(row, options):
    for name in sorted(named_in(row["name"]) - {option["name"] for option in options}):
        missing.append("%s: no row tells the option %s" % (row["name"], name))


def group_of(usage):
    """bay:read(..) is a method of bay, client.connect(..) a word of client, at "TIME" one without a library."""
    method = re.match(r"(\w+):(\w+)", usage)
    word = re.match(r"(\w+)\.(\w+)", usage)
    if method:
        return "Methods of `%s`" % method.group(1)
    return "`%s.`" % word.group(1) if word else "Words"


def show_table(rows_shown):
    """Rows of usage, text, and options where any of them has some."""
    has_options = any(len(row) > 2 and row[2] for row in rows_shown)
    print("| | | options |\n|---|---|---|" if has_options else "| | |\n|---|---|")
    for row in rows_shown:
        cells = ["`%s`" % row[0]] + list(row[1 : 3 if has_options else 2])
        print("| %s |" % " | ".join(cell.replace("|", "\\|") for cell in cells))
    print()


def show_words(iedbench):
    parameters = {row["name"]: row["parameters"] for row in listed(iedbench, "faults")}
    groups, events, common = {}, [], []
    for row in listed(iedbench, "words"):
        usage, text, options = row["name"], row["help"], options_of(row, parameters)
        check_options(row, options)
        if text.startswith("event: "):
            takes_common = {option["name"] for option in options} >= set(COMMON)
            common = [option for option in options if takes_common and option["name"] in COMMON] or common
            events.append((usage, text[len("event: ") :], tell_options(options, COMMON if takes_common else ())))
        else:
            groups.setdefault(group_of(usage), []).append((usage, text, tell_options(options)))
    for group in sorted(groups, key=lambda name: (name != "Words", name.startswith("Methods"), name)):
        print("## %s\n" % group)
        show_table(groups[group])
    print("## Events\n\nFor `expect`, `never`, `wait`, `start` and `after`. Those of IEDs and their parts take %s.\n" % tell_options(common))
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
