/* SPDX-License-Identifier: Apache-2.0
 *
 * A bounded BER reader with a sticky error (ISO/IEC 8825-1). Every length from the wire is
 * checked here and nowhere else: against what is left, at most four octets, indefinite only for
 * constructed values. After the first error every call returns zero values and changes nothing,
 * so codec code reads down the page and asks once at the end.
 */
#pragma once

#include "sim/base/slice.h"
#include "sim/ber/ber.h"

typedef enum BerError {
    BER_OK = 0,
    BER_TRUNCATED,  /* an element ends behind its surroundings */
    BER_BAD_TAG,    /* tag octets longer than four, or an end-of-contents where none belongs */
    BER_BAD_LENGTH, /* more than four length octets, FF, or indefinite for a primitive */
    BER_TOO_DEEP,   /* nested deeper than BER_DEPTH_MAX */
    BER_UNEXPECTED_TAG, /* another element than the one asked for */
    BER_TRAILING_BYTES, /* a closed value held more than was read */
    BER_BAD_VALUE, /* the content does not fit its kind: empty INTEGER, BOOLEAN of two octets,
                      ... */
    BER_OUT_OF_RANGE, /* an INTEGER that the field cannot hold */
} BerError;

typedef struct BerReader {
    const uint8_t *at;
    const uint8_t *end;
    BerError error;
    uint8_t depth;
} BerReader;

BerReader ber_reader(Slice bytes);
const char *ber_error_text(BerError error);

/* True when everything was read, or nothing can be read any more. */
static inline bool
ber_at_end(const BerReader *reader)
{
    return reader->error != BER_OK || reader->at == reader->end;
}

/* The next tag without consuming it; 0 at the end and after an error. */
BerTag ber_peek(BerReader *reader);

/* Notes an error; the first one stays. */
void ber_fail(BerReader *reader, BerError error);

/* The content of the next element, which must have this tag. */
Slice ber_get(BerReader *reader, BerTag tag);

/* The content of the next element whatever its tag, which is returned through `tag`. An
 * indefinite length is resolved: the content excludes the end-of-contents octets. */
Slice ber_get_any(BerReader *reader, BerTag *tag);

/* The next element whole, tag and length included. */
Slice ber_get_element(BerReader *reader);

void ber_skip(BerReader *reader);

/* Begins the constructed element `tag`: read its content from the returned reader, then close.
 * An error inside reaches the outer reader at ber_close, which also refuses unread content. */
BerReader ber_open(BerReader *reader, BerTag tag);
void ber_close(BerReader *reader, BerReader *inner);

/* Like ber_close, but content left unread is no error: for extensible sequences. */
void ber_close_rest(BerReader *reader, BerReader *inner);

/* INTEGER within [min, max], else BER_OUT_OF_RANGE. Redundant leading octets are accepted. */
int64_t ber_get_integer(BerReader *reader, BerTag tag, int64_t min, int64_t max);

/* Unsigned32 as MMS invokeIDs use it: up to five content octets. */
uint32_t ber_get_unsigned32(BerReader *reader, BerTag tag);

bool ber_get_boolean(BerReader *reader, BerTag tag);
void ber_get_null(BerReader *reader, BerTag tag);

/* BIT STRING: returns the data octets, `bits` the count of valid bits (padding checked, 0 to
 * 7). */
Slice ber_get_bit_string(BerReader *reader, BerTag tag, size_t *bits);

/* Content octets decoded on their own, for callers that hold a content Slice. False when they
 * do not fit the kind. */
bool ber_decode_integer(Slice content, int64_t *value);
bool ber_decode_unsigned(Slice content, uint64_t *value);
bool ber_decode_bit_string(Slice content, Slice *octets, size_t *bits);
