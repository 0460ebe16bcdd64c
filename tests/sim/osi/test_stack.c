/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/osi/bench.h"

#include "tests/hex.h"
#include "tests/test.h"

static void
a_golden_connect_is_indicated_and_accepted(void)
{
    OsiParameters parameters = bench_parameters(OSI_SERVER);
    g_autoptr(GByteArray) accept = hex_load("acse/accept.hex");
    BenchEnd end;

    bench_open(&end, &parameters);
    CU_ASSERT_TRUE(bench_receive_file(&end, "cotp/cr.hex"));
    CU_ASSERT_TRUE(bench_sent_file(&end, "cotp/cc.hex"));
    CU_ASSERT_TRUE(bench_receive_file(&end, "acse/connect.hex"));
    CU_ASSERT_EQUAL(bench_last(&end)->primitive, OSI_CONNECT);
    CU_ASSERT_EQUAL(bench_last(&end)->content->len, 40);
    CU_ASSERT_FALSE(osi_stack_is_open(end.stack));
    bench_send(&end, OSI_ACCEPT, slice_from(hex_slice(accept), 158 - 40));
    CU_ASSERT_TRUE(bench_sent_file(&end, "acse/accept.hex"));
    CU_ASSERT_TRUE(osi_stack_is_open(end.stack));
    bench_close(&end);
}

static void
a_golden_client_connects(void)
{
    OsiParameters parameters = bench_parameters(OSI_CLIENT);
    BenchEnd end;

    bench_open(&end, &parameters);
    bench_send_text(&end, OSI_CONNECT, "A8 00");
    CU_ASSERT_TRUE(bench_sent_file(&end, "cotp/cr.hex"));
    CU_ASSERT_TRUE(bench_receive_file(&end, "cotp/cc.hex"));
    CU_ASSERT_TRUE(bench_sent_file(&end, "acse/connect_plain.hex"));
    CU_ASSERT_TRUE(bench_receive_file(&end, "acse/accept.hex"));
    CU_ASSERT_EQUAL(bench_last(&end)->primitive, OSI_ACCEPT);
    CU_ASSERT_TRUE(osi_stack_is_open(end.stack));
    bench_close(&end);
}

static void
data_pass_both_ways_and_the_association_is_released(void)
{
    OsiParameters of_client = bench_parameters(OSI_CLIENT);
    OsiParameters of_server = bench_parameters(OSI_SERVER);
    BenchEnd client;
    BenchEnd server;

    bench_associate(&client, &server, &of_client, &of_server);
    bench_send_text(&client, OSI_DATA, "A0 00");
    bench_run(&client, &server, 1, 1);
    CU_ASSERT_TRUE(bench_last_is(&server, OSI_DATA, "A0 00"));
    bench_send_text(&server, OSI_DATA, "A1 00");
    bench_run(&client, &server, 1, 1);
    CU_ASSERT_TRUE(bench_last_is(&client, OSI_DATA, "A1 00"));

    bench_send(&client, OSI_RELEASE, SLICE_NONE);
    CU_ASSERT_FALSE(osi_stack_is_open(client.stack));
    bench_run(&client, &server, 4096, 1);
    CU_ASSERT_TRUE(bench_last_is(&server, OSI_RELEASE, ""));
    CU_ASSERT_FALSE(osi_stack_is_open(server.stack));
    bench_send(&server, OSI_RELEASED, SLICE_NONE);
    CU_ASSERT_EQUAL(server.finished, 1);
    bench_run(&client, &server, 4096, 1);
    CU_ASSERT_TRUE(bench_last_is(&client, OSI_RELEASED, ""));
    CU_ASSERT_EQUAL(client.finished, 1);
    bench_close(&client);
    bench_close(&server);
}

static void
an_abort_reaches_the_other_side(void)
{
    OsiParameters of_client = bench_parameters(OSI_CLIENT);
    OsiParameters of_server = bench_parameters(OSI_SERVER);
    BenchEnd client;
    BenchEnd server;

    bench_associate(&client, &server, &of_client, &of_server);
    bench_send(&client, OSI_ABORT, SLICE_NONE);
    CU_ASSERT_EQUAL(client.finished, 1);
    bench_run(&client, &server, 4096, 1);
    CU_ASSERT_TRUE(bench_last_is(&server, OSI_ABORT, ""));
    CU_ASSERT_STRING_EQUAL(bench_last(&server)->reason.layer, "user");
    CU_ASSERT_TRUE(bench_last(&server)->reason.by_peer);
    CU_ASSERT_EQUAL(server.finished, 1);
    CU_ASSERT_EQUAL(server.sent->len, 0);
    bench_send(&server, OSI_ABORT, SLICE_NONE);
    CU_ASSERT_EQUAL(server.finished, 1);
    bench_close(&client);
    bench_close(&server);
}

