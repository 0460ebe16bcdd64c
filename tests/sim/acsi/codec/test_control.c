/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/acsi/codec/control.h"

#include "tests/hex.h"
#include "tests/test.h"

static const char *const reports[] = { "last_appl_error_report", "termination_report",
                                       "termination_error_report" };

/* The file, and whether its structure has operTm and Check. */
static const struct {
    const char *name;
    bool timed, checked;
} requests[] = { { "sbow_request", false, true },
                 { "oper_timed_request", true, true },
                 { "oper_analogue_request", false, true },
                 { "cancel_request", false, false } };

static GByteArray *
load(const char *name)
{
    g_autofree char *path = g_strdup_printf("control/%s.hex", name);

    return hex_load(path);
}

static ControlLayout
layout_of(unsigned row)
{
    static const char *const names[] = { "ctlVal", "operTm", "origin", "ctlNum",
                                         "T",      "Test",   "Check" };
    ControlLayout layout = { 0 };

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        if ((i != CONTROL_OPER_TM || requests[row].timed) &&
            (i != CONTROL_CHECK || requests[row].checked)) {
            CU_ASSERT_TRUE(control_layout_add(&layout, names[i], false));
        }
    }
    CU_ASSERT_FALSE(control_layout_add(&layout, "ctlVal", false));
    CU_ASSERT_FALSE(control_layout_add(&layout, "ctlModel", false));
    return layout;
}

/* The Data of a write request. */
static Slice
data_of(Slice pdu)
{
    BerReader reader = ber_reader(pdu);
    BerReader request = ber_open(&reader, 0xA0);
    BerReader write, list;

    ber_skip(&request);
    write = ber_open(&request, 0xA5);
    ber_skip(&write);
    list = ber_open(&write, 0xA0);
    return ber_get_element(&list);
}

static void
structures_go_both_ways(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(requests); i++) {
        g_autoptr(GByteArray) bytes = load(requests[i].name);
        Slice data = data_of(hex_slice(bytes));
        ControlLayout layout = layout_of(i);
        ControlParameters parameters;
        BerWriter writer;
        Pdu pdu;

        CU_ASSERT_TRUE_FATAL(control_get(data, &layout, &parameters));
        CU_ASSERT_EQUAL(parameters.origin.category, CONTROL_REMOTE);
        CU_ASSERT_TRUE(slice_equals_string(parameters.origin.ident, "OP1"));
        CU_ASSERT_EQUAL(parameters.ctl_num, 7);
        CU_ASSERT_FALSE(parameters.test);
        CU_ASSERT_EQUAL(parameters.check, requests[i].checked ? CONTROL_INTERLOCK_CHECK : 0);
        CU_ASSERT_EQUAL(parameters.oper_tm != 0, requests[i].timed);
        pdu_init(&pdu, 0);
        writer = ber_writer(&pdu, 1000);
        control_put(&writer, &layout, &parameters);
        CU_ASSERT_TRUE(hex_equal(pdu_content(&pdu), data));
        pdu_clear(&pdu);
    }
}

static void
times_of_six_octets_go_both_ways(void)
{
    g_autoptr(GByteArray) bytes =
        hex_parse("A2 19 83 01 01 8C 06 00 00 00 00 00 00 8C 06 02 93 "
                  "2E 00 37 8D 86 01 03");
    ControlLayout layout = { 0 };
    ControlParameters parameters;
    BerWriter writer;
    Pdu pdu;

    bytes->data[1] = (uint8_t)(bytes->len - 2);
    control_layout_add(&layout, "ctlVal", false);
    control_layout_add(&layout, "operTm", true);
    control_layout_add(&layout, "T", true);
    control_layout_add(&layout, "ctlNum", false);
    CU_ASSERT_TRUE_FATAL(control_get(hex_slice(bytes), &layout, &parameters));
    CU_ASSERT_EQUAL(parameters.oper_tm, 0);
    CU_ASSERT_NOT_EQUAL(parameters.t, 0);
    pdu_init(&pdu, 0);
    writer = ber_writer(&pdu, 1000);
    control_put(&writer, &layout, &parameters);
    CU_ASSERT_TRUE(hex_equal(pdu_content(&pdu), hex_slice(bytes)));
    pdu_clear(&pdu);
}

