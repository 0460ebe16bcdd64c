#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the records of this folder: the same small fault in each edition and format.

50 Hz; IA swings by 100 A, and by 1000 A while the fault lasts, from 40 ms to 80 ms; TRIP is on from 60 ms,
52A (the breaker) is off from 80 ms on. What a file is good for stands beside it below.

    generate.py [FOLDER]
"""
import math
import os
import struct
import sys

FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))


def write(name, octets):
    with open(os.path.join(FOLDER, name), "wb") as file:
        file.write(octets)


def current(t):
    return (1000 if 0.04 <= t < 0.08 else 100) * math.sin(2 * math.pi * 50 * t)


def states(t):
    return t >= 0.06, t < 0.08


def samples(times):
    return [(t, current(t), 57.7, *states(t)) for t in times]


def evenly(rate, count):
    return [n / rate for n in range(count)]


# 1991: no year in the first line, month first, digital channels of three fields, CRLF, Ctrl-Z at the end.
ROWS = samples(evenly(1000, 120))
write("ascii_1991.cfg", """BENCH,1
4,2A,2D
1,IA,A,,A,0.5,0,0,-9999,9999
2,UA,A,,kV,0.1,0,0,-9999,9999
1,TRIP,0
2,52A,1
50
1
1000,120
07/23/91,11:22:33.044000
07/23/91,11:22:33.104000
ASCII
""".replace("\n", "\r\n").encode())
write("ascii_1991.dat", "".join(
    f"{n + 1},{round(t * 1e6)},{round(i / 0.5)},{round(u / 0.1) if n != 5 else 999999},{int(trip)},{int(closed)}\r\n"
    for n, (t, i, u, trip, closed) in enumerate(ROWS)).encode() + b"\x1a")

# 1999: 16 bits, two rates, secondary values with a ratio, names in CP1251, 17 digital channels (two words).
TIMES = evenly(1000, 60) + [0.061 + n / 500 for n in range(30)]
ROWS = samples(TIMES)
DIGITALS = ["1,TRIP,,,0", "2,52A,,,1"] + [f"{n},Резерв {n},,,0" for n in range(3, 18)]
write("binary_1999.cfg", """Подстанция,Терминал,1999
19,2A,17D
1,IA,A,Линия,A,0.001,0.25,0,-32767,32767,1000,1,S
2,UA,A,Линия,kV,0.01,0,0,-32767,32767,110,0.1,P
{}
50
2
1000,60
500,90
01/02/2024,03:04:05.678901
01/02/2024,03:04:05.738901
BINARY
1
""".format("\n".join(DIGITALS)).encode("cp1251"))
write("binary_1999.dat", b"".join(
    struct.pack("<IIhhHH", n + 1, round(t * 1e6), round((i / 1000 - 0.25) / 0.001), round(u / 0.01),
                int(trip) | int(closed) << 1, n & 1)
    for n, (t, i, u, trip, closed) in enumerate(ROWS)))

# 2013: 32 bits, no rates but time stamps in ns, endings in upper case.
write("binary32_2013.CFG", """BENCH,1,2013
3,1A,2D
1,IA,A,,A,0.0001,0,0,-2147483647,2147483647,1,1,P
1,TRIP,,,0
2,52A,,,1
50
0
0,120
01/02/2024,03:04:05.678901234
01/02/2024,03:04:05.738901234
BINARY32
1
0,0
B,3
""".encode())
write("binary32_2013.DAT", b"".join(
    struct.pack("<IIiH", n + 1, round(t * 1e9), round(i / 0.0001) if n != 7 else -2**31,
                int(trip) | int(closed) << 1)
    for n, (t, i, _, trip, closed) in enumerate(samples(evenly(1000, 120)))))


def cff(config, data, kind):
    head = f"--- file type: DAT {kind}{f': {len(data)}' if kind != 'ASCII' else ''} ---\r\n"
    return (f"--- file type: CFG ---\r\n{config}--- file type: INF ---\r\n\r\n--- file type: HDR ---\r\n"
            f"A fault.\r\n{head}").encode() + data


CONFIG = """BENCH,1,2013
3,1A,2D
1,IA,A,,A,1,0,0,-9999,9999,1000,5,s
1,TRIP,,,0
2,52A,,,1
50
1
1000,120
01/02/2024,03:04:05.678901
01/02/2024,03:04:05.738901
{}
1
+1h,+1h
B,3
"""
ROWS = samples(evenly(1000, 120))
# One file, values as they are.
write("float32_2013.cff", cff(CONFIG.format("FLOAT32"), b"".join(
    struct.pack("<IIfH", n + 1, round(t * 1e6), i, int(trip) | int(closed) << 1)
    for n, (t, i, _, trip, closed) in enumerate(ROWS)), "FLOAT32"))
# One file of text, one value and one time stamp missing.
write("ascii_2013.cff", cff(CONFIG.format("ASCII"), "".join(
    f"{n + 1},{round(t * 1e6) if n != 3 else ''},{f'{i:.3f}' if n != 5 else ''},{int(trip)},{int(closed)}\n"
    for n, (t, i, _, trip, closed) in enumerate(ROWS)).encode(), "ASCII"))
