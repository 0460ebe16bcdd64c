/* SPDX-License-Identifier: Apache-2.0
 *
 * A BER writer (ISO/IEC 8825-1) that appends to a Pdu: definite, minimal lengths, minimal
 * INTEGERs. ber_put_open reserves one length octet; ber_put_close fills it, moving the content
 * when it grew past 127 octets. When the content would pass `limit` the writer notes `overflow`
 * and writes no more; whoever began the message looks at it once, at the end.
 */
#pragma once

#include "sim/base/pdu.h"
#include "sim/ber/ber.h"

typedef struct BerWriter {
    Pdu *pdu;
    size_t limit; /* of the whole content of pdu, in octets */
    bool overflow;
} BerWriter;

/* Where an open constructed element began, to be given back to ber_put_close; also a point to
 * rewind to. */
typedef size_t BerMark;

BerWriter ber_writer(Pdu *pdu, size_t limit);

BerMark ber_put_open(BerWriter *writer, BerTag tag);
void ber_put_close(BerWriter *writer, BerMark mark);

/* The writer's present position, and back to it: everything put since is gone, and so is an
 * overflow. Only valid for elements opened since. */
BerMark ber_writer_mark(const BerWriter *writer);
void ber_writer_rewind(BerWriter *writer, BerMark mark);

void ber_put(BerWriter *writer, BerTag tag, Slice content);
void ber_put_raw(BerWriter *writer, Slice elements);
void ber_put_integer(BerWriter *writer, BerTag tag, int64_t value);
void ber_put_unsigned(BerWriter *writer, BerTag tag, uint64_t value);
void ber_put_boolean(BerWriter *writer, BerTag tag, bool value);
void ber_put_null(BerWriter *writer, BerTag tag);
void ber_put_string(BerWriter *writer, BerTag tag, const char *text);

/* The first `bits` bits of `octets`, most significant first; unused bits are sent as 0. */
void ber_put_bit_string(BerWriter *writer, BerTag tag, const uint8_t *octets, size_t bits);
