/* SPDX-License-Identifier: Apache-2.0
 *
 * The BER writer (ISO/IEC 8825-1; see writer.h).
 */
#include "sim/ber/writer.h"

#include <glib.h>

static size_t
tag_size(BerTag tag)
{
    return tag > 0xFFFFFF ? 4 : tag > 0xFFFF ? 3 : tag > 0xFF ? 2 : 1;
}

/* Octets that follow the first length octet. */
static size_t
length_extra(size_t length)
{
    return length < 0x80        ? 0
           : length <= 0xFF     ? 1
           : length <= 0xFFFF   ? 2
           : length <= 0xFFFFFF ? 3
                                : 4;
}

static uint8_t *
fill_tag(uint8_t *at, BerTag tag)
{
    for (size_t left = tag_size(tag); left > 0; left--) {
        *at++ = (uint8_t)(tag >> (8 * (left - 1)));
    }
    return at;
}

static uint8_t *
fill_length(uint8_t *at, size_t length)
{
    size_t extra = length_extra(length);

    *at++ = extra == 0 ? (uint8_t)length : (uint8_t)(0x80 | extra);
    for (; extra > 0; extra--) {
        *at++ = (uint8_t)(length >> (8 * (extra - 1)));
    }
    return at;
}

static inline bool
has_room(BerWriter *writer, size_t size)
{
    size_t used = writer->pdu->tail - writer->pdu->head;

    if (writer->overflow || size > writer->limit || used > writer->limit - size) {
        writer->overflow = true;
        return false;
    }
    return true;
}

static uint8_t *
put_long_header(BerWriter *writer, BerTag tag, size_t size)
{
    size_t header = tag_size(tag) + 1 + length_extra(size);

    if (!has_room(writer, header + size)) {
        return NULL;
    }
    return fill_length(fill_tag(pdu_append(writer->pdu, header + size), tag), size);
}

/* Puts tag and length and returns the place of the `size` content octets; NULL on overflow.
 * Nearly every element has a tag of one octet and a length of one octet. */
static inline uint8_t *
put_header(BerWriter *writer, BerTag tag, size_t size)
{
    uint8_t *place;

    if (tag > 0xFF || size >= 0x80) {
        return put_long_header(writer, tag, size);
    }
    if (!has_room(writer, size + 2)) {
        return NULL;
    }
    place = pdu_append(writer->pdu, size + 2);
    place[0] = (uint8_t)tag;
    place[1] = (uint8_t)size;
    return place + 2;
}

BerWriter
ber_writer(Pdu *pdu, size_t limit)
{
    return (BerWriter){ .pdu = pdu, .limit = limit };
}

BerMark
ber_put_open(BerWriter *writer, BerTag tag)
{
    size_t size = tag_size(tag);
    uint8_t *place;

    if (!has_room(writer, size + 1)) {
        return ber_writer_mark(writer);
    }
    place = pdu_append(writer->pdu, size + 1);
    if (size == 1) {
        *place = (uint8_t)tag;
    } else {
        fill_tag(place, tag);
    }
    return ber_writer_mark(writer);
}

void
ber_put_close(BerWriter *writer, BerMark mark)
{
    Pdu *pdu = writer->pdu;
    size_t length;
    size_t extra;
    uint8_t *content;

    if (writer->overflow) {
        return;
    }
    length = pdu->tail - pdu->head - mark;
    extra = length_extra(length);
    if (extra > 0) {
        if (!has_room(writer, extra)) {
            return;
        }
        pdu_append(pdu, extra);
        content = pdu->bytes + pdu->head + mark;
        memmove(content + extra, content, length);
    }
    fill_length(pdu->bytes + pdu->head + mark - 1, length);
}

BerMark
ber_writer_mark(const BerWriter *writer)
{
    return writer->pdu->tail - writer->pdu->head;
}

void
ber_writer_rewind(BerWriter *writer, BerMark mark)
{
    writer->pdu->tail = writer->pdu->head + mark;
    writer->overflow = false;
}

void
ber_put(BerWriter *writer, BerTag tag, Slice content)
{
    uint8_t *place = put_header(writer, tag, content.size);

    if (place != NULL && content.size > 0) {
        memcpy(place, content.data, content.size);
    }
}

void
ber_put_raw(BerWriter *writer, Slice elements)
{
    if (has_room(writer, elements.size)) {
        pdu_append_slice(writer->pdu, elements);
    }
}

void
ber_put_integer(BerWriter *writer, BerTag tag, int64_t value)
{
    size_t size = 1;
    uint8_t *place;

    while (size < 8 &&
           (value < -(INT64_C(1) << (8 * size - 1)) || value >= INT64_C(1) << (8 * size - 1))) {
        size++;
    }
    place = put_header(writer, tag, size);
    for (size_t i = 0; place != NULL && i < size; i++) {
        place[i] = (uint8_t)((uint64_t)value >> (8 * (size - 1 - i)));
    }
}

void
ber_put_unsigned(BerWriter *writer, BerTag tag, uint64_t value)
{
    uint8_t octets[9] = { 0 };

    if (value <= INT64_MAX) {
        ber_put_integer(writer, tag, (int64_t)value);
        return;
    }
    for (size_t i = 0; i < 8; i++) {
        octets[1 + i] = (uint8_t)(value >> (8 * (7 - i)));
    }
    ber_put(writer, tag, SLICE_OF(octets));
}

void
ber_put_boolean(BerWriter *writer, BerTag tag, bool value)
{
    uint8_t octet = value ? 0xFF : 0x00;

    ber_put(writer, tag, (Slice){ &octet, 1 });
}

void
ber_put_null(BerWriter *writer, BerTag tag)
{
    ber_put(writer, tag, SLICE_NONE);
}

void
ber_put_string(BerWriter *writer, BerTag tag, const char *text)
{
    ber_put(writer, tag, slice_from_string(text));
}

void
ber_put_bit_string(BerWriter *writer, BerTag tag, const uint8_t *octets, size_t bits)
{
    size_t size = (bits + 7) / 8;
    uint8_t unused = (uint8_t)(size * 8 - bits);
    uint8_t *place = put_header(writer, tag, size + 1);

    if (place == NULL) {
        return;
    }
    place[0] = unused;
    if (size > 0) {
        memcpy(place + 1, octets, size);
        place[size] = (uint8_t)(place[size] & (0xFF << unused));
    }
}
