/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/osi/bench.h"

#include "tests/hex.h"
#include "tests/test.h"

#define VALUE ACSE_VALUE(AARQ)
#define PSELS "81(00 00 00 01) 82(00 00 00 01)"
#define CP_OF(set) CN(SESSION_ITEMS, set)

/* The CPA that answers a plain connect, around its results and its context of ACSE. */
#define AARE_ACCEPTED(mms)                                                                     \
    "61(" APPLICATION " A2(02(00)) A3(A1(02(00))) A4(06(29 01 87 67 01)) A5(02(0C)) "          \
    "BE(28(02(" mms ") A0(A9 00))))"
#define CPA(results, acse, mms)                                                                \
    DT("0E[" SESSION_ITEMS " 34[00 01] C1[31(A0(80(01)) A2(83(00 00 00 01) A5(" results        \
       ") 61(30(02(" acse ") A0(" AARE_ACCEPTED(mms) ")))))]]")

static void
a_connect_is_understood_in_its_many_forms(void)
{
    static const char *const texts[] = {
        CP_OF("31(A0(80(01)) A2(" CONTEXTS VALUE "))"),
        CP_OF("31(A2(" CONTEXTS VALUE ") A0(80(01)))"), /* a SET has no order */
        CP_OF("31(A2(" CONTEXTS VALUE "))"),
        CP_OF("31(A0(80(01)) A2(80(07 80)" PSELS CONTEXTS
              " 88(06 00) 89(00 02) AB(80(00)) AD() " VALUE "))"), /* all there may be */
        CP_OF("31(A0(80(01)) A2(" CONTEXTS "61(30(06(51 01) 02(01) A0(" AARQ ")))))"),
        CP_OF("31(A0(80(01)) A2(" CONTEXTS "61(30(02(01) 81(" AARQ ")))))"),
        CP_OF("31 80 A0 80 80(01) 00 00 A2 80 A4 80" CONTEXT_ACSE CONTEXT_MMS
              "00 00 61 80 30 80 02(01) A0 80" AARQ
              "00 00 00 00 00 00 00 00 00 00"), /* indefinite */
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        BenchEnd end;

        bench_server(&end, BENCH_TRANSPORT);
        CU_ASSERT_TRUE(bench_receive_text(&end, texts[i]));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_CONNECT, "A8 00"));
        bench_close(&end);
    }
}

static void
contexts_are_judged_one_by_one(void)
{
    static const struct {
        const char *cn;
        const char *cpa;
        const char *data; /* as the server sends and takes it then */
    } rows[] = {
        { CP_OF(CP(CONTEXTS VALUE)), CPA(RESULT_ACCEPTED RESULT_ACCEPTED, "01", "03"),
          DATA("30(02(03) A0(A0 00))") },
        /* The initiator's own identifiers, MMS first, one octet and four. */
        { CP_OF("31(A0(80(01)) A2(A4(30(02(7F FF FF FF) 06(28 CA 22 02 01) 30(06(51 01))) "
                "30(02(02) 06(52 01 00 01) 30(06(51 01)))) 61(30(02(02) A0(60(" APPLICATION
                "BE(28(02(7F FF FF FF) A0(A8 00)))))))))"),
          CPA(RESULT_ACCEPTED RESULT_ACCEPTED, "02", "7F FF FF FF"),
          DATA("30(02(7F FF FF FF) A0(A0 00))") },
        { CP_OF("31(A0(80(01)) A2(A4(" CONTEXT_ACSE
                "30(02(00 C8) 06(28 CA 22 02 01) 30(06(51 01)))) 61(30(02(01) "
                "A0(60(" APPLICATION "BE(28(02(00 C8) A0(A8 00)))))))))"),
          CPA(RESULT_ACCEPTED RESULT_ACCEPTED, "01", "00 C8"),
          DATA("30(02(00 C8) A0(A0 00))") },
        /* More than we know: an unknown syntax, no BER, the same once more. */
        { CP_OF(CP("A4(30(02(05) 06(28 86 48 00 01 01 04 01) 30(06(51 01)))" CONTEXT_ACSE
                   "30(02(07) 06(28 CA 22 02 01) 30(06(51 02)))"
                   "30(02(03) 06(28 CA 22 02 01) 30(06(51 02) 06(51 01)))"
                   "30(02(09) 06(28 CA 22 02 01) 30(06(51 01))))" VALUE)),
          CPA("30(80(02) 82(01))" RESULT_ACCEPTED "30(80(02) 82(02))" RESULT_ACCEPTED
              "30(80(02) 82(03))",
              "01", "03"),
          DATA("30(02(03) A0(A0 00))") },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        BenchEnd end;

        bench_server(&end, BENCH_TRANSPORT);
        CU_ASSERT_TRUE(bench_receive_text(&end, rows[i].cn));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_CONNECT, "A8 00"));
        bench_send_text(&end, OSI_ACCEPT, "A9 00");
        CU_ASSERT_TRUE(bench_sent(&end, rows[i].cpa));
        bench_send_text(&end, OSI_DATA, "A0 00");
        CU_ASSERT_TRUE(bench_sent(&end, rows[i].data));
        CU_ASSERT_TRUE(bench_receive_text(&end, rows[i].data));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_DATA, "A0 00"));
        bench_close(&end);
    }
}

