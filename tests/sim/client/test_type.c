/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/client/client.h"

#include "tests/hex.h"
#include "tests/test.h"

static ClientType *
type_of(const char *hex)
{
    g_autoptr(GByteArray) bytes = hex_parse(hex);

    return client_type_decode(hex_slice(bytes));
}

static bool
matches(const ClientType *type, const char *hex, const char *expected)
{
    g_autoptr(GByteArray) bytes = hex_parse(hex);
    char where[120] = "";
    bool found = client_type_matches(type, hex_slice(bytes), where, sizeof where);

    if (expected != NULL && strcmp(where, expected) != 0) {
        fprintf(stderr, "found \"%s\", expected \"%s\"\n", where, expected);
        CU_FAIL("another reason");
    }
    return found;
}

static void
a_structure_becomes_a_tree(void)
{
    g_autoptr(GByteArray) bytes = hex_load("client/type_mv.hex");
    g_autoptr(ClientType) type = client_type_decode(hex_slice(bytes));
    g_autoptr(ClientType) copy = NULL;

    CU_ASSERT_PTR_NOT_NULL_FATAL(type);
    CU_ASSERT_EQUAL(type->tag, 0xA2);
    CU_ASSERT_EQUAL(type->count, 3);
    CU_ASSERT_STRING_EQUAL(type->components[0].name, "mag");
    CU_ASSERT_EQUAL(client_type_find(type, "mag$f")->tag, 0x87);
    CU_ASSERT_EQUAL(client_type_find(type, "mag$f")->size, 32);
    CU_ASSERT_EQUAL(client_type_find(type, "q")->size, -13);
    CU_ASSERT_PTR_EQUAL(client_type_find(type, ""), type);
    CU_ASSERT_PTR_NULL(client_type_find(type, "mag$i"));
    CU_ASSERT_PTR_NULL(client_type_find(type, "q$x"));
    CU_ASSERT_EQUAL(client_type_leaves(type), 3);
    copy = client_type_copy(type);
    CU_ASSERT(client_type_equal(type, copy));
    copy->components[1].type->size = 13;
    CU_ASSERT_FALSE(client_type_equal(type, copy));
}

static void
an_array_knows_its_element(void)
{
    g_autoptr(ClientType) type = type_of("A1 08 81 01 10 A2 03 85 01 08");
    g_autofree char *text = NULL;

    CU_ASSERT_PTR_NOT_NULL_FATAL(type);
    CU_ASSERT_EQUAL(type->elements, 16);
    CU_ASSERT_EQUAL(client_type_leaves(type), 16);
    CU_ASSERT_EQUAL(client_type_find(type, "(3)")->size, 8);
    CU_ASSERT_PTR_NULL(client_type_find(type, "3"));
    text = client_type_format(type);
    CU_ASSERT_STRING_EQUAL(text, "array of 16 INT8");
}

