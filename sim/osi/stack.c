/* SPDX-License-Identifier: Apache-2.0
 *
 * The one who walks the layers (see stack.h): up with what was received, down with what the
 * user sends, and around where a layer answers TURN or ABORT. Here alone is known in which
 * order the layers lie, where the gates are, and when an association is over.
 */
#include "sim/osi/layer.h"

#include <glib.h>
#include <string.h>

static const OsiLayer *const osi_layers[] = {
    &osi_tpkt, &osi_cotp, &osi_session, &osi_presentation, &osi_acse,
};

#define LAYERS G_N_ELEMENTS(osi_layers)
#define STATE_ALIGNMENT 16

struct OsiStack {
    OsiParameters parameters;
    OsiShared shared;
    OsiUser callbacks;
    void *user;
    Gate *gates;
    uint64_t association;
    unsigned busy; /* calls of ours that are on the way; free waits for them */
    bool receiving;
    bool injecting;      /* the next gate has been passed: only its watchers look */
    GPtrArray *replaced; /* received octets as faults changed them, until the call ends */
    bool open;
    bool over;   /* nothing more is sent or indicated */
    bool doomed; /* freed inside a callback */
    void *states[LAYERS];
};

BerWriter
osi_begin(OsiPdu *pdu)
{
    Pdu *fresh = pdu->spare;

    while (fresh == pdu->bytes || fresh == pdu->whole) {
        fresh++;
    }
    if (fresh->bytes == NULL) {
        pdu_init(fresh, 256 + osi_content(pdu).size);
    } else {
        pdu_reset(fresh);
    }
    return ber_writer(fresh, SIZE_MAX);
}

void
osi_end(OsiPdu *pdu, BerWriter *writer)
{
    pdu->bytes = writer->pdu;
}

static size_t
state_room(const OsiLayer *layer)
{
    return (layer->state_size + STATE_ALIGNMENT - 1) / STATE_ALIGNMENT * STATE_ALIGNMENT;
}

OsiStack *
osi_stack_new(const OsiParameters *parameters, const OsiUser *callbacks, void *user)
{
    size_t at = (sizeof(OsiStack) + STATE_ALIGNMENT - 1) / STATE_ALIGNMENT * STATE_ALIGNMENT;
    size_t size = at;
    OsiStack *stack;

    for (unsigned i = 0; i < LAYERS; i++) {
        size += state_room(osi_layers[i]);
    }
    stack = g_malloc0(size);
    stack->parameters = *parameters;
    stack->callbacks = *callbacks;
    stack->user = user;
    stack->shared.parameters = &stack->parameters;
    for (unsigned i = 0; i < LAYERS; i++) {
        stack->states[i] = (uint8_t *)stack + at;
        at += state_room(osi_layers[i]);
        osi_layers[i]->init(stack->states[i], &stack->shared);
    }
    return stack;
}

void
osi_stack_free(OsiStack *stack)
{
    if (stack == NULL) {
        return;
    }
    stack->over = true;
    stack->open = false;
    stack->doomed = true;
    if (stack->busy > 0) {
        return;
    }
    for (unsigned i = 0; i < LAYERS; i++) {
        osi_layers[i]->clear(stack->states[i]);
    }
    g_free(stack);
}

void
osi_stack_set_gates(OsiStack *stack, Gate *gates, uint64_t association)
{
    stack->gates = gates;
    stack->association = association;
}

bool
osi_stack_is_open(const OsiStack *stack)
{
    return stack->open;
}

bool
osi_stack_is_partial(const OsiStack *stack)
{
    return stack->shared.partial_tpdu || stack->shared.partial_tsdu;
}

static void
enter(OsiStack *stack)
{
    stack->busy++;
}

/* Leaves a call; the last one out frees a stack that was given up meanwhile. */
static bool
leave(OsiStack *stack)
{
    bool alive = !stack->over;

    if (--stack->busy == 0 && stack->doomed) {
        osi_stack_free(stack);
    }
    return alive;
}

