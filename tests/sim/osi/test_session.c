/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/osi/bench.h"

#include "tests/hex.h"
#include "tests/test.h"

#define USER_DATA CP(CONTEXTS ACSE_VALUE(AARQ))
#define DATA_LISTS "61(30(02(03) A0(A0 00)))"

static void
a_connect_is_understood_in_its_many_forms(void)
{
    static const char *const texts[] = {
        CN(SESSION_ITEMS " 33[00 01] 34[00 01]", USER_DATA),
        CN("", USER_DATA),                                      /* nothing but user data */
        CN("34[00 01] 14[00 02] 05[16[02] 13[00]]", USER_DATA), /* any order */
        CN("05[13[00] 16[03]] 14[00 03]", USER_DATA), /* more is offered than we take */
        CN("05[13[01] 15[00 00 00 00] 16[02]] 14[FF FF]", USER_DATA),
        CN("05[05[05[]] 16[02]]", USER_DATA), /* a connect item too deep is an unknown one */
        CN("01[0A[41] 0B[42]] 77[01 02] " SESSION_ITEMS, USER_DATA), /* unknown ones */
        CN("05 FF 00 08 13 FF 00 01 00 16 01 02", "" USER_DATA),     /* needless long form */
        DT("0D[" SESSION_ITEMS " C2[" USER_DATA "]]"),               /* extended user data */
        DT("0D[C1[" USER_DATA "] " SESSION_ITEMS "]"),
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
selectors_are_shown_and_answered(void)
{
    BenchEnd end;
    OsiParameters parameters = { .role = OSI_SERVER };

    bench_open(&end, &parameters);
    bench_receive_file(&end, "cotp/cr.hex");
    g_byte_array_set_size(end.sent, 0);
    bench_receive_text(&end, CN("33[41] 34[42 43]", USER_DATA));
    CU_ASSERT_EQUAL(bench_last(&end)->calling.ssel.size, 1);
    CU_ASSERT_EQUAL(bench_last(&end)->called.ssel.size, 2);
    CU_ASSERT_EQUAL(bench_last(&end)->called.ssel.octets[1], 0x43);
    CU_ASSERT_EQUAL(bench_last(&end)->called.tsel.size, 2);
    bench_send_text(&end, OSI_ACCEPT, "A9 00");
    CU_ASSERT_TRUE(bench_sent(
        &end, DT("0E[" SESSION_ITEMS
                 " 34[42 43] C1[" CP("A5(" RESULT_ACCEPTED RESULT_ACCEPTED ")" ACSE_VALUE(
                     "61(" APPLICATION
                     " A2(02(00)) A3(A1(02(00))) BE(28(02(03) A0(A9 00))))")) "]]")));
    bench_close(&end);
}

static void
long_user_data_take_the_long_form(void)
{
    OsiParameters of_client = bench_parameters(OSI_CLIENT);
    OsiParameters of_server = bench_parameters(OSI_SERVER);

    for (size_t size = 80; size < 700; size++) {
        g_autofree uint8_t *content = g_malloc0(size);
        BenchEnd client;
        BenchEnd server;

        bench_open(&client, &of_client);
        bench_open(&server, &of_server);
        bench_send(&client, OSI_CONNECT, (Slice){ content, size });
        bench_run(&client, &server, 4096, 1);
        CU_ASSERT_EQUAL(bench_last(&server)->content->len, size);
        bench_send(&server, OSI_ACCEPT, (Slice){ content, size });
        bench_run(&client, &server, 4096, 1);
        CU_ASSERT_EQUAL(bench_last(&client)->content->len, size);
        bench_close(&client);
        bench_close(&server);
    }
}

static void
an_unacceptable_connect_is_refused_with_rf(void)
{
    static const struct {
        const char *text;
        const char *answer;
        int code;
    } rows[] = {
        { CN(SESSION_ITEMS " 34[00 02]", USER_DATA), DT("0C[11[01] 32[81]]"), 129 },
        { CN(SESSION_ITEMS, USER_DATA), DT("0C[11[01] 32[81]]"), 129 },
        { CN("05[16[01]] 34[00 01]", USER_DATA), DT("0C[11[01] 32[84]]"), 132 },
        { CN("14[00 01] 34[00 01]", USER_DATA), DT("0C[11[01] 32[85]]"), 133 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        OsiParameters parameters = bench_parameters(OSI_SERVER);
        BenchEnd end;

        parameters.checks = OSI_CHECK_SSEL;
        bench_open(&end, &parameters);
        bench_receive_file(&end, "cotp/cr.hex");
        g_byte_array_set_size(end.sent, 0);
        CU_ASSERT_TRUE(bench_is_ended_by(&end, rows[i].text, rows[i].answer, OSI_REFUSE,
                                         "session", rows[i].code));
    }
}

static void
bad_spdus_abort(void)
{
    static const struct {
        BenchState state;
        const char *spdu;
    } rows[] = {
        { BENCH_TRANSPORT, "0D" },
        { BENCH_TRANSPORT, "0D 05 00" },
        { BENCH_TRANSPORT, "0D FF 00" },
        { BENCH_TRANSPORT, "0D FF 00 10 C1" },
        { BENCH_TRANSPORT, "0D[C1 05 31]" },
        { BENCH_TRANSPORT, "0D[C1 FF 00]" },
        { BENCH_TRANSPORT, "0D[05[16 04]]" },
        { BENCH_TRANSPORT, "0D[C1[" USER_DATA "] C1[" USER_DATA "]]" }, /* user data twice */
        { BENCH_TRANSPORT, "0D[C1[" USER_DATA "] C2[" USER_DATA "]]" },
        { BENCH_TRANSPORT, "0D[C1[" USER_DATA "]] 00" }, /* octets behind */
        { BENCH_TRANSPORT, "63[]" },                     /* unknown */
        { BENCH_TRANSPORT, "01 00 01 00 " DATA_LISTS },  /* data before connect */
        { BENCH_TRANSPORT, "0E[C1[" USER_DATA "]]" },    /* out of place */
        { BENCH_TRANSPORT, "09[]" },
        { BENCH_TRANSPORT, "19[]" },
        { BENCH_INDICATED, "0D[C1[" USER_DATA "]]" }, /* a second one */
        { BENCH_INDICATED, "01 00 01 00 " DATA_LISTS },
        { BENCH_INDICATED, "09[]" },
        { BENCH_ASSOCIATED, "0D[C1[" USER_DATA "]]" },
        { BENCH_ASSOCIATED, "0A[]" },
        { BENCH_ASSOCIATED, "08[]" }, /* NF: negotiated release was not selected */
        { BENCH_ASSOCIATED, "1A[]" }, /* AA */
        { BENCH_ASSOCIATED, "01 00" },
        { BENCH_ASSOCIATED, "01 00 01" },
        { BENCH_ASSOCIATED, "01 00 02 00 " DATA_LISTS },
        { BENCH_ASSOCIATED, "01 00 01 FF 00" },
        { BENCH_ASSOCIATED, "01 00 01[19[01]] " DATA_LISTS }, /* a piece of session data */
        { BENCH_RELEASING, "08[]" },
        { BENCH_RELEASED_BY, "09[]" }, /* FN twice */
        { BENCH_RELEASED_BY, "01 00 01 00 " DATA_LISTS },
        { BENCH_RELEASED_BY, "0A[]" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strdup_printf("<02 F0 80 %s>", rows[i].spdu);
        BenchEnd end;

        bench_server(&end, rows[i].state);
        CU_ASSERT_TRUE(
            bench_is_ended_by(&end, text, ABORT_BY_SESSION, OSI_ABORT, "session", 0));
    }
}

static void
data_come_in_other_forms_too(void)
{
    static const char *const texts[] = {
        DT("01 00 01 00 " DATA_LISTS),          DT("01 FF 00 00 01 FF 00 00 " DATA_LISTS),
        DT("01 03 10 01 00 01 00 " DATA_LISTS), /* a token item */
        DT("01 00 01[19[03]] " DATA_LISTS),     DT("02 00 01 00 " DATA_LISTS),
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        BenchEnd end;

        bench_server(&end, BENCH_ASSOCIATED);
        CU_ASSERT_TRUE(bench_receive_text(&end, texts[i]));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_DATA, "A0 00"));
        bench_close(&end);
    }
}

static void
data_on_the_way_still_come_after_our_release(void)
{
    BenchEnd end;

    bench_server(&end, BENCH_RELEASING);
    CU_ASSERT_TRUE(bench_receive_file(&end, "presentation/data.hex"));
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_DATA, "A0 00"));
    bench_send_text(&end, OSI_DATA, "A1 00"); /* too late to be answered */
    CU_ASSERT_EQUAL(end.sent->len, 0);
    CU_ASSERT_FALSE(bench_receive_file(&end, "session/dn.hex"));
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_RELEASED, ""));
    CU_ASSERT_EQUAL(end.finished, 1);
    bench_close(&end);
}

