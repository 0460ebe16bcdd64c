/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/addresses.h"

#include <errno.h>

#include "sim/net/listener.h"
#include "tests/test.h"

static SclServer first_servers[] = {
    { .name = "F1", .ied_name = "F1", .ip = "10.0.0.1", .port = 102 },
    { .name = "F1@AP2", .ied_name = "F1", .ip = "10.0.0.2", .port = 3102 },
    { .name = "F2", .ied_name = "F2", .port = 102 },
};
static SclServer second_servers[] = {
    { .name = "F1", .ied_name = "F1", .ip = "10.0.1.1", .port = 102 },
};
static const SclFile first = { .path = "a/station.scd",
                               .servers = first_servers,
                               .server_count = G_N_ELEMENTS(first_servers) };
static const SclFile second = { .path = "b/other.cid",
                                .servers = second_servers,
                                .server_count = G_N_ELEMENTS(second_servers) };
static const SclFile third = { .path = "c/station.scd",
                               .servers = second_servers,
                               .server_count = G_N_ELEMENTS(second_servers) };

static const AddressOptions plain = { .port = -1 };

/* The whole plan as "name=host:port name=host:port", or the error. */
static char *
plan(GPtrArray *rows, const AddressOptions *options)
{
    g_autoptr(GError) error = NULL;
    GString *text = g_string_new(NULL);

    if (!addresses_assign(rows, options, &error)) {
        CU_ASSERT_PTR_NOT_NULL_FATAL(error);
        g_string_append(text, error->message);
    }
    for (unsigned i = 0; error == NULL && i < rows->len; i++) {
        const Address *row = g_ptr_array_index(rows, i);

        g_string_append_printf(text, "%s%s=%s:%d", i > 0 ? " " : "", row->name, row->host,
                               row->port);
    }
    return g_string_free(text, FALSE);
}

static void
check_plan(const SclFile *const *files, const AddressOptions *options, const char *expected)
{
    g_autoptr(GPtrArray) rows = addresses_new();
    g_autofree char *found = NULL;

    for (; *files != NULL; files++) {
        addresses_append_file(rows, *files, NULL);
    }
    found = plan(rows, options);
    CU_ASSERT_STRING_EQUAL(found, expected);
}

static const SclFile *const only_first[] = { &first, NULL };
static const SclFile *const only_second[] = { &second, NULL };

static void
every_ied_gets_a_port_of_its_own(void)
{
    check_plan(only_first, &plain,
               "F1=127.0.0.1:10102 F1@AP2=127.0.0.1:10103 F2=127.0.0.1:10104");
    check_plan(only_first, &(AddressOptions){ .base_port = 2000, .port = -1 },
               "F1=127.0.0.1:2000 F1@AP2=127.0.0.1:2001 F2=127.0.0.1:2002");
    check_plan(only_first, &(AddressOptions){ .port = 0 },
               "F1=127.0.0.1:0 F1@AP2=127.0.0.1:0 F2=127.0.0.1:0");
    check_plan(only_second, &(AddressOptions){ .port = 102 }, "F1=127.0.0.1:102");
}

static void
loopback_gives_every_ied_an_address(void)
{
    g_autoptr(GPtrArray) rows = addresses_new();
    const Address *last;

    check_plan(only_first, &(AddressOptions){ .loopback = true, .port = -1 },
               "F1=127.1.0.1:10102 F1@AP2=127.1.0.2:10102 F2=127.1.0.3:10102");
    for (int i = 0; i < 254 * 256 + 255; i++) {
        addresses_append(rows, "X", NULL, NULL);
    }
    CU_ASSERT_TRUE(
        addresses_assign(rows, &(AddressOptions){ .loopback = true, .port = 102 }, NULL));
    last = g_ptr_array_index(rows, rows->len - 1);
    CU_ASSERT_STRING_EQUAL(last->host, "127.2.1.1");
    CU_ASSERT_STRING_EQUAL(last->name, "X#65279");
}

static void
the_files_own_addresses_are_taken(void)
{
    static char scl[] = "scl";

    check_plan(only_second, &(AddressOptions){ .addresses = scl, .port = -1 },
               "F1=10.0.1.1:102");
    check_plan(only_second, &(AddressOptions){ .addresses = scl, .port = 0 }, "F1=10.0.1.1:0");
    check_plan(only_first, &(AddressOptions){ .addresses = scl, .port = -1 },
               "a/station.scd: F2 has no IP address in its SCL file");
}

static void
equal_names_of_several_files_are_told_apart(void)
{
    static const SclFile *const two[] = { &first, &second, NULL };
    static const SclFile *const same_base[] = { &second, &third, &first, NULL };
    static const SclFile *const same_file[] = { &second, &second, NULL };
    static const AddressOptions ephemeral = { .port = 0 };

    check_plan(two, &ephemeral,
               "station/F1=127.0.0.1:0 F1@AP2=127.0.0.1:0 F2=127.0.0.1:0 other/F1=127.0.0.1:0");
    check_plan(same_base, &ephemeral,
               "other/F1=127.0.0.1:0 c/station.scd/F1=127.0.0.1:0 "
               "a/station.scd/F1=127.0.0.1:0 F1@AP2=127.0.0.1:0 F2=127.0.0.1:0");
    check_plan(same_file, &ephemeral,
               "b/other.cid/F1=127.0.0.1:0 b/other.cid/F1#2=127.0.0.1:0");
}