static GateVerdict
pass_gate(OsiStack *stack, GatePoint point, const char *layer, OsiPrimitive primitive,
          Slice *bytes)
{
    GatePass pass = { .point = point,
                      .layer = layer,
                      .primitive = (int)primitive,
                      .outbound = point == GATE_SEND,
                      .association = stack->association,
                      .bytes = *bytes };
    GateVerdict verdict;

    if (stack->injecting) {
        stack->injecting = false;
        gate_watch(&stack->gates[point], &pass);
        return GATE_PASS;
    }
    verdict = gate_pass_guests(&stack->gates[point], &pass);
    stack->shared.tampered |= verdict != GATE_PASS || pass.bytes.data != bytes->data ||
                              pass.bytes.size != bytes->size;
    *bytes = pass.bytes;
    return verdict;
}

static inline bool
is_watched(const OsiStack *stack, GatePoint point)
{
    return stack->gates != NULL && gate_is_attended(&stack->gates[point]);
}

static void
indicate(OsiStack *stack, const OsiPdu *pdu)
{
    OsiIndication indication = {
        .primitive = pdu->primitive,
        .content = pdu->content,
        .calling = &stack->shared.calling,
        .called = &stack->shared.called,
        .reason = pdu->reason,
        .authentication = pdu->authentication,
    };

    if (!stack->doomed) {
        stack->callbacks.indicate(stack->user, &indication);
    }
}

/* The association is over: the user is told with `pdu` (unless it asked for it: NULL), and the
 * transport may go. */
static void
end(OsiStack *stack, const OsiPdu *pdu)
{
    if (stack->over) {
        return;
    }
    stack->over = true;
    stack->open = false;
    if (pdu != NULL) {
        indicate(stack, pdu);
    }
    if (!stack->doomed) {
        stack->callbacks.finish(stack->user);
    }
}

static void
end_at_gate(OsiStack *stack, const char *layer)
{
    OsiPdu pdu = { .primitive = OSI_ABORT,
                   .reason = { .layer = layer, .text = "closed on purpose" } };

    end(stack, &pdu);
}

/* Watchers and faults at a boundary downwards. What a fault put in place of the bytes is copied
 * to a buffer of our own. False when nothing goes further. */
static G_GNUC_NO_INLINE bool
pass_down(OsiStack *stack, OsiPdu *pdu, const char *layer)
{
    Slice before = osi_content(pdu);
    Slice after = before;
    GateVerdict verdict = pass_gate(stack, GATE_SEND, layer, pdu->primitive, &after);

    if (verdict == GATE_CLOSE) {
        end_at_gate(stack, layer);
    }
    if (verdict != GATE_PASS || stack->over) {
        return false;
    }
    if (after.data != before.data || after.size != before.size) {
        BerWriter writer = osi_begin(pdu);

        ber_put_raw(&writer, after);
        osi_end(pdu, &writer);
    }
    return true;
}

/* Down from `from` to the transport, once: one TPDU. When a layer divides the content, `from`
 * becomes that layer. */
static void
walk_piece(OsiStack *stack, OsiPdu *pdu, unsigned *from)
{
    bool watched = is_watched(stack, GATE_SEND);
    Slice bytes;

    for (unsigned at = *from + 1; at-- > 0; pdu->own = false) {
        OsiStep step = osi_layers[at]->wrap(stack->states[at], pdu);

        if (step == LAYER_TURN) {
            return;
        }
        if (step == LAYER_MORE) {
            *from = at;
            pdu->whole = pdu->bytes;
        }
        if (watched && !pass_down(stack, pdu, osi_layers[at]->name)) {
            return;
        }
    }
    bytes = osi_content(pdu);
    if (bytes.size > 0) {
        stack->callbacks.transmit(stack->user, bytes);
    }
}

/* Where what goes down comes from. */
typedef enum Origin { FROM_USER, FROM_LAYER, FROM_FAULT } Origin;

