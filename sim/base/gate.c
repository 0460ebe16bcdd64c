/* SPDX-License-Identifier: Apache-2.0
 *
 * Gates: a short linked list a point, faults before watchers (see gate.h).
 */
#include "sim/base/gate.h"

void
gate_add(Gate *gate, GateGuest *guest)
{
    GateGuest **place = &gate->guests;

    while (*place != NULL && (guest->watches || !(*place)->watches)) {
        place = &(*place)->next;
    }
    guest->next = *place;
    *place = guest;
}

void
gate_remove(Gate *gate, GateGuest *guest)
{
    GateGuest **place = &gate->guests;

    while (*place != NULL && *place != guest) {
        place = &(*place)->next;
    }
    if (*place != NULL) {
        *place = guest->next;
        guest->next = NULL;
    }
}

GateVerdict
gate_pass_guests(Gate *gate, GatePass *pass)
{
    GateGuest *next;

    for (GateGuest *guest = gate->guests; guest != NULL; guest = next) {
        GateVerdict verdict;

        next = guest->next; /* a guest may remove itself */
        verdict = guest->act(guest, pass);
        if (verdict != GATE_PASS) {
            return verdict;
        }
    }
    return GATE_PASS;
}

void
gate_watch(Gate *gate, GatePass *pass)
{
    GateGuest *next;

    for (GateGuest *guest = gate->guests; guest != NULL; guest = next) {
        next = guest->next;
        if (guest->watches) {
            guest->act(guest, pass);
        }
    }
}
