# SPDX-License-Identifier: Apache-2.0
"""IEC 61850-8-1 reports out of MMS PDUs: an independent reading of the InformationReport named RPT.

    RptID, OptFlds, [SqNum], [TimeOfEntry], [DatSet], [BufOvfl], [EntryID], [ConfRev], [SubSqNum, MoreSegmentsFollow],
    Inclusion, [DataReference x k], Value x k, [Reason x k]            k = bits set in Inclusion

Anything that breaks this order, a type or a range is a Problem.
"""
import datetime
import math
import struct

from capture import Problem, elements

OPT_FLDS = ["reserved", "sequence-number", "report-time-stamp", "reason-for-inclusion", "data-set-name",
            "data-reference", "buffer-overflow", "entryID", "conf-revision", "segmentation"]
REASONS = ["reserved", "data-change", "quality-change", "data-update", "integrity", "general-interrogation"]
DATA_ERRORS = ["object-invalidated", "hardware-fault", "temporarily-unavailable", "object-access-denied",
               "object-undefined", "invalid-address", "type-unsupported", "type-inconsistent",
               "object-attribute-inconsistent", "object-access-unsupported", "object-non-existent",
               "object-value-invalid"]
EPOCH_1984 = datetime.datetime(1984, 1, 1)
EPOCH_1970 = datetime.datetime(1970, 1, 1)


def integer(content):
    if not 1 <= len(content) <= 9:
        raise Problem("an INTEGER of %d octets" % len(content))
    return int.from_bytes(content, "big", signed=True)


def natural(content):
    value = integer(content)
    if value < 0:
        raise Problem("a negative Unsigned")
    return value


def boolean(content):
    if len(content) != 1:
        raise Problem("a BOOLEAN of %d octets" % len(content))
    return content != b"\0"


def bits(content):
    if not content or content[0] > 7 or (content[0] and len(content) == 1):
        raise Problem("a malformed BIT STRING")
    if len(content) > 1 and content[-1] & ((1 << content[0]) - 1):
        raise Problem("unused bits of a BIT STRING are set")
    text = "".join(format(octet, "08b") for octet in content[1:])
    return text[:len(text) - content[0]]


def text(content):
    return content.decode("utf-8", "replace")


