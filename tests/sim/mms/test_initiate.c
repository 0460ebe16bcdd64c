/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/mms/machine.h"

#include "tests/hex.h"
#include "tests/test.h"

#define SERVICES "82 0C 03 00 00 00 00 00 00 00 00 00 01 18"
#define OWN_SERVICES "82 0C 03 EE 1C 00 00 00 00 00 00 01 01 18"

static void
a_golden_initiate_is_answered(void)
{
    Machine *machine = machine_new(OSI_SERVER, NULL);
    g_autoptr(GByteArray) request = hex_load("mms/initiate_request.hex");
    const MmsNegotiated *negotiated = mms_association_negotiated(machine->association);

    CU_ASSERT_FALSE(mms_association_is_open(machine->association));
    machine_indicate(machine, OSI_CONNECT, hex_slice(request));
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_ACCEPT, "initiate_response"));
    CU_ASSERT_TRUE(mms_association_is_open(machine->association));
    CU_ASSERT_EQUAL(machine->associated, 1);
    CU_ASSERT_EQUAL(negotiated->pdu_size, 65000);
    CU_ASSERT_EQUAL(negotiated->outstanding_calling, 5);
    CU_ASSERT_EQUAL(negotiated->outstanding_called, 5);
    CU_ASSERT_EQUAL(negotiated->nesting, 10);
    CU_ASSERT_EQUAL(negotiated->parameter_cbb, 0x8F);
    CU_ASSERT_EQUAL(negotiated->services[9], 0x01);
    CU_ASSERT_EQUAL(negotiated->services[10], 0x18);
    CU_ASSERT_EQUAL(mms_association_counters(machine->association)->pdus_in, 1);
    CU_ASSERT_EQUAL(mms_association_counters(machine->association)->pdus_out, 1);
    machine_free(machine);
}

static void
a_client_proposes_and_takes_the_answer(void)
{
    Machine *machine = machine_new(OSI_CLIENT, NULL);
    g_autoptr(GByteArray) response = hex_load("mms/initiate_response.hex");
    const MmsNegotiated *negotiated = mms_association_negotiated(machine->association);

    mms_association_connect(machine->association);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_CONNECT, "initiate_own"));
    CU_ASSERT_EQUAL(mms_association_counters(machine->association)->pdus_out, 0);
    machine_indicate(machine, OSI_ACCEPT, hex_slice(response));
    CU_ASSERT_EQUAL(machine->associated, 1);
    CU_ASSERT_EQUAL(negotiated->outstanding_calling, 5);
    CU_ASSERT_EQUAL(negotiated->services[0], 0xEE);
    CU_ASSERT_EQUAL(mms_association_counters(machine->association)->pdus_out, 1);
    CU_ASSERT_EQUAL(mms_association_counters(machine->association)->pdus_in, 1);
    machine_free(machine);
}

/* What the server answers to what the client proposed; `answer` NULL: refused with `error`. */
typedef struct NegotiationRow {
    const char *proposed;
    const char *answer;
    int error;
} NegotiationRow;