static void
answer_everything(BenchEnd *end, const OsiIndication *indication)
{
    switch (indication->primitive) {
    case OSI_CONNECT:
        bench_send_text(end, OSI_ACCEPT, "A9 00");
        bench_send_text(end, OSI_DATA, "A3 00"); /* a report that could not wait */
        break;
    case OSI_DATA:
        bench_send(end, OSI_DATA, indication->content);
        break;
    case OSI_RELEASE:
        bench_send(end, OSI_RELEASED, SLICE_NONE);
        break;
    default:
        bench_send(end, OSI_ABORT, SLICE_NONE);
        break;
    }
}

static void
the_user_may_send_inside_an_indication(void)
{
    OsiParameters of_client = bench_parameters(OSI_CLIENT);
    OsiParameters of_server = bench_parameters(OSI_SERVER);
    BenchEnd client;
    BenchEnd server;

    bench_open(&client, &of_client);
    bench_open(&server, &of_server);
    server.react = answer_everything;
    bench_send_text(&client, OSI_CONNECT, "A8 00");
    bench_run(&client, &server, 9, 1);
    CU_ASSERT_TRUE(bench_last_is(&client, OSI_DATA, "A3 00"));
    bench_send_text(&client, OSI_DATA, "A0 01 41");
    bench_send_text(&client, OSI_DATA, "A0 01 42");
    bench_run(&client, &server, 4096, 1);
    CU_ASSERT_EQUAL(client.marks->len, 4);
    CU_ASSERT_TRUE(bench_last_is(&client, OSI_DATA, "A0 01 42"));
    bench_send(&client, OSI_RELEASE, SLICE_NONE);
    bench_run(&client, &server, 4096, 1);
    CU_ASSERT_TRUE(bench_last_is(&client, OSI_RELEASED, ""));
    CU_ASSERT_EQUAL(server.finished, 1);
    bench_close(&client);
    bench_close(&server);
}

static void
the_user_may_free_inside_an_indication(void)
{
    static const char *const files[] = { "presentation/data_two_pdvs.hex", "session/fn.hex",
                                         "session/ab.hex", "cotp/cr.hex" };

    for (unsigned i = 0; i < G_N_ELEMENTS(files); i++) {
        BenchEnd end;

        bench_server(&end, BENCH_ASSOCIATED);
        end.frees = true;
        CU_ASSERT_FALSE(bench_receive_file(&end, files[i]));
        CU_ASSERT_PTR_NULL(end.stack);
        CU_ASSERT_EQUAL(end.marks->len, 2);
        CU_ASSERT_EQUAL(end.finished, 0);
        bench_close(&end);
    }
}

static void
after_the_end_nothing_is_sent_or_told(void)
{
    BenchEnd end;

    bench_server(&end, BENCH_ASSOCIATED);
    bench_receive_file(&end, "session/ab.hex");
    CU_ASSERT_EQUAL(end.finished, 1);
    bench_send_text(&end, OSI_DATA, "A1 00");
    bench_send(&end, OSI_RELEASED, SLICE_NONE);
    bench_send(&end, OSI_ABORT, SLICE_NONE);
    CU_ASSERT_FALSE(bench_receive_file(&end, "presentation/data.hex"));
    CU_ASSERT_EQUAL(end.sent->len, 0);
    CU_ASSERT_EQUAL(end.marks->len, 2);
    CU_ASSERT_EQUAL(end.finished, 1);
    bench_close(&end);
}

static void
an_abort_is_allowed_in_every_state(void)
{
    for (BenchState state = BENCH_FRESH; state < BENCH_STATES; state++) {
        BenchEnd end;

        bench_server(&end, state);
        bench_send(&end, OSI_ABORT, SLICE_NONE);
        CU_ASSERT_EQUAL(end.finished, 1);
        CU_ASSERT_EQUAL(end.sent->len > 0, state >= BENCH_INDICATED);
        bench_close(&end);
    }
    for (unsigned stage = 0; stage < 3; stage++) {
        OsiParameters parameters = bench_parameters(OSI_CLIENT);
        BenchEnd end;

        bench_open(&end, &parameters);
        if (stage > 0) {
            bench_send_text(&end, OSI_CONNECT, "A8 00");
        }
        if (stage > 1) {
            bench_receive_file(&end, "cotp/cc.hex");
        }
        g_byte_array_set_size(end.sent, 0);
        bench_send(&end, OSI_ABORT, SLICE_NONE);
        CU_ASSERT_EQUAL(end.finished, 1);
        CU_ASSERT_EQUAL(end.sent->len > 0, stage == 2);
        bench_close(&end);
    }
}

