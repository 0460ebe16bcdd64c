/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/read_journal.h"

#include <string.h>

#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

#define NAME                                                                                   \
    "A0 1A A1 18 1A 07 49 45 44 31 4C 44 30 1A 0D 4C 4C 4E 30 24 45 76 65 6E 74 4C 6F 67"

static Machine *
open_with_journal(unsigned entries)
{
    Machine *machine = machine_open(OSI_SERVER);

    fake_vmd_add_journal(machine->fake, entries);
    return machine;
}

static void
entries_between_two_times_are_read(void)
{
    static const uint8_t start[] = { 0x02, 0x93, 0x2E, 0x00, 0x37, 0x8D };
    static const uint8_t stop[] = { 0x02, 0x93, 0x2E, 0x00, 0x37, 0x8E };
    Machine *machine = open_with_journal(1);
    const VmdJournalQuery *query = &machine->fake->query;

    CU_ASSERT_TRUE(
        machine_answers(machine, "read_journal_time_request", "read_journal_response"));
    CU_ASSERT_TRUE(query->from_time && query->to_time && !query->after && !query->to_count);
    CU_ASSERT_EQUAL(memcmp(query->start.time, start, sizeof start), 0);
    CU_ASSERT_EQUAL(memcmp(query->stop, stop, sizeof stop), 0);
    machine_free(machine);
}

static void
entries_after_one_are_read(void)
{
    Machine *machine = open_with_journal(1);

    CU_ASSERT_TRUE(
        machine_answers_text(machine,
                             "A0 36 02 01 08 BF 41 30 " NAME
                             " A5 12 80 06 02 93 2E 00 37 8D 81 08 00 00 00 00 00 00 00 01",
                             "A1 0B 02 01 08 BF 41 05 A0 00 81 01 00"));
    CU_ASSERT_TRUE(machine->fake->query.after);
    machine_free(machine);
}

static void
the_time_alone_stands_for_all_entries_of_its_moment(void)
{
    static const uint8_t last[8] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
    Machine *machine = open_with_journal(1);

    machine_take_text(machine,
                      "A0 2C 02 01 08 BF 41 26 " NAME " A5 08 80 06 02 93 2E 00 37 8D");
    CU_ASSERT_TRUE(machine->fake->query.after);
    CU_ASSERT_EQUAL(memcmp(machine->fake->query.after_place.id, last, sizeof last), 0);
    machine_free(machine);
}

static void
only_the_variables_asked_for_are_given(void)
{
    Machine *machine = open_with_journal(1);

    CU_ASSERT_TRUE(machine_answers_text(
        machine,
        "A0 35 02 01 08 BF 41 2F " NAME
        " A2 03 81 01 01 A4 0C 1A 0A 52 65 61 73 6F 6E 43 6F 64 65"
        "",
        "A1 3D 02 01 08 BF 41 37 A0 32 30 30 80 08 00 00 00 00 00 00 00 01 A1 02 30 00 "
        "A2 20 80 06 02 93 2E 00 37 8D A2 16 A1 14 30 12 80 0A 52 65 61 73 6F 6E 43 6F 64 65 "
        "A1 04 84 02 02 40 81 01 00"));
    CU_ASSERT_TRUE(machine->fake->query.to_count);
    CU_ASSERT_EQUAL(machine->fake->query.count, 1);
    machine_free(machine);
}

/* Reads a whole response PDU as the answer to a request. */
static bool
get_page(Slice pdu, MmsJournalEntries *entries)
{
    BerReader reader = ber_reader(pdu);
    BerReader response = ber_open(&reader, 0xA1);
    MmsAnswer answer = { .kind = MMS_ANSWER_RESPONSE, .tag = 0xBF41 };

    ber_skip(&response);
    answer.body = ber_get(&response, 0xBF41);
    return reader.error == BER_OK && response.error == BER_OK &&
           mms_read_journal_get_response(&answer, entries);
}

/* An entry takes 86 octets. */
static void
a_page_takes_what_fits_and_says_that_more_follows(void)
{
    Machine *machine = machine_open_limited(OSI_SERVER, &(MmsLimits){ .pdu_size = 1000 });
    const MachineSent *sent;
    MmsJournalEntries entries;
    VmdJournalEntry entry;
    unsigned count = 0;

    fake_vmd_add_journal(machine->fake, 100);
    machine_take_file(machine, "read_journal_time_request");
    CU_ASSERT_EQUAL_FATAL(machine->sent->len, 1);
    sent = machine->sent->pdata[0];
    CU_ASSERT_TRUE(sent->pdu->len <= 1000);
    CU_ASSERT_TRUE_FATAL(get_page(hex_slice(sent->pdu), &entries));
    CU_ASSERT_TRUE(entries.more_follows);
    while (mms_journal_entries_next(&entries, &entry)) {
        CU_ASSERT_EQUAL(entry.place.id[7], ++count);
    }
    CU_ASSERT_EQUAL(count, 11);
    machine_free(machine);
}

static void
an_unknown_journal_is_object_non_existent(void)
{
    Machine *machine = open_with_journal(1);

    CU_ASSERT_TRUE(machine_answers_text(machine,
                                        "A0 16 02 01 08 BF 41 10 A0 0E A1 0C 1A 07 49 45 44 31 "
                                        "4C 44 30 1A 01 78"
                                        "",
                                        "A2 0A 80 01 08 A2 05 A0 03 87 01 02"));
    machine_free(machine);
}

