/* SPDX-License-Identifier: Apache-2.0
 *
 * An armed fault at a gate: whether it is meant, what it draws, what it holds back, and the
 * event that says what it did.
 */
#include <stdarg.h>
#include <string.h>

#include "engine/fault_private.h"
#include "engine/pattern.h"

static ArmedFault *
armed_of(const Fault *fault)
{
    return (ArmedFault *)(void *)fault;
}

/* At the end of this turn: the clock is of those who also let timers fire between the turns. */
static void
wake(ArmedFault *armed)
{
    Clock *clock = armed->fault.stage->clock;

    if (!clock_is_armed(&armed->turn)) {
        clock_arm(clock, &armed->turn, clock_now(clock), fault_turn_over);
    }
}

bool
fault_is_busy(const ArmedFault *armed)
{
    const FaultType *type = armed->fault.spec->type;

    return type->busy != NULL && type->busy(&armed->fault);
}

/* Octets may not overtake those that are still held. */
static GateVerdict
follow(ArmedFault *armed, const GatePass *pass)
{
    if (pass->point != GATE_BYTES ||
        fault_held(&armed->fault, pass->association, pass->outbound) == 0) {
        return GATE_PASS;
    }
    fault_hold(&armed->fault, pass, 0, false);
    return GATE_DROP;
}

GateVerdict
fault_act(GateGuest *guest, GatePass *pass)
{
    ArmedFault *armed = ((FaultGuest *)(void *)guest)->armed;

    GateVerdict verdict;

    if (armed->over && !fault_is_busy(armed)) {
        return follow(armed, pass);
    }
    verdict = armed->fault.spec->type->act(&armed->fault, pass);
    if (armed->over) {
        wake(armed);
    }
    return verdict;
}

Prng *
fault_prng(Fault *fault, uint64_t association)
{
    ArmedFault *armed = armed_of(fault);
    Prng *prng = g_hash_table_lookup(armed->streams, &association);

    if (prng == NULL) {
        g_autofree char *purpose =
            g_strdup_printf("fault:%s:%d", fault->spec->type->name, fault->spec->line);
        uint64_t *key = g_memdup2(&association, sizeof association);

        prng = g_new(Prng, 1);
        *prng = prng_keyed(fault->stage->seed, fault->device->name, purpose,
                           ied_connection_number(fault->device->ied, association));
        g_hash_table_insert(armed->streams, key, prng);
    }
    return prng;
}

/* By the name that events give the client, or by its address. */
static bool
is_of(const Fault *fault, uint64_t association, const char *client)
{
    Event event = { .kind = EVENT_FAULT_ACTED,
                    .ied = fault->device->name,
                    .client = ied_client(fault->device->ied, association),
                    .association = association };

    event_complete(fault->stage->events, &event);
    return pattern_client_is(client, event.client) || pattern_client_is(client, event.address);
}

bool
fault_hits(Fault *fault, const GatePass *pass)
{
    const FaultSpec *spec = fault->spec;
    ArmedFault *armed = armed_of(fault);

    if (armed->over ||
        (spec->client != NULL && !is_of(fault, pass->association, spec->client))) {
        return false;
    }
    if (spec->share < 1 && prng_unit(fault_prng(fault, pass->association)) >= spec->share) {
        return false;
    }
    fault->acted++;
    if (spec->times != 0 && fault->acted >= spec->times) {
        armed->over = true;
        wake(armed);
    }
    return true;
}

/* Octets that come in are seen behind their gate. What came in further up has been seen: the
 * answer shows what became of it. */
static EventWay
way_of(const GatePass *pass)
{
    if (pass == NULL) {
        return EVENT_EITHER_WAY;
    }
    return pass->point == GATE_BYTES && !pass->outbound ? EVENT_INBOUND : EVENT_OUTBOUND;
}

void
fault_tell(Fault *fault, const GatePass *pass, const char *format, ...)
{
    uint64_t association = pass == NULL ? 0 : pass->association;
    Ied *ied = fault->device->ied;
    g_autofree char *text = NULL;
    g_autofree char *client = NULL;
    va_list arguments;

    if (!event_wanted(fault->stage->events, EVENT_FAULT_ACTED)) {
        return;
    }
    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    client = association == 0 ? NULL : g_strdup(ied_client(ied, association));
    event_emit(fault->stage->events, &(Event){ .kind = EVENT_FAULT_ACTED,
                                               .ied = fault->device->name,
                                               .client = client,
                                               .association = association,
                                               .way = way_of(pass),
                                               .reference = fault->spec->type->name,
                                               .value = text });
}

void
fault_replace(Fault *fault, GatePass *pass, Slice bytes)
{
    ArmedFault *armed = armed_of(fault);
    uint8_t *copy = g_malloc(MAX(bytes.size, 1));

    if (bytes.size > 0) {
        memcpy(copy, bytes.data, bytes.size);
    }
    g_ptr_array_add(armed->replaced, copy);
    pass->bytes = (Slice){ copy, bytes.size };
    wake(armed);
}

