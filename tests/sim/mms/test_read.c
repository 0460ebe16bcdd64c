/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/read.h"

#include "sim/mms/object_name.h"
#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

static void
one_variable_is_read(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "read_request", "read_response"));
    CU_ASSERT_STRING_EQUAL(machine->served->str, "read IED1LD0/GGIO1$MX$AnIn1 success;");
    CU_ASSERT_EQUAL(mms_association_counters(machine->association)->pdus_in, 2);
    CU_ASSERT_EQUAL(mms_association_counters(machine->association)->pdus_out, 2);
    CU_ASSERT_EQUAL(mms_association_counters(machine->association)->requests_served, 1);
    machine_free(machine);
}

static void
a_variable_list_is_read_and_the_specification_repeated(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "read_list_request", "read_list_response"));
    CU_ASSERT_STRING_EQUAL(
        machine->served->str,
        "read IED1LD0/GGIO1$CF$Flag success;read IED1LD0/Nothing object-non-existent;");
    machine_free(machine);
}

static void
results_stay_in_their_places(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "read_many_request", "read_many_response"));
    machine_free(machine);
}

static void
elements_and_components_are_read(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "read_access_request", "read_access_response"));
    machine_free(machine);
}

static void
an_unknown_list_refuses_the_whole(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers_text(machine, "A0 0C 02 01 06 A4 07 A1 05 A1 03 82 01 58",
                                        "A2 0A 80 01 06 A2 05 A0 03 87 01 02"));
    machine_free(machine);
}

static void
an_empty_list_of_variables_yields_no_results(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers_text(machine, "A0 09 02 01 06 A4 04 A1 02 A0 00",
                                        "A1 07 02 01 06 A4 02 A1 00"));
    machine_free(machine);
}

static void
malformed_requests_are_invalid_arguments(void)
{
    static const char *const rows[] = {
        "A0 07 02 01 06 A4 02 A1 00",                   /* no specification */
        "A0 07 02 01 06 A4 02 A0 00",                   /* its tag forgotten */
        "A0 0D 02 01 06 A4 08 A1 02 A0 00 A1 02 A0 00", /* twice */
        "A0 0C 02 01 06 A4 07 A1 02 A0 00 80 01 00",    /* the flag behind */
        "A0 19 02 01 06 A4 14 A0 12 30 10 A0 0E A1 0C 1A 03 4C 44 30 1A 05 47 47 49 4F 31",
        "A0 08 02 01 06 A4 03 80 01 FF",                /* only the flag */
        "A0 0B 02 01 06 A4 06 A1 04 A0 02 30 00",       /* an empty variable */
        "A0 0D 02 01 06 A4 08 A1 06 A0 04 30 02 A0 00", /* an empty name */
        "A0 0D 02 01 06 A4 08 A1 06 A0 04 31 02 84 00", /* no SEQUENCE */
        "A0 0F 02 01 06 A4 0A A1 08 A0 06 30 04 84 00 84 00",
        "A0 0D 02 01 06 A4 08 A1 06 A0 04 30 02 85 00",
        "A0 12 02 01 06 A4 0D A1 0B A0 09 30 07 A0 03 80 01 58 A5 00", /* an empty access */
    };
    Machine *machine = machine_open(OSI_SERVER);

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_TRUE(machine_answers_text(machine, rows[i], "A4 06 80 01 06 81 01 04"));
    }
    machine_free(machine);
}

static void
an_access_deeper_than_negotiated_is_rejected(void)
{
    const MmsLimits limits = { .nesting = 1 };
    Machine *machine = machine_open_limited(OSI_SERVER, &limits);

    CU_ASSERT_TRUE(
        machine_answers_text(machine,
                             "A0 22 02 01 06 A4 1D A1 1B A0 19 30 17 A0 03 80 01 58 A5 10"
                             "A0 0E 81 01 01 30 09 A0 07 81 01 01 30 02 84 00",
                             "A4 06 80 01 06 81 01 08"));
    machine_free(machine);
}

static void
more_variables_than_allowed_are_out_of_range(void)
{
    const MmsLimits limits = { .variables_per_request = 3 };
    Machine *machine = machine_open_limited(OSI_SERVER, &limits);

#define PLANT "30 09 A0 07 80 05 50 6C 61 6E 74 "
    CU_ASSERT_TRUE(
        machine_answers_text(machine, "A0 2A 02 01 06 A4 25 A1 23 A0 21" PLANT PLANT PLANT,
                             "A1 10 02 01 06 A4 0B A1 09 85 01 FB 85 01 FB 85 01 FB"));
    CU_ASSERT_TRUE(machine_answers_text(
        machine, "A0 35 02 01 06 A4 30 A1 2E A0 2C" PLANT PLANT PLANT PLANT,
        "A4 06 80 01 06 81 01 09"));
    machine_free(machine);
}

/* One variable of `size` octets read through a PDU of 300. */
static MachineSent *
read_of_size(Machine *machine, unsigned size)
{
    FakeVariable *plant = fake_vmd_find(machine->fake, "Plant");
    uint8_t octets[400] = { 0 };
    Pdu pdu;
    BerWriter writer;

    pdu_init(&pdu, 500);
    writer = ber_writer(&pdu, 500);
    ber_put(&writer, 0x89, (Slice){ octets, size });
    g_byte_array_set_size(plant->data, 0);
    g_byte_array_append(plant->data, pdu_content(&pdu).data, (guint)pdu_content(&pdu).size);
    pdu_clear(&pdu);
    g_ptr_array_set_size(machine->sent, 0);
    machine_take_text(machine, "A0 14 02 01 19 A4 0F A1 0D A0 0B" PLANT);
    return machine->sent->pdata[0];
}