static void
everything_in_one_read_is_served_in_order(void)
{
    static const char *const files[] = { "cotp/cr.hex", "acse/connect.hex",
                                         "presentation/data.hex", "session/fn.hex",
                                         "presentation/data.hex" };
    g_autoptr(GByteArray) stream = g_byte_array_new();
    OsiParameters parameters = bench_parameters(OSI_SERVER);
    BenchEnd end;

    for (unsigned i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GByteArray) bytes = hex_load(files[i]);

        g_byte_array_append(stream, bytes->data, bytes->len);
    }
    bench_open(&end, &parameters);
    end.react = answer_everything;
    CU_ASSERT_FALSE(bench_receive(&end, hex_slice(stream)));
    CU_ASSERT_EQUAL(end.marks->len, 3);
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_RELEASE, ""));
    CU_ASSERT_EQUAL(end.finished, 1);
    bench_close(&end);
}

static void
a_golden_association_passes_as_one_stream(void)
{
    OsiParameters parameters = bench_parameters(OSI_SERVER);
    BenchEnd end;

    bench_open(&end, &parameters);
    end.react = answer_everything;
    CU_ASSERT_FALSE(bench_receive_file(&end, "tpkt/stream.hex"));
    CU_ASSERT_EQUAL(end.marks->len, 3);
    CU_ASSERT_TRUE(bench_last_is(&end, OSI_RELEASE, ""));
    bench_close(&end);
}

/* What each layer says when it is the one that refuses. */
static void
refusals_of_every_layer_are_golden(void)
{
    static const struct {
        unsigned checks;
        const char *connect;
        const char *answer;
    } rows[] = {
        { OSI_CHECK_SSEL, CN(SESSION_ITEMS " 34[00 02]", CP(CONTEXTS ACSE_VALUE(AARQ))),
          "session/rf.hex" },
        { OSI_CHECK_PSEL, CN("", CP("82(09)" CONTEXTS ACSE_VALUE(AARQ))),
          "presentation/cpr.hex" },
        { 0, CONNECT("60(A1(06(28 CA 22 02 04))" INITIATE ")"), "acse/refuse.hex" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        OsiParameters parameters = bench_parameters(OSI_SERVER);
        BenchEnd end;

        parameters.checks = rows[i].checks;
        bench_open(&end, &parameters);
        bench_receive_file(&end, "cotp/cr.hex");
        g_byte_array_set_size(end.sent, 0);
        CU_ASSERT_FALSE(bench_receive_text(&end, rows[i].connect));
        CU_ASSERT_TRUE(bench_sent_file(&end, rows[i].answer));
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_REFUSE, ""));
        bench_close(&end);
    }
}

