/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/client/client.h"

#include "tests/hex.h"
#include "tests/test.h"

static ClientType *
load_type(const char *name)
{
    g_autoptr(GByteArray) bytes = hex_load(name);

    return client_type_decode(hex_slice(bytes));
}

static void
check_text(const char *type_hex, const char *data_hex, const char *text, const char *json)
{
    g_autoptr(GByteArray) type_bytes = hex_parse(type_hex);
    g_autoptr(GByteArray) data = hex_parse(data_hex);
    g_autoptr(ClientType) type = client_type_decode(hex_slice(type_bytes));
    g_autofree char *found = client_data_format_named(type, hex_slice(data));
    g_autofree char *found_json = client_data_json_named(type, hex_slice(data));

    if (strcmp(found, text) != 0 || strcmp(found_json, json) != 0) {
        fprintf(stderr, "found %s %s\nexpected %s %s\n", found, found_json, text, json);
        CU_FAIL("another text");
    }
}

static void
a_structure_shows_its_names(void)
{
    g_autoptr(GByteArray) data = hex_load("client/data_mv.hex");
    g_autoptr(ClientType) type = load_type("client/type_mv.hex");
    g_autofree char *text = client_data_format_named(type, hex_slice(data));
    g_autofree char *bare = client_data_format(hex_slice(data));
    g_autofree char *json = client_data_json_named(type, hex_slice(data));
    g_autofree char *bare_json = client_data_json(hex_slice(data));

    CU_ASSERT_STRING_EQUAL(text, "{mag={f=1.5} q=good t=2024-03-12T22:04:48.500Z}");
    CU_ASSERT_STRING_EQUAL(bare, "{{1.5} good 2024-03-12T22:04:48.500Z}");
    CU_ASSERT_STRING_EQUAL(json, "{\"mag\":{\"f\":1.5},\"q\":\"0000000000000\",\"t\":{\"time\":"
                                 "\"2024-03-12T22:04:48.500000000Z\",\"quality\":10}}");
    CU_ASSERT_STRING_EQUAL(bare_json, "[[1.5],\"0000000000000\",{\"time\":"
                                      "\"2024-03-12T22:04:48.500000000Z\",\"quality\":10}]");
}

static void
every_kind_is_shown(void)
{
    check_text("83 00", "83 01 01", "true", "true");
    check_text("85 01 20", "85 01 FF", "-1", "-1");
    check_text("86 01 20", "86 05 00 FF FF FF FF", "4294967295", "4294967295");
    check_text("A7 06 02 01 20 02 01 08", "87 05 08 41 21 99 9A", "10.1", "10.1");
    check_text("A7 06 02 01 40 02 01 0B", "87 09 0B 3F B9 99 99 99 99 99 9A", "0.1", "0.1");
    check_text("A7 06 02 01 20 02 01 08", "87 05 08 7F C0 00 00", "NaN", "\"NaN\"");
    check_text("84 01 02", "84 02 06 80", "on", "\"10\"");
    check_text("84 01 FE", "84 02 06 80", "10", "\"10\"");
    check_text("84 01 F3", "84 03 03 C1 10", "questionable|oldData|test", "\"1100000100010\"");
    check_text("89 01 C0", "89 02 0A FF", "x'0AFF'", "\"0AFF\"");
    check_text("89 01 C0", "89 00", "x''", "\"\"");
    check_text("8A 01 C0", "8A 03 61 22 62", "\"a\\\"b\"", "\"a\\\"b\"");
    check_text("90 01 C0", "90 02 C3 A4", "\"\xC3\xA4\"", "\"\xC3\xA4\"");
    check_text("8C 01 FF", "8C 06 02 93 2E 00 37 8D", "2022-12-08T12:00:00.000Z",
               "\"2022-12-08T12:00:00.000000000Z\"");
    check_text("8C 01 00", "8C 04 02 93 2E 05", "12:00:00.005", "\"12:00:00.005\"");
    check_text("91 00", "91 08 65 F0 D1 80 80 00 00 60",
               "2024-03-12T22:04:48.500Z!clock-failure!not-synchronized",
               "{\"time\":\"2024-03-12T22:04:48.500000000Z\",\"quality\":96}");
    check_text("A1 08 81 01 02 A2 03 85 01 08", "A1 06 85 01 01 85 01 02", "[1 2]", "[1,2]");
}

