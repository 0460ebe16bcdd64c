/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/mms/machine.h"

#include "tests/hex.h"
#include "tests/test.h"

#define LATER_NAME "30 14 A0 12 A1 10 1A 07 49 45 44 31 4C 44 30 1A 05 4C 61 74 65 72"
#define FLAG_NAME                                                                              \
    "30 1C A0 1A A1 18 1A 07 49 45 44 31 4C 44 30 1A 0D 47 47 49 4F 31 24 43 46 24 46 6C 61 "  \
    "67"
#define READ_LATER(id) "A0 1F 02 01 " id " A4 1A A1 18 A0 16 " LATER_NAME
/* The flag, the late one, the flag. */
#define READ_THREE "A0 5B 02 01 05 A4 56 A1 54 A0 52 " FLAG_NAME LATER_NAME FLAG_NAME
#define WRITE_THREE                                                                            \
    "A0 64 02 01 05 A5 5F A0 52 " FLAG_NAME LATER_NAME FLAG_NAME                               \
    "A0 09 83 01 00 85 01 07 83 01 FF"

static void
complete(Machine *machine, MmsDataError result, const char *data)
{
    g_autoptr(GByteArray) bytes = hex_parse(data);

    CU_ASSERT_PTR_NOT_NULL_FATAL(machine->fake->pending);
    mms_pending_complete(machine->fake->pending, result, hex_slice(bytes));
}

static void
a_late_read_is_answered_when_it_is_completed(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine_take_text(machine, READ_LATER("05"));
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    /* Others are served meanwhile. */
    CU_ASSERT_TRUE(machine_answers(machine, "identify_request", "identify_response"));
    complete(machine, MMS_DATA_SUCCESS, "85 01 2A");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A1 0A 02 01 05 A4 05 A1 03 85 01 2A"));
    CU_ASSERT_FALSE(machine->fake->pending_died);
    CU_ASSERT_STRING_EQUAL(machine->served->str, "read IED1LD0/Later success;");
    machine_free(machine);
}

static void
a_read_goes_on_behind_the_item_that_was_late(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine_take_text(machine, READ_THREE);
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    complete(machine, MMS_DATA_HARDWARE_FAULT, "");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA,
                                "A1 10 02 01 05 A4 0B A1 09 83 01 01 80 01 01 83 01 01"));
    CU_ASSERT_STRING_EQUAL(machine->served->str, "read IED1LD0/GGIO1$CF$Flag success;"
                                                 "read IED1LD0/Later hardware-fault;"
                                                 "read IED1LD0/GGIO1$CF$Flag success;");
    machine_free(machine);
}

static void
a_write_goes_on_and_each_stretch_is_one_commit(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine_take_text(machine, WRITE_THREE);
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    CU_ASSERT_STRING_EQUAL(machine->fake->log->str, "open;write GGIO1$CF$Flag 83 01 00;"
                                                    "write Later 85 01 07;close;");
    g_string_truncate(machine->fake->log, 0);
    complete(machine, MMS_DATA_SUCCESS, "");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A1 0B 02 01 05 A5 06 81 00 81 00 81 00"));
    CU_ASSERT_STRING_EQUAL(machine->fake->log->str, "open;write GGIO1$CF$Flag 83 01 FF;close;");
    machine_free(machine);
}

static void
late_items_may_follow_one_another(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine_take_text(machine, "A0 35 02 01 05 A4 30 A1 2E A0 2C " LATER_NAME LATER_NAME);
    complete(machine, MMS_DATA_SUCCESS, "85 01 01");
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    complete(machine, MMS_DATA_SUCCESS, "85 01 02");
    CU_ASSERT_TRUE(
        machine_sent(machine, OSI_DATA, "A1 0D 02 01 05 A4 08 A1 06 85 01 01 85 01 02"));
    machine_free(machine);
}

static void
later_without_a_handle_is_temporarily_unavailable(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine->fake->later_without_handle = true;
    CU_ASSERT_TRUE(
        machine_answers_text(machine, READ_LATER("05"), "A1 0A 02 01 05 A4 05 A1 03 80 01 02"));
    machine_free(machine);
}