/* Down from layer `from` with all of the content. */
static void
walk_down(OsiStack *stack, OsiPdu *pdu, unsigned from, Origin origin)
{
    Pdu spare[OSI_SPARES] = { { 0 } };

    pdu->spare = spare;
    pdu->own = origin == FROM_LAYER;
    if (origin == FROM_USER && pdu->bytes != NULL && is_watched(stack, GATE_SEND) &&
        !pass_down(stack, pdu, "mms")) {
        from = LAYERS;
    }
    while (from < LAYERS && !stack->over) {
        pdu->held = 0;
        walk_piece(stack, pdu, &from);
        if (pdu->held == 0) {
            break;
        }
        /* The next header may overwrite what was just transmitted. */
        pdu->bytes = pdu->whole;
        pdu->bytes->head = pdu->bytes->tail;
        pdu->bytes->tail += pdu->held;
    }
    for (unsigned i = 0; i < OSI_SPARES && spare[i].bytes != NULL; i++) {
        pdu_clear(&spare[i]);
    }
    pdu->bytes = NULL;
}

static bool
is_ending(OsiPrimitive primitive)
{
    return primitive == OSI_REFUSE || primitive == OSI_RELEASED || primitive == OSI_ABORT;
}

/* Watchers and faults at a boundary upwards. What a fault put in place of the content is kept
 * as a copy until all was handed up. False when nothing goes further. */
static G_GNUC_NO_INLINE bool
pass_up(OsiStack *stack, OsiPdu *pdu, const char *layer)
{
    Slice before = pdu->content;
    GateVerdict verdict = pass_gate(stack, GATE_RECEIVE, layer, pdu->primitive, &pdu->content);

    if (verdict == GATE_CLOSE) {
        end_at_gate(stack, layer);
    }
    if (verdict != GATE_PASS || stack->over) {
        return false;
    }
    if (pdu->content.data != before.data && pdu->content.size > 0) {
        if (stack->replaced == NULL) {
            stack->replaced = g_ptr_array_new_with_free_func(g_free);
        }
        pdu->content.data = g_memdup2(pdu->content.data, pdu->content.size);
        g_ptr_array_add(stack->replaced, (void *)pdu->content.data);
    }
    return true;
}

/* Hands what came through all layers to the user; somebody watches, or nobody. */
static void
deliver(OsiStack *stack, OsiPdu *pdu, bool watched)
{
    if (watched && !pass_up(stack, pdu, "mms")) {
        return;
    }
    if (is_ending(pdu->primitive)) {
        end(stack, pdu);
        return;
    }
    if (pdu->primitive != OSI_DATA) {
        stack->open = pdu->primitive == OSI_ACCEPT;
    }
    indicate(stack, pdu);
}

/* A layer answered what came: its answer goes down from there. */
static void
turn(OsiStack *stack, OsiPdu *pdu, unsigned at)
{
    if (pdu->reason.layer == NULL) {
        pdu->reason.layer = osi_layers[at]->name;
    }
    pdu->content = SLICE_NONE;
    walk_down(stack, pdu, at, FROM_LAYER);
    if (pdu->primitive == OSI_REFUSE || pdu->primitive == OSI_ABORT) {
        end(stack, pdu);
    }
}

/* One step of one layer upwards, with its boundary's gate before it. */
static OsiStep
step_up(OsiStack *stack, OsiPdu *pdu, unsigned at, bool watched)
{
    const OsiLayer *layer = osi_layers[at];

    if (watched && !pdu->again && !pass_up(stack, pdu, layer->name)) {
        return LAYER_MORE;
    }
    return layer->unwrap(stack->states[at], pdu);
}

