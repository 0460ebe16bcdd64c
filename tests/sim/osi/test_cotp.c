/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/osi/bench.h"

#include "tests/hex.h"
#include "tests/test.h"

static void
open_server(BenchEnd *end, uint8_t size_log2, unsigned checks)
{
    OsiParameters parameters = bench_parameters(OSI_SERVER);

    parameters.tpdu_size_log2 = size_log2;
    parameters.checks = checks;
    bench_open(end, &parameters);
}

static void
cc_agrees_on_the_smaller_size(void)
{
    static const struct {
        uint8_t own;
        const char *asked;
        const char *answered;
    } rows[] = {
        { 0, "C0 01 0D", "C0 01 0D" },
        { 0, "C0 01 07", "C0 01 07" },
        { 10, "C0 01 0D", "C0 01 0A" },
        { 11, "C0 01 09", "C0 01 09" },
        { 7, "C0 01 0A", "C0 01 07" },
        { 0, "", "" },
        { 0, "C0 01 10", "C0 01 0D" },
        { 0, "C0 01 00", "C0 01 07" },
        { 0, "C0 00", "" },
        { 0, "C0 01 07 C0 01 0A", "C0 01 0A" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *cr = g_strdup_printf("[E0 00 00 00 01 00 %s]", rows[i].asked);
        g_autofree char *cc = g_strdup_printf("[D0 00 01 00 02 00 %s]", rows[i].answered);
        g_autofree char *framed_cr = g_strdup_printf("<%s>", cr);
        g_autofree char *framed_cc = g_strdup_printf("<%s>", cc);
        BenchEnd end;

        open_server(&end, rows[i].own, 0);
        CU_ASSERT_TRUE(bench_receive_text(&end, framed_cr));
        CU_ASSERT_TRUE(bench_sent(&end, framed_cc));
        bench_close(&end);
    }
}

static void
cr_parameters_are_echoed_or_ignored(void)
{
    static const struct {
        const char *cr;
        const char *cc;
    } rows[] = {
        { "<[E0 00 00 12 34 00 C2 02 00 01 C1 03 41 42 43]>",
          "<[D0 12 34 00 02 00 C1 03 41 42 43 C2 02 00 01]>" },
        { "<[E0 00 00 00 01 00 C4 01 01 C6 01 00 F0 02 00 40 77 00]>",
          "<[D0 00 01 00 02 00]>" },
        { "<[E5 00 00 00 01 00]>", "<[D0 00 01 00 02 00]>" },
        { "<[E0 00 00 00 01 00] 01 02 03>", "<[D0 00 01 00 02 00]>" },
        { "<[E0 00 00 00 01 40 C7 02 10 00]>", "<[D0 00 01 00 02 00]>" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        BenchEnd end;

        open_server(&end, 0, 0);
        CU_ASSERT_TRUE(bench_receive_text(&end, rows[i].cr));
        CU_ASSERT_TRUE(bench_sent(&end, rows[i].cc));
        bench_close(&end);
    }
}

static void
an_unacceptable_cr_is_refused_with_dr(void)
{
    static const struct {
        const char *cr;
        const char *dr;
        int code;
    } rows[] = {
        { "<[E0 00 00 12 34 00 C2 02 00 02]>", "<06 80 12 34 00 00 03>", 3 },
        { "<[E0 00 00 12 34 00]>", "<06 80 12 34 00 00 03>", 3 },
        { "<[E0 00 00 12 34 00 C2 20 00 01]>", "<06 80 12 34 00 00 8A>", 138 },
        { "<[E0 00 00 12 34 00 C2]>", "<06 80 12 34 00 00 8A>", 138 },
        { "<[E0 00 00 12 34 40 C2 02 00 01]>", "<06 80 12 34 00 00 82>", 130 },
        { "<[E0 00 00 12 34 20 C7 01 30]>", "<06 80 12 34 00 00 82>", 130 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        BenchEnd end;

        open_server(&end, 0, OSI_CHECK_TSEL);
        CU_ASSERT_TRUE(
            bench_is_ended_by(&end, rows[i].cr, rows[i].dr, OSI_REFUSE, "cotp", rows[i].code));
    }
}

static void
the_called_tsel_may_be_checked(void)
{
    BenchEnd end;

    open_server(&end, 0, OSI_CHECK_TSEL);
    CU_ASSERT_TRUE(bench_receive_file(&end, "cotp/cr.hex"));
    CU_ASSERT_TRUE(bench_sent_file(&end, "cotp/cc.hex"));
    bench_close(&end);
}

/* CVE-2020-15158: LI smaller than the fixed part. */
static void
a_header_length_that_cannot_be_is_refused(void)
{
    static const char *const texts[] = {
        "<00 E0 00>",
        "<01 E0 00>",
        "<02 E0 00>",
        "<05 E0 00 00 00 01>",
        "<06 E0 00>",
        "<11 E0 00 00 00 01 00 C0 01>",
        "<FF E0 00 00 00 01 00>",
        "<FE E0 00 00 00 01 00>",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        BenchEnd end;

        open_server(&end, 0, 0);
        CU_ASSERT_TRUE(bench_is_ended_by(&end, texts[i], "", OSI_ABORT, "cotp", 3));
    }
}

static void
data_before_cr_end_without_an_answer(void)
{
    BenchEnd end;

    open_server(&end, 0, 0);
    CU_ASSERT_TRUE(
        bench_is_ended_by(&end, DATA("30(02(03) A0(A0 00))"), "", OSI_ABORT, "cotp", 2));
}

static void
what_is_not_of_class_0_is_answered_with_er(void)
{
    static const struct {
        const char *tpdu;
        int code;
    } rows[] = {
        { "<06 E0 00 00 00 01 00>", 2 }, /* a second CR */
        { "<06 D0 00 00 00 01 00>", 2 }, /* CC */
        { "<04 60 00 01 00>", 2 },       /* AK */
        { "<04 10 00 01 80 00>", 2 },    /* ED */
        { "<05 C0 00 01 00 02>", 2 },    /* DC */
        { "<02 F1 80 01>", 2 },
        { "<02 00 80 01>", 2 },
        { "<00 F0 80>", 3 },
        { "<01 F0 80>", 3 },
        { "<03 F0 80 00 01>", 3 },
    };
    BenchEnd end;

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *er = g_strdup_printf("<04 70 00 01 %02X>", rows[i].code);

        bench_server(&end, BENCH_ASSOCIATED);
        CU_ASSERT_TRUE(
            bench_is_ended_by(&end, rows[i].tpdu, er, OSI_ABORT, "cotp", rows[i].code));
    }
    bench_server(&end, BENCH_ASSOCIATED);
    CU_ASSERT_FALSE(bench_receive_file(&end, "cotp/cr.hex"));
    CU_ASSERT_TRUE(bench_sent_file(&end, "cotp/er.hex"));
    bench_close(&end);
}

static void
dr_and_er_end_what_they_concern(void)
{
    OsiParameters parameters = bench_parameters(OSI_CLIENT);
    BenchEnd end;

    bench_open(&end, &parameters);
    bench_send_text(&end, OSI_CONNECT, "A8 00");
    CU_ASSERT_FALSE(bench_receive_text(&end, "<06 80 00 01 00 00 03>"));
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_REFUSE, ""));
    CU_ASSERT_STRING_EQUAL(bench_last(&end)->reason.layer, "cotp");
    CU_ASSERT_TRUE(bench_last(&end)->reason.by_peer);
    CU_ASSERT_EQUAL(bench_last(&end)->reason.code, 3);
    CU_ASSERT_EQUAL(end.finished, 1);
    bench_close(&end);

    bench_server(&end, BENCH_ASSOCIATED);
    CU_ASSERT_FALSE(bench_receive_text(&end, "<06 80 00 02 00 01 80>"));
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_ABORT, ""));
    CU_ASSERT_EQUAL(bench_last(&end)->reason.code, 128);
    CU_ASSERT_EQUAL(end.sent->len, 0);
    bench_close(&end);

    bench_server(&end, BENCH_ASSOCIATED);
    CU_ASSERT_FALSE(bench_receive_text(&end, "<04 70 00 02 01>"));
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_ABORT, ""));
    CU_ASSERT_EQUAL(bench_last(&end)->reason.code, 1);
    CU_ASSERT_EQUAL(end.sent->len, 0);
    bench_close(&end);
}