static void
an_unacceptable_connect_is_refused_with_cpr(void)
{
    static const struct {
        const char *text;
        const char *cpr;
        int code;
    } rows[] = {
        { CP_OF(CP("82(00 00 00 02)" CONTEXTS VALUE)),
          "83(00 00 00 01) A5(" RESULT_ACCEPTED RESULT_ACCEPTED ") 8A(03)", 3 },
        { CP_OF(CP(CONTEXTS VALUE)),
          "83(00 00 00 01) A5(" RESULT_ACCEPTED RESULT_ACCEPTED ") 8A(03)", 3 },
        { CP_OF(CP("82(00 00 00 01) A4(" CONTEXT_ACSE ")" VALUE)),
          "83(00 00 00 01) A5(" RESULT_ACCEPTED ") 8A(06)", 6 },
        { CP_OF(CP("82(00 00 00 01) A4(" CONTEXT_MMS ")" VALUE)),
          "83(00 00 00 01) A5(" RESULT_ACCEPTED ") 8A(06)", 6 },
        { CP_OF(CP("82(00 00 00 01) A4(" CONTEXT_ACSE
                   "30(02(03) 06(28 CA 22 02 01) 30(06(51 02))))" VALUE)),
          "83(00 00 00 01) A5(" RESULT_ACCEPTED "30(80(02) 82(02))) 8A(06)", 6 },
        { CP_OF(CP("82(00 00 00 01) A4()" VALUE)), "83(00 00 00 01) 8A(06)", 6 },
        { CP_OF(CP("82(00 00 00 01)" VALUE)), "83(00 00 00 01) 8A(06)", 6 },
        { CP_OF("31(A0(80(00)) 60(00))"), "83(00 00 00 01) 8A(00)", 0 }, /* X.410 mode */
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *answer =
            g_strdup_printf("<02 F0 80 0C[11[01] 32[02 30(%s)]]>", rows[i].cpr);
        OsiParameters parameters = bench_parameters(OSI_SERVER);
        BenchEnd end;

        parameters.checks = OSI_CHECK_PSEL;
        bench_open(&end, &parameters);
        bench_receive_file(&end, "cotp/cr.hex");
        g_byte_array_set_size(end.sent, 0);
        CU_ASSERT_TRUE(bench_is_ended_by(&end, rows[i].text, answer, OSI_REFUSE, "presentation",
                                         rows[i].code));
    }
}

static void
two_hundred_contexts_are_refused(void)
{
    GString *text = g_string_new("<02 F0 80 0D[" SESSION_ITEMS " C1[31(A0(80(01)) A2(A4(");
    BenchEnd end;

    for (unsigned i = 0; i < 100; i++) {
        g_string_append(text, CONTEXT_ACSE CONTEXT_MMS);
    }
    g_string_append(text, ")" VALUE "))]]>");
    bench_server(&end, BENCH_TRANSPORT);
    CU_ASSERT_TRUE(bench_is_ended_by(&end, text->str,
                                     DT("0C[11[01] 32[02 30(83(00 00 00 01) 8A(02))]]"),
                                     OSI_REFUSE, "presentation", 2));
    g_string_free(text, TRUE);
}

