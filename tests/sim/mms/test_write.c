/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/write.h"

#include "sim/mms/object_name.h"
#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

#define FLAG                                                                                   \
    "30 1C A0 1A A1 18 1A 07 49 45 44 31 4C 44 30 1A 0D 47 47 49 4F 31 24 43 46 24 46 6C 61 "  \
    "67 "

static void
one_variable_is_written(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "write_request", "write_response"));
    CU_ASSERT_STRING_EQUAL(machine->fake->log->str,
                           "open;write GGIO1$CF$Ind1$blkEna 83 01 FF;close;");
    CU_ASSERT_STRING_EQUAL(machine->served->str, "wrote IED1LD0/GGIO1$CF$Ind1$blkEna success;");
    machine_free(machine);
}

static void
a_refused_write_tells_why(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "write_denied_request", "write_denied_response"));
    CU_ASSERT_STRING_EQUAL(machine->served->str,
                           "wrote IED1LD0/GGIO1$MX$AnIn1 object-access-denied;");
    machine_free(machine);
}

static void
a_control_structure_reaches_the_vmd_whole(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine_take_file(machine, "write_oper_request");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A1 07 02 01 0F A5 02 81 00"));
    CU_ASSERT_STRING_EQUAL(
        machine->fake->log->str,
        "open;write GGIO1$CO$SPCSO1$Oper A2 21 83 01 01 A2 08 85 01 02 89 03 4F 50 31 86 01 01 "
        "91 08 65 F0 D1 80 80 00 00 0A 83 01 00 84 02 06 C0;close;");
    machine_free(machine);
}

static void
a_variable_list_is_written_in_order(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "write_list_request", "write_list_response"));
    CU_ASSERT_STRING_EQUAL(machine->fake->log->str,
                           "open list;write GGIO1$CF$Flag 83 01 00;missed Nothing 10;close;");
    machine_free(machine);
}

static bool
nobody_writes(void *object, const VmdVariableList *list)
{
    (void)object;
    (void)list;
    return false;
}

static void
a_list_that_may_not_be_written_is_refused_whole(void)
{
    Machine *machine = machine_open(OSI_SERVER);
    VmdVariableLists lists = *machine->fake->vmd.lists;

    lists.is_writable = nobody_writes;
    machine->fake->vmd.lists = &lists;
    CU_ASSERT_TRUE(machine_answers_text(
        machine,
        "A0 24 02 01 06 A5 1F A1 15 A1 13 1A 07 49 45 44 31 4C 44 30 1A 08 4C 4C 4E 30 24 64 "
        "73 39 A0 06 83 01 00 85 01 01",
        "A2 0A 80 01 06 A2 05 A0 03 87 01 03"));
    CU_ASSERT_STRING_EQUAL(machine->fake->log->str, "missed list LLN0$ds9 3;");
    machine_free(machine);
}

static void
the_counts_of_variables_and_data_must_agree(void)
{
    static const char *const rows[] = {
        "A0 2B 02 01 06 A5 26 A0 1E" FLAG "A0 04 83 01 00 8A",            /* cut off */
        "A0 27 02 01 06 A5 22 A0 1E" FLAG "A0 00",                        /* no data */
        "A0 2D 02 01 06 A5 28 A0 1E" FLAG "A0 06 83 01 00 83 01 01",      /* one too many */
        "A0 25 02 01 06 A5 20 A0 1E" FLAG,                                /* no list of data */
        "A0 13 02 01 06 A5 0E A1 07 A0 05 30 03 A0 01 80 A0 03 83 01 00", /* explicit, as read
                                                                           */
        "A0 0C 02 01 06 A5 07 A0 00 A0 03 83 01 00",                      /* no variable */
        /* A list of two with one value. */
        "A0 1F 02 01 06 A5 1A A1 13 A1 11 1A 07 49 45 44 31 4C 44 30 1A 06 4C 4C 4E 30 24 64"
        "A0 03 83 01 00",
        "A0 21 02 01 06 A5 1C A1 15 A1 13 1A 07 49 45 44 31 4C 44 30 1A 08 4C 4C 4E 30 24 64 "
        "73 39"
        "A0 03 83 01 00",
    };
    Machine *machine = machine_open(OSI_SERVER);

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (i != 6) {
            CU_ASSERT_TRUE(machine_answers_text(machine, rows[i], "A4 06 80 01 06 81 01 04"));
        }
    }
    CU_ASSERT_TRUE(
        machine_answers_text(machine, rows[6], "A2 0A 80 01 06 A2 05 A0 03 87 01 02"));
    CU_ASSERT_STRING_EQUAL(machine->fake->log->str, "missed list LLN0$d 10;");
    machine_free(machine);
}

/* Whatever stands in listOfData: the answer to one write of a boolean. */
static void
check_value(const char *data, const char *answer)
{
    Machine *machine = machine_open(OSI_SERVER);
    g_autoptr(GByteArray) value = hex_parse(data);
    g_autofree char *request =
        g_strdup_printf("A0 %02X 02 01 06 A5 %02X A0 1E" FLAG "A0 %02X %s", 39 + value->len,
                        34 + value->len, value->len, data);

    if (!machine_answers_text(machine, request, answer)) {
        g_printerr("  data: %s\n", data);
        CU_FAIL("another answer");
    }
    machine_free(machine);
}

