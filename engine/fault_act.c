/* SPDX-License-Identifier: Apache-2.0
 *
 * An armed fault at a gate: whether it is meant, what it draws, and the event that says what it
 * did. What it holds back is in fault_hold.c.
 */
#include <stdarg.h>
#include <string.h>

#include "engine/fault_private.h"
#include "engine/pattern.h"

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
    ArmedFault *armed = fault_armed(fault);
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

/* From 1 on, in the order in which they connected to the IED. */
static uint64_t
number_of(const Fault *fault, const GatePass *pass)
{
    return ied_connection_number(fault->device->ied, pass->association);
}

bool
fault_hits(Fault *fault, const GatePass *pass)
{
    const FaultSpec *spec = fault->spec;
    ArmedFault *armed = fault_armed(fault);

    if (armed->over ||
        (spec->association != 0 && spec->association != number_of(fault, pass)) ||
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
    ArmedFault *armed = fault_armed(fault);
    uint8_t *copy = g_malloc(MAX(bytes.size, 1));

    if (bytes.size > 0) {
        memcpy(copy, bytes.data, bytes.size);
    }
    g_ptr_array_add(armed->replaced, copy);
    pass->bytes = (Slice){ copy, bytes.size };
    wake(armed);
}

/* The end of a turn. */

void
fault_later(Fault *fault, const GatePass *pass, FaultLater later)
{
    ArmedFault *armed = fault_armed(fault);
    FaultErrand errand = { later, pass->association };

    g_array_append_val(armed->laters, errand);
    wake(armed);
}

void
fault_wake(Fault *fault)
{
    wake(fault_armed(fault));
}

void
fault_over(Fault *fault)
{
    fault_armed(fault)->over = true;
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
