/* SPDX-License-Identifier: Apache-2.0
 *
 * Stacks on a bench (see bench.h).
 */
#include "tests/sim/osi/bench.h"

#include <stdio.h>

#include "tests/hex.h"
#include "tests/test.h"

/* The length octets that `open` stands for, put before what it holds. */
static void
append_length(GByteArray *bytes, char open, size_t size)
{
    uint8_t octets[3] = { (uint8_t)size };
    guint count = 1;

    if (open == '<') {
        octets[0] = (uint8_t)((size + 4) >> 8);
        octets[1] = (uint8_t)(size + 4);
        count = 2;
    } else if (open == '[' ? size >= 0xFF : size >= 0x80) {
        octets[0] = open == '[' ? 0xFF : 0x82;
        octets[1] = (uint8_t)(size >> 8);
        octets[2] = (uint8_t)size;
        count = 3;
    }
    if (open == '(' && count == 3 && size <= 0xFF) {
        octets[0] = 0x81;
        octets[1] = (uint8_t)size;
        count = 2;
    }
    g_byte_array_append(bytes, octets, count);
}

static void
parse_into(GByteArray *bytes, const char **at)
{
    static const uint8_t tpkt[] = { 3, 0 };

    while (**at != '\0' && strchr(")]>", **at) == NULL) {
        char open = **at;

        if (g_ascii_isxdigit(open)) {
            uint8_t octet =
                (uint8_t)(g_ascii_xdigit_value((*at)[0]) << 4 | g_ascii_xdigit_value((*at)[1]));

            g_byte_array_append(bytes, &octet, 1);
            *at += 2;
            continue;
        }
        (*at)++;
        if (open != ' ') {
            g_autoptr(GByteArray) inner = g_byte_array_new();

            parse_into(inner, at);
            (*at)++;
            if (open == '<') {
                g_byte_array_append(bytes, tpkt, sizeof tpkt);
            }
            append_length(bytes, open, inner->len);
            g_byte_array_append(bytes, inner->data, inner->len);
        }
    }
}

GByteArray *
bench_parse(const char *text)
{
    GByteArray *bytes = g_byte_array_new();

    parse_into(bytes, &text);
    g_assert(*text == '\0');
    return bytes;
}

static void
free_mark(gpointer data)
{
    BenchMark *mark = data;

    g_byte_array_unref(mark->content);
    g_byte_array_unref(mark->mechanism);
    g_byte_array_unref(mark->authentication);
    g_free(mark);
}

static GByteArray *
copy(Slice bytes)
{
    GByteArray *array = g_byte_array_new();

    return g_byte_array_append(array, bytes.data, (guint)bytes.size);
}

static void
note_indication(void *user, const OsiIndication *indication)
{
    BenchEnd *end = user;
    BenchMark *mark = g_new0(BenchMark, 1);

    mark->primitive = indication->primitive;
    mark->content = copy(indication->content);
    mark->reason = indication->reason;
    mark->calling = *indication->calling;
    mark->called = *indication->called;
    mark->authentication_required = indication->authentication.required;
    mark->mechanism = copy(indication->authentication.mechanism);
    mark->authentication = copy(indication->authentication.value);
    g_ptr_array_add(end->marks, mark);
    if (end->keeps_place) {
        end->place = indication->content.data;
    }
    if (end->react != NULL) {
        end->react(end, indication);
    }
    if (end->frees) {
        g_clear_pointer(&end->stack, osi_stack_free);
    }
}

static void
note_transmit(void *user, Slice bytes)
{
    BenchEnd *end = user;

    end->transmits++;
    end->longest = MAX(end->longest, bytes.size);
    g_byte_array_append(end->sent, bytes.data, (guint)bytes.size);
}

static void
note_finish(void *user)
{
    BenchEnd *end = user;

    end->finished++;
}

OsiParameters
bench_parameters(OsiRole role)
{
    static const OsiAddress address = {
        .tsel = { 2, { 0, 1 } },
        .ssel = { 2, { 0, 1 } },
        .psel = { 4, { 0, 0, 0, 1 } },
        .ap_title_size = 5,
        .ap_title = { 0x29, 0x01, 0x87, 0x67, 0x01 },
        .has_ae_qualifier = true,
        .ae_qualifier = 12,
    };
    OsiParameters parameters = { .role = role, .local = address, .remote = address };

    if (role == OSI_CLIENT) {
        parameters.local.tsel.octets[1] = 0;
    }
    return parameters;
}

void
bench_open(BenchEnd *end, const OsiParameters *parameters)
{
    static const OsiUser callbacks = { note_indication, note_transmit, note_finish };

    *end = (BenchEnd){ .sent = g_byte_array_new(),
                       .marks = g_ptr_array_new_with_free_func(free_mark) };
    end->stack = osi_stack_new(parameters, &callbacks, end);
}

void
bench_close(BenchEnd *end)
{
    osi_stack_free(end->stack);
    g_byte_array_unref(end->sent);
    g_ptr_array_unref(end->marks);
    *end = (BenchEnd){ 0 };
}

static void
send_with(BenchEnd *end, OsiPrimitive primitive, Slice content, int diagnostic)
{
    Pdu pdu;

    if (content.size == 0) {
        osi_stack_send(end->stack, primitive, NULL, diagnostic);
        return;
    }
    pdu_init(&pdu, content.size);
    pdu_append_slice(&pdu, content);
    osi_stack_send(end->stack, primitive, &pdu, diagnostic);
    pdu_clear(&pdu);
}

void
bench_send(BenchEnd *end, OsiPrimitive primitive, Slice content)
{
    send_with(end, primitive, content, 0);
}

