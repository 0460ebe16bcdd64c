# SPDX-License-Identifier: Apache-2.0
"""From a capture to MMS PDUs: libpcap and pcapng, Ethernet and others, IP, TCP, TPKT, COTP, session, presentation.

Standard library only, and nothing shared with the C sources: what this finds is an opinion of its own. Bytes that were
not captured end a stream with a Problem instead of being guessed.
"""
import struct


class Problem(Exception):
    """Bytes that do not fit the protocol they stand in."""


def read_packets(data):
    """Yields (link type, bytes) of every packet."""
    magic = data[:4]
    if magic == b"\x0a\x0d\x0d\x0a":
        yield from _read_pcapng(data)
        return
    orders = {b"\xd4\xc3\xb2\xa1": "<", b"\x4d\x3c\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">", b"\xa1\xb2\x3c\x4d": ">"}
    if magic not in orders or len(data) < 24:
        raise Problem("neither libpcap nor pcapng")
    order = orders[magic]
    link = struct.unpack_from(order + "I", data, 20)[0] & 0xFFFF
    at = 24
    while at + 16 <= len(data):
        size = struct.unpack_from(order + "I", data, at + 8)[0]
        yield link, data[at + 16:at + 16 + size]
        at += 16 + size


def _read_pcapng(data):
    order, links, at = "<", [], 0
    while at + 12 <= len(data):
        kind = struct.unpack_from(order + "I", data, at)[0]
        if data[at:at + 4] == b"\x0a\x0d\x0d\x0a":
            order = "<" if data[at + 8:at + 12] == b"\x4d\x3c\x2b\x1a" else ">"
            links = []
        size = struct.unpack_from(order + "I", data, at + 4)[0]
        if size < 12 or size % 4 or at + size > len(data):
            return  # the capture was cut off while it was written
        if kind == 1:
            links.append(struct.unpack_from(order + "H", data, at + 8)[0])
        elif kind == 6:
            interface, _, _, captured = struct.unpack_from(order + "IIII", data, at + 8)
            yield links[interface], data[at + 28:at + 28 + captured]
        elif kind == 3:
            original = struct.unpack_from(order + "I", data, at + 8)[0]
            yield links[0], data[at + 12:at + 12 + min(original, size - 16)]
        at += size


def _ip_of_link(link, frame):
    if link in (0, 108):
        return frame[4:]
    if link in (12, 14, 101, 228, 229):
        return frame
    if link == 113:
        return frame[16:]
    if link == 276:
        return frame[20:]
    if link == 1:
        at = 12
        while frame[at:at + 2] in (b"\x81\x00", b"\x88\xa8"):
            at += 4
        return frame[at + 2:] if frame[at:at + 2] in (b"\x08\x00", b"\x86\xdd") else b""
    raise Problem("link type %d is not known" % link)


def _tcp_of_ip(ip):
    """(source, destination, TCP bytes) or None."""
    if len(ip) >= 20 and ip[0] >> 4 == 4:
        total = struct.unpack_from(">H", ip, 2)[0]
        total = total if total else len(ip)  # 0: left to the network card
        if ip[9] != 6 or struct.unpack_from(">H", ip, 6)[0] & 0x3FFF:
            return None
        return ip[12:16], ip[16:20], ip[(ip[0] & 15) * 4:total]
    if len(ip) >= 40 and ip[0] >> 4 == 6 and ip[6] == 6:
        size = struct.unpack_from(">H", ip, 4)[0]
        return ip[8:24], ip[24:40], ip[40:40 + size] if size else ip[40:]
    return None


class _Stream:
    """One direction of a TCP connection, put in order."""

    def __init__(self, number):
        self.number = number
        self.next = None
        self.held = {}

    def take(self, sequence, payload):
        """The bytes that became contiguous."""
        if self.next is None:
            self.next = sequence
        if payload:
            kept = self.held.get(sequence, b"")
            self.held[sequence] = payload if len(payload) > len(kept) else kept
        ready = b""
        moved = True
        while moved:
            moved = False
            for start in list(self.held):
                behind = (self.next - start) & 0xFFFFFFFF
                if behind < 0x80000000:  # begins at or before what is awaited
                    fresh = self.held.pop(start)[behind:]
                    ready += fresh
                    self.next = (self.next + len(fresh)) & 0xFFFFFFFF
                    moved = moved or bool(fresh)
        return ready


def tcp_bytes(packets):
    """Yields (stream number, name, bytes) as they became contiguous; a new SYN begins a new stream."""
    streams = {}
    count = 0
    for link, frame in packets:
        found = _tcp_of_ip(_ip_of_link(link, frame))
        if found is None or len(found[2]) < 20:
            continue
        source, destination, tcp = found
        ports = struct.unpack_from(">HH", tcp)
        sequence = struct.unpack_from(">I", tcp, 4)[0]
        key = (source, ports[0], destination, ports[1])
        syn = bool(tcp[13] & 2)
        if syn or key not in streams:
            again = streams.get(key)
            if again is None or again.next != (sequence + 1) & 0xFFFFFFFF:
                streams[key] = _Stream(count)
                count += 1
        stream = streams[key]
        if syn:
            stream.next = (sequence + 1) & 0xFFFFFFFF
            continue
        ready = stream.take(sequence, tcp[(tcp[12] >> 4) * 4:])
        if ready:
            yield stream.number, "%d>%d" % ports, ready


class Association:
    """The layers above TCP of one direction: feed it bytes, get MMS PDUs."""

    def __init__(self):
        self.buffer = b""
        self.segments = b""

    def feed(self, data):
        self.buffer += data
        while len(self.buffer) >= 4:
            if self.buffer[0] != 3:
                raise Problem("TPKT version %d" % self.buffer[0])
            size = struct.unpack_from(">H", self.buffer, 2)[0]
            if size < 7:
                raise Problem("TPKT length %d" % size)
            if len(self.buffer) < size:
                return
            tpdu, self.buffer = self.buffer[4:size], self.buffer[size:]
            yield from self._take_tpdu(tpdu)

    def _take_tpdu(self, tpdu):
        if tpdu[1] & 0xF0 != 0xF0:
            return  # not a data TPDU
        if tpdu[0] + 1 > len(tpdu) or tpdu[0] < 2:
            raise Problem("COTP length indicator %d" % tpdu[0])
        self.segments += tpdu[tpdu[0] + 1:]
        if tpdu[2] & 0x80:
            tsdu, self.segments = self.segments, b""
            if tsdu[:4] == b"\x01\x00\x01\x00":  # give tokens, data transfer
                yield from mms_of_presentation(tsdu[4:])


def element(data, at, end):
    """(tag, content start, content end, element end) of the BER element at `at`."""
    start = at
    if at >= end:
        raise Problem("an element is missing")
    tag = data[at]
    at += 1
    if tag & 0x1F == 0x1F:
        while True:
            if at >= end or at - start > 4:
                raise Problem("a bad tag")
            tag = tag << 8 | data[at]
            at += 1
            if not data[at - 1] & 0x80:
                break
    if at >= end:
        raise Problem("a length is missing")
    size = data[at]
    at += 1
    if size == 0x80:
        raise Problem("an indefinite length")
    if size > 0x80:
        octets = size & 0x7F
        if octets > 4 or at + octets > end:
            raise Problem("a bad length")
        size = int.from_bytes(data[at:at + octets], "big")
        at += octets
    if at + size > end:
        raise Problem("an element ends behind its surroundings")
    return tag, at, at + size, at + size


def elements(data):
    """[(tag, content)] of everything in `data`."""
    found, at = [], 0
    while at < len(data):
        tag, start, stop, at = element(data, at, len(data))
        found.append((tag, data[start:stop]))
    return found


def mms_of_presentation(data):
    """The presentation data values of user data that look like MMS; ACSE has tags of the application class."""
    for tag, content in elements(data):
        if tag != 0x61:
            continue
        for tag, pdv in elements(content):
            if tag != 0x30:
                raise Problem("fully encoded data without PDV list")
            for tag, value in elements(pdv):
                if tag == 0xA0 and value and value[0] & 0xC0 == 0x80:
                    yield value


def mms_of_capture(data):
    """Yields (stream number, stream name, MMS PDU, None), or (.., None, problem) and no more of that stream."""
    associations = {}
    for number, name, ready in tcp_bytes(read_packets(data)):
        association = associations.setdefault(number, Association())
        if association is None:
            continue
        try:
            for pdu in association.feed(ready):
                yield number, name, pdu, None
        except Problem as problem:
            associations[number] = None
            if association.buffer[:1] == b"\x03":
                yield number, name, None, str(problem)