static void
a_release_is_golden_both_ways(void)
{
    BenchEnd end;

    bench_server(&end, BENCH_ASSOCIATED);
    CU_ASSERT_TRUE(bench_receive_file(&end, "session/fn.hex"));
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_RELEASE, ""));
    bench_send(&end, OSI_RELEASED, SLICE_NONE);
    CU_ASSERT_TRUE(bench_sent_file(&end, "session/dn.hex"));
    CU_ASSERT_EQUAL(end.finished, 1);
    CU_ASSERT_FALSE(bench_receive_file(&end, "session/fn.hex"));
    bench_close(&end);

    bench_server(&end, BENCH_ASSOCIATED);
    bench_send(&end, OSI_RELEASE, SLICE_NONE);
    CU_ASSERT_TRUE(bench_sent_file(&end, "session/fn.hex"));
    CU_ASSERT_FALSE(bench_receive_file(&end, "session/dn.hex"));
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_RELEASED, ""));
    bench_close(&end);
}

static void
a_release_without_conclude_or_rlrq_is_a_release(void)
{
    static const char *const texts[] = { DT("09[]"), DT("09[11[01]]"), DT("09[C1[]]"),
                                         DT("09[C1[" ACSE_VALUE("62()") "]]") };

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        BenchEnd end;

        bench_server(&end, BENCH_ASSOCIATED);
        CU_ASSERT_TRUE(bench_receive_text(&end, texts[i]));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_RELEASE, ""));
        bench_send(&end, OSI_RELEASED, SLICE_NONE);
        CU_ASSERT_TRUE(bench_sent_file(&end, "session/dn.hex"));
        bench_close(&end);
    }
}