static void
aborts_of_every_layer_are_golden(void)
{
    static const struct {
        const char *text; /* NULL: the user aborts */
        const char *answer;
    } rows[] = {
        { DT("63[]"), "session/ab_protocol_error.hex" },
        { DT("01 00 01 00 60()"), "presentation/arp.hex" },
        { DT("09[C1[" ACSE_VALUE("60()") "]]"), "session/ab.hex" },
        { NULL, "session/ab_user.hex" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        BenchEnd end;

        bench_server(&end, BENCH_ASSOCIATED);
        if (rows[i].text == NULL) {
            bench_send(&end, OSI_ABORT, SLICE_NONE);
        } else {
            bench_receive_text(&end, rows[i].text);
        }
        CU_ASSERT_TRUE(bench_sent_file(&end, rows[i].answer));
        CU_ASSERT_EQUAL(end.finished, 1);
        bench_close(&end);
    }
}

/* A guest that notes which layers' PDUs pass, and acts on those of one layer. */
typedef struct Guest {
    GateGuest guest;
    const char *layer;
    GateVerdict verdict;
    Slice replacement;
    GString *seen;
} Guest;

static GateVerdict
act(GateGuest *gate_guest, GatePass *pass)
{
    Guest *guest = (Guest *)gate_guest;

    g_string_append_printf(guest->seen, "%s%s:%zu", guest->seen->len > 0 ? " " : "",
                           pass->layer, pass->bytes.size);
    CU_ASSERT_EQUAL(pass->association, 7);
    CU_ASSERT_EQUAL(pass->outbound, pass->point == GATE_SEND);
    if (g_strcmp0(guest->layer, pass->layer) != 0) {
        return GATE_PASS;
    }
    if (guest->replacement.data != NULL) {
        pass->bytes = guest->replacement;
    }
    return guest->verdict;
}

static void
open_watched(BenchEnd *end, Gate *gates, GatePoint point, Guest *guest)
{
    guest->guest.act = act;
    guest->seen = g_string_new(NULL);
    gate_add(&gates[point], &guest->guest);
    bench_server(end, BENCH_ASSOCIATED);
    osi_stack_set_gates(end->stack, gates, 7);
}

static void
close_watched(BenchEnd *end, Guest *guest)
{
    g_string_free(guest->seen, TRUE);
    bench_close(end);
}

static void
a_watcher_sees_every_boundary_once(void)
{
    Gate gates[GATE_POINTS] = { { NULL } };
    Guest up = { .verdict = GATE_PASS };
    Guest down = { .verdict = GATE_PASS };
    BenchEnd end;

    open_watched(&end, gates, GATE_RECEIVE, &up);
    bench_receive_file(&end, "presentation/data_two_pdvs.hex");
    CU_ASSERT_STRING_EQUAL(up.seen->str,
                           "tpkt:31 cotp:27 session:24 presentation:20 acse:2 mms:2 "
                           "acse:2 mms:2");
    close_watched(&end, &up);

    open_watched(&end, gates, GATE_SEND, &down);
    bench_send_text(&end, OSI_DATA, "A1 00");
    CU_ASSERT_STRING_EQUAL(down.seen->str,
                           "mms:2 acse:2 presentation:11 session:15 cotp:18 tpkt:22");
    close_watched(&end, &down);
}

static void
a_fault_changes_drops_and_closes(void)
{
    static const uint8_t other[] = { 0xA0, 0x01, 0x55 };
    static const char *const layers[] = { "tpkt", "cotp",         "session",
                                          "acse", "presentation", "mms" };
    BenchEnd end;

    for (unsigned i = 0; i < G_N_ELEMENTS(layers) * 2; i++) {
        GatePoint point = i % 2 == 0 ? GATE_RECEIVE : GATE_SEND;
        Gate gates[GATE_POINTS] = { { NULL } };
        Guest guest = { .layer = layers[i / 2], .verdict = GATE_DROP };

        open_watched(&end, gates, point, &guest);
        bench_send_text(&end, OSI_DATA, "A1 00");
        bench_receive_file(&end, "presentation/data.hex");
        CU_ASSERT_EQUAL(end.sent->len > 0, point == GATE_RECEIVE);
        CU_ASSERT_EQUAL(end.marks->len == 2, point == GATE_SEND);
        CU_ASSERT_EQUAL(end.finished, 0);
        guest.verdict = GATE_CLOSE;
        g_byte_array_set_size(end.sent, 0);
        bench_receive_file(&end, "presentation/data.hex");
        bench_send_text(&end, OSI_DATA, "A1 00");
        bench_send_text(&end, OSI_DATA, "A1 00");
        CU_ASSERT_EQUAL(end.finished, 1);
        CU_ASSERT_EQUAL(end.sent->len, 0);
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_ABORT, ""));
        CU_ASSERT_STRING_EQUAL(bench_last(&end)->reason.layer, layers[i / 2]);
        close_watched(&end, &guest);
    }
    for (unsigned i = 0; i < 2; i++) {
        Gate gates[GATE_POINTS] = { { NULL } };
        Guest guest = { .layer = "mms", .verdict = GATE_PASS, .replacement = SLICE_OF(other) };

        open_watched(&end, gates, i == 0 ? GATE_RECEIVE : GATE_SEND, &guest);
        bench_receive_file(&end, "presentation/data.hex");
        CU_ASSERT_TRUE(bench_last_is(&end, OSI_DATA, i == 0 ? "A0 01 55" : "A0 00"));
        bench_send_text(&end, OSI_DATA, "A1 00");
        CU_ASSERT_TRUE(bench_sent(&end, i == 0 ? DATA("30(02(03) A0(A1 00))")
                                               : DATA("30(02(03) A0(A0 01 55))")));
        close_watched(&end, &guest);
    }
}

