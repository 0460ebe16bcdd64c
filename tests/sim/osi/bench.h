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
    size_t longest; /* transmit */
    /* What the user does inside indicate; NULL: nothing. */
    void (*react)(struct BenchEnd *end, const OsiIndication *indication);
    bool keeps_place;
    const uint8_t *place; /* where the last content lay, when keeps_place */
    bool frees;           /* the user frees the stack inside indicate */
} BenchEnd;

/* The usual pair: selectors 0001, titles 1.1.1.999.1 with qualifier 12 on both sides. */
OsiParameters bench_parameters(OsiRole role);

void bench_open(BenchEnd *end, const OsiParameters *parameters);
void bench_close(BenchEnd *end);

/* Hex with lengths left to the machine: 30(02(01)) is a BER element with its content, C1[31()]
 * a session item, <02 F0 80 ...> a TPKT. */
GByteArray *bench_parse(const char *text);

/* The usual pieces of a connect, for such texts. */
#define SESSION_ITEMS "05[13[00] 16[02]] 14[00 02]"
#define CONTEXT_ACSE "30(02(01) 06(52 01 00 01) 30(06(51 01)))"
#define CONTEXT_MMS "30(02(03) 06(28 CA 22 02 01) 30(06(51 01)))"
#define CONTEXTS "A4(" CONTEXT_ACSE CONTEXT_MMS ")"
#define APPLICATION "A1(06(28 CA 22 02 03))"
#define INITIATE "BE(28(02(03) A0(A8 00)))"
#define AARQ "60(" APPLICATION INITIATE ")"
#define ACSE_VALUE(value) "61(30(02(01) A0(" value ")))"
#define CP(normal) "31(A0(80(01)) A2(" normal "))"
#define DT(spdu) "<02 F0 80 " spdu ">"
#define CN(items, cp) DT("0D[" items " C1[" cp "]]")
/* A connect that differs in its AARQ only. */
#define CONNECT(aarq) CN(SESSION_ITEMS, CP(CONTEXTS ACSE_VALUE(aarq)))
/* How such a one is refused: RF, CPR with both contexts accepted, AARE. */
#define RESULT_ACCEPTED "30(80(00) 81(51 01))"
#define REFUSAL(aare)                                                                          \
    DT("0C[11[01] 32[02 30(A5(" RESULT_ACCEPTED RESULT_ACCEPTED ")" ACSE_VALUE(aare) ")]]")
#define AARE_REJECTED(result, diagnostic)                                                      \
    APPLICATION " A2(02(" result ")) A3(A1(02(" diagnostic ")))"
#define DATA(lists) DT("01 00 01 00 61(" lists ")")
#define ABORT_BY_PRESENTATION(reason) DT("19[11[0B] C1[30(80(" reason "))]]")
#define ABORT_BY_SESSION DT("19[11[05]]")
#define ABORT_BY_ACSE DT("19[11[0B] C1[A0(" ACSE_VALUE("64(80(01))") ")]]")

/* Sends a primitive with this content. */
void bench_send(BenchEnd *end, OsiPrimitive primitive, Slice content);
void bench_send_text(BenchEnd *end, OsiPrimitive primitive, const char *text);
void bench_refuse(BenchEnd *end, const char *text, int diagnostic);

/* Gives bytes to the stack, as text or from testdata/pdu; each an exact heap copy. */
bool bench_receive(BenchEnd *end, Slice bytes);
bool bench_receive_text(BenchEnd *end, const char *text);
bool bench_receive_file(BenchEnd *end, const char *name);

/* Compares everything transmitted since, and forgets it. */
bool bench_sent(BenchEnd *end, const char *text);
bool bench_sent_file(BenchEnd *end, const char *name);

/* Whether `text` is answered with `answer`, and the association then is over for this reason,
 * which no one else is asked for. The end is closed. */
bool bench_is_ended_by(BenchEnd *end, const char *text, const char *answer,
                       OsiPrimitive primitive, const char *layer, int code);

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
