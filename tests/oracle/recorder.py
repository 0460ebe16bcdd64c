# SPDX-License-Identifier: Apache-2.0
"""A TCP relay that writes what passes as a libpcap file: a capture without privileges, and a link that can be cut.

    with Recorder("127.0.0.1", port) as recorder: connect to recorder.port ..
    recorder.save("x.pcap")

Every read of the relay becomes one packet; the file is good for the decoder here and for tshark.
"""
import select
import socket
import struct
import threading
import time


class _Link:
    """One connection through the relay."""

    def __init__(self, number, inside, outside):
        self.client_port = 40000 + number % 20000
        self.sides = {inside: outside, outside: inside}
        self.outside = outside
        self.sequences = [1, 1]  # of the client, of the server
        self.from_server = 0


class Recorder:
    PORT = 10102  # as which the server is shown

    def __init__(self, host, port, cut_after=None, links=0):
        """`cut_after`: a link is cut (RST) behind so many octets from the server. `links`: where counting begins."""
        self.target = (host, port)
        self.cut_after = cut_after
        self.packets = []
        self.sent = 0  # octets of the server that were relayed
        self.links = links
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.stopping = False
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopping = True
        self.thread.join(10)
        self.listener.close()

    def _note(self, link, from_server, flags, payload=b""):
        ports = (self.PORT, link.client_port) if from_server else (link.client_port, self.PORT)
        sequence, acknowledged = link.sequences[from_server], link.sequences[not from_server]
        for at in range(0, max(len(payload), 1), 32768):
            piece = payload[at:at + 32768]
            tcp = struct.pack(">HHIIBBHHH", *ports, (sequence + at) & 0xFFFFFFFF, acknowledged, 0x50, flags, 65535,
                              0, 0) + piece
            header = struct.pack(">BBHHHBBHII", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, 0x7F000001, 0x7F000001)
            self.packets.append((time.time(), header + tcp))
        link.sequences[from_server] = (sequence + len(payload)) & 0xFFFFFFFF

    def _accept(self, links):
        inside, _ = self.listener.accept()
        try:
            outside = socket.create_connection(self.target, 5)
        except OSError:
            inside.close()
            return
        for side in (inside, outside):
            side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link = _Link(self.links, inside, outside)
        self.links += 1
        link.sequences = [0, 0]
        self._note(link, 0, 2)
        link.sequences = [1, 0]
        self._note(link, 1, 0x12)
        link.sequences = [1, 1]
        links[inside] = links[outside] = link

    def _close(self, links, link, reset):
        for side in list(link.sides):
            if reset:
                side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            side.close()
            links.pop(side, None)

    def _relay(self, links, side):
        link = links[side]
        from_server = side is link.outside
        try:
            data = side.recv(65536)
        except OSError:
            data = b""
        cut = False
        if from_server and self.cut_after is not None:
            cut = link.from_server + len(data) >= self.cut_after
            data = data[:self.cut_after - link.from_server]
        link.from_server += len(data) if from_server else 0
        self.sent += len(data) if from_server else 0
        if data:
            self._note(link, 1 if from_server else 0, 0x18, data)
            try:
                link.sides[side].sendall(data)
            except OSError:
                cut = True
        if not data or cut:
            self._close(links, link, cut)

    def _run(self):
        links = {}
        while not self.stopping:
            ready = select.select([self.listener] + list(links), [], [], 0.05)[0]
            for side in ready:
                if side is self.listener:
                    self._accept(links)
                elif side in links:
                    self._relay(links, side)
        for link in set(links.values()):
            self._close(links, link, False)

    def save(self, path):
        save(path, list(self.packets))


def save(path, packets):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 101))
        for moment, packet in packets:
            file.write(struct.pack("<IIII", int(moment), int(moment % 1 * 1e6), len(packet), len(packet)) + packet)