static void
the_smaller_of_both_is_negotiated_or_refused(void)
{
    static const NegotiationRow rows[] = {
        /* Less of everything; no vlis. */
        { "A8 25 80 02 08 00 81 01 01 82 01 00 83 01 03 A4 16 80 01 01 81 03 05 E0 00" SERVICES,
          "A9 25 80 02 08 00 81 01 01 82 01 00 83 01 03 A4 16 80 01 01 81 03 05 E0 "
          "00" OWN_SERVICES,
          0 },
        /* Neither size nor nesting proposed: ours. */
        { "A8 1E 81 01 05 82 01 05 A4 16 80 01 01 81 03 05 F1 00" SERVICES,
          "A9 26 80 03 00 FD E8 81 01 05 82 01 05 83 01 0A A4 16 80 01 01 81 03 05 F1 "
          "00" OWN_SERVICES,
          0 },
        /* More than we have, 18 bits of CBB, a later version. */
        { "A8 2A 80 04 7F FF FF FF 81 02 7F FF 82 02 7F FF 83 01 7F A4 17 80 01 03"
          "81 04 06 F1 00 00 82 0C 03 00 00 00 00 00 00 00 00 00 01 18",
          "A9 27 80 03 00 FD E8 81 01 10 82 01 10 83 01 0A A4 17 80 01 01 81 04 06 F1 00 "
          "00" OWN_SERVICES,
          0 },
        /* Fields of later editions behind. */
        { "A8 28 80 03 00 FD E8 81 01 05 82 01 05 83 01 0A A4 18 80 01 01 81 03 05 F1 "
          "00" SERVICES "83 00",
          "A9 26 80 03 00 FD E8 81 01 05 82 01 05 83 01 0A A4 16 80 01 01 81 03 05 F1 "
          "00" OWN_SERVICES,
          0 },
        /* Too small a PDU, 0 and negative ones too. */
        { "A8 25 80 02 00 C8 81 01 05 82 01 05 83 01 0A A4 16 80 01 01 81 03 05 F1 00" SERVICES,
          NULL, 2 },
        { "A8 24 80 01 00 81 01 05 82 01 05 83 01 0A A4 16 80 01 01 81 03 05 F1 00" SERVICES,
          NULL, 2 },
        { "A8 24 80 01 FF 81 01 05 82 01 05 83 01 0A A4 16 80 01 01 81 03 05 F1 00" SERVICES,
          NULL, 2 },
        { "A8 26 80 03 00 FD E8 81 01 00 82 01 05 83 01 0A A4 16 80 01 01 81 03 05 F1 "
          "00" SERVICES,
          NULL, 3 },
        { "A8 26 80 03 00 FD E8 81 01 05 82 01 FF 83 01 0A A4 16 80 01 01 81 03 05 F1 "
          "00" SERVICES,
          NULL, 4 },
        { "A8 26 80 03 00 FD E8 81 01 05 82 01 05 83 01 00 A4 16 80 01 01 81 03 05 F1 "
          "00" SERVICES,
          NULL, 7 },
        { "A8 26 80 03 00 FD E8 81 01 05 82 01 05 83 01 0A A4 16 80 01 00 81 03 05 F1 "
          "00" SERVICES,
          NULL, 1 },
        { "A8 26 80 03 00 FD E8 81 01 05 82 01 05 83 01 0A A4 16 80 01 01 81 03 05 D1 "
          "00" SERVICES,
          NULL, 6 },
        { "A8 24 80 03 00 FD E8 81 01 05 82 01 05 83 01 0A A4 14 80 01 01 81 01 00" SERVICES,
          NULL, 6 },
        /* Services of no bits at all. */
        { "A8 1B 80 03 00 FD E8 81 01 05 82 01 05 83 01 0A A4 0B 80 01 01 81 03 05 F1 00 82 01"
          "00",
          "A9 26 80 03 00 FD E8 81 01 05 82 01 05 83 01 0A A4 16 80 01 01 81 03 05 F1 "
          "00" OWN_SERVICES,
          0 },
        { "A8 00", NULL, 0 },
        { "A8 03 80 01 01", NULL, 0 },
        { "A9 00", NULL, 0 },
        { "", NULL, 0 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        Machine *machine = machine_new(OSI_SERVER, NULL);
        g_autoptr(GByteArray) request = hex_parse(rows[i].proposed);
        g_autofree char *refusal = g_strdup_printf("AA 05 A0 03 88 01 %02X", rows[i].error);

        machine_indicate(machine, OSI_CONNECT, hex_slice(request));
        if (rows[i].answer != NULL) {
            CU_ASSERT_TRUE(machine_sent(machine, OSI_ACCEPT, rows[i].answer));
        } else {
            CU_ASSERT_TRUE(machine_sent(machine, OSI_REFUSE, refusal));
            CU_ASSERT_EQUAL(machine->ended, 1);
            CU_ASSERT_EQUAL(machine->end, MMS_END_REFUSED);
        }
        machine_free(machine);
    }
}

static void
own_limits_bound_the_negotiation(void)
{
    const MmsLimits limits = {
        .pdu_size = 8000, .outstanding_calling = 2, .outstanding_called = 1, .nesting = 4
    };
    Machine *machine = machine_open_limited(OSI_SERVER, &limits);
    const MmsNegotiated *negotiated = mms_association_negotiated(machine->association);

    CU_ASSERT_EQUAL(negotiated->pdu_size, 8000);
    CU_ASSERT_EQUAL(negotiated->outstanding_calling, 2);
    CU_ASSERT_EQUAL(negotiated->outstanding_called, 1);
    CU_ASSERT_EQUAL(negotiated->nesting, 4);
    machine_free(machine);
}

static void
who_would_be_accepted_is_refused_on_purpose(void)
{
    static const struct {
        int refuses, diagnostic;
        const char *pdu;
    } rows[] = {
        { 3, 3, "" },
        { OSI_BY_USER, OSI_BY_USER, "" },
        { -MMS_MEMORY_UNAVAILABLE, 1, "AA 05 A0 03 83 01 01" },
        { -0x0806, 1, "AA 05 A0 03 88 01 06" },
    };
    g_autoptr(GByteArray) request = hex_load("mms/initiate_request.hex");

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        Machine *machine = machine_new(OSI_SERVER, NULL);
        const MachineSent *sent;

        machine->refuses = rows[i].refuses;
        machine_indicate(machine, OSI_CONNECT, hex_slice(request));
        CU_ASSERT_EQUAL_FATAL(machine->sent->len, 1);
        sent = machine->sent->pdata[0];
        CU_ASSERT_EQUAL(sent->diagnostic, rows[i].diagnostic);
        CU_ASSERT_TRUE(machine_sent(machine, OSI_REFUSE, rows[i].pdu));
        CU_ASSERT_EQUAL(machine->end, MMS_END_REFUSED);
        CU_ASSERT_EQUAL(machine->associated, 0);
        machine_free(machine);
    }
}

