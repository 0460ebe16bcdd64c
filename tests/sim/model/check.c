/* SPDX-License-Identifier: Apache-2.0
 *
 * The checker of Data against TypeDescription (see check.h).
 */
#include "tests/sim/model/check.h"

#include "sim/ber/reader.h"

static bool check_element(BerReader *description, BerReader *data);

static bool
check_array(BerReader *description, BerReader *data)
{
    BerReader array = ber_open(description, 0xA1);
    int64_t count = ber_get_integer(&array, 0x81, 1, 1000000);
    Slice element = ber_get(&array, 0xA2);
    BerReader members = ber_open(data, 0xA1);

    for (int64_t i = 0; i < count; i++) {
        BerReader type = ber_reader(element);

        if (!check_element(&type, &members)) {
            return false;
        }
    }
    ber_close(description, &array);
    ber_close(data, &members);
    return true;
}

static bool
check_structure(BerReader *description, BerReader *data)
{
    BerReader structure = ber_open(description, 0xA2);
    BerReader components = ber_open(&structure, 0xA1);
    BerReader members = ber_open(data, 0xA2);

    while (!ber_at_end(&components)) {
        BerReader component = ber_open(&components, 0x30);
        BerReader type;

        ber_get(&component, 0x80);
        type = ber_open(&component, 0xA1);
        if (!check_element(&type, &members)) {
            return false;
        }
        ber_close(&component, &type);
        ber_close(&components, &component);
    }
    ber_close(&structure, &components);
    ber_close(description, &structure);
    ber_close(data, &members);
    return true;
}

/* A size that is a maximum is negative. */
static bool
fits(int64_t size, int64_t found)
{
    return size < 0 ? found <= -size : found == size;
}

static bool
check_float(BerReader *description, Slice content)
{
    BerReader inner = ber_open(description, 0xA7);
    int64_t format = ber_get_integer(&inner, BER_INTEGER, 32, 64);
    int64_t exponent = ber_get_integer(&inner, BER_INTEGER, 8, 11);

    ber_close(description, &inner);
    return (int64_t)content.size == format / 8 + 1 && content.data[0] == exponent;
}

static bool
check_number(BerReader *description, BerTag tag, Slice content)
{
    int64_t bits = ber_get_integer(description, tag, 8, 64);
    int64_t integer;
    uint64_t number;

    if (tag == 0x85) {
        return ber_decode_integer(content, &integer) && integer >> (bits - 1) >= -1 &&
               integer >> (bits - 1) <= 0;
    }
    return ber_decode_unsigned(content, &number) && (bits == 64 || number >> bits == 0);
}

static bool
check_leaf(BerReader *description, BerTag tag, Slice content)
{
    Slice octets;
    size_t bits;

    switch (tag) {
    case 0x83:
        ber_get_null(description, tag);
        return content.size == 1;
    case 0x84:
        return ber_decode_bit_string(content, &octets, &bits) &&
               fits(ber_get_integer(description, tag, -64, 64), (int64_t)bits);
    case 0x85:
    case 0x86:
        return check_number(description, tag, content);
    case 0x87:
        return check_float(description, content);
    case 0x89:
    case 0x8A:
    case 0x90:
        return fits(ber_get_integer(description, tag, -1000, 1000), (int64_t)content.size);
    case 0x8C:
        return content.size == (ber_get_boolean(description, tag) ? 6 : 4);
    case 0x91:
        ber_get_null(description, tag);
        return content.size == 8;
    default:
        return false;
    }
}

static bool
check_element(BerReader *description, BerReader *data)
{
    BerTag tag = ber_peek(data);
    bool good;

    if (tag == 0xA1) {
        good = check_array(description, data);
    } else if (tag == 0xA2) {
        good = check_structure(description, data);
    } else {
        good = check_leaf(description, tag, ber_get_any(data, &tag));
    }
    return good && description->error == BER_OK && data->error == BER_OK;
}

bool
check_data(Slice description, Slice data)
{
    BerReader types = ber_reader(description);
    BerReader values = ber_reader(data);

    return check_element(&types, &values) && ber_at_end(&types) && ber_at_end(&values);
}

bool
check_value(const Type *type, Slice data)
{
    Pdu pdu;
    BerWriter writer;
    bool good;

    pdu_init(&pdu, 256);
    writer = ber_writer(&pdu, 1 << 24);
    type_describe(type, &writer);
    good = check_data(pdu_content(&pdu), data);
    pdu_clear(&pdu);
    return good;
}
