/* SPDX-License-Identifier: Apache-2.0
 *
 * Packing and unpacking of one leaf (see packed.h), and the checks that every way into the
 * arena shares: width, enumeration, length and characters.
 */
#include "sim/model/packed.h"

#include <float.h>
#include <math.h>

int64_t
packed_integer(const Type *type, const uint8_t *octets)
{
    int8_t narrow;
    int16_t half;
    int32_t word;
    int64_t wide;

    switch (type->size) {
    case 1:
        memcpy(&narrow, octets, 1);
        return narrow;
    case 2:
        memcpy(&half, octets, 2);
        return half;
    case 4:
        memcpy(&word, octets, 4);
        return word;
    default:
        memcpy(&wide, octets, 8);
        return wide;
    }
}

uint64_t
packed_unsigned(const Type *type, const uint8_t *octets)
{
    uint16_t half;
    uint32_t word;
    uint64_t wide;

    switch (type->size) {
    case 1:
        return octets[0];
    case 2:
        memcpy(&half, octets, 2);
        return half;
    case 4:
        memcpy(&word, octets, 4);
        return word;
    default:
        memcpy(&wide, octets, 8);
        return wide;
    }
}

double
packed_real(const Type *type, const uint8_t *octets)
{
    float single;
    double real;

    if (type->size == 4) {
        memcpy(&single, octets, 4);
        return single;
    }
    memcpy(&real, octets, 8);
    return real;
}

/* Host order: the low octets of `bits` in an integer of the type's size. */
static void
put_integer(const Type *type, uint64_t bits, uint8_t *octets)
{
    uint8_t narrow = (uint8_t)bits;
    uint16_t half = (uint16_t)bits;
    uint32_t word = (uint32_t)bits;

    switch (type->size) {
    case 1:
        memcpy(octets, &narrow, 1);
        break;
    case 2:
        memcpy(octets, &half, 2);
        break;
    case 4:
        memcpy(octets, &word, 4);
        break;
    default:
        memcpy(octets, &bits, 8);
    }
}

static bool
integer_of(const Value *value, int64_t *integer)
{
    switch (value->kind) {
    case VALUE_INTEGER:
        *integer = value->integer;
        return true;
    case VALUE_UNSIGNED:
        *integer = (int64_t)value->unsigned_;
        return value->unsigned_ <= INT64_MAX;
    case VALUE_FLOAT:
        if (value->real != floor(value->real) || fabs(value->real) > 9007199254740992.0) {
            return false;
        }
        *integer = (int64_t)value->real;
        return true;
    default:
        return false;
    }
}

static ValueResult
pack_integer(const Type *type, const Value *value, uint8_t *octets)
{
    int64_t integer;
    int64_t most = INT64_MAX >> (64 - type->length);
    bool named = type->enumeration != NULL && type->enumeration->count > 0;

    if (!integer_of(value, &integer)) {
        return VALUE_TYPE_INCONSISTENT;
    }
    if (integer < -most - 1 || integer > most) {
        return named ? VALUE_INVALID : VALUE_TYPE_INCONSISTENT;
    }
    if (named && enum_type_name(type->enumeration, integer) == NULL) {
        return VALUE_INVALID;
    }
    put_integer(type, (uint64_t)integer, octets);
    return VALUE_OK;
}

static ValueResult
pack_unsigned(const Type *type, const Value *value, uint8_t *octets)
{
    int64_t integer = 0;
    uint64_t bits;

    if (value->kind == VALUE_UNSIGNED) {
        bits = value->unsigned_;
    } else if (integer_of(value, &integer) && integer >= 0) {
        bits = (uint64_t)integer;
    } else {
        return VALUE_TYPE_INCONSISTENT;
    }
    if (bits > UINT64_MAX >> (64 - type->length)) {
        return VALUE_TYPE_INCONSISTENT;
    }
    put_integer(type, bits, octets);
    return VALUE_OK;
}

