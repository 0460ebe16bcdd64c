/* SPDX-License-Identifier: Apache-2.0
 *
 * The BER reader (ISO/IEC 8825-1; see reader.h). parse_header is the one place that handles
 * identifier and length octets.
 */
#include "sim/ber/reader.h"

#include <glib.h>

typedef struct Header {
    BerTag tag;
    size_t size;   /* of identifier and length octets */
    size_t length; /* of the content; of no meaning when indefinite */
    bool indefinite;
} Header;

static BerError
parse_tag(Slice bytes, Header *header)
{
    uint8_t octet;

    if (bytes.size == 0) {
        return BER_TRUNCATED;
    }
    header->tag = bytes.data[0];
    header->size = 1;
    if ((bytes.data[0] & 0x1F) != 0x1F) {
        return BER_OK;
    }
    do {
        if (header->size == 4) {
            return BER_BAD_TAG;
        }
        if (header->size == bytes.size) {
            return BER_TRUNCATED;
        }
        octet = bytes.data[header->size++];
        header->tag = header->tag << 8 | octet;
    } while (octet & 0x80);
    return BER_OK;
}

static BerError
parse_length(Slice bytes, Header *header)
{
    uint8_t lead;
    uint32_t length = 0;
    size_t count;

    if (bytes.size == header->size) {
        return BER_TRUNCATED;
    }
    lead = bytes.data[header->size++];
    header->indefinite = lead == 0x80;
    if (lead <= 0x80) {
        header->length = lead & 0x7F;
        return header->indefinite && !ber_tag_is_constructed(header->tag) ? BER_BAD_LENGTH
                                                                          : BER_OK;
    }
    count = lead & 0x7F;
    if (count > 4) {
        return BER_BAD_LENGTH;
    }
    if (count > bytes.size - header->size) {
        return BER_TRUNCATED;
    }
    for (size_t i = 0; i < count; i++) {
        length = length << 8 | bytes.data[header->size++];
    }
    header->length = length;
    return BER_OK;
}

static BerError
parse_header(Slice bytes, Header *header)
{
    BerError error = parse_tag(bytes, header);

    if (error == BER_OK) {
        error = parse_length(bytes, header);
    }
    if (error == BER_OK && !header->indefinite && header->length > bytes.size - header->size) {
        error = BER_TRUNCATED;
    }
    return error;
}

/* Finds where an indefinite content ends: at the 00 00 that closes it, nested indefinite values
 * skipped. */
static BerError
measure_indefinite(Slice bytes, size_t *length)
{
    size_t at = 0;
    unsigned open = 1;

    while (open > 0) {
        Header header;
        BerError error;

        if (bytes.size - at >= 2 && bytes.data[at] == 0 && bytes.data[at + 1] == 0) {
            at += 2;
            open--;
            continue;
        }
        error = parse_header(slice_from(bytes, at), &header);
        if (error != BER_OK) {
            return error;
        }
        if (header.indefinite && ++open > BER_DEPTH_MAX) {
            return BER_TOO_DEEP;
        }
        at += header.size + (header.indefinite ? 0 : header.length);
    }
    *length = at - 2;
    return BER_OK;
}

/* A tag of one octet that is no end-of-contents. */
static inline bool
is_short_tag(uint8_t octet)
{
    return octet != 0 && (octet & 0x1F) != 0x1F;
}

/* Nearly every element on the wire: one tag octet, one length octet. False, with nothing
 * consumed, for any other and for every error. */
static inline bool
get_short(BerReader *reader, BerTag *tag, Slice *content)
{
    size_t left = (size_t)(reader->end - reader->at);
    const uint8_t *at = reader->at;

    if (reader->error != BER_OK || left < 2 || !is_short_tag(at[0]) || at[1] >= 0x80 ||
        at[1] > left - 2) {
        return false;
    }
    *tag = at[0];
    *content = (Slice){ at + 2, at[1] };
    reader->at = at + 2 + at[1];
    return true;
}

BerReader
ber_reader(Slice bytes)
{
    static const uint8_t nothing[1];

    if (bytes.size == 0) {
        return (BerReader){ .at = nothing, .end = nothing };
    }
    return (BerReader){ .at = bytes.data, .end = bytes.data + bytes.size };
}