static void
a_pending_request_is_cancelled(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine_take_text(machine, READ_LATER("05"));
    machine_take_file(machine, "cancel_request");
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "cancel_response"));
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "cancelled_error"));
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    CU_ASSERT_TRUE(machine->fake->pending_died);
    CU_ASSERT_TRUE(machine_answers(machine, "cancel_request", "cancel_error"));
    machine_free(machine);
}

static void
a_write_that_changed_something_cannot_be_cancelled(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine_take_text(machine, WRITE_THREE);
    machine_take_file(machine, "cancel_request");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A7 0A 80 01 05 A1 05 A0 03 8A 01 02"));
    complete(machine, MMS_DATA_OBJECT_ACCESS_DENIED, "");
    CU_ASSERT_TRUE(
        machine_sent(machine, OSI_DATA, "A1 0C 02 01 05 A5 07 81 00 80 01 03 81 00"));
    machine_free(machine);
}

static void
an_invoke_id_that_is_pending_is_refused(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine_take_text(machine, READ_LATER("01"));
    machine_take_file(machine, "identify_request");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A4 06 80 01 01 81 01 03"));
    complete(machine, MMS_DATA_SUCCESS, "85 01 2A");
    g_ptr_array_set_size(machine->sent, 0);
    CU_ASSERT_TRUE(machine_answers(machine, "identify_request", "identify_response"));
    machine_free(machine);
}

static void
pending_requests_count_against_the_outstanding_limit(void)
{
    const MmsLimits limits = { .outstanding_calling = 2 };
    Machine *machine = machine_open_limited(OSI_SERVER, &limits);

    machine_take_text(machine, READ_LATER("11"));
    CU_ASSERT_TRUE(machine_answers(machine, "identify_request", "identify_response"));
    machine_take_text(machine, READ_LATER("12"));
    machine_take_file(machine, "identify_request");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A4 06 80 01 01 81 01 06"));
    complete(machine, MMS_DATA_SUCCESS, "85 01 2A");
    g_ptr_array_set_size(machine->sent, 0);
    CU_ASSERT_TRUE(machine_answers(machine, "identify_request", "identify_response"));
    machine_free(machine);
}

static void
the_end_of_the_association_ends_what_is_pending(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine_take_text(machine, READ_LATER("05"));
    mms_association_lost(machine->association, "gone");
    CU_ASSERT_TRUE(machine->fake->pending_died);
    machine_free(machine);
    machine = machine_open(OSI_SERVER);
    machine_take_text(machine, READ_LATER("05"));
    CU_ASSERT_TRUE(machine_answers(machine, "conclude_request", "conclude_response"));
    CU_ASSERT_TRUE(machine->fake->pending_died);
    machine_free(machine);
}

static void
a_list_that_went_meanwhile_refuses_the_rest(void)
{
    Machine *machine = machine_open(OSI_SERVER);
    FakeVariable *flag = fake_vmd_find(machine->fake, "GGIO1$CF$Flag");

    flag->later = true;
    machine_take_file(machine, "read_list_request");
    g_ptr_array_set_size(machine->fake->lists, 0);
    complete(machine, MMS_DATA_SUCCESS, "83 01 01");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A2 0A 80 01 07 A2 05 A0 03 87 01 02"));
    machine_free(machine);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "read_later_request");
    machine_torture(OSI_SERVER, "write_later_request");
}

TEST_SUITE(mms_pending, TEST_CASE(truncations_and_bit_flips_end),
           TEST_CASE(a_late_read_is_answered_when_it_is_completed),
           TEST_CASE(a_read_goes_on_behind_the_item_that_was_late),
           TEST_CASE(a_write_goes_on_and_each_stretch_is_one_commit),
           TEST_CASE(late_items_may_follow_one_another),
           TEST_CASE(later_without_a_handle_is_temporarily_unavailable),
           TEST_CASE(a_pending_request_is_cancelled),
           TEST_CASE(a_write_that_changed_something_cannot_be_cancelled),
           TEST_CASE(an_invoke_id_that_is_pending_is_refused),
           TEST_CASE(pending_requests_count_against_the_outstanding_limit),
           TEST_CASE(the_end_of_the_association_ends_what_is_pending),
           TEST_CASE(a_list_that_went_meanwhile_refuses_the_rest))
