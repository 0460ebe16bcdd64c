/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/identify.h"
#include "sim/mms/read.h"
#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

static uint32_t
identify(Machine *machine)
{
    return mms_association_request(machine->association, mms_identify_put_request, NULL,
                                   machine_answered, machine);
}

static void
an_answer_finds_its_request(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    MmsIdentifyResponse response;

    CU_ASSERT_EQUAL(identify(machine), 1);
    CU_ASSERT_EQUAL(identify(machine), 2);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "identify_request"));
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A0 05 02 01 02 82 00"));
    machine_take_text(machine, "A2 0A 80 01 02 A2 05 A0 03 87 01 03");
    CU_ASSERT_EQUAL(machine->answers, 1);
    CU_ASSERT_EQUAL(machine->answer.kind, MMS_ANSWER_ERROR);
    CU_ASSERT_EQUAL(machine->answer.error, MMS_OBJECT_ACCESS_DENIED);
    machine_take_file(machine, "identify_response");
    CU_ASSERT_EQUAL(machine->answers, 2);
    CU_ASSERT_EQUAL(machine->answer.kind, MMS_ANSWER_RESPONSE);
    CU_ASSERT_TRUE(mms_identify_get_response(&machine->answer, &response));
    CU_ASSERT_TRUE(slice_equals_string(response.vendor, "Fake Works"));
    machine_free(machine);
}

static void
a_reject_answers_its_request(void)
{
    Machine *machine = machine_open(OSI_CLIENT);

    identify(machine);
    machine_take_text(machine, "A4 06 80 01 01 81 01 01");
    CU_ASSERT_EQUAL(machine->answer.kind, MMS_ANSWER_REJECT);
    CU_ASSERT_EQUAL(machine->answer.reject, MMS_REJECT_UNRECOGNIZED_SERVICE);
    CU_ASSERT_EQUAL(mms_association_counters(machine->association)->rejects_received, 1);
    machine_free(machine);
}

static void
a_reject_without_invoke_id_answers_the_only_request(void)
{
    Machine *machine = machine_open(OSI_CLIENT);

    identify(machine);
    machine_take_text(machine, "A4 03 86 01 00"); /* about something else */
    CU_ASSERT_EQUAL(machine->answers, 0);
    machine_take_file(machine, "reject_invalid_pdu");
    CU_ASSERT_EQUAL(machine->answers, 1);
    CU_ASSERT_EQUAL(machine->answer.reject, MMS_REJECT_INVALID_PDU);
    identify(machine);
    identify(machine);
    machine_take_file(machine, "reject_invalid_pdu");
    CU_ASSERT_EQUAL(machine->answers, 1);
    machine_free(machine);
}

static void
answers_to_nothing_are_ignored(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    for (unsigned i = 0; i < 5; i++) {
        machine_take_file(machine, "identify_response");
        machine_take_file(machine, "get_name_list_error");
        machine_take_file(machine, "reject_unrecognized_service");
        machine_take_file(machine, "reject_invalid_pdu");
        machine_take_file(machine, "cancel_response");
        machine_take_file(machine, "cancel_error");
    }
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    CU_ASSERT_EQUAL(machine->ended, 0);
    machine_free(machine);
}

static void
requests_over_the_outstanding_limit_wait_in_order(void)
{
    const MmsLimits limits = { .outstanding_calling = 2 };
    Machine *machine = machine_open_limited(OSI_CLIENT, &limits);

    for (unsigned i = 0; i < 4; i++) {
        identify(machine);
    }
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A0 05 02 01 01 82 00"));
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A0 05 02 01 02 82 00"));
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    machine_take_text(machine, "A4 06 80 01 02 81 01 01");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A0 05 02 01 03 82 00"));
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    machine_take_file(machine, "identify_response");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A0 05 02 01 04 82 00"));
    CU_ASSERT_EQUAL(machine->answers, 2);
    machine_free(machine); /* the last two are lost */
}

static void
a_lost_association_answers_every_request(void)
{
    const MmsLimits limits = { .outstanding_calling = 2 };
    Machine *machine = machine_open_limited(OSI_CLIENT, &limits);

    for (unsigned i = 0; i < 4; i++) {
        identify(machine);
    }
    mms_association_lost(machine->association, "gone");
    CU_ASSERT_EQUAL(machine->answers, 4);
    CU_ASSERT_EQUAL(machine->answer.kind, MMS_ANSWER_LOST);
    CU_ASSERT_EQUAL(identify(machine), 0);
    machine_free(machine);
}

