/* SPDX-License-Identifier: Apache-2.0
 *
 * A client of a served IED that has subscribed to a URCB and waits for what its reports say.
 */
#pragma once

#include "sim/client/subscription.h"
#include "tests/sim/client/bay.h"

typedef struct Listener {
    ClientBay bay;
    ClientSubscription *subscription;
    GString *log;       /* "reference value reasons" a line, of every member of a report */
    const char *awaits; /* ends the loop when the log has it; NULL: an answer does */
    Timer guard;
} Listener;

/* A file of testdata/scl, and "LD0/LLN0.RP.urcb" of it; returns when it is enabled. */
void listener_begin(Listener *listener, const char *file, const char *reference);
void listener_end(Listener *listener);

/* Runs the loop until a call that ends with listener_answered is answered. */
void listener_wait(Listener *listener);
void listener_answered(Listener *listener);

/* Whether a line of the log has both texts, in this order; waits for the first one, at most ten
 * seconds. What there is instead goes to stderr. */
bool listener_hears(Listener *listener, const char *head, const char *tail);

/* Empties the log and writes one item of a domain with Data in hex. */
void listener_write(Listener *listener, const char *domain, const char *item, const char *hex);
