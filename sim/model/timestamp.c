/* SPDX-License-Identifier: Apache-2.0
 *
 * UtcTime and TimeOfDay (see timestamp.h). A binary fraction of 24 bits covers 60 ns; decoding
 * gives the whole microsecond among them when there is one, so that times in milliseconds come
 * back as they went in.
 */
#include "sim/model/timestamp.h"

#define SECOND INT64_C(1000000000)
#define MILLISECONDS_PER_DAY INT64_C(86400000)
/* 1984-01-01 after 1970-01-01. */
#define DAYS_TO_1984 INT64_C(5113)

static int64_t
clamp(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

void
timestamp_encode(int64_t time, uint8_t quality, uint8_t octets[8])
{
    int64_t inside = clamp(time, 0, (INT64_C(1) << 32) * SECOND - 1);
    uint32_t seconds = (uint32_t)(inside / SECOND);
    uint32_t fraction = (uint32_t)(((inside % SECOND) << 24) / SECOND);

    for (int i = 0; i < 4; i++) {
        octets[i] = (uint8_t)(seconds >> (8 * (3 - i)));
    }
    for (int i = 0; i < 3; i++) {
        octets[4 + i] = (uint8_t)(fraction >> (8 * (2 - i)));
    }
    octets[7] = quality;
}

int64_t
timestamp_decode(const uint8_t octets[8])
{
    int64_t seconds = 0;
    int64_t fraction = 0;
    int64_t low, high;

    for (int i = 0; i < 4; i++) {
        seconds = seconds << 8 | octets[i];
    }
    for (int i = 4; i < 7; i++) {
        fraction = fraction << 8 | octets[i];
    }
    low = (fraction * SECOND + 0xFFFFFF) >> 24;
    high = ((fraction + 1) * SECOND - 1) >> 24;
    high -= high % 1000;
    return seconds * SECOND + (high > low ? high : low);
}

void
binary_time_encode(int64_t time, uint8_t octets[6])
{
    int64_t low = DAYS_TO_1984 * MILLISECONDS_PER_DAY;
    int64_t total = clamp(time / (SECOND / 1000), low, low + 65536 * MILLISECONDS_PER_DAY - 1);
    uint32_t day = (uint32_t)(total / MILLISECONDS_PER_DAY - DAYS_TO_1984);
    uint32_t inside = (uint32_t)(total % MILLISECONDS_PER_DAY);

    for (int i = 0; i < 4; i++) {
        octets[i] = (uint8_t)(inside >> (8 * (3 - i)));
    }
    octets[4] = (uint8_t)(day >> 8);
    octets[5] = (uint8_t)day;
}

int64_t
binary_time_decode(const uint8_t octets[6])
{
    int64_t inside = 0;
    int64_t day = octets[4] << 8 | octets[5];

    for (int i = 0; i < 4; i++) {
        inside = inside << 8 | octets[i];
    }
    return ((DAYS_TO_1984 + day) * MILLISECONDS_PER_DAY + inside) * (SECOND / 1000);
}