/* Holding back. */

static void
free_held(FaultHeld *held)
{
    g_free((void *)held->pass.bytes.data);
    g_free(held);
}

static bool
ends_wait(const GatePass *pass)
{
    return pass->point == GATE_BYTES && pass->outbound;
}

static void
let_go(FaultHeld *held)
{
    Ied *ied = held->armed->fault.device->ied;

    if (ends_wait(&held->pass)) {
        ied_withhold(ied, held->pass.association, -1);
    }
    ied_inject(ied, &held->pass);
    free_held(held);
}

static void
held_due(Timer *timer)
{
    FaultHeld *held = (FaultHeld *)timer;

    ArmedFault *armed = held->armed;

    g_queue_remove(&armed->held, held);
    let_go(held);
    if (armed->over) {
        wake(armed);
    }
}

/* NULL: nothing of it is held. */
static FaultHeld *
find_last(const ArmedFault *armed, const GatePass *pass)
{
    for (const GList *at = armed->held.tail; at != NULL; at = at->prev) {
        FaultHeld *held = at->data;

        if (held->pass.association == pass->association &&
            held->pass.outbound == pass->outbound) {
            return held;
        }
    }
    return NULL;
}

void
fault_hold(Fault *fault, const GatePass *pass, int64_t delay, bool overtakes)
{
    ArmedFault *armed = armed_of(fault);
    Clock *clock = fault->stage->clock;
    int64_t due = delay == FAULT_UNTIL_END ? CLOCK_NEVER : clock_now(clock) + delay;
    const FaultHeld *last = find_last(armed, pass);
    FaultHeld *held = g_new0(FaultHeld, 1);

    held->armed = armed;
    held->pass = *pass;
    held->pass.subject = NULL;
    held->pass.bytes.data = g_memdup2(pass->bytes.data, pass->bytes.size);
    due = overtakes || last == NULL ? due : MAX(due, last->timer.due);
    g_queue_push_tail(&armed->held, held);
    if (ends_wait(pass)) {
        ied_withhold(fault->device->ied, pass->association, 1);
    }
    clock_arm(clock, &held->timer, due, held_due);
}

bool
fault_hold_more(Fault *fault, const GatePass *pass)
{
    FaultHeld *last = find_last(armed_of(fault), pass);
    size_t size = last == NULL ? 0 : last->pass.bytes.size;
    uint8_t *bytes;

    if (last == NULL) {
        return false;
    }
    bytes = g_realloc((void *)last->pass.bytes.data, size + pass->bytes.size);
    memcpy(bytes + size, pass->bytes.data, pass->bytes.size);
    last->pass.bytes = (Slice){ bytes, size + pass->bytes.size };
    return true;
}

size_t
fault_held(const Fault *fault, uint64_t association, bool outbound)
{
    size_t size = 0;

    for (const GList *at = armed_of(fault)->held.head; at != NULL; at = at->next) {
        const FaultHeld *held = at->data;

        if (held->pass.association == association && held->pass.outbound == outbound) {
            size += held->pass.bytes.size;
        }
    }
    return size;
}

static int
earlier(const void *a, const void *b, void *user)
{
    const Timer *first = &((const FaultHeld *)a)->timer,
                *second = &((const FaultHeld *)b)->timer;

    (void)user;
    return first->due != second->due ? (first->due < second->due ? -1 : 1)
                                     : (first->order < second->order ? -1 : 1);
}

void
fault_let_go(ArmedFault *armed, bool forget)
{
    FaultHeld *held;

    g_queue_sort(&armed->held, earlier, NULL);
    while ((held = g_queue_pop_head(&armed->held)) != NULL) {
        clock_disarm(armed->fault.stage->clock, &held->timer);
        if (forget) {
            free_held(held);
        } else {
            let_go(held);
        }
    }
}

/* The end of a turn. */

void
fault_later(Fault *fault, const GatePass *pass, FaultLater later)
{
    ArmedFault *armed = armed_of(fault);
    FaultErrand errand = { later, pass->association };

    g_array_append_val(armed->laters, errand);
    wake(armed);
}

void
fault_wake(Fault *fault)
{
    wake(armed_of(fault));
}

void
fault_over(Fault *fault)
{
    armed_of(fault)->over = true;
    fault_wake(fault);
}

void
fault_turn_over(Timer *timer)
{
    ArmedFault *armed =
        (ArmedFault *)(void *)((char *)timer - G_STRUCT_OFFSET(ArmedFault, turn));

    g_ptr_array_set_size(armed->replaced, 0);
    for (unsigned i = 0; i < armed->laters->len; i++) {
        FaultErrand errand = g_array_index(armed->laters, FaultErrand, i);

        errand.later(&armed->fault, errand.association);
    }
    g_array_set_size(armed->laters, 0);
    /* One whose number is over ends when nothing of it is under way any more. */
    if (armed->over && g_queue_is_empty(&armed->held) && !fault_is_busy(armed)) {
        fault_disarm(armed);
    }
}