const char *
ber_error_text(BerError error)
{
    static const char *const texts[] = {
        [BER_OK] = "no error",
        [BER_TRUNCATED] = "an element ends behind its surroundings",
        [BER_BAD_TAG] = "malformed tag",
        [BER_BAD_LENGTH] = "malformed length",
        [BER_TOO_DEEP] = "nested too deep",
        [BER_UNEXPECTED_TAG] = "unexpected tag",
        [BER_TRAILING_BYTES] = "trailing bytes",
        [BER_BAD_VALUE] = "malformed value",
        [BER_OUT_OF_RANGE] = "value out of range",
    };

    return texts[error];
}

void
ber_fail(BerReader *reader, BerError error)
{
    if (reader->error == BER_OK) {
        reader->error = error;
    }
}

BerTag
ber_peek(BerReader *reader)
{
    Header header;
    BerError error;

    if (ber_at_end(reader)) {
        return 0;
    }
    if (is_short_tag(reader->at[0])) {
        return reader->at[0];
    }
    error = parse_tag((Slice){ reader->at, (size_t)(reader->end - reader->at) }, &header);
    if (error != BER_OK || header.tag == 0) {
        ber_fail(reader, error != BER_OK ? error : BER_BAD_TAG);
        return 0;
    }
    return header.tag;
}

static Slice
get_long(BerReader *reader, BerTag *tag)
{
    Slice rest = { reader->at, (size_t)(reader->end - reader->at) };
    Header header = { 0 };
    Slice content;
    BerError error;

    *tag = 0;
    if (reader->error != BER_OK) {
        return SLICE_NONE;
    }
    error = parse_header(rest, &header);
    if (error == BER_OK && header.tag == 0) {
        error = BER_BAD_TAG;
    }
    if (error == BER_OK && header.indefinite) {
        error = measure_indefinite(slice_from(rest, header.size), &header.length);
    }
    if (error != BER_OK) {
        ber_fail(reader, error);
        return SLICE_NONE;
    }
    *tag = header.tag;
    content = (Slice){ rest.data + header.size, header.length };
    reader->at = content.data + content.size + (header.indefinite ? 2 : 0);
    return content;
}

Slice
ber_get_any(BerReader *reader, BerTag *tag)
{
    Slice content;

    return get_short(reader, tag, &content) ? content : get_long(reader, tag);
}

Slice
ber_get_element(BerReader *reader)
{
    const uint8_t *start = reader->at;
    BerTag tag;

    ber_get_any(reader, &tag);
    return reader->error != BER_OK ? SLICE_NONE
                                   : (Slice){ start, (size_t)(reader->at - start) };
}

/* The same for the element asked for; `tag` 0 is none. */
static inline bool
get_expected(BerReader *reader, BerTag tag, Slice *content)
{
    const uint8_t *at = reader->at;
    size_t left = (size_t)(reader->end - at);

    if (reader->error != BER_OK || left < 2 || at[0] != tag || tag == 0 || at[1] >= 0x80 ||
        at[1] > left - 2) {
        return false;
    }
    *content = (Slice){ at + 2, at[1] };
    reader->at = at + 2 + at[1];
    return true;
}

Slice
ber_get(BerReader *reader, BerTag tag)
{
    const uint8_t *before = reader->at;
    BerTag found;
    Slice content;

    if (get_expected(reader, tag, &content)) {
        return content;
    }
    content = ber_get_any(reader, &found);
    if (found != tag && reader->error == BER_OK) {
        reader->at = before;
        ber_fail(reader, BER_UNEXPECTED_TAG);
        return SLICE_NONE;
    }
    return content;
}

void
ber_skip(BerReader *reader)
{
    BerTag tag;

    ber_get_any(reader, &tag);
}

BerReader
ber_open(BerReader *reader, BerTag tag)
{
    BerReader inner;
    Slice content;

    if (reader->depth < BER_DEPTH_MAX && get_expected(reader, tag, &content)) {
        return (BerReader){ .at = content.data,
                            .end = content.data + content.size,
                            .depth = (uint8_t)(reader->depth + 1) };
    }
    inner = ber_reader(ber_get(reader, tag));
    inner.depth = (uint8_t)(reader->depth + 1);
    inner.error = reader->error;
    if (inner.depth > BER_DEPTH_MAX) {
        ber_fail(&inner, BER_TOO_DEEP);
        ber_fail(reader, BER_TOO_DEEP);
    }
    return inner;
}