static void
a_request_that_does_not_fit_is_not_sent(void)
{
    static char domain[1000];
    const MmsLimits limits = { .pdu_size = 300 };
    Machine *machine = machine_open_limited(OSI_CLIENT, &limits);
    VmdMember member = { 0 };
    const MmsReadRequest read = { .variables = { .members = &member, .count = 1 } };

    memset(domain, 'D', sizeof domain - 1);
    member.name = (MmsObjectName){ MMS_SCOPE_DOMAIN, slice_from_string(domain), SLICE_NONE };
    CU_ASSERT_EQUAL(mms_association_request(machine->association, mms_read_put_request, &read,
                                            machine_answered, machine),
                    0);
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    CU_ASSERT_NOT_EQUAL(identify(machine), 0);
    machine_free(machine);
}

static void
requests_are_cancelled(void)
{
    const MmsLimits limits = { .outstanding_calling = 1 };
    Machine *machine = machine_open_limited(OSI_CLIENT, &limits);
    uint32_t first = identify(machine);
    uint32_t second = identify(machine);

    g_ptr_array_set_size(machine->sent, 0);
    mms_association_cancel(machine->association, second);
    CU_ASSERT_EQUAL(machine->answers, 1);
    CU_ASSERT_EQUAL(machine->answer.kind, MMS_ANSWER_CANCELLED);
    mms_association_cancel(machine->association, 99);
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    mms_association_cancel(machine->association, first);
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "85 01 01"));
    machine_take_text(machine, "86 01 01");
    CU_ASSERT_EQUAL(machine->answers, 1);
    machine_take_text(machine, "A2 0A 80 01 01 A2 05 A0 03 85 01 03");
    CU_ASSERT_EQUAL(machine->answers, 2);
    CU_ASSERT_EQUAL(machine->answer.kind, MMS_ANSWER_CANCELLED);
    machine_free(machine);
}

static void
a_server_asks_its_client(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_EQUAL(identify(machine), 1);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "identify_request"));
    CU_ASSERT_TRUE(machine_answers(machine, "identify_request", "identify_response"));
    machine_take_file(machine, "identify_response");
    CU_ASSERT_EQUAL(machine->answers, 1);
    machine_free(machine);
}

static void
a_peer_that_takes_no_requests_gets_none(void)
{
    Machine *machine = machine_new(OSI_SERVER, NULL);
    g_autoptr(GByteArray) request = hex_load("mms/initiate_request.hex");

    request->data[12] = 0; /* outstanding called */
    machine_indicate(machine, OSI_CONNECT, hex_slice(request));
    CU_ASSERT_EQUAL(machine->associated, 1);
    CU_ASSERT_EQUAL(machine->association->negotiated.outstanding_called, 0);
    CU_ASSERT_EQUAL(identify(machine), 0);
    machine_free(machine);
}

static void
invoke_ids_pass_over_zero_and_those_in_use(void)
{
    Machine *machine = machine_open(OSI_CLIENT);

    CU_ASSERT_EQUAL(identify(machine), 1);
    machine->association->last_invoke_id = UINT32_MAX - 1;
    CU_ASSERT_EQUAL(identify(machine), UINT32_MAX);
    CU_ASSERT_EQUAL(identify(machine), 2);
    machine_free(machine);
}

TEST_SUITE(mms_request, TEST_CASE(an_answer_finds_its_request),
           TEST_CASE(a_reject_answers_its_request),
           TEST_CASE(a_reject_without_invoke_id_answers_the_only_request),
           TEST_CASE(answers_to_nothing_are_ignored),
           TEST_CASE(requests_over_the_outstanding_limit_wait_in_order),
           TEST_CASE(a_lost_association_answers_every_request),
           TEST_CASE(a_request_that_does_not_fit_is_not_sent),
           TEST_CASE(requests_are_cancelled), TEST_CASE(a_server_asks_its_client),
           TEST_CASE(a_peer_that_takes_no_requests_gets_none),
           TEST_CASE(invoke_ids_pass_over_zero_and_those_in_use))
