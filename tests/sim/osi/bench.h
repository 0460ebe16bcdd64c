/* SPDX-License-Identifier: Apache-2.0
 *
 * Stacks on a bench: each end keeps what it transmitted and what was indicated to it, two ends
 * are wired back to back by handing over what one transmitted in pieces of any size.
 */
#pragma once

#include <glib.h>

#include "sim/osi/stack.h"

/* One indication, copied. */
typedef struct BenchMark {
    OsiPrimitive primitive;
    GByteArray *content;
    OsiReason reason;
    OsiAddress calling, called;
    bool authentication_required;
    GByteArray *mechanism;
    GByteArray *authentication;
} BenchMark;

typedef struct BenchEnd {
    OsiStack *stack;
    GByteArray *sent;  /* transmitted and not handed over yet */
    GPtrArray *marks;  /* BenchMark */
    unsigned finished; /* how often finish came */
    unsigned transmits;
    /* What the user does inside indicate; NULL: nothing. */
    void (*react)(struct BenchEnd *end, const OsiIndication *indication);
    bool frees; /* the user frees the stack inside indicate */
} BenchEnd;

/* The usual pair: selectors 0001, titles 1.1.1.999.1 with qualifier 12 on both sides. */
OsiParameters bench_parameters(OsiRole role);

void bench_open(BenchEnd *end, const OsiParameters *parameters);
void bench_close(BenchEnd *end);

/* Sends a primitive with this content. */
void bench_send(BenchEnd *end, OsiPrimitive primitive, Slice content);
void bench_send_text(BenchEnd *end, OsiPrimitive primitive, const char *hex);
void bench_refuse(BenchEnd *end, Slice content, int diagnostic);

/* Gives bytes to the stack, as hex or from testdata/pdu; each an exact heap copy. */
bool bench_receive(BenchEnd *end, Slice bytes);
bool bench_receive_text(BenchEnd *end, const char *hex);
bool bench_receive_file(BenchEnd *end, const char *name);

/* Compares everything transmitted since, and forgets it. */
bool bench_sent(BenchEnd *end, const char *hex);
bool bench_sent_file(BenchEnd *end, const char *name);

/* The last indication; NULL when there was none. */
const BenchMark *bench_last(const BenchEnd *end);
bool bench_last_is(const BenchEnd *end, OsiPrimitive primitive, const char *content);

/* Hands over both ways until all is quiet; pieces of 1 to `piece` octets, drawn from `seed`. */
void bench_run(BenchEnd *one, BenchEnd *other, size_t piece, uint32_t seed);

/* Both stacks, associated; `initiate` is A8 00 and A9 00. */
void bench_associate(BenchEnd *client, BenchEnd *server, const OsiParameters *of_client,
                     const OsiParameters *of_server);

/* A server end brought to a state by bytes of the golden client. */
typedef enum BenchState {
    BENCH_FRESH,
    BENCH_TRANSPORT, /* CR answered */
    BENCH_INDICATED, /* CONNECT not answered yet */
    BENCH_ASSOCIATED,
    BENCH_RELEASING,   /* we sent RELEASE */
    BENCH_RELEASED_BY, /* the peer sent RELEASE */
    BENCH_STATES
} BenchState;
void bench_server(BenchEnd *end, BenchState state);
