/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/osi/bench.h"

#include "tests/hex.h"
#include "tests/test.h"

#define TITLES "A4(06(29 01 87 67 01)) A5(02(0C))"

static void
open_checking(BenchEnd *end, unsigned checks)
{
    OsiParameters parameters = bench_parameters(OSI_SERVER);

    parameters.checks = checks;
    bench_open(end, &parameters);
    bench_receive_file(end, "cotp/cr.hex");
    g_byte_array_set_size(end->sent, 0);
}

static void
the_titles_and_the_password_are_shown(void)
{
    BenchEnd end;
    const BenchMark *mark;

    bench_server(&end, BENCH_INDICATED);
    mark = bench_last(&end);
    CU_ASSERT_EQUAL(mark->called.ap_title_size, 5);
    CU_ASSERT_EQUAL(mark->calling.ap_title[4], 1);
    CU_ASSERT_TRUE(mark->calling.has_ae_qualifier);
    CU_ASSERT_EQUAL(mark->called.ae_qualifier, 12);
    CU_ASSERT_EQUAL(mark->calling.psel.size, 4);
    CU_ASSERT_TRUE(mark->authentication_required);
    CU_ASSERT_EQUAL(mark->mechanism->len, 3);
    CU_ASSERT_EQUAL(mark->authentication->len, 8);
    CU_ASSERT_EQUAL(memcmp(mark->authentication->data, "\x80\x06secret", 8), 0);
    bench_close(&end);
}

static void
a_connect_is_understood_in_its_many_forms(void)
{
    static const struct {
        const char *text;
        const char *content;
    } rows[] = {
        { CONNECT("60(80(07 80) " APPLICATION INITIATE ")"), "A8 00" },
        { CONNECT("60(" APPLICATION "A2(30()) A3(30()) A4(02(01)) A5(02(01)) A8(02(01)) "
                  "AD(30()) 9D(41)" INITIATE ")"),
          "A8 00" },
        { CONNECT("60(" APPLICATION "BE(28(06(28 CA 22 02 01) 02(03) A0(A8 00))))"), "A8 00" },
        { CONNECT("60(" APPLICATION "BE(28(A0(A8 00))))"), "A8 00" },
        { CONNECT("60(" APPLICATION "BE(28(02(03) 81(A8 00))))"), "A8 00" },
        { CONNECT("60(" APPLICATION "BF 45(02(01)) 5F 45() 02(01) " INITIATE ")"), "A8 00" },
        { CONNECT("60(" APPLICATION ")"), "" }, /* the user has nothing to look at */
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        BenchEnd end;

        bench_server(&end, BENCH_TRANSPORT);
        CU_ASSERT_TRUE(bench_receive_text(&end, rows[i].text));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_CONNECT, rows[i].content));
        bench_close(&end);
    }
}

static void
an_unacceptable_connect_is_refused_with_aare(void)
{
    static const struct {
        unsigned checks;
        const char *aarq;
        const char *diagnostic;
        int code;
    } rows[] = {
        { 0, "60(" INITIATE ")", "02", 2 }, /* no application context */
        { 0, "60(A1(06(28 CA 22 02 04))" INITIATE ")", "02", 2 },
        { 0, "60(A1()" INITIATE ")", "02", 2 },
        { 0, "60(A1(02(01))" INITIATE ")", "02", 2 },
        { OSI_CHECK_AP_TITLE, "60(" APPLICATION "A2(06(29 01 87 67 02))" INITIATE ")", "07",
          7 },
        { OSI_CHECK_AP_TITLE, "60(" APPLICATION "A2(30())" INITIATE ")", "07", 7 },
        { OSI_CHECK_AP_TITLE,
          "60(" APPLICATION "A2(06(29 01 87 67 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 "
          "01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01))" INITIATE ")",
          "07", 7 },
        { OSI_CHECK_AE_QUALIFIER, "60(" APPLICATION "A3(02(0D))" INITIATE ")", "09", 9 },
        { OSI_CHECK_AE_QUALIFIER, "60(" APPLICATION "A3(02())" INITIATE ")", "09", 9 },
        { OSI_CHECK_AE_QUALIFIER,
          "60(" APPLICATION "A3(02(0C 0C 0C 0C 0C 0C 0C 0C 0C))" INITIATE ")", "09", 9 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strdup_printf(CONNECT("%s"), rows[i].aarq);
        g_autofree char *answer = g_strdup_printf(
            DT("0C[11[01] 32[02 30(83(00 00 00 01) A5(" RESULT_ACCEPTED RESULT_ACCEPTED
               ")" ACSE_VALUE("61(" AARE_REJECTED("01", "%s") TITLES ")") ")]]"),
            rows[i].diagnostic);
        BenchEnd end;

        open_checking(&end, rows[i].checks);
        CU_ASSERT_TRUE(bench_is_ended_by(&end, text, answer, OSI_REFUSE, "acse", rows[i].code));
    }
}

static void
titles_pass_when_they_fit_or_are_missing(void)
{
    static const char *const texts[] = {
        CONNECT("60(" APPLICATION INITIATE ")"),
        CONNECT("60(" APPLICATION "A2(06(29 01 87 67 01)) A3(02(0C))" INITIATE ")"),
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        BenchEnd end;

        open_checking(&end, OSI_CHECK_AP_TITLE | OSI_CHECK_AE_QUALIFIER);
        CU_ASSERT_TRUE(bench_receive_text(&end, texts[i]));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_CONNECT, "A8 00"));
        bench_close(&end);
    }
}

