/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/information_report.h"

#include "sim/mms/object_name.h"
#include "tests/hex.h"
#include "tests/sim/mms/machine.h"
#include "tests/test.h"

/* Reads a report and sends it again as a server would. */
static void
check_both_ways(const char *name)
{
    Machine *machine = machine_open(OSI_SERVER);
    g_autofree char *path = g_strdup_printf("mms/%s.hex", name);
    g_autoptr(GByteArray) bytes = hex_load(path);
    MmsAccessStore *store = mms_access_store_new(10);
    MmsInformationReport report;
    VmdMember members[4];
    unsigned count = 0;
    bool supported;
    MmsInformationReportMarks marks;
    MmsDataError result;
    Slice data;
    Pdu pdu;
    BerWriter writer;

    CU_ASSERT_TRUE_FATAL(mms_information_report_get(slice_from(hex_slice(bytes), 2), &report));
    while (mms_member_next(&report.members, store, 5, &members[count], &supported)) {
        count++;
    }
    pdu_init(&pdu, 0);
    writer = ber_writer(&pdu, 1000);
    marks = mms_information_report_open(
        &writer, &(MmsVariables){ report.is_list ? &report.list : NULL, members, count });
    while (mms_results_next(&report.results, &result, &data)) {
        CU_ASSERT_EQUAL(result, MMS_DATA_SUCCESS);
        ber_put_raw(&writer, data);
    }
    mms_information_report_close(&writer, marks);
    CU_ASSERT_TRUE(mms_association_send_unconfirmed(machine->association, pdu_content(&pdu)));
    CU_ASSERT_TRUE(machine_sent_file(machine, OSI_DATA, name));
    pdu_clear(&pdu);
    mms_access_store_free(store);
    machine_free(machine);
}

static void
reports_go_both_ways(void)
{
    check_both_ways("information_report_list");
    check_both_ways("information_report_error");
    check_both_ways("information_report_termination");
}

static void
a_report_over_the_pdu_size_is_not_sent(void)
{
    static const uint8_t content[300];
    const MmsLimits limits = { .pdu_size = 300 };
    Machine *machine = machine_open_limited(OSI_SERVER, &limits);

    CU_ASSERT_TRUE(mms_association_send_unconfirmed(machine->association,
                                                    slice_first(SLICE_OF(content), 296)));
    CU_ASSERT_FALSE(mms_association_send_unconfirmed(machine->association,
                                                     slice_first(SLICE_OF(content), 297)));
    CU_ASSERT_EQUAL(machine->sent->len, 1);
    mms_association_abort(machine->association);
    CU_ASSERT_FALSE(mms_association_send_unconfirmed(machine->association, SLICE_NONE));
    machine_free(machine);
}

static void
walk(Slice bytes, void *user)
{
    MmsInformationReport report;
    VmdMember member;
    MmsDataError result;
    Slice data;
    bool supported;

    if (mms_information_report_get(bytes, &report)) {
        mms_access_store_reset(user);
        while (mms_member_next(&report.members, user, 5, &member, &supported)) {
        }
        while (mms_results_next(&report.results, &result, &data)) {
        }
    }
}

static void
truncations_and_bit_flips_end(void)
{
    g_autoptr(GByteArray) error = hex_load("mms/information_report_error.hex");
    g_autoptr(GByteArray) list = hex_load("mms/information_report_list.hex");
    MmsAccessStore *store = mms_access_store_new(10);

    hex_torture(slice_from(hex_slice(error), 2), walk, store);
    hex_torture(slice_from(hex_slice(list), 2), walk, store);
    mms_access_store_free(store);
}

TEST_SUITE(mms_information_report, TEST_CASE(reports_go_both_ways),
           TEST_CASE(a_report_over_the_pdu_size_is_not_sent),
           TEST_CASE(truncations_and_bit_flips_end))
