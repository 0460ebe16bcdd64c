/* SPDX-License-Identifier: Apache-2.0
 *
 * Data without a type (ISO 9506-2 14.4.2; see data.h). The kinds are rows by tag number.
 */
#include "sim/mms/data.h"

#include "sim/ber/reader.h"

typedef struct KindRow {
    BerTag tag;
    const char *name;
    bool (*fits)(Slice content); /* NULL: constructed, or any content fits */
} KindRow;

static bool
fits_boolean(Slice content)
{
    return content.size == 1;
}

static bool
fits_bit_string(Slice content)
{
    Slice octets;
    size_t bits;

    return ber_decode_bit_string(content, &octets, &bits);
}

static bool
fits_integer(Slice content)
{
    int64_t value;

    return ber_decode_integer(content, &value);
}

static bool
fits_unsigned(Slice content)
{
    uint64_t value;

    return ber_decode_unsigned(content, &value);
}

/* The first octet is the width of the exponent: 8 for single, 11 for double. */
static bool
fits_floating_point(Slice content)
{
    return (content.size == 5 && content.data[0] == 8) ||
           (content.size == 9 && content.data[0] == 11);
}

static bool
fits_binary_time(Slice content)
{
    return content.size == 4 || content.size == 6;
}

static bool
fits_utc_time(Slice content)
{
    return content.size == 8;
}

static bool
fits_object_identifier(Slice content)
{
    return content.size > 0 && (content.data[content.size - 1] & 0x80) == 0;
}

static const KindRow kinds[] = {
    [1] = { MMS_DATA_ARRAY, "array", NULL },
    [2] = { MMS_DATA_STRUCTURE, "structure", NULL },
    [3] = { MMS_DATA_BOOLEAN, "boolean", fits_boolean },
    [4] = { MMS_DATA_BIT_STRING, "bit-string", fits_bit_string },
    [5] = { MMS_DATA_INTEGER, "integer", fits_integer },
    [6] = { MMS_DATA_UNSIGNED, "unsigned", fits_unsigned },
    [7] = { MMS_DATA_FLOATING_POINT, "floating-point", fits_floating_point },
    [9] = { MMS_DATA_OCTET_STRING, "octet-string", NULL },
    [10] = { MMS_DATA_VISIBLE_STRING, "visible-string", NULL },
    [11] = { MMS_DATA_GENERALIZED_TIME, "generalized-time", NULL },
    [12] = { MMS_DATA_BINARY_TIME, "binary-time", fits_binary_time },
    [13] = { MMS_DATA_BCD, "bcd", fits_unsigned },
    [14] = { MMS_DATA_BOOLEAN_ARRAY, "booleanArray", fits_bit_string },
    [15] = { MMS_DATA_OBJECT_IDENTIFIER, "objId", fits_object_identifier },
    [16] = { MMS_DATA_MMS_STRING, "mMSString", NULL },
    [17] = { MMS_DATA_UTC_TIME, "utc-time", fits_utc_time },
};

static const KindRow *
find_kind(BerTag tag)
{
    unsigned number = tag & 0x1F;

    if (number >= sizeof kinds / sizeof kinds[0] || kinds[number].tag != tag || tag == 0) {
        return NULL;
    }
    return &kinds[number];
}

/* Checks the next element; the worst that was found inside counts. */
static MmsDataCheck
check_next(BerReader *reader, unsigned nesting)
{
    BerTag tag;
    Slice content = ber_get_any(reader, &tag);
    const KindRow *kind = find_kind(tag);
    MmsDataCheck worst = MMS_DATA_FITS;
    BerReader inner;

    if (kind == NULL) {
        return reader->error == BER_TOO_DEEP ? MMS_DATA_TOO_DEEP : MMS_DATA_MALFORMED;
    }
    if (!ber_tag_is_constructed(tag)) {
        return kind->fits == NULL || kind->fits(content) ? MMS_DATA_FITS : MMS_DATA_BAD_VALUE;
    }
    if (nesting == 0) {
        return MMS_DATA_TOO_DEEP;
    }
    inner = ber_reader(content);
    while (!ber_at_end(&inner) && worst < MMS_DATA_TOO_DEEP) {
        MmsDataCheck check = check_next(&inner, nesting - 1);

        worst = check > worst ? check : worst;
    }
    return worst;
}

MmsDataCheck
mms_data_check(Slice element, unsigned nesting)
{
    BerReader reader = ber_reader(element);
    MmsDataCheck check = check_next(&reader, nesting);

    return reader.error == BER_OK && reader.at != reader.end ? MMS_DATA_MALFORMED : check;
}

const char *
mms_data_kind_name(BerTag tag)
{
    const KindRow *kind = find_kind(tag);

    return kind == NULL ? NULL : kind->name;
}

static bool
equal_elements(BerReader *a, BerReader *b)
{
    bool equal = true;

    while (equal && a->at < a->end && b->at < b->end) {
        BerTag tag = ber_peek(a);

        equal = ber_peek(b) == tag;
        if (equal && (tag == MMS_DATA_STRUCTURE || tag == MMS_DATA_ARRAY)) {
            BerReader inner_a = ber_open(a, tag), inner_b = ber_open(b, tag);

            equal = equal_elements(&inner_a, &inner_b);
            ber_close(a, &inner_a);
            ber_close(b, &inner_b);
        } else if (equal && tag == MMS_DATA_BOOLEAN) {
            equal = ber_get_boolean(a, tag) == ber_get_boolean(b, tag);
        } else if (equal) {
            equal = slice_equal(ber_get(a, tag), ber_get(b, tag));
        }
        equal = equal && a->error == BER_OK && b->error == BER_OK;
    }
    return equal && a->at == a->end && b->at == b->end;
}

bool
mms_data_equal(Slice a, Slice b)
{
    BerReader reader_a = ber_reader(a), reader_b = ber_reader(b);

    return equal_elements(&reader_a, &reader_b);
}
