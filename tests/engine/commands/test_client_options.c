/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/commands/client_options.h"

#include "engine/command.h"
#include "tests/test.h"

/* Parses "identify" with these words; NULL ends them. */
static bool
parse(ClientOptions *options, const char *const *words, int *status)
{
    char *argv[16] = { (char *)"identify" };
    int argc = 1;

    while (words[argc - 1] != NULL) {
        argv[argc] = (char *)words[argc - 1];
        argc++;
    }
    *options = (ClientOptions){ 0 };
    return client_options_parse(options, "summary", "HOST:PORT", NULL, argc, argv, status);
}

static void
what_is_not_given_is_usual(void)
{
    static const char *const words[] = { "h:102", NULL };
    const OsiAddress usual = client_usual_address(true);
    ClientOptions options;
    int status;

    CU_ASSERT_TRUE_FATAL(parse(&options, words, &status));
    CU_ASSERT_EQUAL(options.parameters.remote.psel.size, usual.psel.size);
    CU_ASSERT_EQUAL(options.parameters.remote.ap_title_size, usual.ap_title_size);
    CU_ASSERT_EQUAL(options.parameters.remote.ae_qualifier, usual.ae_qualifier);
    CU_ASSERT_EQUAL(options.parameters.timeout, 10 * CLOCK_SECOND);
    CU_ASSERT_STRING_EQUAL(options.arguments[0], "h:102");
    CU_ASSERT_PTR_NULL(options.arguments[1]);
    client_options_clear(&options);
}

static void
addresses_are_taken_as_given(void)
{
    static const char *const words[] = {
        "--tsel",         "",  "--psel",          "00ff", "--ap-title", "1.3.9999.33",
        "--ae-qualifier", "7", "--pdu-size=2000", "h",    "-5",         NULL
    };
    static const uint8_t title[] = { 0x2B, 0xCE, 0x0F, 0x21 };
    ClientOptions options;
    int status;

    CU_ASSERT_TRUE_FATAL(parse(&options, words, &status));
    CU_ASSERT_EQUAL(options.parameters.remote.tsel.size, 0);
    CU_ASSERT_EQUAL(options.parameters.remote.psel.size, 2);
    CU_ASSERT_EQUAL(options.parameters.remote.psel.octets[1], 0xFF);
    CU_ASSERT_EQUAL(options.parameters.remote.ap_title_size, sizeof title);
    CU_ASSERT_EQUAL(memcmp(options.parameters.remote.ap_title, title, sizeof title), 0);
    CU_ASSERT_EQUAL(options.parameters.remote.ae_qualifier, 7);
    CU_ASSERT_EQUAL(options.parameters.limits.pdu_size, 2000);
    CU_ASSERT_STRING_EQUAL(options.arguments[1], "-5");
    client_options_clear(&options);
}

static void
senseless_options_are_usage_errors(void)
{
    static const char *const rows[][3] = {
        { "--tsel", "0", NULL },       { "--ssel", "xx", NULL },
        { "--ap-title", "3.1", NULL }, { "--ap-title", "1.x", NULL },
        { "--ap-title", "1", NULL },   { "--timeout", "0", NULL },
        { "--pdu-size", "-1", NULL },  { "--outstanding", "99999", NULL },
        { "--nonsense", "h", NULL },   { "--psel", "000102030405060708090a0b0c0d0e0f10", NULL },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        ClientOptions options;
        int status = EXIT_HELD;

        CU_ASSERT_FALSE(parse(&options, rows[i], &status));
        CU_ASSERT_EQUAL(status, EXIT_USAGE);
        client_options_clear(&options);
    }
}

TEST_SUITE(engine_commands_client_options, TEST_CASE(what_is_not_given_is_usual),
           TEST_CASE(addresses_are_taken_as_given),
           TEST_CASE(senseless_options_are_usage_errors))