static void
a_broken_connect_is_aborted(void)
{
    static const struct {
        const char *text;
        const char *reason;
    } rows[] = {
        { CP_OF(""), "01" },
        { CP_OF("31()"), "06" },
        { CP_OF("31(A0(80(01)))"), "06" }, /* no normal mode parameters */
        { CP_OF("31(A0(80(01)) A2())"), "06" },
        { CP_OF("31(A0(80(01)) A2(" CONTEXTS "))"), "06" }, /* no user data */
        { CP_OF("31(A0(80(01)) A2(" CONTEXTS "61()))"), "06" },
        { CP_OF("31(A0(80(01)) A2(" CONTEXTS "61(30(02(01) A0()))))"), "06" },
        { CP_OF("31(A0(80(01)) A2(" CONTEXTS "61(30(02(05) A0(" AARQ ")))))"), "06" },
        { CP_OF("31(A0(80(01)) A2(" CONTEXTS CONTEXTS VALUE "))"), "01" }, /* twice */
        { CP_OF("31(A0(80(01)) A2(" CONTEXTS VALUE ") A2(" CONTEXTS VALUE "))"), "" },
        { CP_OF("31(A0(80(01)) A2(" CONTEXTS VALUE ")) 00"), "" },
        { CP_OF("31(A0(80()) A2(" CONTEXTS VALUE "))"), "01" },
        { CP_OF("30(A0(80(01)) A2(" CONTEXTS VALUE "))"), "01" },
        { CP_OF(CP("A4(30(02(00) 06(52 01 00 01) 30(06(51 01))))" VALUE)), "06" }, /* id 0 */
        { CP_OF(CP("A4(30(02(FF) 06(52 01 00 01) 30(06(51 01))))" VALUE)), "06" },
        { CP_OF(CP("A4(30(02(00 80 00 00 00) 06(52 01 00 01) 30(06(51 01))))" VALUE)), "06" },
        { CP_OF(CP("A4(" CONTEXT_ACSE "30(02(01) 06(28 CA 22 02 01) 30(06(51 01))))" VALUE)),
          "06" }, /* one identifier for both */
        { CP_OF(CP("A4(30(02(01) 06(52 01 00 01)))" VALUE)), "06" },
        { CP_OF("31 84 FF FF FF FF A0(80(01))"), "01" },
        { CP_OF("31 80 A2 80 A4 80"), "01" }, /* never terminated */
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *answer =
            g_strdup_printf("<02 F0 80 19[11[0B] C1[30(80(%s))]]>", rows[i].reason);
        BenchEnd end;

        bench_server(&end, BENCH_TRANSPORT);
        if (rows[i].reason[0] == '\0') {
            /* Doubled and trailing parts: taken or aborted, but once. */
            bench_receive_text(&end, rows[i].text);
            CU_ASSERT_EQUAL(end.marks->len, 1);
            bench_close(&end);
            continue;
        }
        CU_ASSERT_TRUE(bench_is_ended_by(&end, rows[i].text, answer, OSI_ABORT, "presentation",
                                         rows[i].reason[1] - '0'));
    }
}

/* libiec61850 issues 252 and 368, CVE-2022-21159. */
static void
published_connects_are_aborted(void)
{
    static const char *const files[] = { "session/bad_no_user_data_368.hex",
                                         "presentation/bad_no_normal_mode_252.hex",
                                         "presentation/bad_not_advancing_21159.hex" };

    for (unsigned i = 0; i < G_N_ELEMENTS(files); i++) {
        BenchEnd end;

        bench_server(&end, BENCH_TRANSPORT);
        CU_ASSERT_FALSE(bench_receive_file(&end, files[i]));
        CU_ASSERT_TRUE(bench_sent(&end, ABORT_BY_PRESENTATION("01")));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_ABORT, ""));
        CU_ASSERT_EQUAL(end.finished, 1);
        bench_close(&end);
    }
}