static void
a_release_collision_ends_well_on_both_sides(void)
{
    for (size_t piece = 1; piece < 60; piece += 29) {
        OsiParameters of_client = bench_parameters(OSI_CLIENT);
        OsiParameters of_server = bench_parameters(OSI_SERVER);
        BenchEnd client;
        BenchEnd server;

        bench_associate(&client, &server, &of_client, &of_server);
        bench_send(&client, OSI_RELEASE, SLICE_NONE);
        bench_send(&server, OSI_RELEASE, SLICE_NONE);
        bench_run(&client, &server, piece, 1);
        CU_ASSERT_TRUE(bench_last_is(&client, OSI_RELEASED, ""));
        CU_ASSERT_TRUE(bench_last_is(&server, OSI_RELEASED, ""));
        CU_ASSERT_EQUAL(client.marks->len, 2);
        CU_ASSERT_EQUAL(server.marks->len, 2);
        CU_ASSERT_EQUAL(client.finished + server.finished, 2);
        bench_close(&client);
        bench_close(&server);
    }
}

static void
an_abort_in_any_form_and_state_is_taken(void)
{
    static const char *const texts[] = {
        DT("19[]"),
        DT("19[11[0B]]"),
        DT("19[11[05] 31[00]]"),
        DT("19[11[03] C1[]]"),
        DT("19[11[03] C1[00 00 00]]"),
        DT("19[11[03] C1[A0(61(30(02(63) A0(64()))))]]"),
        DT("19[11[03] C1[A0(A0(30(02(01) 06(51 01))) " ACSE_VALUE("64(80(00))") ")]]"),
        DT("19[11[03] C1[30(80(01) 81(05))]]"),
    };

    for (BenchState state = BENCH_INDICATED; state < BENCH_STATES; state++) {
        for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
            BenchEnd end;

            bench_server(&end, state);
            CU_ASSERT_FALSE(bench_receive_text(&end, texts[i]));
            CU_ASSERT_TRUE(bench_last_is(&end, OSI_ABORT, ""));
            CU_ASSERT_TRUE(bench_last(&end)->reason.by_peer);
            CU_ASSERT_EQUAL(end.sent->len, 0);
            CU_ASSERT_EQUAL(end.finished, 1);
            bench_close(&end);
        }
    }
}