/* What the user of the stack refuses, with the diagnostics that are its to give. */
static void
the_user_refuses_with_a_diagnostic(void)
{
    static const struct {
        int diagnostic;
        const char *content;
        const char *aare;
    } rows[] = {
        { 14, "", AARE_REJECTED("01", "0E") TITLES }, /* authentication required */
        { 12, "", AARE_REJECTED("01", "0C") TITLES }, /* mechanism name required */
        { 11, "", AARE_REJECTED("01", "0B") TITLES }, /* mechanism not recognized */
        { 13, "", AARE_REJECTED("01", "0D") TITLES }, /* authentication failure */
        { 1 | OSI_TRANSIENT, "", AARE_REJECTED("02", "01") TITLES }, /* association limit */
        { 0 | OSI_BY_USER, "", AARE_REJECTED("01", "00") TITLES },   /* null */
        { 2 | OSI_BY_PROVIDER, "",
          APPLICATION "A2(02(01)) A3(A2(02(02)))" TITLES }, /* no common ACSE version */
        { 1, "AA 02 80 00", AARE_REJECTED("01", "01") TITLES "BE(28(02(03) A0(AA 02 80 00)))" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *answer = g_strdup_printf(
            DT("0C[11[01] 32[02 30(83(00 00 00 01) A5(" RESULT_ACCEPTED RESULT_ACCEPTED
               ")" ACSE_VALUE("61(%s)") ")]]"),
            rows[i].aare);
        BenchEnd end;

        bench_server(&end, BENCH_INDICATED);
        bench_refuse(&end, rows[i].content, rows[i].diagnostic);
        CU_ASSERT_TRUE(bench_sent(&end, answer));
        CU_ASSERT_EQUAL(end.finished, 1);
        CU_ASSERT_EQUAL(end.marks->len, 1);
        CU_ASSERT_FALSE(bench_receive_file(&end, "presentation/data.hex"));
        bench_close(&end);
    }
}

static void
a_broken_connect_is_aborted(void)
{
    static const char *const texts[] = {
        CONNECT("61(" APPLICATION INITIATE ")"),
        CONNECT("60 7F A1"),
        CONNECT("60(" APPLICATION APPLICATION INITIATE ")"), /* twice */
        CONNECT("60(" APPLICATION INITIATE INITIATE ")"),
        CONNECT("60(" APPLICATION "BE())"), /* an inner tag that is not there */
        CONNECT("60(" APPLICATION "BE(28()))"),
        CONNECT("60(" APPLICATION "BE(28(02(05) A0(A8 00))))"), /* of no such context */
        CONNECT("60(" APPLICATION "BE(28(02(03) A0(A8 00) 00)))"),
        CONNECT("60(" APPLICATION "BE(28(02(03) A0 05 A8 00)))"),
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        BenchEnd end;

        bench_server(&end, BENCH_TRANSPORT);
        CU_ASSERT_TRUE(bench_is_ended_by(&end, texts[i], ABORT_BY_ACSE, OSI_ABORT, "acse", 2));
    }
}

/* LIB61850-438: AARQ and AARE that end with an empty A6, A7 or BE. */
static void
empty_last_fields_are_read_no_further(void)
{
    static const char *const ends[] = { "A2", "A3", "A6", "A7", "8A", "8B", "AC", "BE" };

    for (unsigned i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *aarq = g_strdup_printf(CONNECT("60(" APPLICATION "%s())"), ends[i]);
        g_autofree char *aare =
            g_strdup_printf(DT("0E[C1[31(A2(A5(" RESULT_ACCEPTED RESULT_ACCEPTED
                               ")" ACSE_VALUE("61(" APPLICATION "%s())") "))]]"),
                            ends[i]);
        OsiParameters parameters = bench_parameters(OSI_CLIENT);
        BenchEnd end;

        bench_server(&end, BENCH_TRANSPORT);
        bench_receive_text(&end, aarq);
        CU_ASSERT_EQUAL(end.marks->len, 1);
        bench_close(&end);

        bench_open(&end, &parameters);
        bench_send_text(&end, OSI_CONNECT, "A8 00");
        bench_receive_file(&end, "cotp/cc.hex");
        CU_ASSERT_FALSE(bench_receive_text(&end, aare));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_ABORT, ""));
        bench_close(&end);
    }
}