static void
deep_nesting_is_refused(void)
{
    GString *text = g_string_new("<02 F0 80 0D[C1[31 80 A2 80");
    BenchEnd end;

    for (unsigned i = 0; i < 1000; i++) {
        g_string_append(text, " A2 80");
    }
    g_string_append(text, "]]>");
    bench_server(&end, BENCH_TRANSPORT);
    CU_ASSERT_TRUE(bench_is_ended_by(&end, text->str, ABORT_BY_PRESENTATION("01"), OSI_ABORT,
                                     "presentation", 1));
    g_string_free(text, TRUE);
}

static void
data_come_in_all_their_forms(void)
{
    static const char *const texts[] = {
        DATA("30(02(03) A0(A0 00))"),
        DATA("30(06(51 01) 02(03) A0(A0 00))"),
        DATA("30(02(00 03) 81(A0 00))"),
        DT("01 00 01 00 61 82 00 0B 30 81 08 02 01 03 A0 81 02 A0 00"),
    };
    BenchEnd end;

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        bench_server(&end, BENCH_ASSOCIATED);
        CU_ASSERT_TRUE(bench_receive_text(&end, texts[i]));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_DATA, "A0 00"));
        bench_close(&end);
    }
    bench_server(&end, BENCH_ASSOCIATED);
    CU_ASSERT_TRUE(bench_receive_file(&end, "presentation/data_indefinite.hex"));
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_DATA, "A0 00"));
    CU_ASSERT_TRUE(bench_receive_file(&end, "presentation/data_two_pdvs.hex"));
    CU_ASSERT_EQUAL(end.marks->len, 4);
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_DATA, "A1 00"));
    bench_close(&end);
}

static void
data_are_golden_on_the_way_out(void)
{
    BenchEnd end;

    bench_server(&end, BENCH_ASSOCIATED);
    bench_send_text(&end, OSI_DATA, "A0 00");
    CU_ASSERT_TRUE(bench_sent_file(&end, "presentation/data.hex"));
    CU_ASSERT_EQUAL(end.transmits, 3); /* CC, accept, and this in one */
    bench_close(&end);
}

/* Around every change of a length's form. */
static void
lengths_of_data_are_minimal_and_right(void)
{
    static const size_t borders[] = { 0x7F, 0xFF, 0xFFFF };
    OsiParameters of_client = bench_parameters(OSI_CLIENT);
    OsiParameters of_server = bench_parameters(OSI_SERVER);

    for (unsigned i = 0; i < G_N_ELEMENTS(borders); i++) {
        for (size_t size = borders[i] - 12; size < borders[i] + 3; size++) {
            g_autofree uint8_t *content = g_malloc0(size);
            BenchEnd client;
            BenchEnd server;

            bench_associate(&client, &server, &of_client, &of_server);
            bench_send(&client, OSI_DATA, (Slice){ content, size });
            bench_run(&client, &server, 65536, 1);
            CU_ASSERT_EQUAL(bench_last(&server)->content->len, size);
            bench_close(&client);
            bench_close(&server);
        }
    }
}