/* Shorter ones were once compared with what lay behind them, elsewhere. */
static void
an_entry_named_by_seven_octets_is_rejected(void)
{
    Machine *machine = open_with_journal(1);

    CU_ASSERT_TRUE(machine_answers_text(
        machine, "A0 2D 02 01 08 BF 41 27 " NAME " A1 09 81 07 00 00 00 00 00 00 01",
        "A4 06 80 01 08 81 01 04"));
    machine_free(machine);
}

static void
a_client_asks_and_walks_the_entries(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const MmsReadJournalRequest request = {
        .journal = { MMS_SCOPE_DOMAIN, slice_from_string("IED1LD0"),
                     slice_from_string("LLN0$EventLog") },
        .query = { .after = true,
                   .after_place = { { 0x02, 0x93, 0x2E, 0x00, 0x37, 0x8D },
                                    { 0, 0, 0, 0, 0, 0, 0, 1 } } },
    };
    MmsJournalEntries entries;
    VmdJournalEntry entry;
    Slice tag, data;

    machine->association->last_invoke_id = 7;
    mms_association_request(machine->association, mms_read_journal_put_request, &request,
                            machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "read_journal_after_request"));
    machine_take_file(machine, "read_journal_response");
    CU_ASSERT_TRUE_FATAL(mms_read_journal_get_response(&machine->answer, &entries));
    CU_ASSERT_FALSE(entries.more_follows);
    CU_ASSERT_TRUE_FATAL(mms_journal_entries_next(&entries, &entry));
    CU_ASSERT_EQUAL(entry.place.id[7], 1);
    CU_ASSERT_EQUAL(entry.place.time[0], 0x02);
    CU_ASSERT_TRUE_FATAL(mms_journal_variable_next(&entry.variables, &tag, &data));
    CU_ASSERT_TRUE(slice_equals_string(tag, "IED1LD0/GGIO1$ST$Ind1$stVal"));
    CU_ASSERT_TRUE(slice_equal(data, SLICE_OF(((const uint8_t[]){ 0x83, 0x01, 0x01 }))));
    CU_ASSERT_TRUE(mms_journal_variable_next(&entry.variables, &tag, &data));
    CU_ASSERT_TRUE(slice_equals_string(tag, "ReasonCode"));
    CU_ASSERT_FALSE(mms_journal_variable_next(&entry.variables, &tag, &data));
    CU_ASSERT_FALSE(mms_journal_entries_next(&entries, &entry));
    CU_ASSERT_EQUAL(entries.reader.error, BER_OK);
    machine_free(machine);
}

static void
a_client_asks_by_time(void)
{
    Machine *machine = machine_open(OSI_CLIENT);
    const MmsReadJournalRequest request = {
        .journal = { MMS_SCOPE_DOMAIN, slice_from_string("IED1LD0"),
                     slice_from_string("LLN0$EventLog") },
        .query = { .from_time = true,
                   .to_time = true,
                   .start.time = { 0x02, 0x93, 0x2E, 0x00, 0x37, 0x8D },
                   .stop = { 0x02, 0x93, 0x2E, 0x00, 0x37, 0x8E } },
    };

    machine->association->last_invoke_id = 7;
    mms_association_request(machine->association, mms_read_journal_put_request, &request,
                            machine_answered, machine);
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, "read_journal_time_request"));
    machine_take_file(machine, "read_journal_error");
    CU_ASSERT_EQUAL(machine->answer.kind, MMS_ANSWER_ERROR);
    machine_free(machine);
}

static void
torture_entries(Slice bytes, void *user)
{
    MmsJournalEntries entries;
    VmdJournalEntry entry;
    unsigned *walked = user;
    Slice tag, data;

    if (!get_page(bytes, &entries)) {
        return;
    }
    while (mms_journal_entries_next(&entries, &entry)) {
        while (mms_journal_variable_next(&entry.variables, &tag, &data)) {
            ++*walked;
        }
    }
}

static void
truncations_and_bit_flips_end(void)
{
    g_autoptr(GByteArray) response = hex_load("mms/read_journal_response.hex");
    unsigned walked = 0;

    machine_torture(OSI_SERVER, "read_journal_time_request");
    machine_torture(OSI_SERVER, "read_journal_after_request");
    hex_torture(hex_slice(response), torture_entries, &walked);
    CU_ASSERT_TRUE(walked > 0);
}

TEST_SUITE(mms_read_journal, TEST_CASE(entries_between_two_times_are_read),
           TEST_CASE(entries_after_one_are_read),
           TEST_CASE(the_time_alone_stands_for_all_entries_of_its_moment),
           TEST_CASE(only_the_variables_asked_for_are_given),
           TEST_CASE(a_page_takes_what_fits_and_says_that_more_follows),
           TEST_CASE(an_unknown_journal_is_object_non_existent),
           TEST_CASE(an_entry_named_by_seven_octets_is_rejected),
           TEST_CASE(a_client_asks_and_walks_the_entries), TEST_CASE(a_client_asks_by_time),
           TEST_CASE(truncations_and_bit_flips_end))
