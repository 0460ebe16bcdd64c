/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/osi/bench.h"

#include "tests/hex.h"
#include "tests/test.h"

/* CR, connect and two data PDUs as one stream. */
static GByteArray *
load_stream(void)
{
    static const char *const files[] = { "cotp/cr.hex", "acse/connect.hex",
                                         "presentation/data.hex", "presentation/data.hex" };
    GByteArray *stream = g_byte_array_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GByteArray) bytes = hex_load(files[i]);

        g_byte_array_append(stream, bytes->data, bytes->len);
    }
    return stream;
}

static void
accept_connect(BenchEnd *end, const OsiIndication *indication)
{
    if (indication->primitive == OSI_CONNECT) {
        bench_send_text(end, OSI_ACCEPT, "A9 00");
    }
}

static void
pieces_of_any_size_make_the_same_packets(void)
{
    g_autoptr(GByteArray) stream = load_stream();
    OsiParameters parameters = bench_parameters(OSI_SERVER);

    for (size_t piece = 1; piece <= stream->len; piece++) {
        BenchEnd end;

        bench_open(&end, &parameters);
        end.react = accept_connect;
        for (size_t at = 0; at < stream->len; at += piece) {
            CU_ASSERT_TRUE(
                bench_receive(&end, slice_first(slice_from(hex_slice(stream), at), piece)));
        }
        CU_ASSERT_EQUAL(end.marks->len, 3);
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_DATA, "A0 00"));
        CU_ASSERT_FALSE(osi_stack_is_partial(end.stack));
        bench_close(&end);
    }
}

static void
a_packet_cut_short_is_partial_until_it_is_whole(void)
{
    g_autoptr(GByteArray) bytes = hex_load("presentation/data.hex");
    BenchEnd end;

    bench_server(&end, BENCH_ASSOCIATED);
    for (size_t size = 1; size < bytes->len; size++) {
        bench_receive(&end, slice_first(slice_from(hex_slice(bytes), size - 1), 1));
        CU_ASSERT_TRUE(osi_stack_is_partial(end.stack));
    }
    CU_ASSERT_EQUAL(end.marks->len, 1);
    bench_receive(&end, slice_from(hex_slice(bytes), bytes->len - 1));
    CU_ASSERT_FALSE(osi_stack_is_partial(end.stack));
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_DATA, "A0 00"));
    bench_close(&end);
}

static void
a_whole_packet_is_not_copied(void)
{
    g_autoptr(GByteArray) bytes = hex_load("presentation/data.hex");
    BenchEnd end;

    bench_server(&end, BENCH_ASSOCIATED);
    end.keeps_place = true;
    osi_stack_receive(end.stack, hex_slice(bytes));
    CU_ASSERT_PTR_EQUAL(end.place, bytes->data + bytes->len - 2);
    bench_close(&end);
}

static void
no_bytes_change_nothing(void)
{
    BenchEnd end;

    bench_server(&end, BENCH_ASSOCIATED);
    CU_ASSERT_TRUE(osi_stack_receive(end.stack, SLICE_NONE));
    CU_ASSERT_FALSE(osi_stack_is_partial(end.stack));
    bench_close(&end);
}

static void
a_bad_header_ends_without_an_answer(void)
{
    static const char *const texts[] = {
        "04 00 00 16", "00 00 00 00", "03 00 00 00",
        "03 00 00 04", "03 00 00 06", "47 45 54 20",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        for (BenchState state = BENCH_FRESH; state < BENCH_STATES; state++) {
            BenchEnd end;

            bench_server(&end, state);
            CU_ASSERT_TRUE(bench_is_ended_by(&end, texts[i], "", OSI_ABORT, "tpkt", 0));

            /* The same, with its first octet in a read of its own. */
            bench_server(&end, state);
            CU_ASSERT_TRUE(bench_receive_text(&end, (char[]){ texts[i][0], texts[i][1], 0 }));
            CU_ASSERT_TRUE(bench_is_ended_by(&end, texts[i] + 3, "", OSI_ABORT, "tpkt", 0));
        }
    }
}

static void
the_reserved_octet_is_ignored(void)
{
    BenchEnd end;

    bench_server(&end, BENCH_FRESH);
    CU_ASSERT_TRUE(bench_receive_text(&end, "03 FF 00 0B 06 E0 00 00 00 01 00"));
    CU_ASSERT_TRUE(bench_sent(&end, "<06 D0 00 01 00 02 00>"));
    bench_close(&end);
}

static void
the_longest_packet_passes_whole_and_in_pieces(void)
{
    g_autofree uint8_t *bytes = g_malloc0(65535);
    static const uint8_t head[] = { 3,    0, 0xFF, 0xFF, 2,    0xF0, 0x80, 1,    0,
                                    1,    0, 0x61, 0x82, 0xFF, 0xF0, 0x30, 0x82, 0xFF,
                                    0xEC, 2, 1,    3,    0xA0, 0x82, 0xFF, 0xE5 };
    BenchEnd end;

    memcpy(bytes, head, sizeof head);
    bench_server(&end, BENCH_ASSOCIATED);
    CU_ASSERT_TRUE(osi_stack_receive(end.stack, (Slice){ bytes, 65535 }));
    CU_ASSERT_EQUAL(bench_last(&end)->content->len, 65535 - sizeof head);
    for (size_t at = 0; at < 65535; at += 1000) {
        CU_ASSERT_TRUE(
            osi_stack_receive(end.stack, slice_first((Slice){ bytes + at, 65535 - at }, 1000)));
    }
    CU_ASSERT_EQUAL(end.marks->len, 3);
    CU_ASSERT_EQUAL(bench_last(&end)->content->len, 65535 - sizeof head);
    CU_ASSERT_TRUE(bench_receive_file(&end, "presentation/data.hex"));
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_DATA, "A0 00"));
    bench_close(&end);
}

TEST_SUITE(osi_tpkt, TEST_CASE(pieces_of_any_size_make_the_same_packets),
           TEST_CASE(a_packet_cut_short_is_partial_until_it_is_whole),
           TEST_CASE(a_whole_packet_is_not_copied), TEST_CASE(no_bytes_change_nothing),
           TEST_CASE(a_bad_header_ends_without_an_answer),
           TEST_CASE(the_reserved_octet_is_ignored),
           TEST_CASE(the_longest_packet_passes_whole_and_in_pieces))
