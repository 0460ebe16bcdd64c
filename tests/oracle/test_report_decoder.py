#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The report decoder against golden PDUs whose meaning was written down by hand, and against captures made here."""
import os
import struct
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
TOP = os.environ.get("abs_top_srcdir", ".")
GOLDEN = os.path.join(TOP, "testdata", "pdu", "report")
sys.path.insert(0, os.path.join(TOP, "tests", "oracle"))
import capture  # noqa: E402
import report_decoder  # noqa: E402
import reports  # noqa: E402


def load(name):
    return next(report_decoder.pdus_of(os.path.join(GOLDEN, name + ".hex")))[2]


def element(tag, content):
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + struct.pack(">H", size)
    return bytes([tag]) + length + content


def on_the_wire(pdu, part=1 << 16):
    """TPKT, COTP data TPDUs of at most `part` octets, session, presentation."""
    tsdu = b"\x01\x00\x01\x00" + element(0x61, element(0x30, b"\x02\x01\x03" + element(0xA0, pdu)))
    found = b""
    while tsdu:
        piece, tsdu = tsdu[:part], tsdu[part:]
        found += b"\x03\x00" + struct.pack(">H", 7 + len(piece)) + b"\x02\xF0" + (b"\0" if tsdu else b"\x80") + piece
    return found


def tcp_packet(sequence, payload, flags=0x18, port=40000):
    tcp = struct.pack(">HHIIBBHHH", 102, port, sequence & 0xFFFFFFFF, 0, 0x50, flags, 65535, 0, 0) + payload
    return struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, 0x7F000001, 0x7F000001) + tcp


def libpcap(packets, order="<", link=101):
    found = struct.pack(order + "IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, link)
    for packet in packets:
        found += struct.pack(order + "IIII", 0, 0, len(packet), len(packet)) + packet
    return found


def pcapng(packets, order="<", link=101):
    def block(kind, content):
        content += bytes(-len(content) % 4)
        size = struct.pack(order + "I", 12 + len(content))
        return struct.pack(order + "I", kind) + size + content + size
    found = block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))
    found += block(1, struct.pack(order + "HHI", link, 0, 0))
    for packet in packets:
        found += block(6, struct.pack(order + "IIIII", 0, 0, 0, len(packet), len(packet)) + packet)
    return found


def reports_in(content, whole=True):
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        file.write(content)
        file.flush()
        return list(report_decoder.reports_of(file.name, whole))


