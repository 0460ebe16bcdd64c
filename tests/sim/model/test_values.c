/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/values.h"

#include "sim/base/prng.h"
#include "tests/hex.h"
#include "tests/sim/model/check.h"
#include "tests/sim/model/sample.h"
#include "tests/test.h"

/* What every test begins with. */
typedef struct Fixture {
    Model *model;
    Values *values;
    Pdu pdu;
} Fixture;

static Fixture
fixture_new(void)
{
    Fixture fixture = { .model = sample_model() };

    fixture.values = values_new(fixture.model);
    pdu_init(&fixture.pdu, 4096);
    return fixture;
}

static void
fixture_clear(Fixture *fixture)
{
    values_free(fixture->values);
    model_unref(fixture->model);
    pdu_clear(&fixture->pdu);
}

static Slice
encoded(Fixture *fixture, const NodeRef *ref)
{
    BerWriter writer = ber_writer(&fixture->pdu, 65000);

    pdu_reset(&fixture->pdu);
    values_encode(fixture->values, ref, &writer);
    CU_ASSERT_FALSE(writer.overflow);
    return pdu_content(&fixture->pdu);
}

static ValueResult
decoded(Fixture *fixture, const NodeRef *ref, Slice data)
{
    ValueResult result;

    change_open(fixture->values, CHANGE_CLIENT, 1);
    result = change_decode(fixture->values, ref, data);
    change_commit(fixture->values);
    return result;
}

static ValueResult
decoded_hex(Fixture *fixture, const char *item, const char *hex)
{
    g_autoptr(GByteArray) bytes = hex_parse(hex);
    NodeRef ref = sample_find(fixture->model, item);

    return decoded(fixture, &ref, hex_slice(bytes));
}

static void
decode_any(Slice bytes, void *user)
{
    Fixture *fixture = user;
    const LogicalDevice *device = &fixture->model->devices[0];
    NodeRef ref = sample_find(fixture->model, "GGIO1$CF$All");

    for (unsigned i = 0; i < ref.type->component_count; i++) {
        NodeRef leaf = node_inside(&ref, &ref.type->components[i]);

        decoded(fixture, &leaf, bytes);
    }
    ref = model_node_ref(device, &device->nodes[1]);
    decoded(fixture, &ref, bytes);
    ref = sample_find(fixture->model, "MMXU1$MX$A");
    decoded(fixture, &ref, bytes);
}

static void
golden_bytes_of_every_kind_go_both_ways(void)
{
    static const struct {
        const char *file, *item, *text;
    } rows[] = {
        { "data/boolean.hex", "GGIO1$CF$All$BOOLEAN", "true" },
        { "data/int8.hex", "GGIO1$CF$All$INT8", "-128" },
        { "data/int32.hex", "GGIO1$CF$All$INT32", "-123456" },
        { "data/int64.hex", "GGIO1$CF$All$INT64", "-9223372036854775808" },
        { "data/int8u.hex", "GGIO1$CF$All$INT8U", "255" },
        { "data/int32u.hex", "GGIO1$CF$All$INT32U", "4294967295" },
        { "data/int64u.hex", "GGIO1$CF$All$INT64U", "18446744073709551615" },
        { "data/float32.hex", "GGIO1$CF$All$FLOAT32", "1.5" },
        { "data/float64.hex", "GGIO1$CF$All$FLOAT64", "-0.1" },
        { "data/dbpos.hex", "GGIO1$CF$All$Dbpos", "on" },
        { "data/quality.hex", "GGIO1$CF$All$Quality", "questionable,oldData" },
        { "data/octet64.hex", "GGIO1$CF$All$Octet64", "4F5031" },
        { "data/octet6.hex", "GGIO1$CF$All$Octet6", "010CCD010001" },
        { "data/visible.hex", "GGIO1$CF$All$VisString255", "Acme" },
        { "data/unicode.hex", "GGIO1$CF$All$Unicode255", "über" },
        { "data/utc_time.hex", "GGIO1$CF$All$Timestamp", "2024-03-12T22:04:48.500Z" },
        { "data/entry_time.hex", "GGIO1$CF$All$EntryTime", "2024-01-01T12:00:00.141Z" },
        { "data/wye.hex", "MMXU1$MX$A",
          "{phsA: {cVal: {mag: {f: 10}}, q: good, t: 2024-03-12T22:04:48.500Z}, "
          "phsB: {cVal: {mag: {f: -10}}, q: good, t: 2024-03-12T22:04:48.500Z}}" },
    };
    Fixture fixture = fixture_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) bytes = hex_load(rows[i].file);
        NodeRef ref = sample_find(fixture.model, rows[i].item);
        g_autofree char *text = NULL;

        CU_ASSERT_EQUAL(decoded(&fixture, &ref, hex_slice(bytes)), VALUE_OK);
        text = values_format(fixture.values, &ref);
        CU_ASSERT_STRING_EQUAL(text, rows[i].text);
        CU_ASSERT_TRUE(hex_equal(encoded(&fixture, &ref), hex_slice(bytes)));
        hex_torture(hex_slice(bytes), decode_any, &fixture);
    }
    fixture_clear(&fixture);
}