void
ber_close(BerReader *reader, BerReader *inner)
{
    if (inner->error == BER_OK && inner->at != inner->end) {
        inner->error = BER_TRAILING_BYTES;
    }
    ber_close_rest(reader, inner);
}

void
ber_close_rest(BerReader *reader, BerReader *inner)
{
    if (inner->error != BER_OK) {
        ber_fail(reader, inner->error);
    }
}

bool
ber_decode_integer(Slice content, int64_t *value)
{
    uint64_t bits;
    size_t at = 0;

    *value = 0;
    if (content.size == 0) {
        return false;
    }
    bits = content.data[0] & 0x80 ? UINT64_MAX : 0;
    while (content.size - at > 8) {
        if (content.data[at] != (uint8_t)bits) {
            return false;
        }
        at++;
    }
    if (at > 0 && ((content.data[at] ^ (uint8_t)bits) & 0x80)) {
        return false;
    }
    while (at < content.size) {
        bits = bits << 8 | content.data[at++];
    }
    *value = (int64_t)bits;
    return true;
}

bool
ber_decode_unsigned(Slice content, uint64_t *value)
{
    uint64_t bits = 0;

    *value = 0;
    if (content.size == 0 || content.data[0] & 0x80) {
        return false;
    }
    while (content.size > 8) {
        if (content.data[0] != 0) {
            return false;
        }
        content = slice_from(content, 1);
    }
    for (size_t i = 0; i < content.size; i++) {
        bits = bits << 8 | content.data[i];
    }
    *value = bits;
    return true;
}

bool
ber_decode_bit_string(Slice content, Slice *octets, size_t *bits)
{
    *octets = SLICE_NONE;
    *bits = 0;
    if (content.size == 0 || content.data[0] > 7 ||
        (content.size == 1 && content.data[0] != 0)) {
        return false;
    }
    *octets = slice_from(content, 1);
    *bits = (content.size - 1) * 8 - content.data[0];
    return true;
}

int64_t
ber_get_integer(BerReader *reader, BerTag tag, int64_t min, int64_t max)
{
    Slice content = ber_get(reader, tag);
    int64_t value;

    if (reader->error != BER_OK) {
        return 0;
    }
    if (!ber_decode_integer(content, &value)) {
        ber_fail(reader, content.size == 0 ? BER_BAD_VALUE : BER_OUT_OF_RANGE);
        return 0;
    }
    if (value < min || value > max) {
        ber_fail(reader, BER_OUT_OF_RANGE);
        return 0;
    }
    return value;
}

uint32_t
ber_get_unsigned32(BerReader *reader, BerTag tag)
{
    return (uint32_t)ber_get_integer(reader, tag, 0, UINT32_MAX);
}

bool
ber_get_boolean(BerReader *reader, BerTag tag)
{
    Slice content = ber_get(reader, tag);

    if (reader->error == BER_OK && content.size != 1) {
        ber_fail(reader, BER_BAD_VALUE);
    }
    return reader->error == BER_OK && content.data[0] != 0;
}

void
ber_get_null(BerReader *reader, BerTag tag)
{
    Slice content = ber_get(reader, tag);

    if (reader->error == BER_OK && content.size != 0) {
        ber_fail(reader, BER_BAD_VALUE);
    }
}

Slice
ber_get_bit_string(BerReader *reader, BerTag tag, size_t *bits)
{
    Slice content = ber_get(reader, tag);
    Slice octets = SLICE_NONE;

    *bits = 0;
    if (reader->error == BER_OK && !ber_decode_bit_string(content, &octets, bits)) {
        ber_fail(reader, BER_BAD_VALUE);
    }
    return octets;
}

uint32_t
ber_tag_number(BerTag tag)
{
    uint32_t number = 0;

    if (tag <= 0xFF) {
        return tag & 0x1F;
    }
    for (int shift = 16; shift >= 0; shift -= 8) {
        if (tag >> (shift + 8)) {
            number = number << 7 | (tag >> shift & 0x7F);
        }
    }
    return number;
}