static void
a_refusal_inside_an_accepted_session_is_a_refusal(void)
{
    OsiParameters parameters = bench_parameters(OSI_CLIENT);
    BenchEnd end;

    bench_open(&end, &parameters);
    bench_send_text(&end, OSI_CONNECT, "A8 00");
    bench_receive_file(&end, "cotp/cc.hex");
    g_byte_array_set_size(end.sent, 0);
    CU_ASSERT_FALSE(bench_receive_text(
        &end, DT("0E[C1[31(A2(A5(" RESULT_ACCEPTED RESULT_ACCEPTED
                 ")" ACSE_VALUE("61(" AARE_REJECTED("01", "0D") ")") "))]]")));
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_REFUSE, ""));
    CU_ASSERT_EQUAL(bench_last(&end)->reason.code, 13);
    CU_ASSERT_STRING_EQUAL(bench_last(&end)->reason.layer, "acse");
    CU_ASSERT_FALSE(osi_stack_is_open(end.stack));
    CU_ASSERT_EQUAL(end.finished, 1);
    bench_close(&end);
}

static void
aborts_tell_who_asked_for_them(void)
{
    BenchEnd end;

    bench_server(&end, BENCH_ASSOCIATED);
    CU_ASSERT_FALSE(bench_receive_file(&end, "session/ab.hex"));
    CU_ASSERT_STRING_EQUAL(bench_last(&end)->reason.layer, "acse");
    bench_close(&end);

    bench_server(&end, BENCH_ASSOCIATED);
    bench_send(&end, OSI_ABORT, SLICE_NONE);
    CU_ASSERT_TRUE(bench_sent(&end, DT("19[11[0B] C1[A0(" ACSE_VALUE("64(80(00))") ")]]")));
    CU_ASSERT_EQUAL(end.finished, 1);
    CU_ASSERT_EQUAL(end.marks->len, 1);
    bench_close(&end);

    bench_server(&end, BENCH_ASSOCIATED);
    CU_ASSERT_FALSE(bench_receive_text(
        &end,
        DT("19[11[0B] C1[A0(" ACSE_VALUE("64(80(00) 81(05) BE(28(02(03) A0(00 00))))") ")]]")));
    CU_ASSERT_STRING_EQUAL(bench_last(&end)->reason.layer, "user");
    CU_ASSERT_EQUAL(bench_last(&end)->reason.code, 5);
    bench_close(&end);

    bench_server(&end, BENCH_ASSOCIATED);
    CU_ASSERT_TRUE(bench_is_ended_by(&end, DT("09[C1[" ACSE_VALUE("60()") "]]"), ABORT_BY_ACSE,
                                     OSI_ABORT, "acse", 2));
}

TEST_SUITE(osi_acse, TEST_CASE(the_titles_and_the_password_are_shown),
           TEST_CASE(a_connect_is_understood_in_its_many_forms),
           TEST_CASE(an_unacceptable_connect_is_refused_with_aare),
           TEST_CASE(titles_pass_when_they_fit_or_are_missing),
           TEST_CASE(the_user_refuses_with_a_diagnostic),
           TEST_CASE(a_broken_connect_is_aborted),
           TEST_CASE(empty_last_fields_are_read_no_further),
           TEST_CASE(a_refusal_inside_an_accepted_session_is_a_refusal),
           TEST_CASE(aborts_tell_who_asked_for_them))
