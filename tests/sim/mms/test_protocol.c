/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/mms/machine.h"

#include "sim/mms/identify.h"

#include "tests/hex.h"
#include "tests/test.h"

static void
the_first_bad_pdu_is_rejected_and_the_second_in_a_row_ends_it(void)
{
    static const struct {
        const char *bytes;
        const char *reject;
    } rows[] = {
        { "A0 05 02 01", "A4 03 85 01 01" },       /* its length passes the end */
        { "A0 03 02 01 01 00", "A4 03 85 01 01" }, /* bytes behind */
        { "", "A4 03 85 01 01" },
        { "A0 00", "A4 03 85 01 01" },
        { "A0 03 02 01 01", "A4 03 85 01 01" }, /* no service */
        { "A0 04 80 01 01 82 00", "A4 03 85 01 01" },
        { "A0 85 00 00 00 00 00", "A4 03 85 01 01" },
        { "AE 00", "A4 03 85 01 00" }, /* unknown kinds of PDU */
        { "80 01 01", "A4 03 85 01 00" },
        { "30 00", "A4 03 85 01 00" },
        { "BF 48 00", "A4 03 85 01 00" },
        { "8C 00", NULL }, /* an answer to nothing is not rejected */
        { "A1 00", NULL },
        { "A2 00", NULL },
        { "A4 00", NULL },
        { "A9 00", NULL },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        Machine *machine = machine_open(OSI_SERVER);

        machine_take_text(machine, rows[i].bytes);
        if (rows[i].reject != NULL) {
            CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, rows[i].reject));
        }
        CU_ASSERT_TRUE(machine_sent_nothing(machine));
        CU_ASSERT_EQUAL(machine->ended, 0);
        /* A good one between: the count begins again. */
        CU_ASSERT_TRUE(machine_answers(machine, "identify_request", "identify_response"));
        machine_take_text(machine, rows[i].bytes);
        CU_ASSERT_EQUAL(machine->ended, 0);
        g_ptr_array_set_size(machine->sent, 0);
        machine_take_text(machine, rows[i].bytes);
        CU_ASSERT_TRUE(machine_sent(machine, OSI_ABORT, ""));
        CU_ASSERT_EQUAL(machine->ended, 1);
        CU_ASSERT_EQUAL(machine->end, MMS_END_ABORTED);
        machine_free(machine);
    }
}

static void
a_second_initiate_is_an_invalid_pdu(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "initiate_request", "reject_invalid_pdu"));
    CU_ASSERT_TRUE(machine_answers(machine, "identify_request", "identify_response"));
    machine_free(machine);
}

static void
a_pdu_before_the_initiate_ends_it(void)
{
    Machine *machine = machine_new(OSI_SERVER, NULL);

    machine_take_file(machine, "identify_request");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_ABORT, ""));
    CU_ASSERT_EQUAL(machine->ended, 1);
    machine_free(machine);
}

static void
a_server_concludes_and_is_released(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "conclude_request", "conclude_response"));
    CU_ASSERT_EQUAL(machine->ended, 0);
    machine_indicate(machine, OSI_RELEASE, SLICE_NONE);
    CU_ASSERT_TRUE(machine_sent(machine, OSI_RELEASED, ""));
    CU_ASSERT_EQUAL(machine->ended, 1);
    CU_ASSERT_EQUAL(machine->end, MMS_END_RELEASED);
    machine_free(machine);
}

static void
a_release_without_conclude_is_accepted(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine_indicate(machine, OSI_RELEASE, SLICE_NONE);
    CU_ASSERT_TRUE(machine_sent(machine, OSI_RELEASED, ""));
    CU_ASSERT_EQUAL(machine->end, MMS_END_RELEASED);
    machine_free(machine);
}

static void
a_lost_transport_behind_the_conclude_is_a_release(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine_take_file(machine, "conclude_request");
    mms_association_lost(machine->association, "closed by the peer");
    CU_ASSERT_EQUAL(machine->end, MMS_END_RELEASED);
    machine_free(machine);
    machine = machine_open(OSI_SERVER);
    mms_association_lost(machine->association, "closed by the peer");
    CU_ASSERT_EQUAL(machine->end, MMS_END_LOST);
    CU_ASSERT_STRING_EQUAL(machine->end_text, "closed by the peer");
    machine_free(machine);
    machine = machine_new(OSI_SERVER, NULL);
    mms_association_lost(machine->association, "closed by the peer");
    CU_ASSERT_EQUAL(machine->end, MMS_END_REFUSED);
    machine_free(machine);
}

static void
traffic_behind_the_conclude_is_rejected_then_ended(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine_take_file(machine, "conclude_request");
    g_ptr_array_set_size(machine->sent, 0);
    CU_ASSERT_TRUE(machine_answers(machine, "identify_request", "reject_invalid_pdu"));
    machine_take_file(machine, "identify_request");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_ABORT, ""));
    machine_free(machine);
}

static void
a_conclude_with_an_argument_is_rejected(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers_text(machine, "8B 01 00", "A4 03 89 01 01"));
    CU_ASSERT_TRUE(mms_association_is_open(machine->association));
    machine_free(machine);
}

static void
a_server_with_requests_of_its_own_refuses_to_conclude(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_NOT_EQUAL(mms_association_request(machine->association, mms_identify_put_request,
                                                NULL, machine_answered, machine),
                        0);
    g_ptr_array_set_size(machine->sent, 0);
    CU_ASSERT_TRUE(machine_answers(machine, "conclude_request", "conclude_error"));
    machine_take_file(machine, "identify_response");
    CU_ASSERT_EQUAL(machine->answers, 1);
    CU_ASSERT_TRUE(machine_answers(machine, "conclude_request", "conclude_response"));
    machine_free(machine);
}