/* Up from layer `at` with what it is to unwrap. */
static void
walk_up(OsiStack *stack, Slice bytes, OsiPrimitive primitive, unsigned at)
{
    Slice rest[LAYERS] = { { NULL, 0 } };
    OsiPdu pdu = { .content = bytes, .primitive = primitive };
    bool watched = is_watched(stack, GATE_RECEIVE);

    while (!stack->over) {
        OsiStep step;

        pdu.rest = SLICE_NONE;
        step = step_up(stack, &pdu, at, watched);
        rest[at] = pdu.rest;
        if (step == LAYER_NEXT && at + 1 < LAYERS) {
            pdu.again = false;
            at++;
            continue;
        }
        if (step == LAYER_NEXT) {
            deliver(stack, &pdu, watched);
        } else if (step == LAYER_TURN) {
            turn(stack, &pdu, at);
        } else if (step == LAYER_ABORT) {
            pdu.primitive = OSI_ABORT;
            turn(stack, &pdu, at);
        }
        while (rest[at].size == 0) {
            if (at-- == 0) {
                return;
            }
        }
        pdu = (OsiPdu){ .primitive = pdu.primitive, .content = rest[at], .again = true };
    }
}

static void
begin_receiving(OsiStack *stack)
{
    g_assert(!stack->receiving);
    enter(stack);
    stack->receiving = true;
}

static bool
end_receiving(OsiStack *stack)
{
    stack->receiving = false;
    g_clear_pointer(&stack->replaced, g_ptr_array_unref);
    return leave(stack);
}

bool
osi_stack_receive(OsiStack *stack, Slice bytes)
{
    if (stack->over) {
        return false;
    }
    begin_receiving(stack);
    walk_up(stack, bytes, OSI_CONNECT, 0);
    return end_receiving(stack);
}

/* The index of the layer above whose boundary the pass was taken: LAYERS stands for MMS. */
static unsigned
find_layer(const char *name)
{
    unsigned at = 0;

    while (at < LAYERS && strcmp(osi_layers[at]->name, name) != 0) {
        at++;
    }
    return at;
}

static bool
inject_up(OsiStack *stack, const GatePass *pass, unsigned at)
{
    OsiPdu pdu = { .content = pass->bytes, .primitive = (OsiPrimitive)pass->primitive };

    begin_receiving(stack);
    stack->injecting = is_watched(stack, GATE_RECEIVE);
    if (at < LAYERS) {
        walk_up(stack, pass->bytes, pdu.primitive, at);
    } else {
        deliver(stack, &pdu, stack->injecting);
    }
    stack->injecting = false;
    return end_receiving(stack);
}

static bool
inject_down(OsiStack *stack, const GatePass *pass, unsigned at)
{
    OsiPdu pdu = { .primitive = (OsiPrimitive)pass->primitive, .reason = { .layer = "user" } };
    GatePass copy = *pass;
    Pdu bytes;

    enter(stack);
    if (is_watched(stack, GATE_SEND)) {
        gate_watch(&stack->gates[GATE_SEND], &copy);
    }
    pdu_init(&bytes, pass->bytes.size);
    pdu_append_slice(&bytes, pass->bytes);
    pdu.bytes = &bytes;
    if (at == 0) {
        stack->callbacks.transmit(stack->user, pass->bytes);
    } else {
        walk_down(stack, &pdu, at - 1, FROM_FAULT);
    }
    pdu_clear(&bytes);
    return leave(stack);
}

bool
osi_stack_inject(OsiStack *stack, const GatePass *pass)
{
    unsigned at = find_layer(pass->layer);

    if (stack->over) {
        return false;
    }
    stack->shared.tampered = true;
    return pass->outbound ? inject_down(stack, pass, at) : inject_up(stack, pass, at);
}

void
osi_stack_send(OsiStack *stack, OsiPrimitive primitive, Pdu *pdu, int diagnostic)
{
    OsiPdu down = { .primitive = primitive,
                    .bytes = pdu,
                    .diagnostic = diagnostic,
                    .reason = { .layer = "user" } };

    if (stack->over) {
        return;
    }
    enter(stack);
    if (primitive != OSI_DATA) {
        stack->open = primitive == OSI_ACCEPT;
    }
    walk_down(stack, &down, LAYERS - 1, FROM_USER);
    if (is_ending(primitive)) {
        end(stack, NULL);
    }
    leave(stack);
}