static void
what_does_not_fit_is_shown_all_the_same(void)
{
    check_text("83 00", "85 01 05", "5", "5");
    check_text("83 00", "83 00", "(malformed)", "null");
    check_text("83 00", "", "(malformed)", "null");
    check_text("83 00", "8D 01 05", "(tag 8D 05)", "\"05\"");
    check_text("A2 0A A1 08 30 06 80 01 61 A1 01 83", "A2 03 83 01 01", "{true}", "[true]");
    check_text("A2 0B A1 09 30 07 80 01 61 A1 02 83 00", "A2 06 83 01 01 85 01 07",
               "{a=true 7}", "[true,7]");
    check_text("83 00", "A2 02 85 05", "{(malformed)}", "[null]");
}

static void
check_parse(const char *type_hex, const char *text, const char *data_hex)
{
    g_autoptr(GByteArray) type_bytes = hex_parse(type_hex);
    g_autoptr(GByteArray) expected = hex_parse(data_hex != NULL ? data_hex : "");
    g_autoptr(ClientType) type = client_type_decode(hex_slice(type_bytes));
    g_autoptr(GError) error = NULL;
    Pdu pdu;

    CU_ASSERT_PTR_NOT_NULL_FATAL(type);
    pdu_init(&pdu, 0);
    if (client_data_parse(type, text, &pdu, &error) != (data_hex != NULL)) {
        fprintf(stderr, "\"%s\": %s\n", text, error != NULL ? error->message : "was taken");
        CU_FAIL("parsed otherwise");
    }
    CU_ASSERT_EQUAL(error == NULL, data_hex != NULL);
    CU_ASSERT(hex_equal(pdu_content(&pdu), hex_slice(expected)));
    pdu_clear(&pdu);
}

static void
text_becomes_data_of_the_type(void)
{
    check_parse("83 00", "true", "83 01 FF");
    check_parse("83 00", "off", "83 01 00");
    check_parse("83 00", "maybe", NULL);
    check_parse("85 01 08", "-128", "85 01 80");
    check_parse("85 01 08", "128", NULL);
    check_parse("85 01 20", "0x7F", "85 01 7F");
    check_parse("85 01 20", "5 6", NULL);
    check_parse("85 01 20", "", NULL);
    check_parse("86 01 08", "255", "86 02 00 FF");
    check_parse("86 01 08", "-1", NULL);
    check_parse("A7 06 02 01 20 02 01 08", "1.5", "87 05 08 3F C0 00 00");
    check_parse("A7 06 02 01 40 02 01 0B", "1.5", "87 09 0B 3F F8 00 00 00 00 00 00");
    check_parse("A7 06 02 01 20 02 01 08", "1,5", NULL);
    check_parse("84 01 02", "on", "84 02 06 80");
    check_parse("84 01 02", "01", "84 02 06 40");
    check_parse("84 01 02", "011", NULL);
    check_parse("84 01 F3", "good", "84 03 03 00 00");
    check_parse("84 01 F3", "invalid|oldData", "84 03 03 41 00");
    check_parse("84 01 F3", "well", NULL);
    check_parse("84 01 F6", "0111", "84 02 04 70");
    check_parse("89 01 08", "x'0102030405060708'", "89 08 01 02 03 04 05 06 07 08");
    check_parse("89 01 C0", "0aFf", "89 02 0A FF");
    check_parse("89 01 08", "0102", NULL);
    check_parse("89 01 C0", "0g", NULL);
    check_parse("8A 01 F8", "two words", NULL);
    check_parse("8A 01 F7", "two words", "8A 09 74 77 6F 20 77 6F 72 64 73");
    check_parse("8A 01 F7", "\"a b\"", "8A 03 61 20 62");
    check_parse("8A 01 F7", "\"a b", NULL);
    check_parse("8A 01 F7", "\"a\" b", NULL);
    check_parse("91 00", "2024-03-12T22:04:48.5Z", "91 08 65 F0 D1 80 80 00 00 0A");
    check_parse("91 00", "yesterday", NULL);
    check_parse("8C 01 FF", "2022-12-08T12:00:00Z", "8C 06 02 93 2E 00 37 8D");
    check_parse("A1 08 81 01 02 A2 03 85 01 08", "[1 2]", "A1 06 85 01 01 85 01 02");
    check_parse("A1 08 81 01 02 A2 03 85 01 08", "[1]", NULL);
    check_parse("A1 08 81 01 02 A2 03 85 01 08", "[1 2", NULL);
    check_parse("A1 08 81 01 02 A2 03 85 01 08", "1 2", NULL);
}

