/* SPDX-License-Identifier: Apache-2.0
 *
 * What BER reader and writer share: the tag as one comparable value and the limits (ISO/IEC
 * 8825-1).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The identifier octets as they stand on the wire, read as one big-endian number: 0x02, 0xA4,
 * 0xBF48, 0x9F49. Class, form and number are so compared at once. 0 never is a tag that we
 * read: it ends indefinite lengths. */
typedef uint32_t BerTag;

enum {
    BER_BOOLEAN = 0x01,
    BER_INTEGER = 0x02,
    BER_BIT_STRING = 0x03,
    BER_OCTET_STRING = 0x04,
    BER_NULL = 0x05,
    BER_OBJECT_IDENTIFIER = 0x06,
    BER_UTF8_STRING = 0x0C,
    BER_GRAPHIC_STRING = 0x19,
    BER_VISIBLE_STRING = 0x1A,
    BER_EXTERNAL = 0x28,
    BER_SEQUENCE = 0x30,
    BER_SET = 0x31,
};

/* Constructed values deeper than this are refused, whatever was negotiated: the reader's own
 * stack is safe. */
#define BER_DEPTH_MAX 32

/* [number], context class, for numbers 0 to 30 (primitive or constructed) and 31 to 127 (two
 * octets). */
#define BER_CONTEXT(number) ((BerTag)(0x80u | (number)))
#define BER_CONTEXT_CONSTRUCTED(number) ((BerTag)(0xA0u | (number)))
#define BER_CONTEXT_HIGH(number) ((BerTag)(0x9F00u | (number)))
#define BER_CONTEXT_HIGH_CONSTRUCTED(number) ((BerTag)(0xBF00u | (number)))

/* The first identifier octet of a tag, where class and form are. */
static inline uint8_t
ber_tag_lead(BerTag tag)
{
    while (tag > 0xFF) {
        tag >>= 8;
    }
    return (uint8_t)tag;
}

static inline bool
ber_tag_is_constructed(BerTag tag)
{
    return (ber_tag_lead(tag) & 0x20) != 0;
}

static inline bool
ber_tag_is_context(BerTag tag)
{
    return (ber_tag_lead(tag) & 0xC0) == 0x80;
}

/* The tag number without class and form. */
uint32_t ber_tag_number(BerTag tag);
