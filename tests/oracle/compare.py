# SPDX-License-Identifier: Apache-2.0
"""Holds what `iedbench report --json` printed against what the decoder here finds in the capture of the same link."""
import datetime
import struct


def _is_time(value):
    return isinstance(value, dict) and set(value) in ({"time", "quality"}, {"time", "fraction", "quality"})


def _same_time(ours, found):
    whole, fraction = ours["time"].rstrip("Z").split(".")
    second = datetime.datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S")
    other = datetime.datetime.strptime(found["time"], "%Y-%m-%dT%H:%M:%S")
    apart = (second - other).total_seconds() * 10**9 + int(fraction) - found["fraction"] * 10**9 / 2**24
    return -1 < apart < 61 and ours["quality"] == found["quality"]  # 2**-24 s are 59.6 ns


def same_value(ours, found):
    """`ours` has names for structures where the type is known, `found` never."""
    if _is_time(ours):
        return _is_time(found) and _same_time(ours, found)
    if isinstance(ours, dict):
        ours = list(ours.values())
    if isinstance(ours, list):
        return isinstance(found, list) and len(ours) == len(found) and all(map(same_value, ours, found))
    if isinstance(found, float) and isinstance(ours, (int, float)):
        return ours == found or struct.pack(">f", ours) == struct.pack(">f", found)
    return type(ours) is type(found) and ours == found


def differences(ours, found):
    """Yields what differs between one report of the client and one of the capture."""
    for field in sorted((set(ours) | set(found)) - {"members", "stream", "stream_number"}):
        if ours.get(field) != found.get(field):
            yield "%s is %r, not %r" % (field, ours.get(field), found.get(field))
    if len(ours["members"]) != len(found["members"]):
        yield "%d members, not %d" % (len(ours["members"]), len(found["members"]))
        return
    for mine, other in zip(ours["members"], found["members"]):
        for field in sorted((set(mine) | set(other)) - {"value"}):
            if field == "reference" and field not in other:
                continue  # of the directory
            if mine.get(field) != other.get(field):
                yield "member %d: %s is %r, not %r" % (mine["index"], field, mine.get(field), other.get(field))
        if ("value" in mine) != ("value" in other) or not same_value(mine.get("value"), other.get("value")):
            yield "member %d: the value is %r, not %r" % (mine["index"], mine.get("value"), other.get("value"))


def compare(ours, found):
    """Every difference between two lists of reports. The client may have gone before the last ones."""
    for number, (mine, other) in enumerate(zip(ours, found)):
        if "problem" in other:
            yield "report %d: %s" % (number, other["problem"])
            continue
        for difference in differences(mine, other):
            yield "report %d: %s" % (number, difference)
    if len(found) < len(ours):
        yield "%d reports, but the capture has %d" % (len(ours), len(found))
    for other in found[len(ours):]:
        if "problem" in other:
            yield other["problem"]