static void
bad_data_abort(void)
{
    static const struct {
        const char *text;
        const char *answer;
        int code;
    } rows[] = {
        { DT("01 00 01 00"), ABORT_BY_PRESENTATION("01"), 1 },
        { DATA(""), ABORT_BY_PRESENTATION("06"), 6 },
        { DATA("30()"), ABORT_BY_PRESENTATION("06"), 6 },
        { DATA("30(02(03))"), ABORT_BY_PRESENTATION("06"), 6 },
        { DATA("30(02(03) A0(A0 00) 00)"), ABORT_BY_PRESENTATION("06"), 6 },
        { DATA("30(02(03) 82(00 A0 00))"), ABORT_BY_PRESENTATION("06"), 6 },
        { DATA("30(02() A0(A0 00))"), ABORT_BY_PRESENTATION("06"), 6 },
        { DATA("30(02(FF) A0(A0 00))"), ABORT_BY_PRESENTATION("06"), 6 },
        { DATA("30(02(01) A0(A0 00))"), ABORT_BY_PRESENTATION("02"), 2 }, /* of ACSE */
        { DATA("30(02(05) A0(A0 00))"), ABORT_BY_PRESENTATION("02"), 2 },
        { DT("01 00 01 00 60(A0 00)"), ABORT_BY_PRESENTATION("01"), 1 }, /* simply encoded */
        { DT("01 00 01 00 30(02(03) A0(A0 00))"), ABORT_BY_PRESENTATION("01"), 1 },
        { DT("01 00 01 00 61(30(02(03) A0(A0 00))) 00"), ABORT_BY_PRESENTATION("01"), 1 },
        { DT("01 00 01 00 61 7F 30"), ABORT_BY_PRESENTATION("01"), 1 },
        { DT("09[C1[" ACSE_VALUE("62()") "30 00]]"), NULL, 0 },
        { DT("09[C1[61(30(02(03) A0(62())))]]"), ABORT_BY_PRESENTATION("01"), 1 },
        { DT("09[C1[30 00]]"), ABORT_BY_PRESENTATION("01"), 1 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        BenchEnd end;

        bench_server(&end, BENCH_ASSOCIATED);
        if (rows[i].answer == NULL) {
            CU_ASSERT_TRUE(bench_receive_text(&end, rows[i].text)); /* octets behind forgiven */
            bench_close(&end);
            continue;
        }
        CU_ASSERT_TRUE(bench_is_ended_by(&end, rows[i].text, rows[i].answer, OSI_ABORT,
                                         "presentation", rows[i].code));
    }
}

static void
a_client_wants_both_contexts(void)
{
    static const struct {
        const char *text;
        const char *reason;
    } rows[] = {
        { CPA(RESULT_ACCEPTED "30(80(02) 82(01))", "01", "03"), "06" },
        { CPA("30(80(01))" RESULT_ACCEPTED, "01", "03"), "06" },
        { CPA(RESULT_ACCEPTED, "01", "03"), "06" },
        { CPA("", "01", "03"), "06" },
        { CPA(RESULT_ACCEPTED RESULT_ACCEPTED RESULT_ACCEPTED, "01", "03"), "06" },
        { CPA(RESULT_ACCEPTED RESULT_ACCEPTED, "03", "03"), "01" },
        { DT("0E[" SESSION_ITEMS "]"), "01" },
        { DT("0E[C1[31(A0(80(01)))]]"), "01" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *answer =
            g_strdup_printf("<02 F0 80 19[11[0B] C1[30(80(%s))]]>", rows[i].reason);
        OsiParameters parameters = bench_parameters(OSI_CLIENT);
        BenchEnd end;

        bench_open(&end, &parameters);
        bench_send_text(&end, OSI_CONNECT, "A8 00");
        bench_receive_file(&end, "cotp/cc.hex");
        g_byte_array_set_size(end.sent, 0);
        CU_ASSERT_TRUE(bench_is_ended_by(&end, rows[i].text, answer, OSI_ABORT, "presentation",
                                         rows[i].reason[1] - '0'));
    }
}

TEST_SUITE(osi_presentation, TEST_CASE(a_connect_is_understood_in_its_many_forms),
           TEST_CASE(contexts_are_judged_one_by_one),
           TEST_CASE(an_unacceptable_connect_is_refused_with_cpr),
           TEST_CASE(two_hundred_contexts_are_refused), TEST_CASE(a_broken_connect_is_aborted),
           TEST_CASE(published_connects_are_aborted), TEST_CASE(deep_nesting_is_refused),
           TEST_CASE(data_come_in_all_their_forms), TEST_CASE(data_are_golden_on_the_way_out),
           TEST_CASE(lengths_of_data_are_minimal_and_right), TEST_CASE(bad_data_abort),
           TEST_CASE(a_client_wants_both_contexts))
