/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/report_journal_status.h"

#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

static void
entries_are_counted(void)
{
    Machine *machine = machine_open(OSI_SERVER);

    fake_vmd_add_journal(machine->fake, 1);
    CU_ASSERT_TRUE(machine_answers(machine, "report_journal_status_request",
                                   "report_journal_status_response"));
    CU_ASSERT_TRUE(machine_answers_text(
        machine, "A0 14 02 01 12 BF 44 0E A1 0C 1A 07 49 45 44 31 4C 44 30 1A 01 78",
        "A2 0A 80 01 12 A2 05 A0 03 87 01 02"));
    machine_free(machine);
}

static void
a_client_asks_and_reads_the_count(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const MmsObjectName journal = { MMS_SCOPE_DOMAIN, slice_from_string("IED1LD0"),
                                    slice_from_string("LLN0$EventLog") };
    MmsJournalStatus status;

    machine->association->last_invoke_id = 17;
    mms_association_request(machine->association, mms_report_journal_status_put_request,
                            &journal, machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "report_journal_status_request"));
    machine_take_file(machine, "report_journal_status_response");
    CU_ASSERT_TRUE(mms_report_journal_status_get_response(&machine->answer, &status));
    CU_ASSERT_EQUAL(status.entries, 1);
    CU_ASSERT_FALSE(status.deletable);
    machine_free(machine);
}

static void
truncations_and_bit_flips_end(void)
{
    machine_torture(OSI_SERVER, "report_journal_status_request");
    machine_torture(OSI_CLIENT, "report_journal_status_response");
}

TEST_SUITE(mms_report_journal_status, TEST_CASE(entries_are_counted),
           TEST_CASE(a_client_asks_and_reads_the_count),
           TEST_CASE(truncations_and_bit_flips_end))
