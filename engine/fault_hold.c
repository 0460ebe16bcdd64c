/* SPDX-License-Identifier: Apache-2.0
 *
 * What an armed fault holds back, and lets go in time, in order (see fault.h).
 */
#include <string.h>

#include "engine/fault_private.h"

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
        fault_wake(&armed->fault);
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
    ArmedFault *armed = fault_armed(fault);
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
    FaultHeld *last = find_last(fault_armed(fault), pass);
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

    for (const GList *at = fault_armed(fault)->held.head; at != NULL; at = at->next) {
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