static void
values_that_fit_no_kind_are_type_inconsistent(void)
{
    static const char *const rows[] = {
        "85 00",
        "86 00",
        "84 00",
        "87 01 08",
        "91 03 00 00 00",
        "8C 00",
        "83 00",
        "83 02 00 00",
        "86 0A 01 00 00 00 00 00 00 00 00 00",
        "87 04 3F C0 00 00",
        "A2 02 85 00",
        "8A 00",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        check_value(rows[i], "A1 08 02 01 06 A5 03 80 01 07");
    }
}

static void
what_is_no_data_is_rejected_and_nothing_written(void)
{
    check_value("80 01 00", "A4 06 80 01 06 81 01 04");
    check_value("88 01 00", "A4 06 80 01 06 81 01 04");
    check_value("02 01 00", "A4 06 80 01 06 81 01 04");
    check_value("A2 03 83 01", "A4 06 80 01 06 81 01 04");
    check_value("A2 02 80 00", "A4 06 80 01 06 81 01 04");
    /* Eleven structures inside one another. */
    check_value("A2 14 A2 12 A2 10 A2 0E A2 0C A2 0A A2 08 A2 06 A2 04 A2 02 A2 00",
                "A4 06 80 01 06 81 01 08");
    check_value("A2 12 A2 10 A2 0E A2 0C A2 0A A2 08 A2 06 A2 04 A2 02 A2 00",
                "A1 08 02 01 06 A5 03 80 01 07");
}

static void
long_lengths_and_indefinite_ones_are_accepted(void)
{
    check_value("83 81 01 FF", "A1 07 02 01 06 A5 02 81 00");
    check_value("A2 80 83 01 FF 00 00", "A1 08 02 01 06 A5 03 80 01 07");
}

static void
results_that_would_not_fit_are_refused_before_writing(void)
{
    const MmsLimits limits = { .pdu_size = 64, .pdu_size_min = 32 };
    Machine *machine = machine_open_limited(OSI_SERVER, &limits);
    GString *request = g_string_new(NULL);

    for (unsigned i = 0; i < 15; i++) {
        g_string_append(request, FLAG);
    }
    g_string_prepend(request, "A0 82 01 FC 02 01 06 A5 82 01 F5 A0 82 01 C2 ");
    g_string_append(request, "A0 2D ");
    for (unsigned i = 0; i < 15; i++) {
        g_string_append(request, "83 01 00 ");
    }
    CU_ASSERT_TRUE(
        machine_answers_text(machine, request->str, "A2 0A 80 01 06 A2 05 A0 03 83 01 00"));
    CU_ASSERT_STRING_EQUAL(machine->fake->log->str, "");
    g_string_free(request, TRUE);
    machine_free(machine);
}

static void
a_client_writes_and_reads_results(void)
{
    static const uint8_t value[] = { 0x83, 0x01, 0xFF };
    Machine *machine = machine_open(OSI_CLIENT);
    const VmdMember member = { .name =
                                   mms_object_name_domain("IED1LD0", "GGIO1$CF$Ind1$blkEna") };
    const Slice data = SLICE_OF(value);
    const MmsWriteRequest write = { .variables = { .members = &member, .count = 1 },
                                    .data = &data,
                                    .data_count = 1 };
    MmsWriteResults results;
    MmsDataError result;

    machine->association->last_invoke_id = 3;
    mms_association_request(machine->association, mms_write_put_request, &write,
                            machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "write_request"));
    machine_take_text(machine, "A1 0A 02 01 04 A5 05 81 00 80 01 03");
    CU_ASSERT_TRUE_FATAL(mms_write_get_response(&machine->answer, &results));
    CU_ASSERT_TRUE(mms_write_results_next(&results, &result));
    CU_ASSERT_EQUAL(result, MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(mms_write_results_next(&results, &result));
    CU_ASSERT_EQUAL(result, MMS_DATA_OBJECT_ACCESS_DENIED);
    CU_ASSERT_FALSE(mms_write_results_next(&results, &result));
    CU_ASSERT_EQUAL(results.reader.error, BER_OK);
    machine_free(machine);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "write_request");
    machine_torture(OSI_SERVER, "write_denied_request");
    machine_torture(OSI_SERVER, "write_list_request");
    machine_torture(OSI_SERVER, "write_oper_request");
}

TEST_SUITE(mms_write, TEST_CASE(one_variable_is_written), TEST_CASE(a_refused_write_tells_why),
           TEST_CASE(a_control_structure_reaches_the_vmd_whole),
           TEST_CASE(a_variable_list_is_written_in_order),
           TEST_CASE(a_list_that_may_not_be_written_is_refused_whole),
           TEST_CASE(the_counts_of_variables_and_data_must_agree),
           TEST_CASE(values_that_fit_no_kind_are_type_inconsistent),
           TEST_CASE(what_is_no_data_is_rejected_and_nothing_written),
           TEST_CASE(long_lengths_and_indefinite_ones_are_accepted),
           TEST_CASE(results_that_would_not_fit_are_refused_before_writing),
           TEST_CASE(a_client_writes_and_reads_results),
           TEST_CASE(truncations_and_bit_flips_end))
