/* SPDX-License-Identifier: Apache-2.0
 *
 * Times on the wire: UtcTime of 8 octets and TimeOfDay with date of 6 (IEC 61850-8-1, ISO
 * 9506-2). ns since 1970-01-01 UTC here.
 */
#pragma once

#include <stdint.h>

enum {
    TIMESTAMP_LEAP_SECONDS_KNOWN = 0x80,
    TIMESTAMP_CLOCK_FAILURE = 0x40,
    TIMESTAMP_CLOCK_NOT_SYNCHRONIZED = 0x20,
    TIMESTAMP_ACCURACY_1MS = 10,
};

/* 4 octets of seconds, 3 of binary fraction (truncated), 1 of quality. Times outside 1970..2106
 * are clamped. */
void timestamp_encode(int64_t time, uint8_t quality, uint8_t octets[8]);
int64_t timestamp_decode(const uint8_t octets[8]);

/* Milliseconds since midnight and days since 1984-01-01. */
void binary_time_encode(int64_t time, uint8_t octets[6]);
int64_t binary_time_decode(const uint8_t octets[6]);
