/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/get_name_list.h"

#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

#define NAMES 200

static void
domains_of_the_vmd_are_named(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "get_name_list_domains_request",
                                   "get_name_list_domains_response"));
    CU_ASSERT_STRING_EQUAL(machine->served->str, "browsed VMD success;");
    CU_ASSERT_TRUE(
        machine_answers(machine, "get_name_list_aa_request", "get_name_list_aa_response"));
    machine_free(machine);
}

static void
unknown_things_are_refused(void)
{
    static const struct {
        const char *request;
        const char *answer;
    } rows[] = {
        /* An unknown domain; a class there is none of; a class of a companion standard. */
        { "A0 0F 02 01 06 A1 0A A0 03 80 01 00 A1 03 81 01 58",
          "A2 0A 80 01 06 A2 05 A0 03 87 01 02" },
        { "A0 0E 02 01 06 A1 09 A0 03 80 01 08 A1 02 80 00",
          "A2 0A 80 01 06 A2 05 A0 03 87 01 01" },
        { "A0 0E 02 01 06 A1 09 A0 03 80 01 7F A1 02 80 00",
          "A2 0A 80 01 06 A2 05 A0 03 87 01 01" },
        { "A0 0E 02 01 06 A1 09 A0 03 81 01 00 A1 02 80 00",
          "A2 0A 80 01 06 A2 05 A0 03 87 01 01" },
        /* continueAfter of a name that is not there. */
        { "A0 18 02 01 06 A1 13 A0 03 80 01 00 A1 09 81 07 49 45 44 31 4C 44 30 82 01 58",
          "A2 0A 80 01 06 A2 05 A0 03 87 01 02" },
        /* A domain of length 0, and one with a NUL inside. */
        { "A0 0E 02 01 06 A1 09 A0 03 80 01 00 A1 02 81 00",
          "A2 0A 80 01 06 A2 05 A0 03 87 01 02" },
        { "A0 16 02 01 06 A1 11 A0 03 80 01 00 A1 0A 81 08 49 45 44 31 4C 44 30 00",
          "A2 0A 80 01 06 A2 05 A0 03 87 01 02" },
        /* Malformed: no scope, fields the other way round, twice, a negative class. */
        { "A0 0A 02 01 06 A1 05 A0 03 80 01 00", "A4 06 80 01 06 81 01 04" },
        { "A0 0E 02 01 06 A1 09 A1 02 80 00 A0 03 80 01 09", "A4 06 80 01 06 81 01 04" },
        { "A0 12 02 01 06 A1 0D A0 03 80 01 09 A1 02 80 00 A1 02 80 00",
          "A4 06 80 01 06 81 01 04" },
        { "A0 0E 02 01 06 A1 09 A0 03 80 01 FF A1 02 80 00", "A4 06 80 01 06 81 01 09" },
    };
    Machine *machine = machine_open(OSI_SERVER);

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_TRUE(machine_answers_text(machine, rows[i].request, rows[i].answer));
    }
    machine_free(machine);
}

static void
the_page_behind_the_last_name_is_empty(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers_text(machine,
                                        "A0 1C 02 01 06 A1 17 A0 03 80 01 00 A1 09 81 07 49 45 "
                                        "44 31 4C 44 30 82 05 50 6C 61 6E 74",
                                        "A1 0A 02 01 06 A1 05 A0 00 81 01 00"));
    machine_free(machine);
}

static void
fill_names(FakeVmd *fake)
{
    g_ptr_array_set_size(fake->names, 0);
    for (unsigned i = 0; i < NAMES; i++) {
        g_ptr_array_add(fake->names, g_strdup_printf("N%0*u", (int)(1 + i % 7), i));
    }
}

/* Fetches every page with continueAfter and checks the names; returns the count of pages. */
static unsigned
fetch_all(Machine *server, size_t pdu_size)
{
    MmsGetNameListRequest request = { .scope = MMS_SCOPE_DOMAIN,
                                      .domain = slice_from_string("IED1LD0") };
    Machine *client = machine_open(OSI_CLIENT);
    unsigned found = 0;
    unsigned pages = 0;
    MmsNames names = { .more_follows = true };

    while (names.more_follows && pages < 2 * NAMES) {
        Slice name;
        const MachineSent *sent;

        mms_association_request(client->association, mms_get_name_list_put_request, &request,
                                machine_answered, client);
        sent = client->sent->pdata[client->sent->len - 1];
        machine_take(server, hex_slice(sent->pdu));
        sent = server->sent->pdata[server->sent->len - 1];
        CU_ASSERT_TRUE(sent->pdu->len <= pdu_size);
        machine_take(client, hex_slice(sent->pdu));
        CU_ASSERT_TRUE_FATAL(mms_get_name_list_get_response(&client->answer, &names));
        if (names.more_follows) {
            /* A page that could have taken one more name is a page too many. */
            size_t next = strlen(server->fake->names->pdata[found]) + 2;

            CU_ASSERT_TRUE(sent->pdu->len + 16 + next > pdu_size);
        }
        while (mms_names_next(&names, &name)) {
            CU_ASSERT_TRUE(slice_equals_string(name, server->fake->names->pdata[found]));
            request.continue_after = slice_from_string(server->fake->names->pdata[found]);
            found++;
        }
        pages++;
    }
    CU_ASSERT_EQUAL(found, NAMES);
    machine_free(client);
    return pages;
}