void
bench_send_text(BenchEnd *end, OsiPrimitive primitive, const char *text)
{
    g_autoptr(GByteArray) bytes = bench_parse(text);

    bench_send(end, primitive, hex_slice(bytes));
}

void
bench_refuse(BenchEnd *end, const char *text, int diagnostic)
{
    g_autoptr(GByteArray) bytes = bench_parse(text);

    send_with(end, OSI_REFUSE, hex_slice(bytes), diagnostic);
}

bool
bench_receive(BenchEnd *end, Slice bytes)
{
    g_autofree uint8_t *exact = g_memdup2(bytes.data, bytes.size);

    return osi_stack_receive(end->stack, (Slice){ exact, bytes.size });
}

bool
bench_receive_text(BenchEnd *end, const char *text)
{
    g_autoptr(GByteArray) bytes = bench_parse(text);

    return bench_receive(end, hex_slice(bytes));
}

bool
bench_receive_file(BenchEnd *end, const char *name)
{
    g_autoptr(GByteArray) bytes = hex_load(name);

    return bench_receive(end, hex_slice(bytes));
}

static bool
sent_is(BenchEnd *end, GByteArray *expected)
{
    bool equal = hex_equal(hex_slice(end->sent), hex_slice(expected));

    g_byte_array_set_size(end->sent, 0);
    return equal;
}

bool
bench_sent(BenchEnd *end, const char *text)
{
    g_autoptr(GByteArray) expected = bench_parse(text);

    return sent_is(end, expected);
}

bool
bench_sent_file(BenchEnd *end, const char *name)
{
    g_autoptr(GByteArray) expected = hex_load(name);

    return sent_is(end, expected);
}

const BenchMark *
bench_last(const BenchEnd *end)
{
    return end->marks->len == 0 ? NULL : g_ptr_array_index(end->marks, end->marks->len - 1);
}

bool
bench_last_is(const BenchEnd *end, OsiPrimitive primitive, const char *content)
{
    g_autoptr(GByteArray) expected = hex_parse(content);
    const BenchMark *last = bench_last(end);

    return last != NULL && last->primitive == primitive &&
           hex_equal(hex_slice(last->content), hex_slice(expected));
}

bool
bench_is_ended_by(BenchEnd *end, const char *text, const char *answer, OsiPrimitive primitive,
                  const char *layer, int code)
{
    unsigned before = end->marks->len;
    bool alive = bench_receive_text(end, text);
    const BenchMark *last = bench_last(end);
    bool as_told = bench_sent(end, answer) && !alive && end->finished == 1 &&
                   end->marks->len == before + 1 && last->primitive == primitive &&
                   g_strcmp0(last->reason.layer, layer) == 0 && last->reason.code == code &&
                   !last->reason.by_peer && last->reason.text != NULL;

    if (!as_told) {
        fprintf(stderr, "\n  %s: %u indications, last %d by %s (%s) code %d\n", text,
                end->marks->len - before, last != NULL ? (int)last->primitive : -1,
                last != NULL ? last->reason.layer : "", last != NULL ? last->reason.text : "",
                last != NULL ? last->reason.code : 0);
    }
    bench_close(end);
    return as_told;
}

/* Takes all that `from` transmitted to `to`, in pieces. */
static bool
hand_over(BenchEnd *from, BenchEnd *to, size_t piece, GRand *rand)
{
    g_autoptr(GByteArray) bytes = from->sent;
    size_t at = 0;

    from->sent = g_byte_array_new();
    while (at < bytes->len) {
        size_t size = piece <= 1 ? 1 : (size_t)g_rand_int_range(rand, 1, (gint32)piece + 1);
        Slice slice = slice_first(slice_from(hex_slice(bytes), at), size);

        bench_receive(to, slice);
        at += slice.size;
    }
    return bytes->len > 0;
}

void
bench_run(BenchEnd *one, BenchEnd *other, size_t piece, uint32_t seed)
{
    GRand *rand = g_rand_new_with_seed(seed);

    while (hand_over(one, other, piece, rand) | hand_over(other, one, piece, rand)) {
    }
    g_rand_free(rand);
}

void
bench_associate(BenchEnd *client, BenchEnd *server, const OsiParameters *of_client,
                const OsiParameters *of_server)
{
    bench_open(client, of_client);
    bench_open(server, of_server);
    bench_send_text(client, OSI_CONNECT, "A8 00");
    bench_run(client, server, 4096, 1);
    CU_ASSERT_TRUE(bench_last_is(server, OSI_CONNECT, "A8 00"));
    bench_send_text(server, OSI_ACCEPT, "A9 00");
    bench_run(client, server, 4096, 1);
    CU_ASSERT_TRUE(bench_last_is(client, OSI_ACCEPT, "A9 00"));
}

void
bench_server(BenchEnd *end, BenchState state)
{
    OsiParameters parameters = bench_parameters(OSI_SERVER);

    bench_open(end, &parameters);
    if (state >= BENCH_TRANSPORT) {
        bench_receive_file(end, "cotp/cr.hex");
    }
    if (state >= BENCH_INDICATED) {
        bench_receive_file(end, "acse/connect.hex");
    }
    if (state >= BENCH_ASSOCIATED) {
        bench_send_text(end, OSI_ACCEPT, "A9 00");
    }
    if (state == BENCH_RELEASING) {
        bench_send(end, OSI_RELEASE, SLICE_NONE);
    } else if (state == BENCH_RELEASED_BY) {
        bench_receive_file(end, "session/fn.hex");
    }
    g_byte_array_set_size(end->sent, 0);
}