class GoldenReports(unittest.TestCase):
    def test_the_reference_example_has_its_meaning(self):
        time = {"time": "2024-03-12T22:04:48", "fraction": 0x800000, "quality": 10}
        self.assertEqual(reports.decode(load("urcb_data_change")), {
            "rpt_id": "rcb01",
            "opt_flds": ["sequence-number", "report-time-stamp", "reason-for-inclusion", "data-set-name",
                         "data-reference"],
            "sq_num": 0, "time_of_entry": "2022-12-08T12:00:00.000000000Z", "dat_set": "IED1LD0/LLN0$ds1",
            "inclusion": "01",
            "members": [{"index": 1, "reference": "IED1LD0/GGIO1$ST$Ind2", "value": [True, "0" * 13, time],
                         "reasons": ["data-change"]}]})

    def test_every_field_of_a_buffered_report_is_found(self):
        report = reports.decode(load("brcb_interrogation"))
        members = report.pop("members")
        self.assertEqual(report, {
            "rpt_id": "IED1LD0/LLN0$BR$brcb", "opt_flds": reports.OPT_FLDS[1:9], "sq_num": 65535,
            "time_of_entry": "2022-12-08T00:00:00.001000000Z", "dat_set": "IED1LD0/LLN0$ds1", "buf_ovfl": True,
            "entry_id": "000000000000012C", "conf_rev": 2, "inclusion": "11"})
        self.assertEqual(members, [
            {"index": 0, "reference": "IED1LD0/A1", "value": 1.5, "reasons": ["general-interrogation"]},
            {"index": 1, "reference": "IED1LD0/A2", "value": -200,
             "reasons": ["data-change", "quality-change", "general-interrogation"]}])

    def test_a_refused_value_is_an_error_and_nothing_optional_is_needed(self):
        self.assertEqual(reports.decode(load("bare_refused")), {
            "rpt_id": "r", "opt_flds": [], "inclusion": "10001",
            "members": [{"index": 0, "value": "hello"}, {"index": 4, "error": "object-non-existent"}]})

    def test_segments_become_one_report(self):
        whole = reports.Reassembly()
        self.assertIsNone(whole.take(reports.decode(load("segment_0"))))
        report = whole.take(reports.decode(load("segment_1")))
        self.assertEqual(report["inclusion"], "111")
        self.assertEqual(report["opt_flds"], ["sequence-number"])
        self.assertEqual(report["segments"], 2)
        self.assertEqual([member["value"] for member in report["members"][:2]], [255, False])

    def test_a_lost_segment_is_a_problem(self):
        with self.assertRaises(capture.Problem):
            reports.Reassembly().take(reports.decode(load("segment_1")))

    def test_a_gap_of_sq_num_is_a_problem(self):
        whole = reports.Reassembly()
        report = reports.decode(load("urcb_data_change"))
        whole.take(report)
        whole.take(dict(report, sq_num=1))
        with self.assertRaises(capture.Problem):
            whole.take(dict(report, sq_num=3))

    def test_other_pdus_are_no_reports(self):
        for name in ("information_report_error", "information_report_termination", "read_response"):
            path = os.path.join(TOP, "testdata", "pdu", "mms", name + ".hex")
            self.assertIsNone(reports.decode(next(report_decoder.pdus_of(path))[2]))

    def test_every_truncation_and_bit_flip_is_a_report_a_problem_or_nothing(self):
        count = 0
        for name in sorted(os.listdir(GOLDEN)):
            pdu = load(name[:-4])
            inputs = [pdu[:size] for size in range(len(pdu))]
            for bit in range(len(pdu) * 8):
                flipped = bytearray(pdu)
                flipped[bit // 8] ^= 0x80 >> bit % 8
                inputs.append(bytes(flipped))
            for content in inputs:
                count += 1
                try:
                    found = reports.decode(content)
                    self.assertTrue(found is None or "members" in found)
                except capture.Problem:
                    pass
        self.assertGreater(count, 3000)


class Captures(unittest.TestCase):
    PDUS = ("urcb_data_change", "segment_0", "segment_1", "bare_refused")

    def stream(self, part=1 << 16):
        return b"".join(on_the_wire(load(name), part) for name in self.PDUS)

    def check(self, found):
        self.assertEqual([report.get("rpt_id", report) for report in found], ["rcb01", "rcb02", "r"])

    def test_both_formats_in_both_byte_orders(self):
        packets = [tcp_packet(0, b"", 0x12), tcp_packet(1, self.stream())]
        for make in (libpcap, pcapng):
            for order in "<>":
                self.check(reports_in(make(packets, order)))

    def test_ethernet_with_a_vlan(self):
        header = bytes(12) + b"\x81\x00\x00\x05\x08\x00"
        packets = [header + packet for packet in (tcp_packet(0, b"", 0x12), tcp_packet(1, self.stream()))]
        self.check(reports_in(libpcap(packets, link=1)))

    def test_every_cut_of_the_stream_into_packets(self):
        stream = self.stream(50)
        for size in (1, 2, 3, 7, 50, 51, 200):
            pieces = [(at, stream[at:at + size]) for at in range(0, len(stream), size)]
            packets = [tcp_packet(-101, b"", 0x12)] + [tcp_packet(at - 100, piece) for at, piece in pieces]
            self.check(reports_in(libpcap(packets)))

    def test_packets_out_of_order_and_repeated(self):
        stream = self.stream()
        pieces = [(at + 1, stream[at:at + 40]) for at in range(0, len(stream), 40)]
        order = [pieces[0]] + [piece for pair in zip(pieces[2::2], pieces[1::2]) for piece in pair]
        order += [piece for piece in pieces if piece not in order] + pieces
        longer = (1, stream[:60])
        packets = [tcp_packet(0, b"", 0x12)] + [tcp_packet(*piece) for piece in order[:4] + [longer] + order[4:]]
        self.check(reports_in(libpcap(packets)))

    def test_a_new_connection_on_the_same_ports_begins_again(self):
        stream = self.stream()
        packets = [tcp_packet(0, b"", 0x12), tcp_packet(1, stream[:100]),
                   tcp_packet(5000, b"", 0x12), tcp_packet(5001, stream)]
        found = reports_in(libpcap(packets))
        self.check(found)
        self.assertEqual(found[0]["stream_number"], 1)

    def test_bytes_that_are_no_tpkt_are_passed_over(self):
        packets = [tcp_packet(0, b"", 0x12), tcp_packet(1, b"GET / HTTP/1.1\r\n\r\n"),
                   tcp_packet(0, b"", 0x12, 40001), tcp_packet(1, self.stream(), port=40001)]
        self.check(reports_in(libpcap(packets)))


if __name__ == "__main__":
    unittest.main()