/* Every TPDU of a divided message changed at two boundaries: the rest must not suffer. */
static void
a_fault_at_a_divided_message_leaves_its_rest_alone(void)
{
    static const uint8_t tpdu[] = { 2, 0xF0, 0x80, 1, 0, 1, 0 };
    static const uint8_t packet[] = { 3, 0, 0, 9, 2, 0xF0, 0x80, 1, 0 };
    Gate gates[GATE_POINTS] = { { NULL } };
    Guest first = { .layer = "cotp", .verdict = GATE_PASS, .replacement = SLICE_OF(tpdu) };
    Guest second = { .layer = "tpkt", .verdict = GATE_PASS, .replacement = SLICE_OF(packet) };
    uint8_t content[20000] = { 0 };
    BenchEnd end;

    second.guest.act = act;
    second.seen = g_string_new(NULL);
    gate_add(&gates[GATE_SEND], &second.guest);
    open_watched(&end, gates, GATE_SEND, &first);
    end.transmits = 0;
    bench_send(&end, OSI_DATA, SLICE_OF(content));
    CU_ASSERT_EQUAL(end.transmits, 3);
    CU_ASSERT_EQUAL(end.sent->len, 3 * sizeof packet);
    g_string_free(second.seen, TRUE);
    close_watched(&end, &first);
}

typedef struct Torture {
    BenchState state;
    unsigned count;
} Torture;

static void
torture_server(Slice bytes, void *user)
{
    Torture *torture = user;
    BenchEnd end;
    bool alive;

    bench_server(&end, torture->state);
    end.react = torture->state == BENCH_TRANSPORT ? answer_everything : NULL;
    alive = osi_stack_receive(end.stack, bytes);
    CU_ASSERT_EQUAL(end.finished, alive ? 0 : 1);
    bench_send(&end, OSI_ABORT, SLICE_NONE);
    CU_ASSERT_EQUAL(end.finished, 1);
    bench_close(&end);
    torture->count++;
}

static void
torture_client(Slice bytes, void *user)
{
    Torture *torture = user;
    OsiParameters parameters = bench_parameters(OSI_CLIENT);
    BenchEnd end;
    bool alive;

    bench_open(&end, &parameters);
    bench_send_text(&end, OSI_CONNECT, "A8 00");
    if (torture->state > BENCH_FRESH) {
        bench_receive_file(&end, "cotp/cc.hex");
    }
    alive = osi_stack_receive(end.stack, bytes);
    CU_ASSERT_EQUAL(end.finished, alive ? 0 : 1);
    bench_close(&end);
    torture->count++;
}

static void
truncations_and_bit_flips_end_in_order_in_every_state(void)
{
    static const char *const files[] = {
        "cotp/cr.hex",           "cotp/cc.hex",
        "acse/connect.hex",      "acse/accept.hex",
        "presentation/data.hex", "presentation/data_two_pdvs.hex",
        "session/fn.hex",        "presentation/data_indefinite.hex",
        "session/dn.hex",        "session/ab.hex",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GByteArray) bytes = hex_load(files[i]);
        Torture torture = { .count = 0 };
        unsigned runs = 0;

        for (; torture.state < BENCH_STATES; torture.state++) {
            hex_torture(hex_slice(bytes), torture_server, &torture);
            runs++;
        }
        for (torture.state = BENCH_FRESH; torture.state <= BENCH_TRANSPORT; torture.state++) {
            hex_torture(hex_slice(bytes), torture_client, &torture);
            runs++;
        }
        CU_ASSERT_EQUAL(torture.count, runs * bytes->len * 9);
    }
}

TEST_SUITE(osi_stack, TEST_CASE(a_golden_connect_is_indicated_and_accepted),
           TEST_CASE(a_golden_client_connects),
           TEST_CASE(data_pass_both_ways_and_the_association_is_released),
           TEST_CASE(an_abort_reaches_the_other_side),
           TEST_CASE(the_user_may_send_inside_an_indication),
           TEST_CASE(the_user_may_free_inside_an_indication),
           TEST_CASE(after_the_end_nothing_is_sent_or_told),
           TEST_CASE(an_abort_is_allowed_in_every_state),
           TEST_CASE(everything_in_one_read_is_served_in_order),
           TEST_CASE(a_golden_association_passes_as_one_stream),
           TEST_CASE(refusals_of_every_layer_are_golden),
           TEST_CASE(aborts_of_every_layer_are_golden),
           TEST_CASE(a_watcher_sees_every_boundary_once),
           TEST_CASE(a_fault_changes_drops_and_closes),
           TEST_CASE(a_fault_at_a_divided_message_leaves_its_rest_alone),
           TEST_CASE(truncations_and_bit_flips_end_in_order_in_every_state))