static void
who_is_not_admitted_may_come_back(void)
{
    Machine *machine = machine_new(OSI_SERVER, NULL);
    g_autoptr(GByteArray) request = hex_load("mms/initiate_request.hex");
    const MachineSent *sent;

    machine->refusal = "every association is in use";
    machine_indicate(machine, OSI_CONNECT, hex_slice(request));
    sent = machine->sent->pdata[0];
    CU_ASSERT_EQUAL(sent->diagnostic, OSI_TRANSIENT + 1);
    CU_ASSERT_TRUE(machine_sent(machine, OSI_REFUSE, "AA 05 A0 03 88 01 00"));
    CU_ASSERT_STRING_EQUAL(machine->end_text, "every association is in use");
    machine_free(machine);
}

static void
a_client_tells_why_it_was_refused(void)
{
    Machine *machine = machine_new(OSI_CLIENT, NULL);
    g_autoptr(GByteArray) error = hex_load("mms/initiate_error.hex");

    mms_association_connect(machine->association);
    machine_indicate(machine, OSI_REFUSE, hex_slice(error));
    CU_ASSERT_EQUAL(machine->ended, 1);
    CU_ASSERT_EQUAL(machine->end, MMS_END_REFUSED);
    CU_ASSERT_STRING_EQUAL(machine->end_text, "initiate/parameter-CBB-insufficient");
    machine_free(machine);

    machine = machine_new(OSI_CLIENT, NULL);
    mms_association_connect(machine->association);
    machine_indicate(machine, OSI_REFUSE, SLICE_NONE);
    CU_ASSERT_EQUAL(machine->end, MMS_END_REFUSED);
    CU_ASSERT_STRING_EQUAL(machine->end_text, "test");
    machine_free(machine);
}

static void
a_malformed_answer_aborts(void)
{
    Machine *machine = machine_new(OSI_CLIENT, NULL);
    g_autoptr(GByteArray) bytes = hex_parse("A9 03 80 01 05");

    mms_association_connect(machine->association);
    g_ptr_array_set_size(machine->sent, 0);
    machine_indicate(machine, OSI_ACCEPT, hex_slice(bytes));
    CU_ASSERT_TRUE(machine_sent(machine, OSI_ABORT, ""));
    CU_ASSERT_EQUAL(machine->end, MMS_END_ABORTED);
    CU_ASSERT_EQUAL(machine->associated, 0);
    machine_free(machine);
}

static void
connect_with(Slice bytes, void *user)
{
    const OsiRole *role = user;
    Machine *machine = machine_new(*role, NULL);

    if (*role == OSI_CLIENT) {
        mms_association_connect(machine->association);
    }
    machine_indicate(machine, *role == OSI_CLIENT ? OSI_ACCEPT : OSI_CONNECT, bytes);
    CU_ASSERT_TRUE(machine->associated + machine->ended == 1);
    machine_free(machine);
}

static void
truncations_and_bit_flips_are_answered(void)
{
    g_autoptr(GByteArray) request = hex_load("mms/initiate_request.hex");
    g_autoptr(GByteArray) response = hex_load("mms/initiate_response.hex");
    OsiRole role = OSI_SERVER;

    hex_torture(hex_slice(request), connect_with, &role);
    role = OSI_CLIENT;
    hex_torture(hex_slice(response), connect_with, &role);
}

TEST_SUITE(mms_initiate, TEST_CASE(a_golden_initiate_is_answered),
           TEST_CASE(a_client_proposes_and_takes_the_answer),
           TEST_CASE(the_smaller_of_both_is_negotiated_or_refused),
           TEST_CASE(own_limits_bound_the_negotiation),
           TEST_CASE(who_would_be_accepted_is_refused_on_purpose),
           TEST_CASE(who_is_not_admitted_may_come_back),
           TEST_CASE(a_client_tells_why_it_was_refused), TEST_CASE(a_malformed_answer_aborts),
           TEST_CASE(truncations_and_bit_flips_are_answered))