static void
what_is_of_another_type_is_refused(void)
{
    static const struct {
        const char *item, *hex;
        ValueResult result;
    } rows[] = {
        { "BOOLEAN", "83 02 00 01", VALUE_TYPE_INCONSISTENT },
        { "BOOLEAN", "85 01 01", VALUE_TYPE_INCONSISTENT },
        { "BOOLEAN", "83 01 01 83 01 01", VALUE_TYPE_INCONSISTENT },
        { "BOOLEAN", "", VALUE_TYPE_INCONSISTENT },
        { "INT8", "85 04 00 00 00 7F", VALUE_OK }, /* wide, but it fits */
        { "INT8", "85 02 00 80", VALUE_TYPE_INCONSISTENT },
        { "INT8", "86 01 01", VALUE_TYPE_INCONSISTENT },
        { "INT8", "85 00", VALUE_TYPE_INCONSISTENT },
        { "INT24", "85 03 7F FF FF", VALUE_OK },
        { "INT24", "85 04 00 80 00 00", VALUE_TYPE_INCONSISTENT },
        { "INT8U", "86 05 00 00 00 00 FF", VALUE_OK },
        { "INT8U", "86 02 01 00", VALUE_TYPE_INCONSISTENT },
        { "INT8U", "86 01 FF", VALUE_TYPE_INCONSISTENT },
        { "INT64U", "86 0A 00 01 00 00 00 00 00 00 00 00", VALUE_TYPE_INCONSISTENT },
        { "FLOAT32", "87 04 3F C0 00 00", VALUE_TYPE_INCONSISTENT },
        { "FLOAT32", "87 05 0B 3F C0 00 00", VALUE_TYPE_INCONSISTENT },
        { "FLOAT32", "87 09 0B 3F F8 00 00 00 00 00 00", VALUE_TYPE_INCONSISTENT },
        { "FLOAT64", "87 05 08 3F C0 00 00", VALUE_TYPE_INCONSISTENT },
        { "Dbpos", "84 02 06 40", VALUE_OK },
        { "Dbpos", "84 02 05 40", VALUE_TYPE_INCONSISTENT },
        { "Dbpos", "84 02 07 00", VALUE_TYPE_INCONSISTENT },
        { "Quality", "84 02 06 C0", VALUE_OK }, /* 13 bits at most */
        { "Quality", "84 03 02 00 00", VALUE_TYPE_INCONSISTENT },
        { "Quality", "84 04 03 00 00 00", VALUE_TYPE_INCONSISTENT },
        { "Quality", "84 01 00", VALUE_OK },
        { "Quality", "84 01 03", VALUE_TYPE_INCONSISTENT },
        { "Octet6", "89 05 01 02 03 04 05", VALUE_TYPE_INCONSISTENT },
        { "Octet6", "89 00", VALUE_TYPE_INCONSISTENT },
        { "Octet64", "89 00", VALUE_OK },
        { "Currency", "8A 04 45 55 52 4F", VALUE_TYPE_INCONSISTENT },
        { "Currency", "8A 03 45 55 52", VALUE_OK },
        { "VisString64", "8A 02 41 0A", VALUE_INVALID },
        { "VisString64", "90 01 41", VALUE_TYPE_INCONSISTENT },
        { "Unicode255", "90 02 C3 28", VALUE_INVALID },
        { "Timestamp", "91 07 65 F0 D1 80 80 00 00", VALUE_TYPE_INCONSISTENT },
        { "EntryTime", "8C 04 02 93 2E 8D", VALUE_TYPE_INCONSISTENT },
        { "EntryTime", "8C 06 05 26 5C 00 39 12", VALUE_INVALID },
    };
    Fixture fixture = fixture_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *item = g_strdup_printf("GGIO1$CF$All$%s", rows[i].item);
        ValueResult result = decoded_hex(&fixture, item, rows[i].hex);

        if (result != rows[i].result) {
            fprintf(stderr, "\n  %s %s: %d\n", rows[i].item, rows[i].hex, result);
        }
        CU_ASSERT_EQUAL(result, rows[i].result);
    }
    fixture_clear(&fixture);
}