static void
structures_take_names_in_any_order(void)
{
    static const char *const good[] = {
        "{mag={f=1.5} q=good t=2024-03-12T22:04:48.5Z}",
        "{{1.5} good 2024-03-12T22:04:48.5Z}",
        "{t=2024-03-12T22:04:48.5Z, mag={1.5}, q=good}",
        " { { 1.5 } , \"good\" , \"2024-03-12T22:04:48.5Z\" } ",
    };
    static const struct {
        const char *text, *error;
    } bad[] = {
        { "{{1.5} good}", "t is missing" },
        { "{{1.5} good now now}", "more than 3 components" },
        { "{q=good q=good}", "q comes twice" },
        { "{mag={f=x}}", "mag.f: \"x\" is no FLOAT32" },
        { "{mag={1.5}", "a closing } is missing" },
        { "1.5", "a structure begins with {" },
        { "{1.5}", "mag: a structure begins with {" },
        { "{", "a closing } is missing" },
        { "", "a structure begins with {" },
        { "{{1.5} good now} x", "\"x\" behind the value" },
    };
    g_autoptr(ClientType) type = load_type("client/type_mv.hex");
    g_autoptr(GByteArray) expected = hex_parse(
        "A2 16 A2 07 87 05 08 3F C0 00 00 84 03 03 00 00 91 08 65 F0 D1 80 80 00 00 0A");

    expected->data[1] = (uint8_t)(expected->len - 2);
    for (unsigned i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autoptr(GError) error = NULL;
        Pdu pdu;

        pdu_init(&pdu, 0);
        CU_ASSERT_TRUE(client_data_parse(type, good[i], &pdu, &error));
        CU_ASSERT(hex_equal(pdu_content(&pdu), hex_slice(expected)));
        pdu_clear(&pdu);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        Pdu pdu;

        pdu_init(&pdu, 0);
        CU_ASSERT_FALSE(client_data_parse(type, bad[i].text, &pdu, &error));
        CU_ASSERT_PTR_NOT_NULL_FATAL(error);
        CU_ASSERT_STRING_EQUAL(error->message, bad[i].error);
        CU_ASSERT_EQUAL(pdu_content(&pdu).size, 0);
        pdu_clear(&pdu);
    }
}

static void
torture(Slice bytes, void *user)
{
    g_autofree char *text = client_data_format_named(user, bytes);
    g_autofree char *json = client_data_json_named(user, bytes);

    g_assert(text != NULL && json != NULL);
}

static void
bad_octets_do_no_harm(void)
{
    g_autoptr(GByteArray) data = hex_load("client/data_mv.hex");
    g_autoptr(ClientType) type = load_type("client/type_mv.hex");
    g_autoptr(GByteArray) deep = g_byte_array_new();

    hex_torture(hex_slice(data), torture, type);
    for (unsigned i = 0; i < 500; i++) {
        g_byte_array_append(deep, (const uint8_t *)"\xA2\x80", 2);
    }
    torture(hex_slice(deep), type);
    for (unsigned i = 0; i < 500; i++) {
        g_byte_array_append(deep, (const uint8_t *)"\0", 2);
    }
    torture(hex_slice(deep), type);
    CU_PASS("no harm");
}

TEST_SUITE(sim_client_data, TEST_CASE(a_structure_shows_its_names),
           TEST_CASE(every_kind_is_shown), TEST_CASE(what_does_not_fit_is_shown_all_the_same),
           TEST_CASE(text_becomes_data_of_the_type),
           TEST_CASE(structures_take_names_in_any_order), TEST_CASE(bad_octets_do_no_harm))
