/* SPDX-License-Identifier: Apache-2.0
 *
 * Data (ISO 9506-2 14.4.2): the values of variables. What is checked here needs no type: that
 * the bytes are a Data at all, not too deep, and that every primitive fits its kind.
 */
#pragma once

#include "sim/base/slice.h"
#include "sim/ber/ber.h"

enum {
    MMS_DATA_ARRAY = 0xA1,
    MMS_DATA_STRUCTURE = 0xA2,
    MMS_DATA_BOOLEAN = 0x83,
    MMS_DATA_BIT_STRING = 0x84,
    MMS_DATA_INTEGER = 0x85,
    MMS_DATA_UNSIGNED = 0x86,
    MMS_DATA_FLOATING_POINT = 0x87,
    MMS_DATA_OCTET_STRING = 0x89,
    MMS_DATA_VISIBLE_STRING = 0x8A,
    MMS_DATA_GENERALIZED_TIME = 0x8B,
    MMS_DATA_BINARY_TIME = 0x8C,
    MMS_DATA_BCD = 0x8D,
    MMS_DATA_BOOLEAN_ARRAY = 0x8E,
    MMS_DATA_OBJECT_IDENTIFIER = 0x8F,
    MMS_DATA_MMS_STRING = 0x90,
    MMS_DATA_UTC_TIME = 0x91,
};

typedef enum MmsDataCheck {
    MMS_DATA_FITS,
    MMS_DATA_BAD_VALUE, /* well-formed, but a primitive does not fit its kind: 85 00, 87 01 08
                         */
    MMS_DATA_TOO_DEEP,  /* more structures and arrays inside one another than `nesting` */
    MMS_DATA_MALFORMED, /* no Data */
} MmsDataCheck;

/* Checks one whole element (tag, length, content). A primitive has nesting 0, a structure of
 * primitives 1. */
MmsDataCheck mms_data_check(Slice element, unsigned nesting);

/* Whether two well-formed Data are the same value: TRUE may be any octet but 0 (ITU-T X.690
 * 8.2.2), everything else has one encoding among what mms_data_check lets through. */
bool mms_data_equal(Slice a, Slice b);

/* "visible-string", the standard's name of a Data tag; NULL for another tag. */
const char *mms_data_kind_name(BerTag tag);