static ValueResult
pack_real(const Type *type, const Value *value, uint8_t *octets)
{
    double real = value->kind == VALUE_FLOAT      ? value->real
                  : value->kind == VALUE_INTEGER  ? (double)value->integer
                  : value->kind == VALUE_UNSIGNED ? (double)value->unsigned_
                                                  : 0;
    float single;

    if (value->kind != VALUE_FLOAT && value->kind != VALUE_INTEGER &&
        value->kind != VALUE_UNSIGNED) {
        return VALUE_TYPE_INCONSISTENT;
    }
    if (type->size == 8) {
        memcpy(octets, &real, 8);
        return VALUE_OK;
    }
    if (isfinite(real) && fabs(real) > FLT_MAX) {
        return VALUE_INVALID;
    }
    single = (float)real;
    memcpy(octets, &single, 4);
    return VALUE_OK;
}

static ValueResult
pack_bits(const Type *type, const Value *value, uint8_t *octets)
{
    size_t bits = value->bit_string.bits;
    size_t length = (size_t)type->length;

    if (value->kind != VALUE_BIT_STRING || bits > length ||
        (bits < length && !type->variable)) {
        return VALUE_TYPE_INCONSISTENT;
    }
    memset(octets, 0, type->size);
    memcpy(octets, value->bit_string.octets, (bits + 7) / 8);
    if (bits % 8 != 0) {
        octets[bits / 8] &= (uint8_t)(0xFF00 >> bits % 8);
    }
    return VALUE_OK;
}

static ValueResult
check_string(const Type *type, const Value *value)
{
    Slice string = value_string(value);
    size_t length = (size_t)type->length;

    if (value->kind != type->kind || string.size > length ||
        (string.size < length && !type->variable)) {
        return VALUE_TYPE_INCONSISTENT;
    }
    for (size_t i = 0; type->kind == VALUE_VISIBLE_STRING && i < string.size; i++) {
        if (string.data[i] < 0x20 || string.data[i] > 0x7E) {
            return VALUE_INVALID;
        }
    }
    if (type->kind == VALUE_MMS_STRING && string.size > 0 &&
        !g_utf8_validate_len((const char *)string.data, string.size, NULL)) {
        return VALUE_INVALID;
    }
    return VALUE_OK;
}

static ValueResult
pack_time(const Type *type, const Value *value, uint8_t *octets)
{
    uint32_t milliseconds = (uint32_t)value->time[0] << 24 | (uint32_t)value->time[1] << 16 |
                            (uint32_t)value->time[2] << 8 | value->time[3];

    if (value->kind != type->kind) {
        return VALUE_TYPE_INCONSISTENT;
    }
    if (type->kind == VALUE_BINARY_TIME && milliseconds > 86399999) {
        return VALUE_INVALID;
    }
    memcpy(octets, value->time, type->size);
    return VALUE_OK;
}

ValueResult
value_pack(const Type *type, const Value *value, uint8_t *octets)
{
    switch (type->kind) {
    case VALUE_BOOLEAN:
        octets[0] = value->boolean;
        return value->kind == VALUE_BOOLEAN ? VALUE_OK : VALUE_TYPE_INCONSISTENT;
    case VALUE_INTEGER:
        return pack_integer(type, value, octets);
    case VALUE_UNSIGNED:
        return pack_unsigned(type, value, octets);
    case VALUE_FLOAT:
        return pack_real(type, value, octets);
    case VALUE_BIT_STRING:
        return pack_bits(type, value, octets);
    case VALUE_BINARY_TIME:
    case VALUE_UTC_TIME:
        return pack_time(type, value, octets);
    case VALUE_OCTET_STRING:
    case VALUE_VISIBLE_STRING:
    case VALUE_MMS_STRING:
        return check_string(type, value);
    default:
        return VALUE_TYPE_INCONSISTENT;
    }
}

void
value_unpack(const Type *type, const uint8_t *octets, Value *value)
{
    value->kind = type->kind;
    switch (type->kind) {
    case VALUE_BOOLEAN:
        value->boolean = octets[0] != 0;
        break;
    case VALUE_INTEGER:
        value->integer = packed_integer(type, octets);
        break;
    case VALUE_UNSIGNED:
        value->unsigned_ = packed_unsigned(type, octets);
        break;
    case VALUE_FLOAT:
        value->real = packed_real(type, octets);
        break;
    case VALUE_BIT_STRING:
        memset(value->bit_string.octets, 0, sizeof value->bit_string.octets);
        memcpy(value->bit_string.octets, octets, type->size);
        value->bit_string.bits = (size_t)type->length;
        break;
    default:
        memcpy(value->time, octets, type->size);
    }
}
