/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/mms/machine.h"

#include "tests/hex.h"
#include "tests/test.h"

typedef struct RefusalRow {
    const char *request;
    const char *answer;
} RefusalRow;

static void
check_rows(const RefusalRow *rows, unsigned count)
{
    Machine *machine = machine_open(OSI_SERVER);

    for (unsigned i = 0; i < count; i++) {
        if (!machine_answers_text(machine, rows[i].request, rows[i].answer)) {
            g_printerr("  request: %s\n", rows[i].request);
            CU_FAIL("another answer");
        }
    }
    CU_ASSERT_EQUAL(machine->ended, 0);
    machine_free(machine);
}

static void
unknown_services_are_unrecognized(void)
{
    static const RefusalRow rows[] = {
        { "A0 05 02 01 07 83 00", "A4 06 80 01 07 81 01 01" },
        { "A0 05 02 01 07 84 00", "A4 06 80 01 07 81 01 01" },       /* read, but primitive */
        { "A0 07 02 01 07 7F 4A 01 A1", "A4 06 80 01 07 81 01 01" }, /* class bits count */
        { "A0 07 02 01 07 9F 49 01 01", "A4 06 80 01 07 81 01 01" }, /* fileRead: none here */
        { "A0 06 02 01 07 BF 4E 00", "A4 06 80 01 07 81 01 01" },
        { "A0 06 02 01 07 BF 4F 00", "A4 06 80 01 07 81 01 01" },
        { "A0 05 02 01 07 02 00", "A4 06 80 01 07 81 01 01" },
    };

    check_rows(rows, G_N_ELEMENTS(rows));
}

static void
modifiers_are_unrecognized(void)
{
    static const RefusalRow rows[] = {
        { "A0 07 02 01 07 30 00 82 00", "A4 06 80 01 07 81 01 02" },
        { "A0 0B 02 01 07 30 04 A1 02 80 00 82 00", "A4 06 80 01 07 81 01 02" },
    };

    check_rows(rows, G_N_ELEMENTS(rows));
}

static void
empty_bodies_and_bytes_behind_are_invalid_arguments(void)
{
    static const RefusalRow rows[] = {
        { "A0 05 02 01 07 80 00", "A4 06 80 01 07 81 01 04" },
        { "A0 05 02 01 07 A1 00", "A4 06 80 01 07 81 01 04" },
        { "A0 05 02 01 07 A4 00", "A4 06 80 01 07 81 01 04" },
        { "A0 05 02 01 07 A5 00", "A4 06 80 01 07 81 01 04" },
        { "A0 05 02 01 07 A6 00", "A4 06 80 01 07 81 01 04" },
        { "A0 05 02 01 07 AB 00", "A4 06 80 01 07 81 01 04" },
        { "A0 05 02 01 07 AC 00", "A4 06 80 01 07 81 01 04" },
        { "A0 05 02 01 07 AD 00", "A4 06 80 01 07 81 01 04" },
        { "A0 06 02 01 07 82 01 00", "A4 06 80 01 07 81 01 04" },
        { "A0 07 02 01 07 82 00 82 00", "A4 06 80 01 07 81 01 04" },    /* two services */
        { "A0 08 02 01 07 82 00 BF 4F 00", "A4 06 80 01 07 81 01 04" }, /* csr is not agreed */
        { "A0 06 02 01 07 82 00 00", "A4 06 80 01 07 81 01 04" },
        { "A0 05 02 01 07 82 05", "A4 06 80 01 07 81 01 04" },
        { "A0 07 02 01 07 BF 47 01 00", "A4 06 80 01 07 81 01 04" },
    };

    check_rows(rows, G_N_ELEMENTS(rows));
}

static void
published_triggers_are_rejected(void)
{
    static const RefusalRow rows[] = {
        /* Read without content and a fileClose with other class bits behind. */
        { "A0 2A 02 02 00 89 A4 00 7F 4A 01 A1 1F A0 1D 30 1B A0 19 A1 17 1A 0B 54 45 4D 50 4C "
          "41"
          "54 45 4C 44 30 1A 08 53 50 56 35 32 44 4D 58",
          "A4 07 80 02 00 89 81 01 04" },
        { "A0 2B 02 01 1A A1 26 A0 03 80 01 00 A1 0D 81 8B 54 45 4D 50 4C 41 54 7F FF FF FF "
          "82"
          "10 4C 4C 4E 30 24 43 46 24 53 74 72 56 61 6C 32 30",
          "A4 06 80 01 1A 81 01 04" },
        { "A0 08 02 01 6C AD 03 80 01 00", "A4 06 80 01 6C 81 01 04" },
    };

    check_rows(rows, G_N_ELEMENTS(rows));
}