static void
a_client_takes_no_other_answer_than_cc(void)
{
    static const char *const texts[] = {
        "<06 E0 00 00 00 01 00>",
        "<06 D0 00 01 00 02 20>",
        "<08 D0 00 01 00 02 00 C0 05>",
        "<02 F0 80 0E 00>",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        OsiParameters parameters = bench_parameters(OSI_CLIENT);
        BenchEnd end;

        bench_open(&end, &parameters);
        bench_send_text(&end, OSI_CONNECT, "A8 00");
        g_byte_array_set_size(end.sent, 0);
        CU_ASSERT_FALSE(bench_receive_text(&end, texts[i]));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_ABORT, ""));
        CU_ASSERT_EQUAL(end.sent->len, 0);
        CU_ASSERT_EQUAL(end.finished, 1);
        bench_close(&end);
    }
}

/* All sizes, with contents around the borders of one, two and three TPDUs. */
static void
long_contents_are_divided_and_joined(void)
{
    for (uint8_t log2 = 7; log2 <= 13; log2++) {
        OsiParameters of_client = bench_parameters(OSI_CLIENT);
        OsiParameters of_server = bench_parameters(OSI_SERVER);
        size_t borders[] = { 1, 2, 3 };
        BenchEnd client;
        BenchEnd server;

        of_client.tpdu_size_log2 = log2;
        bench_associate(&client, &server, &of_client, &of_server);
        for (unsigned i = 0; i < G_N_ELEMENTS(borders); i++) {
            size_t border = borders[i] * (((size_t)1 << log2) - 3);

            for (size_t size = border - 24; size <= border + 2; size++) {
                g_autofree uint8_t *content = g_malloc(size);
                BenchEnd *from = size % 2 == 0 ? &client : &server;
                BenchEnd *to = size % 2 == 0 ? &server : &client;

                for (size_t k = 0; k < size; k++) {
                    content[k] = (uint8_t)(k * 7 + size);
                }
                from->longest = 0;
                bench_send(from, OSI_DATA, (Slice){ content, size });
                CU_ASSERT_TRUE(from->longest <= ((size_t)1 << log2) + 4);
                bench_run(&client, &server, 700, (uint32_t)size);
                CU_ASSERT_TRUE(
                    slice_equal(hex_slice(bench_last(to)->content), (Slice){ content, size }));
            }
        }
        bench_close(&client);
        bench_close(&server);
    }
}

