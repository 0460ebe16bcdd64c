/* SPDX-License-Identifier: Apache-2.0
 *
 * The OSI stack in each of its states, either role, fed with anything. Two stacks of ours are
 * brought to the state, then the input takes the place of what one of them would have received.
 * Whatever comes, the user is told in order, finish comes once, and what is transmitted is
 * whole TPKTs.
 */
#include <stdlib.h>

#include "sim/osi/stack.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_seeds[] = { "tpkt", "cotp", "session", "presentation", "acse", NULL };

typedef struct End {
    OsiStack *stack;
    GByteArray *sent;
    bool silent; /* does not answer CONNECT and RELEASE */
    bool ended;
    unsigned finished;
} End;

/* A state: how many TPDUs pass between the two before the input begins, who then gets it, and
 * what was left unanswered or begun. */
static const struct State {
    OsiRole role;
    unsigned tpdus;
    bool silent;
    bool releases;
    size_t piece; /* the input comes in pieces of this size; 0: at once */
} states[] = {
    { OSI_SERVER, 0, false, false, 0 },                                     /* nothing yet */
    { OSI_SERVER, 0, false, false, 1 }, { OSI_SERVER, 2, false, false, 0 }, /* transport open */
    { OSI_SERVER, 3, true, false, 0 },  /* connect indicated */
    { OSI_SERVER, 4, false, false, 0 }, /* associated */
    { OSI_SERVER, 4, false, false, 5 }, { OSI_SERVER, 4, false, true, 0 }, /* release sent */
    { OSI_CLIENT, 1, false, false, 0 },                                    /* CR sent */
    { OSI_CLIENT, 3, false, false, 0 },                                    /* connect sent */
    { OSI_CLIENT, 4, false, false, 3 },                                    /* associated */
    { OSI_CLIENT, 4, false, true, 0 },                                     /* release sent */
};

static void
send_content(End *end, OsiPrimitive primitive, Slice content)
{
    Pdu pdu;

    pdu_init(&pdu, content.size);
    pdu_append_slice(&pdu, content);
    osi_stack_send(end->stack, primitive, &pdu, 0);
    pdu_clear(&pdu);
}

static void
note_indication(void *user, const OsiIndication *indication)
{
    static const uint8_t initiate[] = { 0xA9, 0x00 };
    End *end = user;

    g_assert(!end->ended);
    switch (indication->primitive) {
    case OSI_CONNECT:
        if (!end->silent) {
            send_content(end, OSI_ACCEPT, SLICE_OF(initiate));
        }
        break;
    case OSI_DATA:
        send_content(end, OSI_DATA, indication->content);
        break;
    case OSI_RELEASE:
        if (!end->silent) {
            osi_stack_send(end->stack, OSI_RELEASED, NULL, 0);
        }
        break;
    case OSI_ACCEPT:
        break;
    default:
        end->ended = true;
        g_assert(indication->reason.layer != NULL || indication->primitive == OSI_RELEASED);
        break;
    }
}

static void
note_transmit(void *user, Slice bytes)
{
    End *end = user;

    g_assert(end->finished == 0);
    g_assert(bytes.size >= 7 && bytes.data[0] == 3 && bytes.size <= 8192 + 4);
    g_assert(((size_t)bytes.data[2] << 8 | bytes.data[3]) == bytes.size);
    g_byte_array_append(end->sent, bytes.data, (guint)bytes.size);
}

static void
note_finish(void *user)
{
    End *end = user;

    g_assert(end->finished++ == 0);
    g_assert(!osi_stack_is_open(end->stack));
}

static void
open_end(End *end, OsiRole role, bool silent)
{
    static const OsiUser callbacks = { note_indication, note_transmit, note_finish };
    static const OsiAddress address = { .tsel = { 2, { 0, 1 } },
                                        .ssel = { 2, { 0, 1 } },
                                        .psel = { 4, { 0, 0, 0, 1 } },
                                        .ap_title_size = 3,
                                        .ap_title = { 0x29, 0x01, 0x01 },
                                        .has_ae_qualifier = true };
    OsiParameters parameters = {
        .role = role, .local = address, .remote = address, .tsdu_max = 20000
    };

    *end = (End){ .sent = g_byte_array_new(), .silent = silent };
    end->stack = osi_stack_new(&parameters, &callbacks, end);
}

static void
close_end(End *end)
{
    osi_stack_free(end->stack);
    g_byte_array_unref(end->sent);
}

/* Hands over TPDUs in turn: CR, CC, CN, AC. */
static void
bring_to_state(End *client, End *server, unsigned tpdus)
{
    static const uint8_t initiate[] = { 0xA8, 0x00 };

    send_content(client, OSI_CONNECT, SLICE_OF(initiate));
    for (unsigned i = 0; i < tpdus; i++) {
        End *from = i % 2 == 0 ? client : server;
        End *to = i % 2 == 0 ? server : client;
        g_autoptr(GByteArray) bytes = from->sent;

        from->sent = g_byte_array_new();
        osi_stack_receive(to->stack, (Slice){ bytes->data, bytes->len });
    }
}

static void
feed(End *end, Slice input, size_t piece)
{
    while (input.size > 0) {
        Slice slice = slice_first(input, piece == 0 ? input.size : piece);

        input = slice_from(input, slice.size);
        if (!osi_stack_receive(end->stack, slice)) {
            g_assert(end->finished == 1);
            return;
        }
    }
}

static void
run_state(const struct State *state, Slice input)
{
    End client;
    End server;
    End *end = state->role == OSI_CLIENT ? &client : &server;

    open_end(&client, OSI_CLIENT, false);
    open_end(&server, OSI_SERVER, state->silent);
    bring_to_state(&client, &server, state->tpdus);
    if (state->releases) {
        osi_stack_send(end->stack, OSI_RELEASE, NULL, 0);
    }
    feed(end, input, state->piece);
    osi_stack_send(end->stack, OSI_ABORT, NULL, 0);
    g_assert(end->finished == 1);
    close_end(&client);
    close_end(&server);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(states); i++) {
        run_state(&states[i], (Slice){ data, size });
    }
    return 0;
}