static void
invoke_ids_are_echoed_minimally(void)
{
    static const RefusalRow rows[] = {
        { "A0 05 02 01 00 83 00", "A4 06 80 01 00 81 01 01" },
        { "A0 08 02 04 00 00 00 05 83 00", "A4 06 80 01 05 81 01 01" },
        { "A0 09 02 05 00 FF FF FF FF 83 00", "A4 0A 80 05 00 FF FF FF FF 81 01 01" },
        { "A0 08 02 04 7F FF FF FF 83 00", "A4 09 80 04 7F FF FF FF 81 01 01" },
        /* Negative, too large, empty: no invokeID to name. */
        { "A0 05 02 01 FF 82 00", "A4 03 81 01 03" },
        { "A0 09 02 05 01 00 00 00 00 82 00", "A4 03 81 01 03" },
        { "A0 04 02 00 82 00", "A4 03 81 01 03" },
    };

    check_rows(rows, G_N_ELEMENTS(rows));
}

static void
one_invoke_id_serves_again_and_again(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers(machine, "identify_request", "identify_response"));
    CU_ASSERT_TRUE(machine_answers(machine, "identify_request", "identify_response"));
    CU_ASSERT_EQUAL(mms_association_counters(machine->association)->requests_served, 2);
    machine_free(machine);
}

static void
a_class_that_the_vmd_has_not_is_unsupported(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    machine->fake->vmd.lists = NULL;
    CU_ASSERT_TRUE(machine_answers_text(
        machine,
        "A0 1A 02 01 02 AC 15 A1 13 1A 07 49 45 44 31 4C 44 30 1A 08 4C 4C 4E 30 24 64 73 39",
        "A2 0A 80 01 02 A2 05 A0 03 87 01 01"));
    machine_free(machine);
}

static void
a_side_without_vmd_recognizes_no_service(void)
{
    Machine *machine = machine_open(OSI_CLIENT);

    CU_ASSERT_TRUE(
        machine_answers_text(machine, "A0 05 02 01 07 82 00", "A4 06 80 01 07 81 01 01"));
    machine_free(machine);
}

typedef struct Fault {
    GateGuest guest;
    GateVerdict verdict;
    Slice bytes;
    unsigned passes;
} Fault;

static GateVerdict
act(GateGuest *guest, GatePass *pass)
{
    Fault *fault = (Fault *)guest;
    const MmsRequest *request = pass->subject;

    fault->passes++;
    CU_ASSERT_EQUAL(pass->point, GATE_SERVE);
    CU_ASSERT_EQUAL(request->invoke_id, 1);
    if (fault->bytes.data != NULL) {
        pass->bytes = fault->bytes;
    }
    return fault->verdict;
}

static void
a_fault_at_the_gate_swallows_changes_or_closes(void)
{
    static const uint8_t argument[1] = { 0 };
    Machine *machine = machine_open(OSI_SERVER);
    Gate gates[GATE_POINTS] = { { NULL } };
    Fault fault = { .guest = { .act = act }, .verdict = GATE_DROP };

    machine->association->gates = gates;
    gate_add(&gates[GATE_SERVE], &fault.guest);
    machine_take_file(machine, "identify_request");
    CU_ASSERT_TRUE(machine_sent_nothing(machine));
    fault.verdict = GATE_PASS;
    CU_ASSERT_TRUE(machine_answers(machine, "identify_request", "identify_response"));
    fault.bytes = SLICE_OF(argument);
    machine_take_file(machine, "identify_request");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_DATA, "A4 06 80 01 01 81 01 04"));
    fault.verdict = GATE_CLOSE;
    machine_take_file(machine, "identify_request");
    CU_ASSERT_TRUE(machine_sent(machine, OSI_ABORT, ""));
    CU_ASSERT_EQUAL(fault.passes, 4);
    machine_free(machine);
}

TEST_SUITE(mms_confirmed, TEST_CASE(unknown_services_are_unrecognized),
           TEST_CASE(modifiers_are_unrecognized),
           TEST_CASE(empty_bodies_and_bytes_behind_are_invalid_arguments),
           TEST_CASE(published_triggers_are_rejected),
           TEST_CASE(invoke_ids_are_echoed_minimally),
           TEST_CASE(one_invoke_id_serves_again_and_again),
           TEST_CASE(a_class_that_the_vmd_has_not_is_unsupported),
           TEST_CASE(a_side_without_vmd_recognizes_no_service),
           TEST_CASE(a_fault_at_the_gate_swallows_changes_or_closes))