static bool
get_notice(Slice pdu, ControlNotice *notice)
{
    BerReader reader = ber_reader(pdu);
    Slice content = ber_get(&reader, 0xA3);
    MmsInformationReport information;

    return reader.error == BER_OK && mms_information_report_get(content, &information) &&
           control_notice_get(&information, notice);
}

static void
notices_go_both_ways(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(reports); i++) {
        g_autoptr(GByteArray) bytes = load(reports[i]);
        ControlNotice notice;
        BerWriter writer;
        BerMark mark;
        Pdu pdu;

        CU_ASSERT_TRUE_FATAL(get_notice(hex_slice(bytes), &notice));
        CU_ASSERT_EQUAL(notice.is_termination, i > 0);
        CU_ASSERT_EQUAL(notice.has_error, i != 1);
        pdu_init(&pdu, 0);
        writer = ber_writer(&pdu, 1000);
        mark = ber_put_open(&writer, 0xA3);
        if (notice.is_termination) {
            control_termination_put(&writer, &notice.object, notice.oper,
                                    notice.has_error ? &notice.error : NULL);
        } else {
            control_error_put(&writer, &notice.error);
        }
        ber_put_close(&writer, mark);
        CU_ASSERT_TRUE(hex_equal(pdu_content(&pdu), hex_slice(bytes)));
        pdu_clear(&pdu);
    }
}

static void
decode_notice(Slice bytes, void *user)
{
    ControlNotice notice;

    *(unsigned *)user += get_notice(bytes, &notice);
}

static void
decode_structure(Slice bytes, void *user)
{
    ControlLayout layout = layout_of(*(unsigned *)user);
    ControlParameters parameters;

    control_get(bytes, &layout, &parameters);
}

static void
bad_bytes_are_refused(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(reports); i++) {
        g_autoptr(GByteArray) bytes = load(reports[i]);
        unsigned good = 0;

        hex_torture(hex_slice(bytes), decode_notice, &good);
        CU_ASSERT_TRUE(good > 0);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(requests); i++) {
        g_autoptr(GByteArray) bytes = load(requests[i].name);

        hex_torture(data_of(hex_slice(bytes)), decode_structure, &i);
    }
}

static void
other_reports_are_no_notices(void)
{
    g_autoptr(GByteArray) report = hex_load("report/plain.hex");
    ControlNotice notice;

    CU_ASSERT_FALSE(get_notice(hex_slice(report), &notice));
}

static void
names_are_parsed_in_any_writing(void)
{
    ControlCategory category;
    ControlModel model;
    AddCause cause;

    for (unsigned i = 0; i < ADD_CAUSES; i++) {
        CU_ASSERT_TRUE(add_cause_parse(add_cause_name(i), &cause));
        CU_ASSERT_EQUAL(cause, i);
        CU_ASSERT_TRUE(add_cause_of_edition_1(cause) <= ADD_CAUSE_OBJECT_NOT_SELECTED);
    }
    CU_ASSERT_TRUE(add_cause_parse("Blocked_by_Mode", &cause));
    CU_ASSERT_EQUAL(cause, ADD_CAUSE_BLOCKED_BY_MODE);
    CU_ASSERT_TRUE(add_cause_parse("27", &cause));
    CU_ASSERT_FALSE(add_cause_parse("28", &cause));
    CU_ASSERT_FALSE(add_cause_parse("blocked", &cause));
    CU_ASSERT_PTR_NULL(add_cause_name(ADD_CAUSES));
    CU_ASSERT_TRUE(control_category_parse("Remote-Control", &category));
    CU_ASSERT_EQUAL(category, CONTROL_REMOTE);
    CU_ASSERT_TRUE(control_model_parse("sbo-with-enhanced-security", &model));
    CU_ASSERT_EQUAL(model, CONTROL_SBO_ENHANCED);
}

TEST_SUITE(control_codec, TEST_CASE(structures_go_both_ways),
           TEST_CASE(times_of_six_octets_go_both_ways), TEST_CASE(notices_go_both_ways),
           TEST_CASE(bad_bytes_are_refused), TEST_CASE(other_reports_are_no_notices),
           TEST_CASE(names_are_parsed_in_any_writing))
