/* SPDX-License-Identifier: Apache-2.0
 *
 * The client side of the report figures: a process of its own that subscribes, takes every
 * report off its sockets, and ends with a word when one is missing, comes twice or is no
 * report. No part of the program under test reads them.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { RECEIVER_BLOCKS_MAX = 99, RECEIVER_SAMPLES_MAX = 400000 };

typedef struct ReceiverPlan {
    int port;
    unsigned connections;
    unsigned blocks;    /* control blocks; block i is on connection i % connections */
    const char *domain; /* NULL: nothing is subscribed, `size` octets are one report */
    const char *item;   /* "LLN0$RP$urcb", the index comes behind */
    unsigned sq_nums;   /* SqNum goes round after so many */
    unsigned size;
    bool stamped; /* note when each report reached the socket */
} ReceiverPlan;

/* What the two processes share; all zero at first. */
typedef struct ReceiverBoard {
    atomic_bool ready; /* everything is subscribed */
    atomic_bool over;  /* the sender is through: what still comes is no report */
    _Atomic uint64_t reports, octets;
    int64_t sent[RECEIVER_SAMPLES_MAX];    /* CLOCK_REALTIME, by commit; the sender's */
    int64_t latency[RECEIVER_SAMPLES_MAX]; /* ns, in order of arrival */
} ReceiverBoard;

/* Connects, subscribes, receives; ends the process once `over` is set and a connection closes.
 */
void receiver_run(const ReceiverPlan *plan, ReceiverBoard *board) __attribute__((noreturn));