static void
a_client_concludes_then_releases(void)
{
    Machine *machine = machine_open(OSI_CLIENT);

    mms_association_conclude(machine->association);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "conclude_request"));
    machine_take_file(machine, "conclude_response");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_RELEASE, ""));
    machine_indicate(machine, OSI_RELEASED, SLICE_NONE);
    CU_ASSERT_EQUAL(machine->ended, 1);
    CU_ASSERT_EQUAL(machine->end, MMS_END_RELEASED);
    CU_ASSERT_EQUAL(mms_association_counters(machine->association)->pdus_out, 2);
    CU_ASSERT_EQUAL(mms_association_counters(machine->association)->pdus_in, 2);
    machine_free(machine);
}

static void
a_client_waits_with_conclude_for_its_answers(void)
{
    Machine *machine = machine_open(OSI_CLIENT);

    mms_association_request(machine->association, mms_identify_put_request, NULL,
                            machine_answered, machine);
    mms_association_conclude(machine->association);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "identify_request"));
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    CU_ASSERT_EQUAL(mms_association_request(machine->association, mms_identify_put_request,
                                            NULL, machine_answered, machine),
                    0);
    machine_take_file(machine, "identify_response");
    CU_ASSERT_EQUAL(machine->answers, 1);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "conclude_request"));
    machine_free(machine);
}

static void
a_refused_conclude_leaves_the_client_open(void)
{
    Machine *machine = machine_open(OSI_CLIENT);

    mms_association_conclude(machine->association);
    machine_take_file(machine, "conclude_error");
    CU_ASSERT_EQUAL(machine->conclude_refused, 1);
    CU_ASSERT_TRUE(mms_association_is_open(machine->association));
    g_ptr_array_set_size(machine->sent, 0);
    mms_association_conclude(machine->association);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "conclude_request"));
    machine_free(machine);
}

static void
an_abort_ends_without_a_pdu(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    mms_association_abort(machine->association);
    CU_ASSERT_TRUE(machine_sent(machine, OSI_ABORT, ""));
    CU_ASSERT_EQUAL(machine->end, MMS_END_ABORTED);
    mms_association_abort(machine->association);
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    CU_ASSERT_EQUAL(machine->ended, 1);
    CU_ASSERT_EQUAL(machine->fake->forgotten, 1);
    machine_free(machine);
    machine = machine_open(OSI_SERVER);
    machine_indicate(machine, OSI_ABORT, SLICE_NONE);
    CU_ASSERT_EQUAL(machine->end, MMS_END_ABORTED);
    CU_ASSERT_EQUAL(machine->ended, 1);
    machine_take_file(machine, "identify_request");
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    machine_free(machine);
}

static void
unconfirmed_pdus_are_handed_up(void)
{
    Machine *machine = machine_open(OSI_CLIENT);

    machine_take_file(machine, "information_report_list");
    CU_ASSERT_EQUAL(machine->unconfirmed, 1);
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    machine_free(machine);
}

static void
a_cancel_of_nothing_is_refused(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "cancel_request", "cancel_error"));
    CU_ASSERT_TRUE(machine_answers_text(machine, "85 00", "A4 03 86 01 01"));
    CU_ASSERT_TRUE(machine_answers_text(machine, "85 01 FF", "A4 03 86 01 01"));
    CU_ASSERT_TRUE(machine_answers_text(machine, "85 05 00 FF FF FF FF",
                                        "A7 0E 80 05 00 FF FF FF FF A1 05 A0 03 8A 01 01"));
    machine_free(machine);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "conclude_request");
    machine_torture(OSI_SERVER, "cancel_request");
    machine_torture(OSI_SERVER, "reject_unrecognized_service");
    machine_torture(OSI_CLIENT, "identify_response");
    machine_torture(OSI_CLIENT, "cancel_error");
    machine_torture(OSI_CLIENT, "conclude_error");
    machine_torture(OSI_CLIENT, "obtain_file_error");
    machine_torture(OSI_CLIENT, "information_report_termination");
}

TEST_SUITE(mms_protocol,
           TEST_CASE(the_first_bad_pdu_is_rejected_and_the_second_in_a_row_ends_it),
           TEST_CASE(a_second_initiate_is_an_invalid_pdu),
           TEST_CASE(a_pdu_before_the_initiate_ends_it),
           TEST_CASE(a_server_concludes_and_is_released),
           TEST_CASE(a_release_without_conclude_is_accepted),
           TEST_CASE(a_lost_transport_behind_the_conclude_is_a_release),
           TEST_CASE(traffic_behind_the_conclude_is_rejected_then_ended),
           TEST_CASE(a_conclude_with_an_argument_is_rejected),
           TEST_CASE(a_server_with_requests_of_its_own_refuses_to_conclude),
           TEST_CASE(a_client_concludes_then_releases),
           TEST_CASE(a_client_waits_with_conclude_for_its_answers),
           TEST_CASE(a_refused_conclude_leaves_the_client_open),
           TEST_CASE(an_abort_ends_without_a_pdu), TEST_CASE(unconfirmed_pdus_are_handed_up),
           TEST_CASE(a_cancel_of_nothing_is_refused), TEST_CASE(truncations_and_bit_flips_end))