static void
basic_types_have_names(void)
{
    static const struct {
        const char *hex, *name;
    } rows[] = {
        { "83 00", "BOOLEAN" },
        { "84 01 02", "BIT-STRING of 2" },
        { "85 01 20", "INT32" },
        { "86 01 40", "UINT64" },
        { "A7 06 02 01 40 02 01 0B", "FLOAT64" },
        { "89 01 C0", "OCTET-STRING up to 64" },
        { "8A 02 FF 01", "VISIBLE-STRING up to 255" },
        { "8C 01 FF", "BINARY-TIME6" },
        { "90 02 FF 01", "MMS-STRING up to 255" },
        { "91 00", "UTC-TIME" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(ClientType) type = type_of(rows[i].hex);
        g_autofree char *text = type != NULL ? client_type_format(type) : g_strdup("none");

        CU_ASSERT_STRING_EQUAL(text, rows[i].name);
    }
}

static void
malformed_descriptions_are_refused(void)
{
    static const char *const rows[] = {
        "",
        "83 01 00",                               /* content where none belongs */
        "84 00",                                  /* no size */
        "84 05 01 00 00 00 00",                   /* size past 32 bits */
        "A7 06 02 01 20 02 01 0B",                /* no such float */
        "A7 08 02 01 20 02 01 08 05 00",          /* trailing */
        "A0 03 80 01 41",                         /* a type name */
        "A2 02 A1 00 05 00",                      /* trailing NULL behind */
        "A1 05 A2 03 85 01 08",                   /* no count */
        "A1 08 81 01 FF A2 03 85 01 08",          /* negative count */
        "A1 06 81 01 10 A2 01 85",                /* truncated inside */
        "A2 0B A1 09 30 07 80 01 00 A1 02 91",    /* truncated */
        "A2 0B A1 09 30 07 80 01 00 A1 02 91 00", /* NUL in a name */
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(ClientType) type = type_of(rows[i]);

        CU_ASSERT_PTR_NULL(type);
    }
}

/* `depth` structures of one component each around a boolean. */
static GByteArray *
nested(unsigned depth)
{
    Pdu pdu;
    GByteArray *bytes = g_byte_array_new();

    pdu_init(&pdu, 0);
    {
        BerWriter writer = ber_writer(&pdu, SIZE_MAX / 2);
        g_autofree BerMark *marks = g_new(BerMark, depth * 4 + 1);

        for (unsigned i = 0; i < depth; i++) {
            marks[4 * i] = ber_put_open(&writer, 0xA2);
            marks[4 * i + 1] = ber_put_open(&writer, 0xA1);
            marks[4 * i + 2] = ber_put_open(&writer, 0x30);
            marks[4 * i + 3] = ber_put_open(&writer, 0xA1);
        }
        ber_put_null(&writer, 0x83);
        for (unsigned i = depth * 4; i > 0; i--) {
            ber_put_close(&writer, marks[i - 1]);
        }
    }
    g_byte_array_append(bytes, pdu_content(&pdu).data, (guint)pdu_content(&pdu).size);
    pdu_clear(&pdu);
    return bytes;
}

static void
deep_nesting_is_refused(void)
{
    g_autoptr(GByteArray) deep = nested(CLIENT_TYPE_DEPTH_MAX - 1);
    g_autoptr(GByteArray) deeper = nested(CLIENT_TYPE_DEPTH_MAX);
    g_autoptr(GByteArray) deepest = nested(1000);
    g_autoptr(ClientType) good = client_type_decode(hex_slice(deep));
    g_autoptr(ClientType) bad = client_type_decode(hex_slice(deeper));
    g_autoptr(ClientType) worse = client_type_decode(hex_slice(deepest));

    CU_ASSERT_PTR_NOT_NULL(good);
    CU_ASSERT_PTR_NULL(bad);
    CU_ASSERT_PTR_NULL(worse);
}

static void
data_of_the_type_matches(void)
{
    g_autoptr(GByteArray) description = hex_load("client/type_mv.hex");
    g_autoptr(GByteArray) data = hex_load("client/data_mv.hex");
    g_autoptr(ClientType) type = client_type_decode(hex_slice(description));
    char where[80];

    CU_ASSERT_PTR_NOT_NULL_FATAL(type);
    CU_ASSERT_TRUE(client_type_matches(type, hex_slice(data), where, sizeof where));
    CU_ASSERT_TRUE(client_type_matches(type, hex_slice(data), NULL, 0));
}

static void
a_mismatch_tells_the_component(void)
{
    g_autoptr(GByteArray) description = hex_load("client/type_mv.hex");
    g_autoptr(ClientType) type = client_type_decode(hex_slice(description));

    CU_ASSERT_PTR_NOT_NULL_FATAL(type);
    CU_ASSERT_FALSE(
        matches(type, "A2 16 A2 05 85 03 3F C0 00 84 03 03 00 00 91 08 65 F0 D1 80 80 00 00 0A",
                "mag.f: Data of tag 85 where FLOAT32 is declared"));
    CU_ASSERT_FALSE(matches(type, "A2 0E A2 07 87 05 08 3F C0 00 00 84 03 03 00 00",
                            "2 components where 3 are declared"));
    CU_ASSERT_FALSE(matches(
        type,
        "A2 19 A2 07 87 05 08 3F C0 00 00 84 04 03 00 00 00 91 08 65 F0 D1 80 80 00 00 0A",
        "q: 21 bits where at most 13 are declared"));
    CU_ASSERT_FALSE(matches(
        type,
        "A2 1A A2 07 87 05 08 3F C0 00 00 84 03 03 00 00 91 08 65 F0 D1 80 80 00 00 0A 83 00",
        "more than 3 components"));
    CU_ASSERT_FALSE(matches(type, "A2 0C A2 07 87 05 0B 3F C0 00 00 83 01 00",
                            "mag.f: exponent of 11 bits"));
    CU_ASSERT_FALSE(matches(type, "", "an element ends behind its surroundings"));
}

static void
widths_and_lengths_are_exact(void)
{
    static const struct {
        const char *type, *data;
        bool fits;
    } rows[] = {
        { "85 01 08", "85 01 7F", true },
        { "85 01 08", "85 02 00 80", false },
        { "85 01 08", "85 02 00 7F", true }, /* not minimal, but the same value */
        { "85 01 08", "85 01 80", true },
        { "85 01 08", "85 02 FF 7F", false },
        { "86 01 08", "86 02 00 FF", true },
        { "86 01 08", "86 02 01 00", false },
        { "86 01 08", "86 01 FF", false },
        { "86 01 40", "86 09 00 FF FF FF FF FF FF FF FF", true },
        { "85 01 00", "85 01 00", false },
        { "83 00", "83 01 01", true },
        { "83 00", "83 02 01 01", false },
        { "84 01 02", "84 02 06 80", true },
        { "84 01 02", "84 02 05 80", false },
        { "84 01 02", "84 01 06", false },
        { "89 01 08", "89 07 01 02 03 04 05 06 07", false },
        { "8A 01 FE", "8A 02 41 42", true },
        { "8A 01 FE", "8A 03 41 42 43", false },
        { "90 01 FE", "90 04 C3 A4 C3 B6", true }, /* two characters of UTF-8 */
        { "8C 01 FF", "8C 06 00 00 00 00 00 00", true },
        { "8C 01 FF", "8C 04 00 00 00 00", false },
        { "91 00", "91 08 00 00 00 00 00 00 00 00", true },
        { "91 00", "91 07 00 00 00 00 00 00 00", false },
        { "83 00", "83 01 00 83 01 00", false },
        { "A1 08 81 01 02 A2 03 85 01 08", "A1 06 85 01 01 85 01 02", true },
        { "A1 08 81 01 02 A2 03 85 01 08", "A1 03 85 01 01", false },
        { "A1 08 81 01 02 A2 03 85 01 08", "A1 09 85 01 01 85 01 02 85 01 03", false },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(ClientType) type = type_of(rows[i].type);

        CU_ASSERT_PTR_NOT_NULL_FATAL(type);
        if (matches(type, rows[i].data, NULL) != rows[i].fits) {
            fprintf(stderr, "row %u\n", i);
            CU_FAIL("fits wrongly");
        }
    }
}

static void
torture_type(Slice bytes, void *user)
{
    g_autoptr(ClientType) type = client_type_decode(bytes);

    (void)user;
    if (type != NULL) {
        g_autofree char *text = client_type_format(type);

        g_assert(text != NULL);
    }
}

static void
torture_data(Slice bytes, void *user)
{
    char where[60];

    client_type_matches(user, bytes, where, sizeof where);
}

static void
bad_octets_do_no_harm(void)
{
    g_autoptr(GByteArray) description = hex_load("client/type_mv.hex");
    g_autoptr(GByteArray) data = hex_load("client/data_mv.hex");
    g_autoptr(ClientType) type = client_type_decode(hex_slice(description));

    hex_torture(hex_slice(description), torture_type, NULL);
    hex_torture(hex_slice(data), torture_data, type);
    CU_PASS("no harm");
}

TEST_SUITE(sim_client_type, TEST_CASE(a_structure_becomes_a_tree),
           TEST_CASE(an_array_knows_its_element), TEST_CASE(basic_types_have_names),
           TEST_CASE(malformed_descriptions_are_refused), TEST_CASE(deep_nesting_is_refused),
           TEST_CASE(data_of_the_type_matches), TEST_CASE(a_mismatch_tells_the_component),
           TEST_CASE(widths_and_lengths_are_exact), TEST_CASE(bad_octets_do_no_harm))
