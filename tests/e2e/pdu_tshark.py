#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows the golden PDUs of the OSI layers and of MMS to tshark.

The unit tests hold what we send against these files, so what tshark thinks of the files it thinks of us. Each file
becomes a TCP connection of its own in one capture, behind the connect that its layer needs. No packet may be malformed,
and every one must reach the protocol its folder says. Files named bad_* are abuse, not ours.
"""
import glob
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

TOP = os.environ.get("abs_top_srcdir", ".")
PDUS = os.path.join(TOP, "testdata", "pdu")
PORT = 11100
OPENING = ["cotp/cr.hex", "cotp/cc.hex", "acse/connect.hex", "acse/accept.hex"]
# How much of the opening must have passed before a file makes sense; the others come behind all of it.
BEFORE = {"tpkt/stream.hex": 0, "cotp/cr.hex": 0, "cotp/cc.hex": 1, "cotp/dr.hex": 1, "acse/connect.hex": 2,
          "acse/connect_plain.hex": 2, "acse/accept.hex": 3, "acse/refuse.hex": 3, "session/rf.hex": 3,
          "presentation/cpr.hex": 3}
FROM_SERVER = {"cotp/cc.hex", "cotp/dr.hex", "cotp/er.hex", "acse/accept.hex", "acse/refuse.hex", "session/dn.hex",
               "session/rf.hex", "presentation/cpr.hex"}
LAYERS = {"tpkt": "cotp", "cotp": "cotp", "session": "ses", "presentation": "pres", "acse": "acse", "mms": "mms",
          "report": "mms", "control": "mms"}
BARE = ("mms/", "report/", "control/")
# MMS PDUs come bare, these from the server; the initiate ones travel inside the connects of acse/.
SERVER_PDU = re.compile("response|error|report|reject")


def element(tag, content):
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + struct.pack(">H", size)
    return bytes([tag]) + length + content


def load(name):
    with open(os.path.join(PDUS, name), encoding="ascii") as text:
        octets = bytes.fromhex("".join(line.split("#")[0] for line in text))
    if not name.startswith(BARE):
        return octets
    data = element(0x61, element(0x30, b"\x02\x01\x03" + element(0xA0, octets)))
    return b"\x03\x00" + struct.pack(">H", 11 + len(data)) + b"\x02\xF0\x80\x01\x00\x01\x00" + data


def packet(client_port, from_server, sequence, acknowledged, payload):
    ports = (PORT, client_port) if from_server else (client_port, PORT)
    tcp = struct.pack(">HHIIBBHHH", *ports, sequence, acknowledged, 0x50, 0x18, 65535, 0, 0) + payload
    ip = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, 0x7F000001, 0x7F000001) + tcp
    return struct.pack("<IIII", 0, 0, len(ip), len(ip)) + ip


def conversation(client_port, names):
    sequences = {True: 1, False: 1}
    for name in names:
        side = name in FROM_SERVER or (name.startswith(BARE) and SERVER_PDU.search(name) is not None)
        payload = load(name)
        yield packet(client_port, side, sequences[side], sequences[not side], payload)
        sequences[side] += len(payload)


def dissect(capture, *arguments):
    command = ["tshark", "-r", capture, "-d", "tcp.port==%d,tpkt" % PORT, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def main():
    if shutil.which("tshark") is None:
        print("tshark is not installed")
        return 77
    names = sorted(os.path.relpath(path, PDUS) for layer in LAYERS
                   for path in glob.glob(os.path.join(PDUS, layer, "*.hex"))
                   if not os.path.basename(path).startswith(("bad_", "initiate_")))
    frames = []  # which file the last packet of each conversation shows
    faults = []
    with tempfile.NamedTemporaryFile(suffix=".pcap") as capture:
        capture.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
        for number, name in enumerate(names):
            packets = list(conversation(40000 + number, OPENING[:BEFORE.get(name, 4)] + [name]))
            capture.write(b"".join(packets))
            frames += [None] * (len(packets) - 1) + [name]
        capture.flush()
        protocols = dissect(capture.name, "-T", "fields", "-e", "frame.protocols").splitlines()
        details = dissect(capture.name, "-V").split("\nFrame ")
    for name, protocol, detail in zip(frames, protocols, details):
        bad = re.findall(r".*(?:[Mm]alformed|Dissector bug|BER Error|[Uu]nknown field).*", detail)
        faults += ["%s: %s" % (name, line.strip()) for line in bad]
        if name is not None and LAYERS[os.path.dirname(name)] not in protocol.split(":"):
            faults.append("%s: tshark saw %s only" % (name, protocol))
    print("\n".join(faults) if faults else "%d PDUs, none malformed" % len(names))
    return 1 if faults or len(details) != len(frames) else 0


sys.exit(main())