static void
a_client_is_told_why_it_was_refused(void)
{
    static const struct {
        const char *text;
        const char *content;
        const char *layer;
        int code;
    } rows[] = {
        { DT("0C[11[01] 32[81]]"), "", "session", 129 },
        { DT("0C[]"), "", "session", 0 },
        { DT("0C[32[02 FF FF]]"), "", "session", 2 },
        { DT("0C[32[02 30(8A(03))]]"), "", "presentation", 3 },
        { REFUSAL("61(A2(02()))"), "", "session", 2 }, /* an AARE that cannot be read */
        { REFUSAL("61(" AARE_REJECTED("01", "02") ")"), "", "acse", 2 },
        { REFUSAL("61(" AARE_REJECTED("01", "01") " BE(28(02(03) A0(AA 00))))"), "AA 00",
          "acse", 1 },
        { DT("0C[32[02] C1[30(" ACSE_VALUE("61(" AARE_REJECTED("02", "01") ")") ")]]"), "",
          "acse", 1 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        OsiParameters parameters = bench_parameters(OSI_CLIENT);
        BenchEnd end;

        bench_open(&end, &parameters);
        bench_send_text(&end, OSI_CONNECT, "A8 00");
        bench_receive_file(&end, "cotp/cc.hex");
        g_byte_array_set_size(end.sent, 0);
        CU_ASSERT_FALSE(bench_receive_text(&end, rows[i].text));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_REFUSE, rows[i].content));
        CU_ASSERT_STRING_EQUAL(bench_last(&end)->reason.layer, rows[i].layer);
        CU_ASSERT_EQUAL(bench_last(&end)->reason.code, rows[i].code);
        CU_ASSERT_TRUE(bench_last(&end)->reason.by_peer);
        CU_ASSERT_EQUAL(end.sent->len, 0);
        bench_close(&end);
    }
}

/* Published triggers (libiec61850 #496, #492): data PDUs without any connect. */
static void
published_data_without_connect_are_not_served(void)
{
    static const char *const files[] = { "session/bad_data_unconnected_496.hex",
                                         "session/bad_data_unconnected_492.hex" };

    for (unsigned i = 0; i < G_N_ELEMENTS(files); i++) {
        BenchEnd end;

        bench_server(&end, BENCH_FRESH);
        CU_ASSERT_FALSE(bench_receive_file(&end, files[i]));
        CU_ASSERT_EQUAL(end.sent->len, 0);
        CU_ASSERT_EQUAL(end.marks->len, 1);
        bench_close(&end);

        bench_server(&end, BENCH_TRANSPORT);
        CU_ASSERT_FALSE(bench_receive_file(&end, files[i]));
        CU_ASSERT_TRUE(bench_sent(&end, ABORT_BY_SESSION));
        bench_close(&end);
    }
}

TEST_SUITE(osi_session, TEST_CASE(a_connect_is_understood_in_its_many_forms),
           TEST_CASE(selectors_are_shown_and_answered),
           TEST_CASE(long_user_data_take_the_long_form),
           TEST_CASE(an_unacceptable_connect_is_refused_with_rf), TEST_CASE(bad_spdus_abort),
           TEST_CASE(data_come_in_other_forms_too),
           TEST_CASE(data_on_the_way_still_come_after_our_release),
           TEST_CASE(a_release_is_golden_both_ways),
           TEST_CASE(a_release_without_conclude_or_rlrq_is_a_release),
           TEST_CASE(a_release_collision_ends_well_on_both_sides),
           TEST_CASE(an_abort_in_any_form_and_state_is_taken),
           TEST_CASE(a_client_is_told_why_it_was_refused),
           TEST_CASE(published_data_without_connect_are_not_served))