static void
pages_fill_the_pdu_of_any_size(void)
{
    for (uint32_t size = 120; size < 420; size++) {
        const MmsLimits limits = { .pdu_size = size, .pdu_size_min = 100 };
        Machine *server = machine_open_limited(OSI_SERVER, &limits);
        unsigned pages;

        fill_names(server->fake);
        pages = fetch_all(server, size);
        CU_ASSERT_TRUE(pages > 1);
        machine_free(server);
    }
}

/* Of the names left after a page, the first would have made the PDU just one octet too long. */
static void
a_page_is_full_to_the_last_octet(void)
{
    for (unsigned octets = 0; octets < 4; octets++) {
        const MmsLimits limits = { .pdu_size = 300 + octets, .pdu_size_min = 100 };
        Machine *server = machine_open_limited(OSI_SERVER, &limits);
        const MachineSent *sent;

        g_ptr_array_set_size(server->fake->names, 0);
        for (unsigned i = 0; i < NAMES; i++) {
            g_ptr_array_add(server->fake->names, g_strdup(i % 2 ? "AB" : "CD"));
        }
        machine_take_text(server,
                          "A0 15 02 01 06 A1 10 A0 03 80 01 00 A1 09 81 07 49 45 44 31 4C"
                          "44 30");
        CU_ASSERT_EQUAL_FATAL(server->sent->len, 1);
        sent = server->sent->pdata[0];
        CU_ASSERT_TRUE(sent->pdu->len <= 300 + octets);
        CU_ASSERT_TRUE(sent->pdu->len + 4 > 300 + octets);
        machine_free(server);
    }
}

static void
a_name_that_fits_no_page_is_a_resource_error(void)
{
    const MmsLimits limits = { .pdu_size = 100, .pdu_size_min = 64 };
    Machine *machine = machine_open_limited(OSI_SERVER, &limits);

    g_ptr_array_set_size(machine->fake->names, 0);
    g_ptr_array_add(machine->fake->names, g_strnfill(101, 'N'));
    CU_ASSERT_TRUE(machine_answers_text(
        machine, "A0 15 02 01 06 A1 10 A0 03 80 01 00 A1 09 81 07 49 45 44 31 4C 44 30",
        "A2 0A 80 01 06 A2 05 A0 03 83 01 00"));
    machine_free(machine);
}

static void
a_client_asks_and_reads_the_page(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const MmsGetNameListRequest domains = { .object_class = MMS_CLASS_DOMAIN };
    const MmsGetNameListRequest lists = { .object_class = MMS_CLASS_NAMED_VARIABLE_LIST,
                                          .scope = MMS_SCOPE_ASSOCIATION };
    const MmsGetNameListRequest further = { .scope = MMS_SCOPE_DOMAIN,
                                            .domain = slice_from_string("IED1LD0"),
                                            .continue_after =
                                                slice_from_string("GGIO1$CF$Ind1$blkEna") };
    MmsNames names;
    Slice name;

    machine->association->last_invoke_id = 1;
    mms_association_request(machine->association, mms_get_name_list_put_request, &domains,
                            machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "get_name_list_domains_request"));
    machine_take_file(machine, "get_name_list_domains_response");
    CU_ASSERT_TRUE_FATAL(mms_get_name_list_get_response(&machine->answer, &names));
    CU_ASSERT_FALSE(names.more_follows);
    CU_ASSERT_TRUE(mms_names_next(&names, &name));
    CU_ASSERT_TRUE(slice_equals_string(name, "IED1LD0"));
    CU_ASSERT_FALSE(mms_names_next(&names, &name));
    machine->association->last_invoke_id = 20;
    mms_association_request(machine->association, mms_get_name_list_put_request, &further,
                            machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "get_name_list_continue_request"));
    mms_association_request(machine->association, mms_get_name_list_put_request, &lists,
                            machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "get_name_list_aa_request"));
    machine_free(machine);
}

static void
a_page_without_more_follows_is_not_the_last(void)
{
    g_autoptr(GByteArray) bytes = hex_parse("A0 03 1A 01 41");
    const MmsAnswer answer = { .kind = MMS_ANSWER_RESPONSE,
                               .tag = 0xA1,
                               .body = hex_slice(bytes) };
    MmsNames names;

    CU_ASSERT_TRUE(mms_get_name_list_get_response(&answer, &names));
    CU_ASSERT_TRUE(names.more_follows);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "get_name_list_domains_request");
    machine_torture(OSI_SERVER, "get_name_list_continue_request");
}

TEST_SUITE(mms_get_name_list, TEST_CASE(domains_of_the_vmd_are_named),
           TEST_CASE(unknown_things_are_refused),
           TEST_CASE(the_page_behind_the_last_name_is_empty),
           TEST_CASE(pages_fill_the_pdu_of_any_size),
           TEST_CASE(a_page_is_full_to_the_last_octet),
           TEST_CASE(a_name_that_fits_no_page_is_a_resource_error),
           TEST_CASE(a_client_asks_and_reads_the_page),
           TEST_CASE(a_page_without_more_follows_is_not_the_last),
           TEST_CASE(truncations_and_bit_flips_end))