static void
what_does_not_fit_the_pdu_is_a_resource_error(void)
{
    const MmsLimits limits = { .pdu_size = 300 };
    Machine *machine = machine_open_limited(OSI_SERVER, &limits);
    const MachineSent *sent = read_of_size(machine, 281);

    CU_ASSERT_EQUAL(sent->pdu->len, 300);
    CU_ASSERT_EQUAL(sent->pdu->data[0], 0xA1);
    for (unsigned size = 282; size < 400; size++) {
        read_of_size(machine, size);
        CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "read_error"));
        CU_ASSERT_TRUE(machine_sent_nothing(machine));
    }
    machine_free(machine);
}

static void
a_client_asks_for_variables_and_reads_results(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const VmdMember member = { .name = mms_object_name_domain("IED1LD0", "GGIO1$MX$AnIn1") };
    const MmsObjectName list = mms_object_name_domain("IED1LD0", "LLN0$ds9");
    const MmsReadRequest read = { .variables = { .members = &member, .count = 1 } };
    const MmsReadRequest read_list = { .specification_with_result = true,
                                       .variables = { .list = &list } };
    MmsDataError result;
    MmsResults results;
    Slice data;

    machine->association->last_invoke_id = 2;
    mms_association_request(machine->association, mms_read_put_request, &read, machine_answered,
                            machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "read_request"));
    machine_take_file(machine, "read_response");
    CU_ASSERT_TRUE_FATAL(mms_read_get_response(&machine->answer, &results));
    CU_ASSERT_TRUE(mms_results_next(&results, &result, &data));
    CU_ASSERT_EQUAL(result, MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(data.size, 26);
    CU_ASSERT_FALSE(mms_results_next(&results, &result, &data));
    CU_ASSERT_EQUAL(results.reader.error, BER_OK);

    machine->association->last_invoke_id = 6;
    mms_association_request(machine->association, mms_read_put_request, &read_list,
                            machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "read_list_request"));
    machine_take_file(machine, "read_list_response");
    CU_ASSERT_TRUE_FATAL(mms_read_get_response(&machine->answer, &results));
    CU_ASSERT_TRUE(mms_results_next(&results, &result, &data));
    CU_ASSERT_EQUAL(result, MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(mms_results_next(&results, &result, &data));
    CU_ASSERT_EQUAL(result, MMS_DATA_OBJECT_NON_EXISTENT);
    CU_ASSERT_FALSE(mms_results_next(&results, &result, &data));
    machine_free(machine);
}

static void
an_access_is_asked_for(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const MmsAccess f = { .kind = MMS_ACCESS_COMPONENT, .component = slice_from_string("f") };
    const MmsAccess mag = { .kind = MMS_ACCESS_COMPONENT,
                            .component = slice_from_string("mag"),
                            .inner = &f };
    const MmsAccess range = { .kind = MMS_ACCESS_RANGE, .low = 2, .count = 3 };
    const MmsAccess last = { .kind = MMS_ACCESS_INDEX, .low = 15 };
    const MmsAccess behind = { .kind = MMS_ACCESS_INDEX, .low = 16 };
    const VmdMember members[] = {
        { mms_object_name_domain("IED1LD0", "Array"), &range },
        { mms_object_name_domain("IED1LD0", "Array"), &last },
        { mms_object_name_domain("IED1LD0", "Array"), &behind },
        { mms_object_name_domain("IED1LD0", "GGIO1$MX$AnIn1"), &mag },
    };
    const MmsReadRequest read = { .variables = { .members = members, .count = 4 } };

    machine->association->last_invoke_id = 23;
    mms_association_request(machine->association, mms_read_put_request, &read, machine_answered,
                            machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "read_access_request"));
    machine_free(machine);
}

static void
walk_results(Slice bytes, void *user)
{
    const MmsAnswer answer = { .kind = MMS_ANSWER_RESPONSE, .tag = 0xA4, .body = bytes };
    MmsDataError result;
    MmsResults results;
    Slice data;

    (void)user;
    if (mms_read_get_response(&answer, &results)) {
        while (mms_results_next(&results, &result, &data)) {
        }
    }
}

static void
truncations_and_bit_flips_end(void)
{
    g_autoptr(GByteArray) response = hex_load("mms/read_list_response.hex");

    machine_torture(OSI_SERVER, "read_request");
    machine_torture(OSI_SERVER, "read_list_request");
    machine_torture(OSI_SERVER, "read_many_request");
    machine_torture(OSI_SERVER, "read_access_request");
    hex_torture(slice_from(hex_slice(response), 7), walk_results, NULL);
}

TEST_SUITE(mms_read, TEST_CASE(one_variable_is_read),
           TEST_CASE(a_variable_list_is_read_and_the_specification_repeated),
           TEST_CASE(results_stay_in_their_places), TEST_CASE(elements_and_components_are_read),
           TEST_CASE(an_unknown_list_refuses_the_whole),
           TEST_CASE(an_empty_list_of_variables_yields_no_results),
           TEST_CASE(malformed_requests_are_invalid_arguments),
           TEST_CASE(an_access_deeper_than_negotiated_is_rejected),
           TEST_CASE(more_variables_than_allowed_are_out_of_range),
           TEST_CASE(what_does_not_fit_the_pdu_is_a_resource_error),
           TEST_CASE(a_client_asks_for_variables_and_reads_results),
           TEST_CASE(an_access_is_asked_for), TEST_CASE(truncations_and_bit_flips_end))