static void
a_divided_connect_is_joined(void)
{
    OsiParameters of_client = bench_parameters(OSI_CLIENT);
    OsiParameters of_server = bench_parameters(OSI_SERVER);
    BenchEnd client;
    BenchEnd server;

    of_client.tpdu_size_log2 = 7;
    bench_associate(&client, &server, &of_client, &of_server);
    CU_ASSERT_EQUAL(client.transmits, 3); /* CR, and the connect in two */
    CU_ASSERT_EQUAL(server.transmits, 2);
    bench_close(&client);
    bench_close(&server);
}

static void
a_divided_tsdu_is_partial_until_its_end(void)
{
    BenchEnd end;

    bench_server(&end, BENCH_ASSOCIATED);
    CU_ASSERT_TRUE(bench_receive_text(&end, "<02 F0 00 01 00 01>"));
    CU_ASSERT_TRUE(osi_stack_is_partial(end.stack));
    CU_ASSERT_TRUE(
        bench_receive_text(&end, "<02 F0 00> <02 F0 00 00 61 09 30 07 02 01 03 A0>"));
    CU_ASSERT_TRUE(bench_receive_text(&end, "<02 F0 80 02 A0 00>"));
    CU_ASSERT_FALSE(osi_stack_is_partial(end.stack));
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_DATA, "A0 00"));
    CU_ASSERT_TRUE(bench_receive_text(&end, DATA("30(02(03) A0(A0 00))")));
    CU_ASSERT_TRUE(bench_receive_file(&end, "cotp/dt_divided.hex"));
    CU_ASSERT_EQUAL(end.marks->len, 4);
    bench_close(&end);
}

static void
pieces_without_an_end_stop_at_the_limit(void)
{
    static const struct {
        const char *piece;
        unsigned fit; /* how many of them the limit of 1000 lets in */
    } rows[] = { { "<02 F0 00 01 00 01 00 61 01 02 03 04 05>", 100 }, { "<02 F0 00>", 1000 } };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        OsiParameters parameters = bench_parameters(OSI_SERVER);
        BenchEnd end;
        unsigned count = 0;

        parameters.tsdu_max = 1000;
        bench_open(&end, &parameters);
        bench_receive_file(&end, "cotp/cr.hex");
        while (count < 5000 && bench_receive_text(&end, rows[i].piece)) {
            count++;
        }
        CU_ASSERT_EQUAL(count, rows[i].fit);
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_ABORT, ""));
        CU_ASSERT_STRING_EQUAL(bench_last(&end)->reason.layer, "cotp");
        bench_close(&end);
    }
}

TEST_SUITE(osi_cotp, TEST_CASE(cc_agrees_on_the_smaller_size),
           TEST_CASE(cr_parameters_are_echoed_or_ignored),
           TEST_CASE(an_unacceptable_cr_is_refused_with_dr),
           TEST_CASE(the_called_tsel_may_be_checked),
           TEST_CASE(a_header_length_that_cannot_be_is_refused),
           TEST_CASE(data_before_cr_end_without_an_answer),
           TEST_CASE(what_is_not_of_class_0_is_answered_with_er),
           TEST_CASE(dr_and_er_end_what_they_concern),
           TEST_CASE(a_client_takes_no_other_answer_than_cc),
           TEST_CASE(long_contents_are_divided_and_joined),
           TEST_CASE(a_divided_connect_is_joined),
           TEST_CASE(a_divided_tsdu_is_partial_until_its_end),
           TEST_CASE(pieces_without_an_end_stop_at_the_limit))
