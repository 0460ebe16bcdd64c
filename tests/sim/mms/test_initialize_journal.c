/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/initialize_journal.h"

#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

#define NAME                                                                                   \
    "A0 1A A1 18 1A 07 49 45 44 31 4C 44 30 1A 0D 4C 4C 4E 30 24 45 76 65 6E 74 4C 6F 67"

static void
entries_before_one_are_deleted(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    fake_vmd_add_journal(machine->fake, 9);
    CU_ASSERT_TRUE(
        machine_answers(machine, "initialize_journal_request", "initialize_journal_response"));
    CU_ASSERT_TRUE(machine->fake->limit.by_time && machine->fake->limit.by_entry);
    machine_free(machine);
}

static void
without_a_limit_all_are_deleted(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    fake_vmd_add_journal(machine->fake, 9);
    CU_ASSERT_TRUE(machine_answers_text(machine, "A0 22 02 01 13 BF 43 1C " NAME,
                                        "A1 07 02 01 13 9F 43 01 09"));
    CU_ASSERT_FALSE(machine->fake->limit.by_time);
    machine_free(machine);
}

static void
without_journals_the_service_is_unsupported(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    CU_ASSERT_TRUE(machine_answers_text(machine, "A0 22 02 01 13 BF 43 1C " NAME,
                                        "A2 0A 80 01 13 A2 05 A0 03 87 01 01"));
    machine_free(machine);
}

static void
a_client_asks_and_reads_the_count(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const MmsInitializeJournalRequest request = {
        .journal = { MMS_SCOPE_DOMAIN, slice_from_string("IED1LD0"),
                     slice_from_string("LLN0$EventLog") },
        .limit = { .by_time = true,
                   .by_entry = true,
                   .before = { { 0x02, 0x93, 0x2E, 0x00, 0x37, 0x8D },
                               { 0, 0, 0, 0, 0, 0, 0, 5 } } },
    };
    uint32_t deleted;

    machine->association->last_invoke_id = 18;
    mms_association_request(machine->association, mms_initialize_journal_put_request, &request,
                            machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "initialize_journal_request"));
    machine_take_file(machine, "initialize_journal_response");
    CU_ASSERT_TRUE(mms_initialize_journal_get_response(&machine->answer, &deleted));
    CU_ASSERT_EQUAL(deleted, 4);
    machine_free(machine);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "initialize_journal_request");
    machine_torture(OSI_CLIENT, "initialize_journal_response");
}

TEST_SUITE(mms_initialize_journal, TEST_CASE(entries_before_one_are_deleted),
           TEST_CASE(without_a_limit_all_are_deleted),
           TEST_CASE(without_journals_the_service_is_unsupported),
           TEST_CASE(a_client_asks_and_reads_the_count),
           TEST_CASE(truncations_and_bit_flips_end))