def binary_time(content):
    if len(content) not in (4, 6):
        raise Problem("a binary time of %d octets" % len(content))
    milliseconds = int.from_bytes(content[:4], "big")
    if milliseconds >= 86400000:
        raise Problem("a binary time behind the end of the day")
    if len(content) == 4:
        return str(datetime.timedelta(milliseconds=milliseconds))
    days = int.from_bytes(content[4:], "big")
    moment = EPOCH_1984 + datetime.timedelta(days=days, milliseconds=milliseconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + ".%03d000000Z" % (milliseconds % 1000)


def utc_time(content):
    if len(content) != 8:
        raise Problem("a UTC time of %d octets" % len(content))
    moment = EPOCH_1970 + datetime.timedelta(seconds=int.from_bytes(content[:4], "big"))
    return {"time": moment.strftime("%Y-%m-%dT%H:%M:%S"), "fraction": int.from_bytes(content[4:7], "big"),
            "quality": content[7]}


def floating_point(content):
    if len(content) == 5 and content[0] == 8:
        value = struct.unpack(">f", content[1:])[0]
    elif len(content) == 9 and content[0] == 11:
        value = struct.unpack(">d", content[1:])[0]
    else:
        raise Problem("a malformed floating point value")
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def octets(content):
    return content.hex().upper()


def members(content):
    return [data(tag, inner) for tag, inner in elements(content)]


DATA = {0xA1: members, 0xA2: members, 0x83: boolean, 0x84: bits, 0x85: integer, 0x86: natural, 0x87: floating_point,
        0x89: octets, 0x8A: text, 0x8C: binary_time, 0x90: text, 0x91: utc_time}


def data(tag, content):
    if tag not in DATA:
        raise Problem("no Data has the tag %X" % tag)
    return DATA[tag](content)


def variable_list_name(pdu):
    """The results of an InformationReport of the VMD's list RPT, or None."""
    outer = elements(pdu)
    if len(outer) != 1 or outer[0][0] != 0xA3:
        return None
    service = elements(outer[0][1])
    if not service or service[0][0] != 0xA0:
        return None
    parts = elements(service[0][1])
    if len(parts) != 2 or parts[0] != (0xA1, b"\x80\x03RPT"):
        return None
    if parts[1][0] != 0xA0:
        raise Problem("a report without listOfAccessResult")
    return elements(parts[1][1])


class _Results:
    def __init__(self, results):
        self.results = results
        self.at = 0

    def take(self, what, tag, read, highest=None):
        if self.at >= len(self.results):
            raise Problem("%s is missing" % what)
        found, content = self.results[self.at]
        self.at += 1
        if found != tag:
            raise Problem("%s has the tag %02X, not %02X" % (what, found, tag))
        value = read(content)
        if highest is not None and value > highest:
            raise Problem("%s is %d, more than %d" % (what, value, highest))
        return value


def _entry_id(content):
    if len(content) != 8:
        raise Problem("an EntryID of %d octets" % len(content))
    return octets(content)


def _value(results, what):
    if results.at >= len(results.results):
        raise Problem("%s is missing" % what)
    tag, content = results.results[results.at]
    results.at += 1
    if tag != 0x80:
        return "value", data(tag, content)
    code = integer(content)
    if not 0 <= code < len(DATA_ERRORS):
        raise Problem("%s is refused with the unknown code %d" % (what, code))
    return "error", DATA_ERRORS[code]


def _reasons(content):
    found = bits(content)
    if len(found) not in (6, 7):
        raise Problem("a reason of %d bits" % len(found))
    if found[0] == "1":
        raise Problem("the reserved bit of a reason is set")
    return [name for name, bit in zip(REASONS, found) if bit == "1"]


# OptFlds bit -> the fields it brings: name, tag, reader, highest value.
FIELDS = [
    (1, "sq_num", 0x86, natural, 65535),
    (2, "time_of_entry", 0x8C, binary_time, None),
    (4, "dat_set", 0x8A, text, None),
    (6, "buf_ovfl", 0x83, boolean, None),
    (7, "entry_id", 0x89, _entry_id, None),
    (8, "conf_rev", 0x86, natural, 0xFFFFFFFF),
    (9, "sub_sq_num", 0x86, natural, 65535),
    (9, "more_segments_follow", 0x83, boolean, None),
]


def decode(pdu):
    """The report in an MMS PDU as a dict, or None when the PDU is something else."""
    found = variable_list_name(pdu)
    if found is None:
        return None
    results = _Results(found)
    report = {"rpt_id": results.take("RptID", 0x8A, text)}
    opt_flds = results.take("OptFlds", 0x84, bits)
    if len(opt_flds) != 10:
        raise Problem("OptFlds of %d bits" % len(opt_flds))
    if opt_flds[0] == "1":
        raise Problem("the reserved bit of OptFlds is set")
    report["opt_flds"] = [name for name, bit in zip(OPT_FLDS, opt_flds) if bit == "1"]
    for bit, name, tag, read, highest in FIELDS:
        if opt_flds[bit] == "1":
            report[name] = results.take(name, tag, read, highest)
    if report.get("sub_sq_num") == 0 and not report["more_segments_follow"]:
        raise Problem("the segmentation bit of a report in one piece")
    report["inclusion"] = results.take("Inclusion", 0x84, bits)
    included = [index for index, bit in enumerate(report["inclusion"]) if bit == "1"]
    report["members"] = [{"index": index} for index in included]
    if opt_flds[5] == "1":
        for member in report["members"]:
            member["reference"] = results.take("DataReference", 0x8A, text)
    for member in report["members"]:
        kind, value = _value(results, "the value of member %d" % member["index"])
        member[kind] = value
    if opt_flds[3] == "1":
        for member in report["members"]:
            member["reasons"] = results.take("Reason", 0x84, _reasons)
    if results.at != len(results.results):
        raise Problem("%d results too many" % (len(results.results) - results.at))
    return report


class Reassembly:
    """Puts the segments of reports of one association together and watches SqNum."""

    def __init__(self):
        self.open = {}
        self.last = {}

    def take(self, report):
        """The whole report, or None while segments are missing."""
        name = report["rpt_id"]
        if "sub_sq_num" not in report:
            if name in self.open:
                raise Problem("a report of %s between the segments of another" % name)
            self._watch(report)
            return report
        begun = self.open.get(name)
        if begun is None:
            if report["sub_sq_num"] != 0:
                raise Problem("the first segment has SubSqNum %d" % report["sub_sq_num"])
            self._watch(report)
            begun = dict(report, members=[], segments=0)
        self._join(begun, report)
        if report["more_segments_follow"]:
            self.open[name] = begun
            return None
        self.open.pop(name, None)
        del begun["sub_sq_num"], begun["more_segments_follow"]
        begun["opt_flds"] = [field for field in begun["opt_flds"] if field != "segmentation"]
        return begun

    @staticmethod
    def _join(begun, report):
        if report["sub_sq_num"] != begun["segments"]:
            raise Problem("SubSqNum %d, not %d" % (report["sub_sq_num"], begun["segments"]))
        for field in ("opt_flds", "sq_num", "time_of_entry", "dat_set", "entry_id", "conf_rev"):
            if report.get(field) != begun.get(field):
                raise Problem("%s differs between segments" % field)
        if len(report["inclusion"]) != len(begun["inclusion"]):
            raise Problem("Inclusion differs in length between segments")
        if begun["members"] and report["members"] and begun["members"][-1]["index"] >= report["members"][0]["index"]:
            raise Problem("a segment's members do not come behind those of the segment before")
        begun["segments"] += 1
        begun["members"] += report["members"]
        included = {member["index"] for member in begun["members"]}
        begun["inclusion"] = "".join("1" if index in included else "0" for index in range(len(report["inclusion"])))

    def _watch(self, report):
        if "sq_num" not in report:
            return
        last = self.last.get(report["rpt_id"])
        self.last[report["rpt_id"]] = report["sq_num"]
        if last is not None and report["sq_num"] not in (0, last + 1):
            raise Problem("SqNum %d follows %d" % (report["sq_num"], last))