static void
enumerations_refuse_ordinals_that_they_do_not_have(void)
{
    Fixture fixture = fixture_new();

    CU_ASSERT_EQUAL(decoded_hex(&fixture, "LLN0$ST$Mod$stVal", "85 01 05"), VALUE_OK);
    CU_ASSERT_EQUAL(decoded_hex(&fixture, "LLN0$ST$Mod$stVal", "85 01 06"), VALUE_INVALID);
    CU_ASSERT_EQUAL(decoded_hex(&fixture, "LLN0$ST$Mod$stVal", "85 02 01 2C"), VALUE_INVALID);
    /* Without names every ordinal of the width is taken. */
    CU_ASSERT_EQUAL(decoded_hex(&fixture, "LLN0$CF$Mod$ctlModel", "85 01 7F"), VALUE_OK);
    CU_ASSERT_EQUAL(decoded_hex(&fixture, "LLN0$CF$Mod$ctlModel", "85 02 00 80"),
                    VALUE_TYPE_INCONSISTENT);
    fixture_clear(&fixture);
}

static void
members_are_counted_and_all_or_nothing_is_written(void)
{
    Fixture fixture = fixture_new();
    NodeRef array = sample_find(fixture.model, "GGIO1$CF$Arr$vals");
    NodeRef object = sample_find(fixture.model, "GGIO1$CF$Arr");
    g_autofree char *text = NULL;

    CU_ASSERT_EQUAL(
        decoded_hex(&fixture, "GGIO1$CF$Arr$vals", "A1 09 85 01 01 85 01 02 85 01 03"),
        VALUE_OK);
    CU_ASSERT_EQUAL(decoded_hex(&fixture, "GGIO1$CF$Arr$vals", "A1 06 85 01 07 85 01 08"),
                    VALUE_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(
        decoded_hex(&fixture, "GGIO1$CF$Arr$vals", "A1 0C 85 01 07 85 01 07 85 01 07 85 01 07"),
        VALUE_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(
        decoded_hex(&fixture, "GGIO1$CF$Arr$vals", "A2 09 85 01 07 85 01 07 85 01 07"),
        VALUE_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(decoded_hex(&fixture, "GGIO1$CF$Arr", "A2 00"), VALUE_TYPE_INCONSISTENT);
    text = values_format(fixture.values, &array);
    CU_ASSERT_STRING_EQUAL(text, "[1, 2, 3]");
    CU_ASSERT_EQUAL(decoded_hex(&fixture, "GGIO1$CF$Arr",
                                "A2 80 A1 80 85 01 04 85 01 05 85 01 06 00 00 00 00"),
                    VALUE_OK);
    g_free(text);
    text = values_format(fixture.values, &object);
    CU_ASSERT_STRING_EQUAL(text, "{vals: [4, 5, 6]}");
    fixture_clear(&fixture);
}

/* A random value of the type, sometimes at its limits. */
static void
randomize(Prng *prng, const Type *type, Value *value)
{
    uint64_t draw = prng_next(prng);
    size_t length = (size_t)type->length;

    *value = (Value){ .kind = type->kind };
    switch (type->kind) {
    case VALUE_BOOLEAN:
        value->boolean = draw % 2;
        break;
    case VALUE_INTEGER:
        value->integer = (int64_t)draw >> (64 - type->length + prng_below(prng, length));
        break;
    case VALUE_UNSIGNED:
        value->unsigned_ = draw >> (64 - type->length + prng_below(prng, length));
        break;
    case VALUE_FLOAT:
        value->real = (float)prng_normal(prng);
        break;
    case VALUE_BIT_STRING:
        memcpy(value->bit_string.octets, &draw, 8);
        value->bit_string.bits = length;
        break;
    case VALUE_OCTET_STRING:
    case VALUE_VISIBLE_STRING:
    case VALUE_MMS_STRING:
        value->string.size = type->variable ? prng_below(prng, MIN(length, 60) + 1) : length;
        memset(value->buffer, (int)('A' + draw % 26), value->string.size);
        break;
    default:
        memcpy(value->time, &draw, 8);
        value->time[0] = 1;
    }
}

static void
random_values_come_back_as_they_went_in(void)
{
    Fixture fixture = fixture_new();
    NodeRef all = sample_find(fixture.model, "GGIO1$CF$All");
    NodeRef other = sample_find(fixture.model, "GGIO1$ST$All");
    Prng prng = prng_keyed(1, "IED1", "values", 0);

    for (unsigned round = 0; round < 200; round++) {
        g_autoptr(GByteArray) bytes = NULL;
        Slice data;

        change_open(fixture.values, CHANGE_SCENARIO, 0);
        for (unsigned i = 0; i < all.type->component_count; i++) {
            NodeRef leaf = node_inside(&all, &all.type->components[i]);
            Value value;

            randomize(&prng, leaf.type, &value);
            CU_ASSERT_EQUAL(change_set(fixture.values, &leaf, &value), VALUE_OK);
        }
        change_commit(fixture.values);
        data = encoded(&fixture, &all);
        bytes = g_byte_array_append(g_byte_array_new(), data.data, (guint)data.size);
        CU_ASSERT_TRUE(check_value(all.type, hex_slice(bytes)));
        CU_ASSERT_EQUAL(decoded(&fixture, &other, hex_slice(bytes)), VALUE_OK);
        CU_ASSERT_TRUE(hex_equal(encoded(&fixture, &other), hex_slice(bytes)));
    }
    fixture_clear(&fixture);
}

static void
text_of_values_is_understood_again(void)
{
    Fixture fixture = fixture_new();
    NodeRef all = sample_find(fixture.model, "GGIO1$CF$All");
    Prng prng = prng_keyed(2, "IED1", "values", 0);

    for (unsigned round = 0; round < 100; round++) {
        for (unsigned i = 0; i < all.type->component_count; i++) {
            NodeRef leaf = node_inside(&all, &all.type->components[i]);
            g_autoptr(GByteArray) bytes = NULL;
            g_autofree char *text = NULL;
            Value value, back;
            Slice data;

            randomize(&prng, leaf.type, &value);
            if (leaf.type->kind >= VALUE_BINARY_TIME) {
                memset(value.time + 4, 0, 3);
                value.time[7] = 10;
            }
            if (leaf.type->kind == VALUE_BIT_STRING && leaf.type->length > 2) {
                value.bit_string.octets[0] &= 0x3F; /* reserved bits have no names */
                value.bit_string.octets[0] &= strcmp(leaf.type->name, "Quality") ? 0x7F : 0xFF;
                value.bit_string.octets[1] &= 0xF8;
            }
            change_open(fixture.values, CHANGE_SCENARIO, 0);
            change_set(fixture.values, &leaf, &value);
            change_commit(fixture.values);
            text = values_format(fixture.values, &leaf);
            data = encoded(&fixture, &leaf);
            bytes = g_byte_array_append(g_byte_array_new(), data.data, (guint)data.size);
            CU_ASSERT_EQUAL(value_parse(leaf.type, text, &back), VALUE_OK);
            change_open(fixture.values, CHANGE_SCENARIO, 0);
            CU_ASSERT_EQUAL(change_set(fixture.values, &leaf, &back), VALUE_OK);
            CU_ASSERT_EQUAL(change_commit(fixture.values), 0);
            if (!hex_equal(encoded(&fixture, &leaf), hex_slice(bytes))) {
                fprintf(stderr, "  %s of %s\n", text, leaf.type->name);
                CU_FAIL("text");
            }
        }
    }
    fixture_clear(&fixture);
}

static void
unset_fixed_octet_strings_are_zeros(void)
{
    Fixture fixture = fixture_new();
    NodeRef ref = sample_find(fixture.model, "GGIO1$CF$All$EntryID");
    g_autoptr(GByteArray) bytes = hex_parse("89 08 00 00 00 00 00 00 00 00");

    CU_ASSERT_TRUE(hex_equal(encoded(&fixture, &ref), hex_slice(bytes)));
    change_open(fixture.values, CHANGE_CLIENT, 1);
    CU_ASSERT_EQUAL(change_decode(fixture.values, &ref, hex_slice(bytes)), VALUE_OK);
    CU_ASSERT_EQUAL(change_commit(fixture.values), 0);
    fixture_clear(&fixture);
}

static void
a_full_message_is_an_overflow_and_no_more(void)
{
    Fixture fixture = fixture_new();
    const LogicalDevice *device = &fixture.model->devices[0];

    for (size_t limit = 0; limit < 200; limit++) {
        NodeRef ref = model_node_ref(device, &device->nodes[limit % 4]);
        size_t whole = encoded(&fixture, &ref).size;
        BerWriter writer = ber_writer(&fixture.pdu, limit);

        pdu_reset(&fixture.pdu);
        values_encode(fixture.values, &ref, &writer);
        CU_ASSERT_TRUE(pdu_content(&fixture.pdu).size <= limit);
        CU_ASSERT_EQUAL(writer.overflow, limit < whole);
    }
    fixture_clear(&fixture);
}

static void
reset_gives_the_initial_values_back(void)
{
    Fixture fixture = fixture_new();
    NodeRef ref = sample_find(fixture.model, "LLN0$DC$NamPlt$vendor");
    size_t memory = values_memory(fixture.values);
    g_autofree char *text = NULL;

    CU_ASSERT_EQUAL(decoded_hex(&fixture, "LLN0$DC$NamPlt$vendor", "8A 03 58 59 5A"), VALUE_OK);
    values_reset(fixture.values);
    text = values_format(fixture.values, &ref);
    CU_ASSERT_STRING_EQUAL(text, "Acme");
    CU_ASSERT_TRUE(values_memory(fixture.values) <= memory + 8 * 64);
    fixture_clear(&fixture);
}

TEST_SUITE(model_values, TEST_CASE(golden_bytes_of_every_kind_go_both_ways),
           TEST_CASE(what_is_of_another_type_is_refused),
           TEST_CASE(enumerations_refuse_ordinals_that_they_do_not_have),
           TEST_CASE(members_are_counted_and_all_or_nothing_is_written),
           TEST_CASE(random_values_come_back_as_they_went_in),
           TEST_CASE(text_of_values_is_understood_again),
           TEST_CASE(unset_fixed_octet_strings_are_zeros),
           TEST_CASE(a_full_message_is_an_overflow_and_no_more),
           TEST_CASE(reset_gives_the_initial_values_back))