static void
only_the_named_ieds_are_taken(void)
{
    g_autoptr(GPtrArray) rows = addresses_new();
    static const char *const names[] = { "F1", NULL };
    static const char *const access_point[] = { "F1@AP2", NULL };
    static const char *const unknown[] = { "F9", NULL };
    static const char *const of_file[] = { "station/F1", NULL };
    static const char *const of_path[] = { "a/station.scd/F2", NULL };

    CU_ASSERT_EQUAL(addresses_append_file(rows, &first, names), 2);
    CU_ASSERT_EQUAL(addresses_append_file(rows, &first, access_point), 1);
    CU_ASSERT_EQUAL(addresses_append_file(rows, &first, unknown), 0);
    CU_ASSERT_EQUAL(addresses_append_file(rows, &first, of_file), 2);
    CU_ASSERT_EQUAL(addresses_append_file(rows, &second, of_file), 0);
    CU_ASSERT_EQUAL(addresses_append_file(rows, &first, of_path), 1);
    CU_ASSERT_EQUAL(addresses_append_file(rows, &third, of_path), 0);
}

static void
contradictions_are_refused(void)
{
    static char scl[] = "scl", dns[] = "dns";

    check_plan(only_first, &(AddressOptions){ .port = 102 },
               "one port cannot serve several IEDs on 127.0.0.1; use --base-port");
    check_plan(only_first, &(AddressOptions){ .addresses = dns, .port = -1 },
               "--addresses knows only \"scl\"");
    check_plan(only_first, &(AddressOptions){ .addresses = scl, .loopback = true, .port = -1 },
               "--loopback and --addresses exclude each other");
    check_plan(only_first, &(AddressOptions){ .base_port = 5, .port = 5 },
               "--base-port and --port exclude each other");
    check_plan(only_first, &(AddressOptions){ .base_port = 5, .loopback = true, .port = -1 },
               "--base-port is for 127.0.0.1; use --port");
    check_plan(only_first, &(AddressOptions){ .port = 65536 },
               "a port is a number from 0 to 65535");
    check_plan(only_first, &(AddressOptions){ .base_port = 65534, .port = -1 },
               "no port is left for F2: IED 3 from port 65534 up; use --loopback");
}

static void
advice_tells_what_to_type(void)
{
    g_autoptr(GPtrArray) rows = addresses_new();
    Address *row = addresses_append(rows, "F1", NULL, NULL);
    g_autoptr(GError) not_local = g_error_new_literal(LISTENER_ERROR, EADDRNOTAVAIL, "");
    g_autoptr(GError) not_allowed = g_error_new_literal(LISTENER_ERROR, EACCES, "");
    g_autoptr(GError) in_use = g_error_new_literal(LISTENER_ERROR, EADDRINUSE, "");
    g_autofree char *add = NULL, *add6 = NULL, *capability = NULL;

    row->host = g_strdup("10.0.0.1");
    add = addresses_advice(row, not_local);
    CU_ASSERT_STRING_EQUAL(add, "ip addr add 10.0.0.1/32 dev lo");
    capability = addresses_advice(row, not_allowed);
    CU_ASSERT_TRUE(g_str_has_prefix(capability, "setcap cap_net_bind_service=+ep /"));
    CU_ASSERT_PTR_NULL(addresses_advice(row, in_use));
    g_free(row->host);
    row->host = g_strdup("fd00::1");
    add6 = addresses_advice(row, not_local);
    CU_ASSERT_STRING_EQUAL(add6, "ip addr add fd00::1/128 dev lo");
}

static void
the_ready_line_is_one_json_object(void)
{
    g_autoptr(GPtrArray) rows = addresses_new();
    g_autofree char *line = NULL;

    addresses_append_file(rows, &second, NULL);
    CU_ASSERT_TRUE(addresses_assign(rows, &plain, NULL));
    line = addresses_ready_json(rows);
    CU_ASSERT_STRING_EQUAL(line, "{\"ready\":true,\"ieds\":[{\"name\":\"F1\",\"address\":"
                                 "\"127.0.0.1\",\"port\":10102,\"tls\":false}]}");
}

TEST_SUITE(engine_addresses, TEST_CASE(every_ied_gets_a_port_of_its_own),
           TEST_CASE(loopback_gives_every_ied_an_address),
           TEST_CASE(the_files_own_addresses_are_taken),
           TEST_CASE(equal_names_of_several_files_are_told_apart),
           TEST_CASE(only_the_named_ieds_are_taken), TEST_CASE(contradictions_are_refused),
           TEST_CASE(advice_tells_what_to_type), TEST_CASE(the_ready_line_is_one_json_object))
